/**
 * From an address to being let in: connect, choose the language, say who one is, or who one was. Owns that
 * exchange; asks nobody anything.
 */

import { errorText, type Lang } from '../../protocol/codes.ts';
import { type Role, readRole } from '../../protocol/commands.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import type { Server } from './address.ts';
import { type Connection, openConnection, type Reply } from './connection.ts';
import type { End } from './ends.ts';
import { harmless } from './harmless.ts';
import { lineFault } from './line-faults.ts';

/** Whom a server knows us as. */
export interface Identity {
  readonly name: string;
  readonly role: Role;
  /** Whoever has it is this person. */
  readonly token: string;
  /** What was seen last, in the order in which it went out; 0 is nothing. */
  readonly lastSeq: number;
}

export interface Visitor {
  /** A valid name. */
  readonly name: string;
  readonly role: Role;
  readonly lang: Lang;
  readonly password: string | null;
  /** To be the same person again, if the server still knows them. */
  readonly known: Identity | null;
}

export type Entry =
  | {
      readonly how: 'entered';
      readonly connection: Connection;
      readonly identity: Identity;
      /** The server takes us for the one who was known before: labels count, and what was missed comes. */
      readonly same: boolean;
    }
  | { readonly how: 'turned-away'; readonly code: string; readonly text: string }
  | { readonly how: 'ended'; readonly end: End };

/** A server that says so may let us in a little later. */
const LATER: ReadonlySet<string> = new Set(['RATE-LIMITED', 'STORE-FAILED', 'FULL']);

/** Whether it makes sense to come again with the same words. */
export function isForNow(code: string): boolean {
  return LATER.has(code);
}

/**
 * Connects and enters: by RESUME if somebody is known, and by CONNECT if not, or if they no longer are. Never throws.
 *
 * @param signal aborts when nobody wants to enter any more.
 */
export async function enter(server: Server, visitor: Visitor, signal?: AbortSignal): Promise<Entry> {
  const { name, role, lang, password, known } = visitor;
  const opened = await openConnection(server, { signal });
  if ('end' in opened) return { how: 'ended', end: opened.end };
  const { connection } = opened;
  const greeting = connection.greeting.split(' ');
  if (!greeting.includes(`lang=${lang}`)) void connection.request(`LANG ${lang}`);
  if (known) {
    const reply = await connection.request(`RESUME ${known.token} ${known.lastSeq}`);
    if (!reply) return { how: 'ended', end: await connection.ended };
    if (reply.kind !== 'err') return entered(connection, reply, visitor, true);
    if (isForNow(reply.code)) return turnedAway(connection, reply.code, reply.text);
  }
  if (password === null && role === 'atendente' && greeting.includes('auth=required')) {
    return turnedAway(connection, 'AUTH-REQUIRED', errorText('AUTH-REQUIRED', lang));
  }
  if (password !== null) {
    const pass = `PASS ${password}`;
    // What cannot be sent in one line is nobody's password.
    if (lineFault(pass, connection.maxLine)) {
      return turnedAway(connection, 'AUTH-FAILED', errorText('AUTH-FAILED', lang));
    }
    void connection.request(pass);
  }
  const reply = await connection.request(`CONNECT ${name} ${role}`);
  if (!reply) return { how: 'ended', end: await connection.ended };
  if (reply.kind === 'err') return turnedAway(connection, reply.code, reply.text);
  // A name with a password is always the same person.
  return entered(connection, reply, visitor, password !== null && known !== null);
}

function entered(connection: Connection, reply: Reply, { name, role, known }: Visitor, same: boolean): Entry {
  const [written = '', as = '', token = ''] = splitWords(reply.text, 3);
  const identity = {
    name: harmless(written) || name,
    role: readRole(as) ?? role,
    token,
    lastSeq: same ? (known?.lastSeq ?? 0) : 0,
  };
  return { how: 'entered', connection, identity, same };
}

async function turnedAway(connection: Connection, code: string, text: string): Promise<Entry> {
  await connection.quit('', () => {});
  return { how: 'turned-away', code, text: harmless(text || code) };
}
