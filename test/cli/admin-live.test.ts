/** What commands of those who run the desk do to people who are connected, and to servers that come and go. */

import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/workers/sqlite-store.ts';
import { type Call, records } from '../store/model.ts';
import { Wire } from '../support/wire.ts';
import { filesWith, newFolder, run, serverOn, talk, tidyUp } from './admin-world.ts';
import { parseCsv } from './csv.ts';

afterEach(tidyUp);

const PASSWORD = 'correct horse';

/** Enters with a password. */
async function enter(port: number, name: string, role: string, password = PASSWORD): Promise<Wire> {
  const wire = await Wire.open(port);
  await wire.ask(`PASS ${password}`);
  const reply = await wire.ask(`CONNECT ${name} ${role}`);
  if (!reply.startsWith('+ok')) throw new Error(reply);
  return wire;
}

describe('who is connected', () => {
  it.each([
    [
      'is sent away when the password is changed',
      ['user', 'passwd', 'bia', '--password-stdin'],
      'new password',
    ],
    ['is sent away when the account is removed', ['user', 'remove', 'bia'], ''],
    ['is sent away when the person is forgotten', ['forget', 'bia', '--yes'], ''],
  ])('%s', async (_, args, input) => {
    const dir = join(newFolder(), 'data');
    const { port } = await serverOn(dir);
    await run(dir, ['user', 'add', 'bia', '--role', 'membro', '--password-stdin'], PASSWORD);
    const bia = await enter(port, 'bia', 'membro');
    const token = (await bia.ask('PING')) && (await run(dir, ['user', 'list'])).stdout;
    expect(token).toMatch(/\nbia +member +connected /);
    expect((await run(dir, args, input)).code).toBe(0);
    expect((await bia.rest()).at(-1)).toMatch(/^QUIT KICKED /);
  });

  it('without a password is sent away when the name gets an account', async () => {
    const dir = join(newFolder(), 'data');
    const { port } = await serverOn(dir);
    const impostor = await Wire.enter(port, 'bia', 'membro');
    await run(dir, ['user', 'add', 'bia', '--role', 'membro', '--password-stdin'], PASSWORD);
    expect((await impostor.rest()).at(-1)).toMatch(/^QUIT KICKED /);
    (await enter(port, 'bia', 'membro')).cut();
  });
});

describe('a server that', () => {
  it("was killed leaves a socket that is in nobody's way", async () => {
    const dir = join(newFolder(), 'data');
    const server = await serverOn(dir);
    await server.end('SIGKILL');
    expect(existsSync(join(dir, 'control.sock'))).toBe(true);
    const add = ['user', 'add', 'bia', '--role', 'membro', '--password-stdin'];
    expect((await run(dir, add, PASSWORD)).code).toBe(0);
    const next = await serverOn(dir);
    expect((await run(dir, ['user', 'list'])).stdout).toMatch(/\nbia /);
    await next.end();
    expect(existsSync(join(dir, 'control.sock'))).toBe(false);
  });

  it('stops while a command is on its way is waited for', async () => {
    const dir = join(newFolder(), 'data');
    const server = await serverOn(dir);
    const stopped = server.end();
    const listed = await run(dir, ['user', 'list']);
    expect(listed.code).toBe(0);
    await stopped;
  });

  it('has no control socket is told from one that is not there', async () => {
    const dir = join(newFolder(), 'x'.repeat(120));
    const server = await serverOn(dir);
    expect(server.program.stderr).toContain('no control socket');
    const listed = await run(dir, ['user', 'list']);
    expect(listed).toMatchObject({ code: 1, stdout: '' });
    expect(listed.stderr).toMatch(/^telechat: the data folder .* is in use by a process .*\n$/);
  });

  it('makes its folder and what is in it for its owner alone', async () => {
    const dir = join(newFolder(), 'data');
    await serverOn(dir);
    expect((lstatSync(dir).mode & 0o777).toString(8)).toBe('700');
    const modes = readdirSync(dir).map((file) => [
      file,
      (lstatSync(join(dir, file)).mode & 0o777).toString(8),
    ]);
    expect(modes.map(([file]) => file)).toEqual(
      expect.arrayContaining(['control.sock', 'lock.db', 'telechat.db']),
    );
    expect(modes.filter(([, mode]) => mode !== '600')).toEqual([]);
  });
});

it('a command on a folder without data says so, and makes none', async () => {
  const dir = join(newFolder(), 'data');
  for (const args of [
    ['user', 'list'],
    ['user', 'remove', 'bia'],
    ['backup', join(dir, '..', 'copy.db')],
    ['export', '--user', 'bia'],
    ['forget', 'bia', '--yes'],
  ]) {
    const { code, stderr } = await run(dir, args);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^telechat: there is no data of Telechat in .*\n$/),
    ]);
  }
  expect(existsSync(dir)).toBe(false);
});

it('the first account makes the folder, and says where', async () => {
  const dir = join(newFolder(), 'data');
  const { code, stdout } = await run(
    dir,
    ['user', 'add', 'bia', '--role', 'attendant', '--password-stdin'],
    PASSWORD,
  );
  expect([code, stdout]).toEqual([0, `new data folder: ${dir}\naccount made: bia (attendant)\n`]);
});

it('what UNDO took back is in no file any more, though the server was killed', async () => {
  const dir = join(newFolder(), 'data');
  const server = await serverOn(dir);
  const joao = await Wire.enter(server.port, 'joao', 'consumidor');
  await joao.ask('MSG * a palavra qv8812 fica');
  await joao.ask('MSG * a palavra wz5566 não');
  expect(await joao.ask('UNDO')).toMatch(/^\+ok 2/);
  await server.end('SIGKILL');
  const next = await serverOn(dir);
  await next.end();
  expect(filesWith(dir, 'wz5566')).toEqual([]);
  expect(filesWith(dir, 'qv8812')).not.toEqual([]);
});

describe('10,000 messages', () => {
  const COUNT = 10_000;
  const AT = Date.UTC(2026, 2, 9);
  const message = (seq: number): Call => ['message', seq, AT + seq, 1, 2, 0, text(seq), 0];
  const text = (seq: number) => `mensagem ${seq}: "ação", 👍\\n=fim`;
  const shown = (seq: number) => `mensagem ${seq}: "ação", 👍\n=fim`;

  it.each([['beside a running server'], ['without one']])(
    'are exported whole and in order, and erased to the last, %s',
    async (where) => {
      const dir = join(newFolder(), 'data');
      const store = await openSqliteStore({ dir, durability: 'relaxed' });
      await store.commit(records(['party', 1, 'ana', 'Ana'], ['party', 2, 'joao', 'João']));
      for (let seq = 1; seq <= COUNT; ) {
        const batch = Array.from({ length: 500 }, () => seq++);
        await store.commit(records(...batch.map(message)));
      }
      await store.close();
      if (where === 'beside a running server') await serverOn(dir);

      const all = Array.from({ length: COUNT }, (_, i) => i + 1);
      const json = await run(dir, ['export', '--user', 'ana', '--format', 'json']);
      const read = JSON.parse(json.stdout) as { seq: number; text: string }[];
      expect(read.map(({ seq }) => seq)).toEqual(all);
      expect(read.every(({ seq, text: each }) => each === shown(seq))).toBe(true);

      const csv = await run(dir, ['export', '--user', 'ana', '--format', 'csv']);
      expect(
        parseCsv(csv.stdout)
          .slice(1)
          .map(([seq, , , , each]) => each === shown(Number(seq))),
      ).toEqual(all.map(() => true));
      const txt = await run(dir, ['export', '--user', 'ana']);
      expect(txt.stdout.match(/^#\d+ /gm)?.map((seq) => Number(seq.slice(1)))).toEqual(all);

      expect(filesWith(dir, 'mensagem 777')).not.toEqual([]);
      expect((await run(dir, ['forget', 'ana', '--yes'])).code).toBe(0);
      expect(filesWith(dir, 'mensagem')).toEqual([]);
    },
  );
});

it('a forgotten person leaves nothing behind in what others can ask for', async () => {
  const dir = join(newFolder(), 'data');
  const { port } = await serverOn(dir);
  await talk(port, 'Wiltrudis', 'Zeferina', ['um', 'dois']);
  const ana = await Wire.enter(port, 'ana', 'atendente');
  expect(await ana.list('HISTORY Zeferina')).toHaveLength(2);
  await run(dir, ['forget', 'Zeferina', '--yes']);
  expect(await ana.ask('HISTORY Zeferina')).toMatch(/^-err NO-SUCH-USER /);
  expect(await ana.list('HISTORY Wiltrudis')).toEqual([]);
  ana.cut();
});
