/**
 * Document, checks and code name the same clauses. `UPDATE_DOCS=1 npx vitest run test/conform/clauses` writes the table of the
 * clauses anew.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/conform/checks/index.ts';
import { CLAUSES, chosen, WATCHED } from '../../src/conform/clauses.ts';
import { headingOf } from '../../src/conform/headings.ts';
import type { Lang } from '../../src/protocol/codes.ts';
import { COMMANDS } from '../../src/protocol/commands.ts';
import { SESSIONS } from './held.ts';

const IDS = CLAUSES.map(({ id }) => id);

describe('the clauses', () => {
  test('have each an id of its own, and one sentence in both languages', () => {
    expect(new Set(IDS).size).toBe(IDS.length);
    for (const { id, says } of CLAUSES) {
      expect(id).toMatch(/^[A-Z]+-\d+$/);
      for (const text of Object.values(says)) expect(text).toMatch(/^\S.*[^.]\.$/);
    }
  });

  test('are named by every session, and each is shown by a session, a check or every line', () => {
    for (const { line, clauses } of SESSIONS) {
      expect(clauses, `the session at line ${line} has no clause=`).not.toEqual([]);
      for (const id of clauses) expect(IDS, `line ${line}`).toContain(id);
    }
    const shown = [
      ...SESSIONS.flatMap(({ clauses }) => clauses),
      ...CHECKS.map(({ clause }) => clause),
      ...WATCHED,
    ];
    expect(IDS.filter((id) => !shown.includes(id))).toEqual([]);
    expect(shown.filter((id) => !IDS.includes(id))).toEqual([]);
  });

  test('are chosen by id or by their beginning', () => {
    expect(chosen(['undo'])?.map(({ id }) => id)).toEqual(['UNDO-1', 'UNDO-2', 'UNDO-3', 'UNDO-4']);
    expect(chosen(['MSG-1', 'PING'])?.map(({ id }) => id)).toEqual(['MSG-1', 'PING-1']);
    expect(chosen(['list-users'])?.map(({ id }) => id)).toEqual(['USERS-1']);
    for (const { verb } of COMMANDS) expect(chosen([verb]), verb).not.toBe(null);
    expect(chosen(['MSG-1', 'M'])).toBe(null);
    expect(chosen([])).toEqual(CLAUSES);
  });

  test('are told in both languages: no words stand in a source without the other language', () => {
    const folder = new URL('../../src/conform/', import.meta.url);
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const source = readFileSync(new URL(name, folder), 'utf8');
      expect(onlyEnglish(source), name).toEqual([]);
    }
    expect(onlyEnglish("demand(x, 'nothing of the note'); both('the end', 'o fim')")).toEqual([
      "'nothing of the note'",
    ]);
  });

  const documents = [
    ['PROTOCOL.md', 'en'],
    ['PROTOCOLO.md', 'pt'],
  ] as const;
  test.each(documents)('stand in a table of %s, in %s', (name, lang) => {
    const path = new URL(`../../docs/${name}`, import.meta.url);
    const text = readFileSync(path, 'utf8');
    const block = /(?<=<!-- clauses -->\n)[\s\S]*?(?=<!-- \/clauses -->)/;
    const table = `${clauseTable(lang)}\n`;
    if (process.env['UPDATE_DOCS'])
      writeFileSync(
        path,
        text.replace(block, () => table),
      );
    else
      expect(block.exec(text)?.[0], 'UPDATE_DOCS=1 npx vitest run test/conform/clauses writes it anew').toBe(
        table,
      );
  });

  test.each(documents)('are each about a heading of %s', (name, lang) => {
    const text = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
    const headings = new Set(text.split('\n').map((line) => line.replace(/^#+ /, '')));
    expect(CLAUSES.filter((clause) => !headings.has(headingOf(clause, lang)))).toEqual([]);
  });
});

/**
 * Literals with English words, but for those that have the other language beside them, those that are for us, and the
 * sentences of sessions, in parentheses.
 */
function onlyEnglish(source: string): string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replace(/\b(?:both|withWords|clause|super|new Error)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, '');
  const literals = code.match(/'(?!\(|\.)[^'\n]*'|`[^`]*`/g) ?? [];
  return literals.filter((each) => ENGLISH.test(each.replace(/\$\{[^}]*\}/g, '')));
}

const ENGLISH =
  /\b(?:the|and|of|with|without|after|before|nothing|none|another|reply|closed|item|items|new)\b/;

/** The clauses as Markdown. */
function clauseTable(lang: Lang): string {
  const head = { en: '| clause | what it demands |', pt: '| cláusula | o que exige |' }[lang];
  const rows = CLAUSES.map(({ id, says }) => `| ${id} | ${says[lang].replaceAll('|', '\\|')} |`);
  return [head, '|---|---|', ...rows].join('\n');
}
