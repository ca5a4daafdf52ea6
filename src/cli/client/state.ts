/**
 * What outlives the process: a small private file for each name at each server, with the token and the place of what
 * was seen last, so that a client that was killed comes back as the same person. Owns the folder, the file, and who
 * may use it. Messages and passwords never stand in there. Whatever fails here costs the memory, never the chat.
 */

import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { readRole } from '../../protocol/commands.ts';
import { readName } from '../../protocol/names.ts';
import { type Server, serverText } from './address.ts';
import type { Identity } from './entry.ts';
import type { Keeper } from './link.ts';
import { isStale, takeLock } from './lock.ts';

/** Milliseconds after which a file that nobody wrote is thrown away. */
const OLD_MS = 30 * 24 * 3_600_000;

/** Milliseconds between two writes that only move the place. */
const WRITE_EVERY_MS = 1_000;

const MAX_FILE_BYTES = 4_096;
const OURS = /^[0-9a-f]{32}\.(?:json|lock)(?:\.|$)/;

/** Where the files of this person are, or null if they have no home. */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
): string | null {
  const { XDG_STATE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (xdg && isAbsolute(xdg)) return join(xdg, 'telechat');
  if (platform === 'win32') return local ? join(local, 'telechat') : null;
  const home = env['HOME'] || homedir();
  return home ? join(home, '.local', 'state', 'telechat') : null;
}

/** The file of one name at one server, as long as this process has it. */
export class State implements Keeper {
  readonly #folder: string;
  readonly #server: string;
  /** Of the name whose file it is. */
  #key: string;
  #path: string;
  #unlock: (() => void) | null;
  #wanted: Identity | null = null;
  #written = '';
  #timer: NodeJS.Timeout | null = null;

  private constructor(folder: string, server: string, key: string, unlock: () => void) {
    this.#folder = folder;
    this.#server = server;
    this.#key = key;
    this.#path = `${fileOf(folder, server, key)}.json`;
    this.#unlock = unlock;
  }

  /** Takes the file, there or not; null if a living process has it, or there can be none. Old files are removed. */
  static claim(folder: string | null, server: Server, name: string, now = Date.now()): State | null {
    if (folder === null) return null;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      chmodSync(folder, 0o700);
      removeOld(folder, now);
    } catch {
      return null;
    }
    const where = `${server.tls ? 'tls' : 'tcp'} ${serverText(server).toLowerCase()}`;
    const key = readName(name)?.key ?? name;
    const unlock = takeLock(`${fileOf(folder, where, key)}.lock`);
    return unlock && new State(folder, where, key, unlock);
  }

  /** Who was here, if the file can be read and tells of the same name, role and server. */
  known(name: string, role: Identity['role']): Identity | null {
    const kept = this.#read();
    if (!kept || kept.server !== this.#server || readRole(kept.role) !== role) return null;
    if (!readName(kept.name) || readName(kept.name)?.key !== readName(name)?.key) return null;
    if (!/^[!-~]{1,128}$/.test(kept.token)) return null;
    if (!Number.isSafeInteger(kept.lastSeq) || kept.lastSeq < 0) return null;
    return { name: kept.name, role, token: kept.token, lastSeq: kept.lastSeq };
  }

  /** Writes it: a new token or name at once, a new place within a second. */
  keep(identity: Identity): void {
    const isNew = identity.token !== this.#wanted?.token || identity.name !== this.#wanted.name;
    this.#wanted = identity;
    this.#move(readName(identity.name)?.key ?? identity.name);
    if (isNew) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), WRITE_EVERY_MS).unref();
  }

  forget(): void {
    this.#stop();
    this.#wanted = null;
    this.#written = '';
    if (this.#unlock) rmSync(this.#path, { force: true });
  }

  /** Writes what is not yet written, and lets others have the file. */
  close(): void {
    this.#write();
    try {
      this.#unlock?.();
    } catch {
      // It will be found stale.
    }
    this.#unlock = null;
  }

  /** Who has another name is found under it; unless a living process has that file. */
  #move(key: string): void {
    if (key === this.#key || !this.#unlock) return;
    const file = fileOf(this.#folder, this.#server, key);
    const unlock = takeLock(`${file}.lock`);
    if (!unlock) return;
    try {
      rmSync(this.#path, { force: true });
      this.#unlock();
    } catch {
      // What stays behind tells of a name that nobody asks for, and is thrown away when it is old.
    }
    this.#unlock = unlock;
    this.#key = key;
    this.#path = `${file}.json`;
    this.#written = '';
  }

  #write(): void {
    this.#stop();
    if (!this.#wanted || !this.#unlock) return;
    const { name, role, token, lastSeq } = this.#wanted;
    const text = `${JSON.stringify({ server: this.#server, name, role, token, lastSeq })}\n`;
    if (text === this.#written) return;
    const temporary = `${this.#path}.${randomUUID()}`;
    try {
      writeFileSync(temporary, text, { flag: 'wx', mode: 0o600 });
      renameSync(temporary, this.#path);
      this.#written = text;
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #read(): (Record<'server' | 'name' | 'role' | 'token', string> & { lastSeq: number }) | null {
    try {
      if (statSync(this.#path).size > MAX_FILE_BYTES) return null;
      const kept = JSON.parse(readFileSync(this.#path, 'utf8'));
      const strings = [kept.server, kept.name, kept.role, kept.token];
      return strings.every((one) => typeof one === 'string') ? kept : null;
    } catch {
      return null;
    }
  }
}

/** The file of a name at a server, without its ending. */
function fileOf(folder: string, server: string, key: string): string {
  return join(folder, createHash('sha256').update(`${server} ${key}`).digest('hex').slice(0, 32));
}

/** Removes what was left behind. O(files). */
function removeOld(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    if (!OURS.test(name)) continue;
    const path = join(folder, name);
    try {
      if (now - statSync(path).mtimeMs < OLD_MS) continue;
      if (/^[0-9a-f]+\.lock$/.test(name) && !isStale(path)) continue;
      rmSync(path, { force: true });
    } catch {
      // Another process removes the same files.
    }
  }
}
