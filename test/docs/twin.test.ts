/**
 * docs/PROTOCOLO.md says in Portuguese what docs/PROTOCOL.md says: section by section the same examples, tables, codes
 * and figures. That the sentences around them say the same, no test can tell.
 */

import { describe, expect, test } from 'vitest';
import type { Lang } from '../../src/protocol/codes.ts';
import { COMMANDS } from '../../src/protocol/commands.ts';
import { ENGLISH, type OpenFence, PORTUGUESE, rows, sectionsOf, tablesOf } from './document.ts';

const english = sectionsOf(ENGLISH);
const portuguese = sectionsOf(PORTUGUESE);

describe('the two documents', () => {
  test('lead to each other in their first lines', () => {
    expect(firstLines(ENGLISH.text)).toContain('(PROTOCOLO.md)');
    expect(firstLines(PORTUGUESE.text)).toContain('(PROTOCOL.md)');
  });

  test('have the same headings: as many, as deep, the verbs in them in the same order', () => {
    const verbs = new Set<string>(COMMANDS.map(({ verb }) => verb));
    const outline = (sections: typeof english) =>
      sections.map(({ level, heading }) => {
        const named = capitals(heading);
        return `${'#'.repeat(level)} ${verbs.has(heading) ? heading : named.join(' ')}`.trim();
      });
    expect(outline(portuguese)).toEqual(outline(english));
  });
});

describe.each(english.map((section, index) => [section.heading, section, portuguese[index]!] as const))(
  '%s',
  (_, one, other) => {
    test('has the same examples, syntax and rules', () => {
      expect(other.fences.map(essence)).toEqual(one.fences.map(essence));
    });

    test('has the same parts in the same order, and lists as long', () => {
      expect(shape(other.prose, 'pt')).toEqual(shape(one.prose, 'en'));
    });

    test('has the same tables: rows, codes and figures', () => {
      const facts = (prose: string) => tablesOf(prose).map((table) => rows(table).map(factsOf));
      expect(facts(other.prose)).toEqual(facts(one.prose));
    });

    test('names the same codes, options and figures', () => {
      expect(codesIn(other.prose)).toEqual(codesIn(one.prose));
      expect(figuresIn(other.prose)).toEqual(figuresIn(one.prose));
    });
  },
);

function firstLines(text: string): string {
  return text.split('\n').slice(0, 5).join('\n');
}

/** What the parts of a page begin with. */
const PARTS: Readonly<Record<Lang, readonly string[]>> = {
  en: ['Syntax: ', 'Reply', 'Errors: ', 'To: ', 'When: ', 'Example: ', 'Examples: '],
  pt: ['Sintaxe: ', 'Resposta', 'Erros: ', 'A quem: ', 'Quando: ', 'Exemplo: ', 'Exemplos: '],
};

/** The parts of a page, paragraphs, tables, and lists with their items, in their order. */
function shape(prose: string, lang: Lang): string[] {
  const blocks = prose.split(/\n{2,}/).filter((text) => text.trim() !== '');
  return blocks.map((text) => {
    const items = text.match(/^(?:-|\d+\.) /gm);
    if (items) return `a list of ${items.length}`;
    if (/^\|/m.test(text)) return 'a table';
    const part = PARTS[lang].findIndex((beginning) => text.startsWith(beginning));
    if (part === 0) return text.slice(PARTS[lang][0]!.length);
    return PARTS.en[part] ?? 'a paragraph';
  });
}

/** What of a fence is the same in both languages: of a grammar the rules, of a picture the codes, all of anything else. */
function essence({ info, lines }: OpenFence): { info: string; lines: readonly string[] } {
  if (info === 'abnf') return { info, lines: lines.map((line) => line.replace(COMMENT, '$1').trimEnd()) };
  return { info, lines: info === 'text' ? capitals(lines.join('\n')) : lines };
}

/** A comment of ABNF, behind what is no comment: a `;` may stand in a string. */
const COMMENT = /^((?:[^";]|"[^"]*")*);.*$/;

/** Of a row the cells that are nothing but code, and all the figures. */
function factsOf(row: readonly string[]): string[] {
  const codes = row.map((cell) =>
    /^(?:[A-Z]+(?:-[A-Z\d]+)*|(?:`[^`]+`(?:, | … )?)+)$/.test(cell) ? cell : '',
  );
  return [...codes, ...figuresIn(row.join(' '))];
}

/** The codes, verbs and options of the command line that stand between backquotes, sorted. */
function codesIn(prose: string): string[] {
  const quoted = [...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code!.replace(/\s+/g, ' '));
  return quoted.flatMap((code) => [...capitals(code), ...(code.match(/--[a-z-]+/g) ?? [])]).sort();
}

function capitals(text: string): string[] {
  return text.match(/\b[A-Z]{2,}(?:-[A-Z\d]+)*\b/g) ?? [];
}

/** The numbers, sorted: `1,000` in English is `1.000` in Portuguese. */
function figuresIn(prose: string): string[] {
  const figures = prose.match(/\d+(?:[.,]\d+)*/g) ?? [];
  return figures.map((figure) => figure.replace(/[.,](?=\d{3}\b)/g, '')).sort();
}
