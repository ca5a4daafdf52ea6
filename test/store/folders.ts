/** Folders for a test's databases, and a store without threads. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp } from '../../src/store/backup.ts';
import { SqliteReader } from '../../src/store/sqlite-reader.ts';
import { SqliteWriter } from '../../src/store/sqlite-writer.ts';
import type { Store } from '../../src/store/store.ts';

const made: string[] = [];

/** A path in a new folder, at which there is nothing yet. */
export function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telechat-store-'));
  made.push(folder);
  return join(folder, 'data');
}

/** Removes what `newPath` made. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Writer and reader in this thread; after each batch the next thing is tidied up. */
export async function openDirectly(dir: string, indexEvery: number): Promise<Store> {
  const writer = new SqliteWriter({ dir, durability: 'relaxed', indexEvery, searchEvery: indexEvery });
  const reader = new SqliteReader(dir, () => 0);
  return {
    load: async () => reader.load(),
    commit: async (records) => {
      writer.commit(records);
      if (writer.untidy !== 'no') writer.tidy();
    },
    history: async (query) => reader.history(query),
    log: async (query) => reader.log(query),
    search: async (query) => reader.search(query),
    stats: async (at) => reader.stats(at),
    page: async (query) => reader.page(query),
    erase: async () => {
      while (!writer.erased) writer.tidy();
    },
    backup: async (path) => backUp(dir, path),
    close: async () => {
      reader.close();
      writer.close();
    },
  };
}

/** The files of a folder that contain these bytes. O(bytes of the folder). */
export function filesWith(dir: string, bytes: string): string[] {
  return readdirSync(dir).filter((file) => readFileSync(join(dir, file)).includes(bytes));
}
