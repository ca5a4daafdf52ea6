/** docs/PROTOCOL.md and its twin in Portuguese as the tests read them. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fence, fencesOf, spoken } from '../../src/conform/sessions.ts';
import type { Lang } from '../../src/protocol/codes.ts';

export interface Document {
  readonly name: string;
  readonly lang: Lang;
  readonly path: string;
  readonly text: string;
}

/** A heading and what stands under it, up to the next one. */
export interface Section {
  /** 1 for `#`. */
  readonly level: number;
  readonly heading: string;
  /** Without its fences. */
  readonly prose: string;
  readonly fences: readonly OpenFence[];
}

export interface OpenFence {
  /** What stands behind the backquotes: the language and its options. */
  readonly info: string;
  readonly lines: readonly string[];
}

export const ENGLISH = read('PROTOCOL.md', 'en');
export const PORTUGUESE = read('PROTOCOLO.md', 'pt');
export const DOCUMENTS: readonly Document[] = [ENGLISH, PORTUGUESE];

function read(name: string, lang: Lang): Document {
  const path = fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
  return { name, lang, path, text: readFileSync(path, 'utf8') };
}

/** The fenced blocks of a language. */
export function fences(language: string, { text } = ENGLISH): Fence[] {
  return fencesOf(text, language);
}

/** What stands between `<!-- name -->` and `<!-- /name -->`. */
export function block(name: string, { text } = ENGLISH): string {
  const [, inside] = text.split(new RegExp(`<!-- /?${name} -->\n`));
  if (inside === undefined) throw new Error(`there is no block <!-- ${name} -->`);
  return inside.trimEnd();
}

/** The text under a heading, up to the next one. */
export function section(heading: string, { text } = ENGLISH): string {
  const [, ...rest] = text.split(new RegExp(`^#+ ${heading}$`, 'm'));
  return rest[0]?.split(/^#+ /m)[0]?.trim() ?? '';
}

/** All sections, in order. A `#` in a fence begins none. */
export function sectionsOf({ text }: Document): Section[] {
  const found: { level: number; heading: string; prose: string; fences: OpenFence[] }[] = [];
  let fence: { info: string; lines: string[] } | null = null;
  for (const line of text.split('\n')) {
    const last = found.at(-1);
    const [, marks, heading] = /^(#+) (.+)$/.exec(line) ?? [];
    if (fence && line === '```') fence = null;
    else if (fence) fence.lines.push(line);
    else if (line.startsWith('```')) last?.fences.push((fence = { info: line.slice(3), lines: [] }));
    else if (marks) found.push({ level: marks.length, heading: heading!, prose: '', fences: [] });
    else if (last) last.prose += `${line}\n`;
  }
  return found;
}

/** All that a link within the document may lead to: its headings as GitHub makes anchors of them, and those set by hand. */
export function anchorsOf(document: Document): Set<string> {
  const anchors = new Set([...document.text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!));
  for (const { heading } of sectionsOf(document)) {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The tables in a text. */
export function tablesOf(prose: string): string[] {
  return [...prose.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trimEnd());
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
