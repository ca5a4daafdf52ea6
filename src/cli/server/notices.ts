/**
 * What those who run the server are told at its start about who may enter, and what others may read. Nothing on a
 * loopback address: there anyone may enter in any role, and nobody else listens. Pure.
 */

import type { AddressInfo } from 'node:net';
import type { Lang } from '../../protocol/codes.ts';
import { DEFAULT_PORT } from '../../protocol/limits.ts';
import { attendantsNeedAccount } from '../../server.ts';
import type { Settings } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

export interface Notice {
  readonly level: 'info' | 'warn';
  readonly text: string;
}

/** Where a server listens. */
export interface Listening {
  readonly address: AddressInfo;
  readonly tlsAddress: AddressInfo | null;
}

/** @param script the script that npm ran, if it did. */
export function notices(
  settings: Settings,
  { address, tlsAddress }: Listening,
  lang: Lang,
  script: string | undefined,
): Notice[] {
  // Where strangers come in: there attendants would need an account, if the server was not told otherwise.
  if (!attendantsNeedAccount({ ...settings, open: false })) return [];
  const texts = SERVER_TEXTS[lang];
  const host = written(address);
  const readable = tlsAddress
    ? texts.plainBesideTls(host, address.port, tlsAddress.port)
    : texts.plain(host, address.port);
  return [whoEnters(settings, host, lang, script), { level: 'warn', text: readable }];
}

function whoEnters(
  { open, memory, data }: Settings,
  host: string,
  lang: Lang,
  script: string | undefined,
): Notice {
  const texts = SERVER_TEXTS[lang];
  if (open) return { level: 'warn', text: texts.open(host) };
  if (memory) return { level: 'warn', text: texts.accountsInMemory };
  return { level: 'info', text: texts.accounts(userLine(data, texts.name, script)) };
}

/** `HOST` for `HOST:PORT`. */
export function written({ address, family }: AddressInfo): string {
  return family === 'IPv6' ? `[${address}]` : address;
}

/** How a client comes here from this machine, in the way in which this server was started. */
export function clientLine({ address, port }: AddressInfo, script: string | undefined): string {
  const everywhere = ['127.0.0.1', '0.0.0.0', '::'].includes(address);
  const flags = [
    ...(everywhere ? [] : [`--host ${address}`]),
    ...(port === DEFAULT_PORT ? [] : [`--port ${port}`]),
  ].join(' ');
  if (script !== 'start') return `telechat client ${flags}`.trimEnd();
  return flags === '' ? 'npm run client' : `npm run client -- ${flags}`;
}

/** How an attendant gets an account, to be typed into a shell. */
function userLine(data: string, name: string, script: string | undefined): string {
  const folder = /^[\w./:@%+-]+$/.test(data) ? data : `'${data.replaceAll("'", "'\\''")}'`;
  const program = script === 'start' ? 'npm run telechat --' : 'telechat';
  return `${program} user add ${name} --role atendente --data ${folder}`;
}
