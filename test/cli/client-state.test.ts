/** What outlives a client: the file with its token, and the lock before it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isStale, takeLock } from '../../src/cli/client/lock.ts';
import { State, stateFolder } from '../../src/cli/client/state.ts';
import { FakeDesk } from './client-fake-desk.ts';
import { closeServers, serve, usual } from './client-fake-server.ts';
import { JOAO, run, start, temporary } from './client-process.ts';

const states: State[] = [];

afterEach(() => {
  vi.useRealTimers();
  for (const state of states.splice(0)) state.close();
  closeServers();
});

const SERVER = { host: '127.0.0.1', port: 3627 };
const IDENTITY = { name: 'João', role: 'consumidor', token: 't0k3n', lastSeq: 7 } as const;

function claim(folder: string | null, server = SERVER, name = 'João', now = Date.now()): State | null {
  const state = State.claim(folder, server, name, now);
  if (state) states.push(state);
  return state;
}

/** Forgets that the file is claimed, as the end of a process would. */
function release(...claimed: (State | null)[]): void {
  for (const state of claimed) state?.close();
}

function filesIn(folder: string, end: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));
}

/** The pid of a process that is no more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  return child.pid ?? 0;
}

describe('the folder', () => {
  it('is where the system keeps such things', () => {
    expect(stateFolder({ XDG_STATE_HOME: '/x', HOME: '/h' }, 'linux')).toBe(join('/x', 'telechat'));
    expect(stateFolder({ XDG_STATE_HOME: 'x', HOME: '/h' }, 'linux')).toBe('/h/.local/state/telechat');
    expect(stateFolder({ LOCALAPPDATA: '/local' }, 'win32')).toBe(join('/local', 'telechat'));
    expect(stateFolder({}, 'win32')).toBeNull();
  });

  it('is private, and so is the file; and it holds nothing but what it is for', () => {
    const folder = join(temporary(), 'deep', 'telechat');
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    claim(folder)?.keep(IDENTITY);
    const [file = ''] = filesIn(folder, '.json');
    expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ server: 'tcp 127.0.0.1:3627', ...IDENTITY });
  });

  it('that cannot be used costs the memory, not the chat', () => {
    const file = join(temporary(), 'file');
    writeFileSync(file, '');
    expect(State.claim(join(file, 'telechat'), SERVER, 'João')).toBeNull();
    expect(State.claim(null, SERVER, 'João')).toBeNull();
  });

  it('loses what nobody wrote for thirty days, but for the lock of somebody alive', async () => {
    const folder = temporary();
    const old = claim(folder, SERVER, 'old');
    old?.keep({ ...IDENTITY, name: 'old' });
    const pid = await deadPid();
    writeFileSync(join(folder, `${'0'.repeat(32)}.lock`), `${pid} - x`);
    writeFileSync(join(folder, 'notes.txt'), 'not ours');
    const then = Date.now() / 1_000 - 31 * 86_400;
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), then, then);
    claim(folder)?.keep(IDENTITY);
    expect(
      readdirSync(folder)
        .map((name) => name.replace(/^[0-9a-f]{32}/, ''))
        .sort(),
    ).toEqual(['.json', '.lock', '.lock', 'notes.txt']);
  });
});

describe('the file', () => {
  it('brings back who was here, under the same name, role and server', () => {
    const folder = temporary();
    const first = claim(folder);
    first?.keep(IDENTITY);
    release(first);
    const again = claim(folder, SERVER, 'JOÃO');
    expect(again?.known('JOÃO', 'consumidor')).toEqual(IDENTITY);
    expect(again?.known('João', 'membro')).toBeNull();
    const other = [
      { ...SERVER, port: 3628 },
      { ...SERVER, tls: { ca: undefined, insecure: false } },
    ];
    for (const server of other) expect(claim(folder, server)?.known('João', 'consumidor')).toBeNull();
    expect(claim(folder, SERVER, 'maria')?.known('maria', 'consumidor')).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['something else', '[1]'],
    ['null', 'null'],
    ['the wrong kinds', '{"server":1,"name":"João","role":"consumidor","token":"t","lastSeq":1}'],
    ['a seq that is none', JSON.stringify({ server: 'tcp 127.0.0.1:3627', ...IDENTITY, lastSeq: -1 })],
    ['a token of two lines', JSON.stringify({ server: 'tcp 127.0.0.1:3627', ...IDENTITY, token: 'a\nQUIT' })],
    ['somebody else', JSON.stringify({ server: 'tcp 127.0.0.1:3627', ...IDENTITY, name: 'maria' })],
    ['too much', JSON.stringify({ server: 'tcp 127.0.0.1:3627', ...IDENTITY, more: 'x'.repeat(5_000) })],
  ])('with %s in it is as good as none', (_, text) => {
    const folder = temporary();
    const state = claim(folder);
    state?.keep(IDENTITY);
    writeFileSync(filesIn(folder, '.json')[0] ?? '', text);
    expect(state?.known('João', 'consumidor')).toBeNull();
  });

  it('is written at once for a new token, within a second for a new place, and at the end', () => {
    vi.useFakeTimers();
    const folder = temporary();
    const state = claim(folder);
    const seq = () => JSON.parse(readFileSync(filesIn(folder, '.json')[0] ?? '', 'utf8')).lastSeq;
    state?.keep(IDENTITY);
    expect(seq()).toBe(7);
    for (const lastSeq of [8, 9, 10]) state?.keep({ ...IDENTITY, lastSeq });
    expect(seq()).toBe(7);
    vi.advanceTimersByTime(1_000);
    expect(seq()).toBe(10);
    state?.keep({ ...IDENTITY, lastSeq: 11 });
    state?.close();
    expect(seq()).toBe(11);
    state?.keep({ ...IDENTITY, token: 'other' });
    expect(seq()).toBe(11);
  });

  it('goes along with a new name, at once, and the old name is free', () => {
    const folder = temporary();
    const state = claim(folder);
    state?.keep(IDENTITY);
    const renamed = { ...IDENTITY, name: 'Jo' };
    state?.keep(renamed);
    expect(filesIn(folder, '.json')).toHaveLength(1);
    const old = claim(folder);
    expect(old?.known('João', 'consumidor')).toBeNull();
    expect(claim(folder, SERVER, 'jo')).toBeNull();
    release(state, old);
    expect(claim(folder, SERVER, 'jo')?.known('jo', 'consumidor')).toEqual(renamed);
  });

  it('stays where it is when another client has that of the new name', () => {
    const folder = temporary();
    const state = claim(folder);
    state?.keep(IDENTITY);
    const other = claim(folder, SERVER, 'jo');
    other?.keep({ ...IDENTITY, name: 'jo', token: 'other' });
    state?.keep({ ...IDENTITY, name: 'Jo' });
    release(state, other);
    expect(claim(folder, SERVER, 'jo')?.known('jo', 'consumidor')?.token).toBe('other');
    expect(claim(folder)?.known('João', 'consumidor')).toBeNull();
  });

  it('is gone once the person has left, and stays so', () => {
    vi.useFakeTimers();
    const folder = temporary();
    const state = claim(folder);
    state?.keep(IDENTITY);
    state?.keep({ ...IDENTITY, lastSeq: 8 });
    state?.forget();
    vi.advanceTimersByTime(5_000);
    state?.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves no pieces behind when it cannot be written', () => {
    const folder = temporary();
    const state = claim(folder);
    state?.keep(IDENTITY);
    const [file = ''] = filesIn(folder, '.json');
    // A folder in its place cannot be written over, whoever one is.
    rmSync(file);
    mkdirSync(join(file, 'x'), { recursive: true });
    state?.keep({ ...IDENTITY, token: 'other' });
    expect(
      readdirSync(folder)
        .map((name) => name.slice(32))
        .sort(),
    ).toEqual(['.json', '.lock']);
  });
});

describe('the lock', () => {
  it('is for one at a time', () => {
    const path = join(temporary(), 'lock');
    const unlock = takeLock(path);
    expect([takeLock(path), isStale(path)]).toEqual([null, false]);
    unlock?.();
    expect(existsSync(path)).toBe(false);
    takeLock(path)?.();
  });

  it('of a process that is no more is taken', async () => {
    const path = join(temporary(), 'lock');
    writeFileSync(path, `${await deadPid()} 1 x`);
    const unlock = takeLock(path);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    unlock?.();
  });

  it.runIf(process.platform === 'linux')('is not kept by another process that got the same pid', () => {
    const path = join(temporary(), 'lock');
    writeFileSync(path, `${process.pid} 1 x`);
    expect(isStale(path)).toBe(true);
  });

  it('without an owner is left alone for as long as one may be writing it', () => {
    const path = join(temporary(), 'lock');
    writeFileSync(path, '');
    expect(takeLock(path)).toBeNull();
    const then = Date.now() / 1_000 - 60;
    utimesSync(path, then, then);
    takeLock(path)?.();
    expect(existsSync(path)).toBe(false);
  });

  it('is not given back by one who does not have it any more', () => {
    const path = join(temporary(), 'lock');
    const unlock = takeLock(path);
    writeFileSync(path, 'another');
    unlock?.();
    expect(readFileSync(path, 'utf8')).toBe('another');
  });
});

describe('a client', () => {
  it('that was killed comes back as the same person, behind what it saw, and leaves nothing once it has left', async () => {
    const desk = new FakeDesk();
    const { server, port } = await serve(desk.script);
    const memory = temporary();
    const env = { XDG_STATE_HOME: memory };
    const first = start(port, JOAO, env);
    first.child.stdin.write('oi\n');
    await server.saw((line) => line === 'MSG * oi');
    const folder = join(memory, 'telechat');
    const [file = ''] = filesIn(folder, '.json');
    await vi.waitUntil(() => JSON.parse(readFileSync(file, 'utf8')).lastSeq === 1, { timeout: 60_000 });
    first.child.kill('SIGKILL');
    await first.over;
    desk.event('MSG', 'onde você está?');

    const { code, stdout } = await run('', port, JOAO, env);
    expect(server.received.filter((line) => /^(?:CONNECT|RESUME)/.test(line))).toEqual([
      'CONNECT joao consumidor',
      'RESUME t0k3n 1',
    ]);
    expect(stdout).toContain('ana: onde você está?');
    expect(stdout).not.toContain('oi ✓');
    expect([code, readdirSync(folder)]).toEqual([0, []]);
  });

  it('enters anew when the server no longer knows it, or it is told to', async () => {
    const desk = new FakeDesk();
    const { server, port } = await serve(desk.script);
    const env = { XDG_STATE_HOME: temporary() };
    const kill = async (flags: readonly string[]) => {
      server.received.length = 0;
      const { child, over } = start(port, [...JOAO, ...flags], env);
      child.stdin.write('oi\n');
      await server.saw((line) => line === 'MSG * oi');
      child.kill('SIGKILL');
      await over;
      return server.received.filter((line) => /^(?:CONNECT|RESUME)/.test(line));
    };
    expect(await kill([])).toEqual(['CONNECT joao consumidor']);
    desk.token = 'another';
    expect(await kill([])).toEqual([expect.stringMatching(/^RESUME t0k3n /), 'CONNECT joao consumidor']);
    expect(await kill(['--fresh'])).toEqual(['CONNECT joao consumidor']);
  });

  it('does not take the place of another one that runs', async () => {
    let entered = false;
    const { server, port } = await serve((line) => {
      if (!line.startsWith('CONNECT')) return usual(line);
      if (entered) return ['@-err NAME-TAKEN este nome está em uso'];
      entered = true;
      return usual(line);
    });
    const env = { XDG_STATE_HOME: temporary() };
    const first = start(port, JOAO, env);
    first.child.stdin.write('oi\n');
    await server.saw((line) => line === 'MSG * oi');
    const second = await run('', port, JOAO, env);
    expect([second.code, second.stderr]).toEqual([
      1,
      'Este nome está em uso. É outro terminal seu? Feche-o; senão, escolha outro nome.\n',
    ]);
    expect(server.received.filter((line) => line.startsWith('RESUME'))).toEqual([]);
    first.child.stdin.end();
    expect((await first.over).code).toBe(0);
  });
});
