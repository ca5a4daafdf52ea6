/** `telechat user`, `backup`, `export` and `forget`, as programs: beside a running server and without one. */

import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';
import { filesWith, killedAt, newFolder, run, serverOn, talk, tidyUp } from './admin-world.ts';
import { parseCsv } from './csv.ts';

const PASSWORD = 'correct horse \\ battery';
const SECRET = 'o pedido zq7731 é segredo';
const REPLY = 'anotado xk9954';

afterEach(tidyUp);

describe.each(['beside a running server', 'without a server'])('%s', (where) => {
  let dir: string;
  let server: TestServer;

  const begin = async (at: string) => {
    server = await serverOn(at);
    await talk(server.port, 'Wiltrudis', 'Zeferina', [SECRET, REPLY, 'two\\nlines, "quoted"', '=1+1']);
  };

  /** What a server leaves when it ends: made once, and copied for each test. */
  let left: string;
  if (where === 'without a server') {
    beforeAll(async () => {
      left = mkdtempSync(join(tmpdir(), 'telechat-left-'));
      await begin(left);
      await server.end();
    });
    afterAll(() => rmSync(left, { recursive: true }));
  }

  beforeEach(async () => {
    dir = join(newFolder(), 'data');
    if (where === 'without a server') cpSync(left, dir, { recursive: true });
    else await begin(dir);
  });

  it('an account is made, listed, given another password, and removed', async () => {
    const added = await run(dir, ['user', 'add', 'Bia', '--role', 'attendant', '--password-stdin'], PASSWORD);
    expect(added).toEqual({ code: 0, stdout: 'account made: Bia (attendant)\n', stderr: '' });

    const listed = await run(dir, ['user', 'list']);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toMatch(
      /^NAME +ROLE +STATE +SINCE\nBia +attendant +offline +\d{4}-\d\d-\d\d \d\d:\d\d\n$/,
    );

    const changed = await run(dir, ['user', 'passwd', 'BIA', '--password-stdin'], 'another password');
    expect(changed).toEqual({ code: 0, stdout: 'password changed: BIA\n', stderr: '' });

    const removed = await run(dir, ['user', 'remove', 'bia']);
    expect(removed).toMatchObject({ code: 0, stderr: '' });
    expect((await run(dir, ['user', 'list'])).stdout).toBe('');
  });

  it('what cannot be done is told in one line, and changes nothing', async () => {
    const add = ['user', 'add', 'bia', '--role', 'member', '--password-stdin'];
    await run(dir, add, PASSWORD);
    for (const [args, input] of [
      [add, PASSWORD],
      [['user', 'passwd', 'nobody', '--password-stdin'], PASSWORD],
      [['user', 'passwd', 'bia', '--password-stdin'], 'short'],
      [['user', 'passwd', 'bia'], ''],
      [['user', 'remove', 'nobody'], ''],
      [['export', '--user', 'nobody'], ''],
      [['forget', 'nobody', '--yes'], ''],
      [['forget', 'bia'], ''],
    ] as const) {
      const { code, stdout, stderr } = await run(dir, args, input);
      expect([code, stdout], args.join(' ')).toEqual([1, '']);
      expect(stderr, args.join(' ')).toMatch(/^telechat: [^\n]+\n$/);
    }
    expect((await run(dir, ['user', 'list'])).stdout).toMatch(/\nbia +member +offline /);
  });

  it('an account opens the door with its password, wherever it was made', async () => {
    await run(dir, ['user', 'add', 'Bia', '--role', 'atendente', '--password-stdin'], PASSWORD);
    if (where === 'without a server') server = await serverOn(dir);
    const bia = await Wire.open(server.port);
    expect(await bia.ask(`PASS ${PASSWORD}`)).toBe('+ok');
    expect(await bia.ask('CONNECT bia atendente')).toMatch(/^\+ok /);
    const other = await Wire.open(server.port);
    await other.ask('PASS correct horse');
    expect(await other.ask('CONNECT bia atendente')).toMatch(/^-err AUTH-FAILED /);
    bia.cut();
    other.cut();
  });

  it('a backup is a whole copy for its owner alone, and a server on it shows the history', async () => {
    const copy = join(newFolder(), 'copy.db');
    expect(await run(dir, ['backup', copy])).toEqual({
      code: 0,
      stdout: `copy written: ${copy}\n`,
      stderr: '',
    });
    expect((lstatSync(copy).mode & 0o777).toString(8)).toBe('600');

    const restored = join(newFolder(), 'restored');
    mkdirSync(restored, { mode: 0o700 });
    renameSync(copy, join(restored, 'telechat.db'));
    const second = await serverOn(restored);
    const ana = await Wire.enter(second.port, 'ana', 'atendente');
    const history = await ana.list('HISTORY Zeferina');
    expect(history.map((line) => line.split(' ').slice(5).join(' '))).toEqual([
      SECRET,
      REPLY,
      'two\\nlines, "quoted"',
      '=1+1',
    ]);
    ana.cut();
  });

  it('a backup replaces nothing, and stays out of the data folder', async () => {
    const there = join(newFolder(), 'there');
    writeFileSync(there, 'mine');
    const refused = await run(dir, ['backup', there]);
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr: `telechat: ${there} exists already; choose another name\n`,
    });
    expect(readFileSync(there, 'utf8')).toBe('mine');

    const inside = await run(dir, ['backup', join(dir, 'copy.db')]);
    expect(inside.code).toBe(1);
    expect(inside.stderr).toMatch(/cannot be in the data folder/);
    expect(existsSync(join(dir, 'copy.db'))).toBe(false);

    const nowhere = await run(dir, ['backup', join(dir, 'no', 'folder', 'copy.db')]);
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toMatch(/^telechat: [^\n]+\n$/);
  });

  it('messages are exported in every format', async () => {
    const texts = [SECRET, REPLY, 'two\nlines, "quoted"', '=1+1'];
    const json = await run(dir, ['export', '--user', 'zeferina', '--format', 'json']);
    const read = JSON.parse(json.stdout) as { seq: number; from: string; to: string; text: string }[];
    expect(read.map(({ text }) => text)).toEqual(texts);
    expect(read.map(({ from }) => from)).toEqual(['Zeferina', 'Wiltrudis', 'Zeferina', 'Wiltrudis']);

    const csv = await run(dir, ['export', '--user', 'Zeferina', '--format', 'csv']);
    const rows = parseCsv(csv.stdout).slice(1);
    expect(rows.map((row) => row[4])).toEqual([...texts.slice(0, 3), "'=1+1"]);

    const file = join(newFolder(), 'z.txt');
    const txt = await run(dir, ['export', '--user', 'Zeferina', '--output', file]);
    expect(txt).toEqual({ code: 0, stdout: `4 messages written to ${file}\n`, stderr: '' });
    expect(readFileSync(file, 'utf8')).toContain(` Zeferina → desk  ${SECRET}\n`);
    expect((lstatSync(file).mode & 0o777).toString(8)).toBe('600');

    const again = await run(dir, ['export', '--user', 'Zeferina', '--output', file]);
    expect(again).toEqual({
      code: 1,
      stdout: '',
      stderr: `telechat: ${file} exists already; choose another name\n`,
    });
  });

  it('after forget, no byte of a text nor of the name is left in the data folder', async () => {
    await run(dir, ['user', 'add', 'Zeferina', '--role', 'member', '--password-stdin'], PASSWORD);
    for (const text of [SECRET, REPLY, 'Zeferina', 'zeferina']) {
      expect(filesWith(dir, text), text).not.toEqual([]);
    }
    const forgotten = await run(dir, ['forget', 'ZEFERINA', '--yes']);
    expect(forgotten).toMatchObject({ code: 0, stderr: '' });
    for (const text of [SECRET, REPLY, 'Zeferina', 'zeferina'])
      expect(filesWith(dir, text), text).toEqual([]);
    expect((await run(dir, ['export', '--user', 'Zeferina'])).code).toBe(1);
    expect((await run(dir, ['user', 'list'])).stdout).toBe('');
    if (where === 'beside a running server') await server.end();
    for (const text of [SECRET, REPLY, 'Zeferina', 'zeferina'])
      expect(filesWith(dir, text), text).toEqual([]);
  });

  it('of commands at the same time each is carried out, once', async () => {
    const add = (name: string) =>
      run(dir, ['user', 'add', name, '--role', 'member', '--password-stdin'], PASSWORD);
    const outcomes = await Promise.all(['a1', 'a2', 'same', 'same', 'same'].map(add));
    expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 0, 0, 1, 1]);
    const listed = (await run(dir, ['user', 'list'])).stdout.split('\n').slice(1, -1);
    expect(listed.map((line) => line.split(' ')[0]).sort()).toEqual(['a1', 'a2', 'same']);
  });

  it('a forget that is killed at any step leaves the data whole, and is completed by the next one', async () => {
    let killed = 0;
    while ((await killedAt(dir, killed + 1, ['forget', 'Wiltrudis', '--yes'])) === 'SIGKILL') killed++;
    expect(killed).toBeGreaterThan(0);
    for (const text of ['Wiltrudis', 'wiltrudis', REPLY]) expect(filesWith(dir, text), text).toEqual([]);
    const kept = await run(dir, ['export', '--user', 'Zeferina', '--format', 'json']);
    expect((JSON.parse(kept.stdout) as { from: string }[]).map(({ from }) => from)).toEqual([
      'Zeferina',
      'Zeferina',
    ]);
  });

  it('an account whose making is killed at any step is there or not, never halfway', async () => {
    const add = (name: string) => ['user', 'add', name, '--role', 'member', '--password-stdin'];
    let killed = 0;
    for (; (await killedAt(dir, killed + 1, add(`bia${killed}`), PASSWORD)) === 'SIGKILL'; killed++) {
      const { code, stderr } = await run(dir, add(`bia${killed}`), PASSWORD);
      expect(code === 0 ? '' : stderr).toMatch(/^$|has an account already/);
    }
    expect(killed).toBeGreaterThan(0);
    const names = [...(await run(dir, ['user', 'list'])).stdout.matchAll(/^bia\d+/gm)].map(([name]) => name);
    expect(names).toEqual(Array.from({ length: killed + 1 }, (_, step) => `bia${step}`));
  });
});
