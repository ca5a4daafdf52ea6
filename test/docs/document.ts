/** docs/PROTOCOL.md as the tests read it. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fence, fencesOf, spoken } from '../../src/conform/sessions.ts';

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

/** Each command of a session with its reply, and where it stands. */
export function exchanges(lines: readonly string[]): [number, string, string][] {
  const replies = new Map<string, string[]>();
  for (const line of lines) {
    const said = spoken(line);
    if (said?.way !== '<' || !/^(?:@\S+ )?(?:\+ok|-err)(?: (?!3MCP)|$)/.test(said.text)) continue;
    replies.set(said.name, [...(replies.get(said.name) ?? []), said.text]);
  }
  return [...lines.entries()].flatMap(([index, line]) => {
    const said = spoken(line);
    if (said?.way !== '>') return [];
    return [[index, said.text, replies.get(said.name)!.shift()!]];
  });
}

/** Each line of the server in a session, a listing as a whole, and where it stands. */
export function saidIn(lines: readonly string[]): [number, string][] {
  const found: [number, string][] = [];
  const listings = new Map<string, string[]>();
  for (const [index, line] of lines.entries()) {
    const said = spoken(line);
    if (said?.way !== '<') continue;
    const { name, text } = said;
    const begun = listings.get(name);
    // What a listing does not show has no line.
    if (begun) begun.push(...(text === '…' ? [] : [text]));
    else if (/^(?:@\S+ )?\+ok \*/.test(text)) listings.set(name, [text]);
    else found.push([index, text]);
    if (begun && text === '.') {
      found.push([index, begun.join('\r\n')]);
      listings.delete(name);
    }
  }
  return found;
}
