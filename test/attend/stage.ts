/** A real server with customers on the wire, and an attendant's screen in a real terminal. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporary } from '../cli/client-process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';
import { type Size, Tmux } from './tmux.ts';

export const SMALL: Size = { columns: 80, rows: 24 };
export const LARGE: Size = { columns: 160, rows: 50 };

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

const CANNED = 'ola Olá! Em que posso ajudar?\nprazo São cinco dias úteis.\\nMais que isso, avise.\n';

/** A server whose desk assigns nobody by itself, with canned answers. */
export async function startDesk(...flags: string[]): Promise<TestServer> {
  const file = join(temporary(), 'canned.txt');
  writeFileSync(file, CANNED);
  return startTestServer('--memory', '--capacity', '0', '--canned', file, ...flags);
}

/** The line that starts the screen. */
export function attendLine(port: number, lang: string, name = 'ana', flags = ''): string {
  return `node ${MAIN} attend 127.0.0.1:${port} --name ${name} --lang ${lang} ${flags}`.trimEnd();
}

/** Somebody attends, in a terminal of this size. */
export async function attending(port: number, size: Size, lang: string, name = 'ana'): Promise<Tmux> {
  const terminal = await Tmux.open(size);
  terminal.enter(attendLine(port, lang, name));
  await terminal.sees(lang === 'pt' ? /● presente/ : /● online/);
  return terminal;
}

/** A customer who waits, and has said this. */
export async function customer(port: number, name: string, ...texts: string[]): Promise<Wire> {
  const wire = await Wire.enter(port, name, 'consumidor');
  for (const text of texts) await wire.ask(`MSG * ${text}`);
  return wire;
}
