/**
 * `npm run pictures`: plays a story on the real server with the real clients, in real terminals, and keeps what they
 * show as docs/pictures/LANG/*.svg: in both languages, or in one with `--lang`. The port is that of the run, and
 * so are the minutes; the hours are those of a place where it is morning.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LANGS } from '../src/protocol/codes.ts';
import { WHY_NOT } from '../test/attend/tmux.ts';
import { atTheDesk } from './at-the-desk.ts';
import { atThePrompt } from './at-the-prompt.ts';
import { SCRIPTS } from './scripts.ts';
import { draw, type Picture } from './svg.ts';

const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url));

/** All of it takes some 30 s on a slow machine. */
const PATIENCE_MS = 300_000;

const { lang: chosen } = parseArgs({ options: { lang: { type: 'string' } } }).values;
const langs = LANGS.filter((lang) => chosen === undefined || lang === chosen);
if (langs.length === 0) {
  console.error(`no pictures: --lang is one of ${LANGS.join(', ')}`);
  process.exit(2);
}
if (WHY_NOT !== '') {
  console.error(`no pictures: ${WHY_NOT}`);
  process.exit(1);
}
// Terminals are closed on the way out.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
setTimeout(() => {
  console.error(`no pictures: somebody never got what was said to them, in ${PATIENCE_MS} ms`);
  process.exit(1);
}, PATIENCE_MS).unref();

for (const lang of langs) {
  mkdirSync(`${FOLDER}${lang}`, { recursive: true });
  keep(`${lang}/client`, await atThePrompt(SCRIPTS[lang]));
  const { desk, search } = await atTheDesk(SCRIPTS[lang]);
  keep(`${lang}/attend`, desk);
  keep(`${lang}/attend-search`, search);
}

function keep(name: string, picture: Picture): void {
  const svg = draw(picture);
  writeFileSync(`${FOLDER}${name}.svg`, svg);
  console.log(`docs/pictures/${name}.svg  ${Math.ceil(Buffer.byteLength(svg) / 1024)} KB`);
}
