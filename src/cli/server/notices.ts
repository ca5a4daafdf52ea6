/**
 * What those who run the server are told at its start about who may enter, and what others may read. Nothing on a
 * loopback address: there anyone may enter in any role, and nobody else listens. Pure.
 */

import type { AddressInfo } from 'node:net';
import type { Lang } from '../../protocol/codes.ts';
import { attendantsNeedAccount, reachesStrangers } from '../../server.ts';
import { serverOptions } from './options.ts';
import type { Settings } from './settings.ts';
import { shellWord } from './shell-word.ts';
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
  const options = serverOptions(settings);
  if (!attendantsNeedAccount({ ...options, open: false })) return [];
  const texts = SERVER_TEXTS[lang];
  const host = written(address);
  const plainly = reachesStrangers(options.host);
  const enters = whoEnters(settings, plainly || !tlsAddress ? host : written(tlsAddress), lang, script);
  if (!plainly) return [enters];
  const readable = tlsAddress
    ? texts.plainBesideTls(host, address.port, tlsAddress.port)
    : texts.plain(host, address.port);
  return [enters, { level: 'warn', text: readable }];
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

/** How an attendant gets an account, to be typed into a shell. */
function userLine(data: string, name: string, script: string | undefined): string {
  const program = script === 'start' ? 'npm run telechat --' : 'telechat';
  return `${program} user add ${name} --role atendente --data ${shellWord(data)}`;
}
