/** What a backup does to the files of others: nothing. */

import type * as fs from 'node:fs';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { backUp } from '../../src/store/backup.ts';
import { newPath, openDirectly, removeFolders } from './folders.ts';

/** What happens just before the copy gets its name. */
const file = vi.hoisted(() => ({ beforeLink: () => {}, beforeRename: () => {} }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const linkSync: typeof real.linkSync = (...args) => {
    file.beforeLink();
    real.linkSync(...args);
  };
  const renameSync: typeof real.renameSync = (...args) => {
    file.beforeRename();
    real.renameSync(...args);
  };
  return { ...real, linkSync, renameSync };
});

let dir: string;
let folder: string;
let target: string;

beforeEach(async () => {
  Object.assign(file, { beforeLink: () => {}, beforeRename: () => {} });
  dir = newPath();
  await (await openDirectly(dir, 4)).close();
  folder = newPath();
  mkdirSync(folder);
  target = join(folder, 'copy');
});
afterEach(removeFolders);

function failing(code: string): () => never {
  return () => {
    throw Object.assign(new Error(code), { code, syscall: 'link' });
  };
}

function expectWhole(): void {
  const copy = new DatabaseSync(target, { readOnly: true });
  expect(copy.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  expect(copy.prepare('SELECT count(*) > 0 AS tables FROM sqlite_schema').get()).toEqual({ tables: 1 });
  copy.close();
  expect(statSync(target).mode & 0o777).toBe(0o600);
}

it('is made under a name of its own, for its owner alone, and ends as one file', () => {
  let before: string[] = [];
  file.beforeLink = () => {
    before = readdirSync(folder);
    expect(statSync(join(folder, before[0]!)).mode & 0o777).toBe(0o600);
  };
  backUp(dir, target);
  expect(before).toEqual([expect.stringMatching(/^copy\.[0-9a-f]{12}\.partial$/)]);
  expect(readdirSync(folder)).toEqual(['copy']);
  expect(statSync(target).nlink).toBe(1);
  expectWhole();
});

it('leaves a file or a link alone that has the name of a partial one', () => {
  writeFileSync(join(folder, 'precious'), 'precious');
  symlinkSync(join(folder, 'precious'), join(folder, 'copy.partial'));
  writeFileSync(join(folder, 'copy.0123456789ab.partial'), 'of another');
  backUp(dir, target);
  expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious');
  expect(lstatSync(join(folder, 'copy.partial')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'copy.0123456789ab.partial'), 'utf8')).toBe('of another');
  expectWhole();
});

it('does not replace a symbolic link, not even one that leads nowhere', () => {
  symlinkSync(join(folder, 'nowhere'), target);
  expect(() => backUp(dir, target)).toThrow(expect.objectContaining({ code: 'exists' }));
  expect(lstatSync(target).isSymbolicLink()).toBe(true);
  expect(readdirSync(folder)).toEqual(['copy']);
});

it.each([
  ['', () => {}],
  [', without hard links', failing('EPERM')],
])('does not replace a file that came while it was made%s', (_, link) => {
  file.beforeLink = () => {
    writeFileSync(target, 'precious');
    link();
  };
  expect(() => backUp(dir, target)).toThrow(expect.objectContaining({ code: 'exists' }));
  expect(readFileSync(target, 'utf8')).toBe('precious');
  expect(readdirSync(folder)).toEqual(['copy']);
});

it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('is whole where links fail with %s', (code) => {
  file.beforeLink = failing(code);
  backUp(dir, target);
  expect(readdirSync(folder)).toEqual(['copy']);
  expectWhole();
});

it('leaves nothing when it cannot get its name', () => {
  file.beforeLink = failing('EIO');
  expect(() => backUp(dir, target)).toThrow(expect.objectContaining({ code: 'unwritable' }));
  expect(readdirSync(folder)).toEqual([]);
  file.beforeLink = failing('EPERM');
  file.beforeRename = failing('EIO');
  expect(() => backUp(dir, target)).toThrow(expect.objectContaining({ code: 'unwritable' }));
  expect(readdirSync(folder)).toEqual([]);
});
