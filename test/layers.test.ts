/**
 * Imports point downwards only. Each part of src/ may import what its row names, and nothing else; a part
 * without a row may not be there.
 */

import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

interface Layer {
  /** The other parts of src/ that it may import. */
  readonly parts: readonly string[];
  /** Modules of Node and packages that it may import; `node:*` is all of Node, `*` is everything. */
  readonly outside: readonly string[];
}

/** A part is a folder or a file; where several fit, the longest name counts. From the bottom to the top. */
const LAYERS: Readonly<Record<string, Layer>> = {
  structures: { parts: [], outside: [] },
  // isUtf8 is a pure function; it only lives where Node keeps it.
  protocol: { parts: [], outside: ['node:buffer'] },
  desk: { parts: ['protocol', 'structures'], outside: [] },
  store: { parts: ['desk', 'protocol', 'structures'], outside: ['node:*'] },
  workers: { parts: ['store', 'desk', 'protocol', 'structures'], outside: ['*'] },
  passwords: { parts: ['structures'], outside: ['node:crypto', 'node:util'] },
  control: { parts: ['workers', 'store', 'desk', 'protocol'], outside: ['node:*', 'pino'] },
  conform: { parts: ['protocol'], outside: ['node:net', 'node:tls'] },
  'version.ts': { parts: [], outside: ['node:*'] },
  'server.ts': {
    parts: ['control', 'passwords', 'workers', 'store', 'desk', 'protocol', 'structures', 'version.ts'],
    outside: ['*'],
  },
  'cli/nearest.ts': { parts: [], outside: [] },
  'cli/secret-file.ts': { parts: [], outside: ['node:fs'] },
  'cli/client/address.ts': { parts: ['protocol'], outside: ['node:net'] },
  'cli/client/harmless.ts': { parts: [], outside: [] },
  'cli/client/table.ts': { parts: ['cli/client/harmless.ts'], outside: ['node:util'] },
  'cli/client': {
    parts: [
      'cli/client/address.ts',
      'cli/client/harmless.ts',
      'cli/client/table.ts',
      'cli/nearest.ts',
      'cli/secret-file.ts',
      'protocol',
    ],
    outside: ['*'],
  },
  'cli/conform': {
    parts: ['cli/client/address.ts', 'cli/client/harmless.ts', 'cli/secret-file.ts', 'conform', 'protocol'],
    outside: ['*'],
  },
  'cli/attend': {
    parts: [
      'cli/client/address.ts',
      'cli/client/harmless.ts',
      'cli/client/table.ts',
      'cli/client',
      'protocol',
    ],
    outside: ['*'],
  },
  'cli/admin': {
    parts: [
      'cli/client/harmless.ts',
      'cli/client/table.ts',
      'control',
      'passwords',
      'store',
      'desk',
      'protocol',
    ],
    outside: ['node:*', 'commander'],
  },
  'cli/server': {
    parts: [
      'cli/client/table.ts',
      'cli/nearest.ts',
      'server.ts',
      'workers',
      'store',
      'desk',
      'protocol',
      'structures',
      'version.ts',
    ],
    outside: ['*'],
  },
  cli: {
    parts: ['cli/admin', 'cli/attend', 'cli/client', 'cli/conform', 'cli/server', 'protocol', 'version.ts'],
    outside: ['*'],
  },
};

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const IMPORT =
  /^(?:import|export)\s[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** What a source file imports, as written. */
function importsOf(source: string): string[] {
  return [...source.matchAll(IMPORT)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
}

/** The part that a file, relative to src/, belongs to. */
function partOf(file: string): string | undefined {
  const fitting = Object.keys(LAYERS).filter((part) => file === part || file.startsWith(`${part}/`));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/** Why `file`, relative to src/, must not import `specifier`; or undefined. */
function violation(file: string, specifier: string): string | undefined {
  const part = partOf(file);
  if (part === undefined) return `${file} belongs to no layer: give it a row in test/layers.test.ts`;
  const { parts, outside } = LAYERS[part]!;
  if (!specifier.startsWith('.')) {
    const allowed = outside.some(
      (name) => name === '*' || name === specifier || (name === 'node:*' && specifier.startsWith('node:')),
    );
    return allowed ? undefined : `${file} imports ${specifier}, but ${part} imports nothing of the kind`;
  }
  const target = join(dirname(file), specifier);
  const targetPart = partOf(target);
  if (targetPart !== undefined && (targetPart === part || parts.includes(targetPart))) return undefined;
  return `${file} imports ${target}, which ${part} must not know`;
}

/** All violations of a file. */
function violations(file: string, source: string): string[] {
  return importsOf(source).flatMap((specifier) => violation(file, specifier) ?? []);
}

const files = globSync('**/*.ts', { cwd: SRC }).map((file) => file.replaceAll('\\', '/'));

describe('imports point downwards only', () => {
  test.each(Object.keys(LAYERS))('in %s', (part) => {
    const own = files.filter((file) => partOf(file) === part);
    expect(own.length).toBeGreaterThan(0);
    expect(own.flatMap((file) => violations(file, readFileSync(join(SRC, file), 'utf8')))).toEqual([]);
  });

  test('and every file of src/ belongs to a layer', () => {
    expect(files.filter((file) => partOf(file) === undefined)).toEqual([]);
  });
});

/** Files that import each other in a circle, from one back to itself. O(files + imports). */
function circles(among: readonly string[], sourceOf: (file: string) => string): string[] {
  const own = new Set(among);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' > '));
    if (done.has(file) || way.includes(file)) return;
    for (const to of importsOf(sourceOf(file))) {
      const target = join(dirname(file), to);
      if (to.startsWith('.') && own.has(target)) visit(target, [...way, file]);
    }
    done.add(file);
  };
  for (const file of among) visit(file, []);
  return found;
}

const sourceOf = (file: string) => readFileSync(join(SRC, file), 'utf8');

/** A source as Node sees it: without the imports that are of types alone. */
function runOf(source: string): string {
  return source.replace(/^(?:import|export)\s+type\s[^'";]*\bfrom\s*['"][^'"]+['"]/gm, '');
}

/** Here files name each other's types. A value of another file comes from above all the same. */
const TYPES_IN_CIRCLES: readonly string[] = ['desk', 'cli/client'];

describe('no file imports itself by way of others', () => {
  test('when it runs', () => {
    expect(circles(files, (file) => runOf(sourceOf(file)))).toEqual([]);
  });

  test('nor for a type, but in the desk and the line client', () => {
    const strict = files.filter((file) => !TYPES_IN_CIRCLES.includes(partOf(file)!));
    expect(circles(strict, sourceOf)).toEqual([]);
  });

  test('which is noticed', () => {
    const sources: Record<string, string> = {
      'a.ts': "import { b } from './b.ts';",
      'b.ts': "import type { A } from './a.ts';\nimport { type C, c } from './c.ts';",
      'c.ts': "import {\n  type B,\n  b,\n} from './b.ts';",
    };
    const among = Object.keys(sources);
    expect(circles(among, (file) => runOf(sources[file]!))).toEqual(['b.ts > c.ts > b.ts']);
    expect(circles(among, (file) => sources[file]!)).toEqual(['a.ts > b.ts > a.ts', 'b.ts > c.ts > b.ts']);
  });
});

describe('a violation is noticed', () => {
  test.each([
    ['upwards', 'desk/desk.ts', "import { Batch } from '../workers/batch.ts';"],
    ['of a type only', 'protocol/codes.ts', "import type { Desk } from '../desk/desk.ts';"],
    ['over many lines', 'store/rows.ts', "import {\n  a,\n  b,\n} from '../workers/pool.ts';"],
    ['by exporting again', 'structures/queue.ts', "export { LineReader } from '../protocol/lines.ts';"],
    ['without names', 'desk/desk.ts', "import '../store/memory.ts';"],
    ['at run time', 'desk/desk.ts', "const store = await import('../store/memory.ts');"],
    ['of a module of Node', 'protocol/lines.ts', "import { connect } from 'node:net';"],
    ['of a package', 'store/rows.ts', "import pino from 'pino';"],
    ['of accounts by what checks passwords', 'passwords/checker.ts', "import '../desk/accounts.ts';"],
    ['between neighbours', 'cli/client/chat.ts', "import { startServer } from '../../server.ts';"],
    ['by a part that has no row', 'attic/old.ts', "import { join } from 'node:path';"],
  ])('%s', (_, file, source) => {
    expect(violations(file, source)).toHaveLength(1);
  });

  test('but not where there is none', () => {
    const source =
      "import { Queue } from '../structures/queue.ts';\nimport { err } from '../protocol/format.ts';";
    expect(importsOf(source)).toHaveLength(2);
    expect(violations('desk/desk.ts', source)).toEqual([]);
  });
});
