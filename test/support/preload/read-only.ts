/**
 * At SIGUSR2 the database becomes read-only for the thread that writes, and at the next one writable again. It is
 * SQLite's own refusal, SQLITE_READONLY: rights on the file would neither stop root nor whoever has it open.
 */

import { DatabaseSync } from 'node:sqlite';
import { channel, onSignal, script } from './threads.ts';

const open = new Set<DatabaseSync>();
let readOnly = false;

const turn = channel('read-only', (message) => {
  for (const db of open) if (db.isOpen) db.exec(`PRAGMA query_only = ${message ? 'ON' : 'OFF'}`);
});
onSignal(() => {
  readOnly = !readOnly;
  turn.postMessage(readOnly);
});

if (script === 'store-writer') {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    open.add(this);
    exec.call(this, sql);
  };
}
