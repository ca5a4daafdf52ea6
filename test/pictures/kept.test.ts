/** The pictures that are kept, which `npm run pictures` made. */

import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fault } from './well-formed.ts';

const ROOT = new URL('../../', import.meta.url);
const README = readFileSync(new URL('README.md', ROOT), 'utf8');

const shown = Array.from(README.matchAll(/!\[([^\]]*)\]\((docs\/pictures\/[^)]+)\)/g), ([, alt, path]) => ({
  alt: alt!,
  path: path!,
}));

const kept = globSync('docs/pictures/*.svg', { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'));

test('the README shows each of them once, and none that there is not', () => {
  expect(kept.length).toBeGreaterThan(0);
  expect(shown.map(({ path }) => path).sort()).toEqual(kept.sort());
});

describe.each(kept)('%s', (path) => {
  const svg = readFileSync(new URL(path, ROOT), 'utf8');

  test('is well-formed, small, and needs nothing from elsewhere', () => {
    expect(fault(svg)).toBe('');
    expect(Buffer.byteLength(svg)).toBeLessThan(40_000);
    expect(svg).not.toMatch(/<script|<style|href|url\(|font-face/);
  });

  test('says what is seen, to who does not see it', () => {
    expect(svg).toMatch(/ role="img" aria-labelledby="title description"/);
    expect(svg).toMatch(/<title id="title">[^<]+<\/title>\n<desc id="description">[^<]{50,}<\/desc>/);
    expect(shown.find((one) => one.path === path)?.alt.length).toBeGreaterThan(50);
  });
});
