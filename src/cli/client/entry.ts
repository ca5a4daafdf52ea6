/**
 * From an address to being let in: connect, choose the language, say who one is. Owns that exchange, and how
 * its failures are told; asks nobody anything.
 */

import { isIPv6 } from 'node:net';
import type { Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';
import { DEFAULT_PORT } from '../../protocol/limits.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import { type Connection, type End, openConnection } from './connection.ts';
import { harmless } from './harmless.ts';
import { TEXTS } from './texts.ts';
import { View } from './view.ts';

export interface Server {
  readonly host: string;
  readonly port: number;
}

export const USUAL_SERVER: Server = { host: '127.0.0.1', port: DEFAULT_PORT };

export type Entry =
  | { readonly how: 'entered'; readonly connection: Connection; readonly view: View }
  | { readonly how: 'turned-away'; readonly code: string; readonly text: string }
  | { readonly how: 'ended'; readonly end: End };

/** Connects and enters. The name must be a valid one. Never throws. */
export async function enter(server: Server, name: string, role: Role, lang: Lang): Promise<Entry> {
  const opened = await openConnection(server.host, server.port);
  if ('end' in opened) return { how: 'ended', end: opened.end };
  const { connection } = opened;
  if (!connection.greeting.split(' ').includes(`lang=${lang}`)) void connection.request(`LANG ${lang}`);
  const reply = await connection.request(`CONNECT ${name} ${role}`);
  if (!reply) return { how: 'ended', end: await connection.ended };
  if (reply.kind === 'err') {
    await connection.quit('', () => {});
    return { how: 'turned-away', code: reply.code, text: harmless(reply.text || reply.code) };
  }
  const [written = ''] = splitWords(reply.text, 1);
  return { how: 'entered', connection, view: new View(harmless(written) || name, role, lang) };
}

/** `host:port`, `[v6]:port`, `host`, `v6` or `:port`; '' is the usual server. Null if it is none of these. */
export function readServer(text: string): Server | null {
  const trimmed = text.trim();
  if (trimmed === '') return USUAL_SERVER;
  if (isIPv6(trimmed)) return { host: trimmed, port: DEFAULT_PORT };
  const [, bracketed, plain, digits] = /^(?:\[([^\]\s]+)\]|([^:\s[\]]*))(?::(\d+))?$/.exec(trimmed) ?? [];
  const host = bracketed || plain || (digits === undefined ? '' : USUAL_SERVER.host);
  const port = digits === undefined ? DEFAULT_PORT : readPort(digits);
  return host === '' || port === null ? null : { host, port };
}

/** A TCP port, or null. */
export function readPort(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

export function serverText({ host, port }: Server): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Why it ended, in one line; '' if by our own QUIT. */
export function endText(end: End, server: Server, lang: Lang): string {
  const t = TEXTS[lang];
  const where = serverText(server);
  switch (end.how) {
    case 'left':
      return '';
    case 'farewell':
      return harmless(end.text || end.code);
    case 'refused':
      return t.refused(where);
    case 'not-found':
      return t.notFound(server.host);
    case 'timeout':
      return t.timeout(where);
    case 'unreachable':
      return t.unreachable(where, end.code);
    case 'not-3mcp':
      return t.not3mcp(where);
    case 'lost':
      return t.lost;
    case 'silent':
      return t.silent;
    default:
      return t.unreadable;
  }
}
