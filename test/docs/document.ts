/** docs/PROTOCOL.md as the tests read it. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fence, fencesOf } from '../../src/conform/sessions.ts';

export const PATH = fileURLToPath(new URL('../../docs/PROTOCOL.md', import.meta.url));
export const TEXT = readFileSync(PATH, 'utf8');

/** The fenced blocks of a language. */
export function fences(language: string): Fence[] {
  return fencesOf(TEXT, language);
}

/** What stands between `<!-- name -->` and `<!-- /name -->`. */
export function block(name: string): string {
  const [, inside] = TEXT.split(new RegExp(`<!-- /?${name} -->\n`));
  if (inside === undefined) throw new Error(`there is no block <!-- ${name} -->`);
  return inside.trimEnd();
}

/** The text under a heading, up to the next one. */
export function section(heading: string): string {
  const [, ...rest] = TEXT.split(new RegExp(`^#+ ${heading}$`, 'm'));
  return rest[0]?.split(/^#+ /m)[0]?.trim() ?? '';
}

/** The rows of a Markdown table, without its head. */
export function rows(table: string): string[][] {
  return table
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
