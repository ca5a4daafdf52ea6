/** docs/PROTOCOL.md as the tests read it. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PATH = fileURLToPath(new URL('../../docs/PROTOCOL.md', import.meta.url));
export const TEXT = readFileSync(PATH, 'utf8');

export interface Fence {
  /** What stands behind the language: `capacity=1`. */
  readonly options: string;
  /** The line of the document on which it begins, from 1, and the heading above it. */
  readonly line: number;
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The fenced blocks of a language. */
export function fences(language: string): Fence[] {
  const found: Fence[] = [];
  let heading = '';
  let fence: { language: string; options: string; line: number; lines: string[] } | null = null;
  for (const [index, line] of TEXT.split('\n').entries()) {
    if (fence && line === '```') {
      if (fence.language === language) found.push({ ...fence, heading });
      fence = null;
    } else if (fence) fence.lines.push(line);
    else if (line.startsWith('```')) {
      const [name = '', ...options] = line.slice(3).split(' ');
      fence = { language: name, options: options.join(' '), line: index + 1, lines: [] };
    } else if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
  }
  return found;
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
