import { afterEach } from 'vitest';
import { MemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/workers/sqlite-store.ts';
import { storeContract } from './contract.ts';
import { peopleContract } from './contract-people.ts';
import { newPath, openDirectly, removeFolders } from './folders.ts';

afterEach(removeFolders);

storeContract('memory', async () => new MemoryStore(), 300);
// Lists of few, so that an answer comes from many of them and from the messages that no list has yet.
storeContract('SQLite, an index every 1 message', () => openDirectly(newPath(), 1), 60);
storeContract('SQLite, an index every 7 messages', () => openDirectly(newPath(), 7), 60);
storeContract('SQLite, no index yet', () => openDirectly(newPath(), 1_000_000), 60);
storeContract(
  'SQLite in its threads',
  () => openSqliteStore({ dir: newPath(), durability: 'relaxed', indexEvery: 5 }),
  10,
);

peopleContract('memory', async () => new MemoryStore());
peopleContract('SQLite, an index every 2 messages', () => openDirectly(newPath(), 2));
peopleContract('SQLite, no index yet', () => openDirectly(newPath(), 1_000_000));
