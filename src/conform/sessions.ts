/**
 * The sessions in docs/PROTOCOL.md and docs/PROTOCOLO.md: fenced blocks of the language `3mcp`, each with what it needs
 * of a server and the clauses that it shows. Pure reading; playing them is not its business.
 */

import type { Lang } from '../protocol/codes.ts';

export interface Fence {
  /** What stands behind the language: `capacity=1`. */
  readonly options: string;
  /** The line of the document on which it begins, from 1, and the heading above it. */
  readonly line: number;
  readonly heading: string;
  readonly lines: readonly string[];
}

export interface Session extends Fence {
  /** The ids of the clauses that it shows. */
  readonly clauses: readonly string[];
  /** Where it stands: `docs/PROTOCOL.md`. */
  readonly document: string;
}

/** The document in each language. Their sessions are the same, on other lines. */
export const DOCUMENTS: Readonly<Record<Lang, string>> = { en: 'docs/PROTOCOL.md', pt: 'docs/PROTOCOLO.md' };

/** The customers of `(bia has closed five conversations)`. */
export const FIVE: readonly string[] = ['c1', 'c2', 'c3', 'c4', 'c5'];

/** `ana> text` or `ana< text`: who, which way, what. */
const LINE = /^(\w+)([<>]) (.*)$/;
const ENTER = /^\((\w+) enters as (\w+)\)$/;

/** A line of a session, taken apart; null for a sentence in parentheses. */
export function spoken(line: string): { name: string; way: '<' | '>'; text: string } | null {
  const [, name, way, text] = LINE.exec(line) ?? [];
  return name === undefined ? null : { name, way: way as '<' | '>', text: text! };
}

/** `(ana enters as consumidor)` taken apart, or null. */
export function entering(line: string): { name: string; role: string } | null {
  const [, name, role] = ENTER.exec(line) ?? [];
  return name === undefined ? null : { name, role: role! };
}

/** The fenced blocks of a language. */
export function fencesOf(text: string, language: string): Fence[] {
  const found: Fence[] = [];
  let heading = '';
  let fence: { language: string; options: string; line: number; lines: string[] } | null = null;
  for (const [index, line] of text.split('\n').entries()) {
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

/** The sessions of a text, which stands in this document. */
export function sessionsOf(text: string, document = DOCUMENTS.en): Session[] {
  return fencesOf(text, '3mcp').map((fence) => ({
    ...fence,
    document,
    clauses: /\bclause=(\S+)/.exec(fence.options)?.[1]?.split(',') ?? [],
  }));
}

/** Whoever speaks in a session, with the role in which they enter; '' for who never does. */
export function castOf({ lines }: Pick<Session, 'lines'>): Map<string, string> {
  const cast = new Map<string, string>();
  for (const line of lines) {
    const entered = entering(line);
    if (entered) cast.set(entered.name, entered.role);
    const said = spoken(line);
    if (!said) continue;
    const reply = /^(?:@\S+ )?\+ok \S+ (atendente|consumidor|membro) [\w-]{22} /.exec(said.text);
    if (reply && said.way === '<') cast.set(said.name, reply[1]!);
    else if (!cast.has(said.name)) cast.set(said.name, '');
  }
  return cast;
}
