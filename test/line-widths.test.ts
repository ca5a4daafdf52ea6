/** No line of the documents, and no comment, is wider than 120 columns; of code, the formatter takes care. */

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const COLUMNS = 120;
const ROOT = new URL('../', import.meta.url);

const sources = globSync('src/**/*.ts', { cwd: ROOT });

/** Lines of these files that are too wide, each as `path:line`. */
function tooWide(paths: readonly string[], counts: RegExp): string[] {
  return paths.flatMap((path) =>
    readFileSync(new URL(path, ROOT), 'utf8')
      .split('\n')
      .flatMap((line, at) => (line.length > COLUMNS && counts.test(line) ? `${path}:${at + 1}` : [])),
  );
}

test('in documents, but for the tables of OPERATIONS.md', () => {
  const documents = globSync(['README.md', 'bench/*.md', 'examples/*.md', 'docs/*.md'], { cwd: ROOT });
  expect(documents.length).toBeGreaterThan(4);
  expect(tooWide(documents, /^[^|]/)).toEqual([]);
});

test('in comments of src/', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(tooWide(sources, /^\s*(?:\/\*|\*|\/\/)/)).toEqual([]);
});
