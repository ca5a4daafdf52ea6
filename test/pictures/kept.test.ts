/** The pictures that are kept, which `npm run pictures` made, and the documents that show them. */

import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGS } from '../../src/protocol/codes.ts';
import { fault } from './well-formed.ts';

const ROOT = new URL('../../', import.meta.url);

/** Each language has a document that shows its pictures. */
const DOCUMENTS = { en: 'README.md', pt: 'docs/LEIAME.md' };

/** The names of the pictures in this language. */
function namesOf(lang: string): string[] {
  return globSync('*.svg', { cwd: new URL(`docs/pictures/${lang}/`, ROOT) }).sort();
}

test('there are the same ones in each language, and no others', () => {
  expect(namesOf('en').length).toBeGreaterThan(0);
  expect(namesOf('pt')).toEqual(namesOf('en'));
  expect(globSync('**/*.svg', { cwd: new URL('docs/pictures/', ROOT) })).toHaveLength(
    2 * namesOf('en').length,
  );
});

describe.each(LANGS)('in %s', (lang) => {
  const document = readFileSync(new URL(DOCUMENTS[lang], ROOT), 'utf8');
  const shown = new Map(
    Array.from(document.matchAll(/!\[([^\]]*)\]\(([^)]+\.svg)\)/g), ([, alt = '', path = '']) => [
      posix.join(posix.dirname(DOCUMENTS[lang]), path),
      alt.replace(/\s+/g, ' '),
    ]),
  );

  test(`${DOCUMENTS[lang]} shows each of them, and none that there is not`, () => {
    expect([...shown.keys()].sort()).toEqual(namesOf(lang).map((name) => `docs/pictures/${lang}/${name}`));
  });

  describe.each(namesOf(lang))('%s', (name) => {
    const path = `docs/pictures/${lang}/${name}`;
    const svg = readFileSync(new URL(path, ROOT), 'utf8');

    test('is well-formed, small, and needs nothing from elsewhere', () => {
      expect(fault(svg)).toBe('');
      expect(Buffer.byteLength(svg)).toBeLessThan(40_000);
      expect(svg).not.toMatch(/<script|<style|href|url\(|font-face/);
    });

    test('says what is seen to who does not see it, in the document as in itself', () => {
      expect(svg).toContain(' role="img" aria-labelledby="title description"');
      const [, title = '', description = ''] =
        /<title id="title">([^<]+)<\/title>\n<desc id="description">([^<]+)<\/desc>/.exec(svg) ?? [];
      expect(title).toMatch(/^telechat /);
      expect(description.length).toBeGreaterThan(50);
      expect(shown.get(path)).toBe(description);
    });
  });
});
