/** The control socket, both ends of it, over a desk and a store that are made up. */

import { once } from 'node:events';
import { existsSync, linkSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { askServer } from '../../src/control/client-end.ts';
import { MAX_REQUEST_BYTES } from '../../src/control/request.ts';
import { MAX_REQUESTS } from '../../src/control/server-end.ts';
import type { OrderResult } from '../../src/desk/orders.ts';
import { readName } from '../../src/protocol/names.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { control, newFolder, obedient, readableLog, tidyUp } from './fakes.ts';

afterEach(tidyUp);

const ANA = { do: 'register', name: 'Ana', key: 'ana', role: 'atendente', verifier: '$argon2id$x' } as const;

/** All that comes back for raw bytes, up to the end of the connection. */
async function raw(dir: string, bytes: string | Buffer): Promise<string> {
  const socket = connect(join(dir, 'control.sock'));
  socket.on('error', () => {});
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

describe('the socket', () => {
  it('is for its owner alone', async () => {
    const dir = newFolder();
    await control(dir, obedient());
    const { mode } = lstatSync(join(dir, 'control.sock'));
    expect((mode & 0o777).toString(8)).toBe('600');
  });

  it('leaves the mask of new files as it was', async () => {
    const before = process.umask();
    await control(newFolder(), obedient());
    expect(process.umask()).toBe(before);
  });

  it('is gone when the server has closed it', async () => {
    const dir = newFolder();
    const started = await control(dir, obedient());
    await started?.close();
    expect(existsSync(join(dir, 'control.sock'))).toBe(false);
    expect(await askServer(dir, { do: 'accounts' })).toBe('absent');
  });

  it('takes the place of one that a killed server left behind', async () => {
    const dir = newFolder();
    const path = join(dir, 'control.sock');
    // Linked under another name, the socket stays when its server closes.
    const dead = createServer().listen(join(dir, 'dead'));
    await once(dead, 'listening');
    linkSync(join(dir, 'dead'), path);
    await new Promise((resolve) => dead.close(resolve));
    expect(lstatSync(path).isSocket()).toBe(true);
    expect(await askServer(dir, { do: 'accounts' })).toBe('absent');

    await control(dir, obedient());
    expect(await askServer(dir, { do: 'accounts' })).toEqual({ v: 1, ok: true });
  });

  it('never replaces what is no socket: the server goes without, and says why', async () => {
    const dir = newFolder();
    writeFileSync(join(dir, 'control.sock'), 'mine');
    const { log, lines } = readableLog();
    expect(await control(dir, obedient(), log)).toBeNull();
    expect(lines.join()).toContain('something else lies there');
    expect(existsSync(join(dir, 'control.sock'))).toBe(true);
  });

  it('is done without where its path is too long for the system, with a warning', async () => {
    const dir = join(newFolder(), 'd'.repeat(100));
    mkdirSync(dir);
    const { log, lines } = readableLog();
    expect(await control(dir, obedient(), log)).toBeNull();
    expect(lines.join()).toContain('longer than 103 bytes');
    expect(await askServer(dir, { do: 'accounts' })).toBe('absent');
  });
});

describe('a request', () => {
  it('reaches the desk as an order, and its result comes back', async () => {
    const dir = newFolder();
    const hands = obedient();
    const taken: OrderResult = { ok: false, why: 'registered' };
    const order: typeof hands.order = async (wanted) => {
      await hands.order(wanted);
      return taken;
    };
    await control(dir, { ...hands, order });
    expect(await askServer(dir, ANA)).toEqual({ v: 1, ...taken });
    expect(hands.orders).toEqual([ANA]);
  });

  it('gets what the store says when it cannot', async () => {
    const dir = newFolder();
    const hands = obedient();
    const store = {
      ...hands.store,
      backup: () => Promise.reject(new StoreError('unwritable', 'the disk is full')),
    };
    await control(dir, { ...hands, store });
    const answer = await askServer(dir, { do: 'backup', path: join(newFolder(), 'copy.db') });
    expect(answer).toEqual({ v: 1, ok: false, why: 'unwritable', detail: 'the disk is full' });
  });

  it('that hits a bug gets an answer, and the log tells of it', async () => {
    const dir = newFolder();
    const { log, lines } = readableLog();
    await control(dir, { ...obedient(), order: () => Promise.reject(new Error('a bug')) }, log);
    expect(await askServer(dir, { do: 'accounts' })).toEqual({ v: 1, ok: false, why: 'failed' });
    expect(lines.join()).toContain('a bug');
  });

  it.each([
    ['is of another version', '{"v":2,"do":"accounts"}\n', 'version'],
    ['is no JSON', 'accounts\n', 'failed'],
    ['is no object', 'null\n', 'failed'],
    ['asks for what there is not', '{"v":1,"do":"expire","before":9}\n', 'failed'],
    ['has a role that there is not', JSON.stringify({ v: 1, ...ANA, role: 'root' }), 'failed'],
    ['has a key that is not that of the name', JSON.stringify({ v: 1, ...ANA, key: 'bia' }), 'failed'],
    ['has a name that is none', JSON.stringify({ v: 1, ...ANA, name: 'a b', key: 'a b' }), 'failed'],
    ['has no verifier', JSON.stringify({ v: 1, ...ANA, verifier: '' }), 'failed'],
    ['forgets what is the key of no name', '{"v":1,"do":"forget","key":"*"}\n', 'failed'],
    ['forgets a name that is not written as its key', '{"v":1,"do":"forget","key":"Ana"}\n', 'failed'],
    ['gives a password to no key', '{"v":1,"do":"password","key":"a b","verifier":"x"}\n', 'failed'],
    ['unregisters no key', '{"v":1,"do":"unregister","key":"#geral"}\n', 'failed'],
    ['asks for a page of no key', '{"v":1,"do":"page","key":"*","after":0}\n', 'failed'],
    ['asks whether no key is known', '{"v":1,"do":"known","key":7}\n', 'failed'],
    ['has a seq that is none', '{"v":1,"do":"page","key":"ana","after":-1}\n', 'failed'],
  ])('that %s is refused, and never reaches the desk', async (_, line, why) => {
    const dir = newFolder();
    const hands = obedient();
    await control(dir, hands);
    expect(JSON.parse(await raw(dir, `${line.trimEnd()}\n`))).toEqual({ v: 1, ok: false, why });
    expect(hands.orders).toEqual([]);
  });

  it('of a name whose key is longer than any name reaches the desk too', async () => {
    const dir = newFolder();
    const hands = obedient();
    await control(dir, hands);
    const { key } = readName('İ'.repeat(32))!;
    expect(await askServer(dir, { do: 'forget', key })).toEqual({ v: 1, ok: true });
    expect(hands.orders).toEqual([{ do: 'forget', key }]);
  });

  it.each([
    ['relative', 'copy.db', 'failed'],
    ['with a NUL', '/tmp/copy\0.db', 'failed'],
    ['with a detour', 'LINK/../deeper/copy.db', 'failed'],
    ['no text', 7, 'failed'],
    ['in the data folder', 'DIR/copy.db', 'inside-data'],
    ['deeper in the data folder', 'DIR/deeper/copy.db', 'inside-data'],
    ['in the data folder by another way', 'LINK/copy.db', 'inside-data'],
  ])('for a backup to a path that is %s is refused, and never reaches the store', async (_, path, why) => {
    const dir = newFolder();
    const link = join(newFolder(), 'link');
    mkdirSync(join(dir, 'deeper'));
    symlinkSync(join(dir, 'deeper'), link);
    const copied: string[] = [];
    const store = { ...obedient().store, backup: async (to: string) => void copied.push(to) };
    await control(dir, { ...obedient(), store });
    const there = typeof path === 'string' ? path.replace('DIR', dir).replace('LINK', link) : path;
    const answer = await raw(dir, `${JSON.stringify({ v: 1, do: 'backup', path: there })}\n`);
    expect(JSON.parse(answer)).toEqual({ v: 1, ok: false, why });
    expect(copied).toEqual([]);
    const beside = `${dir}-copy.db`;
    expect(await askServer(dir, { do: 'backup', path: beside })).toEqual({ v: 1, ok: true });
    expect(copied).toEqual([beside]);
  });

  it('that never ends is cut off at its bound', async () => {
    const dir = newFolder();
    await control(dir, obedient());
    expect(await raw(dir, Buffer.alloc(MAX_REQUEST_BYTES + 1, 'x'))).toBe('');
    expect(await askServer(dir, { do: 'accounts' })).toEqual({ v: 1, ok: true });
  });

  it('leaves no name in the log', async () => {
    const dir = newFolder();
    const { log, lines } = readableLog();
    await control(dir, obedient(), log);
    await askServer(dir, { do: 'forget', key: 'mariana' });
    expect(lines.join()).toContain('forget');
    expect(lines.join()).not.toContain('mariana');
  });
});

describe('many at the same time', () => {
  it('are told that it is busy past the bound, and served again after it', async () => {
    const dir = newFolder();
    let arrived = 0;
    let release = () => {};
    const all = new Promise<OrderResult>((resolve) => {
      release = () => resolve({ ok: true });
    });
    let full = () => {};
    const isFull = new Promise<void>((resolve) => {
      full = resolve;
    });
    const order = () => {
      if (++arrived === MAX_REQUESTS) full();
      return all;
    };
    await control(dir, { ...obedient(), order });
    const under = Array.from({ length: MAX_REQUESTS }, () => askServer(dir, { do: 'accounts' }));
    await isFull;
    expect(await askServer(dir, { do: 'accounts' })).toEqual({ v: 1, ok: false, why: 'busy' });
    release();
    expect(await Promise.all(under)).toEqual(under.map(() => ({ v: 1, ok: true })));
    expect(await askServer(dir, { do: 'accounts' })).toEqual({ v: 1, ok: true });
  });

  it('who asked and went away is no loss: it is done, and others are served', async () => {
    const dir = newFolder();
    const hands = obedient();
    let socket: Socket | undefined;
    const done = new Promise<void>((resolve) => {
      const order: typeof hands.order = async (order) => {
        socket?.destroy();
        await once(socket as Socket, 'close');
        resolve();
        return hands.order(order);
      };
      void control(dir, { ...hands, order }).then(() => {
        socket = connect(join(dir, 'control.sock'));
        socket.write('{"v":1,"do":"accounts"}\n');
      });
    });
    await done;
    expect(await askServer(dir, { do: 'known', key: 'ana' })).toEqual({ v: 1, ok: true, known: false });
    expect(hands.orders).toHaveLength(1);
  });
});

it('what is under way when the server closes gets its answer', async () => {
  const dir = newFolder();
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let release = () => {};
  const result = new Promise<OrderResult>((resolve) => {
    release = () => resolve({ ok: true });
  });
  const order = () => {
    begun();
    return result;
  };
  const started = await control(dir, { ...obedient(), order });
  const answer = askServer(dir, { do: 'accounts' });
  await hasBegun;
  const closed = started?.close();
  release();
  expect(await answer).toEqual({ v: 1, ok: true });
  await closed;
});

describe('the end that asks', () => {
  it('says that it was not answered when the server ends before', async () => {
    const dir = newFolder();
    const server = createServer((socket) => socket.destroy()).listen(join(dir, 'control.sock'));
    await once(server, 'listening');
    expect(await askServer(dir, { do: 'accounts' })).toEqual({ ok: false, why: 'unanswered' });
    server.close();
  });

  it('says that the server is of another version, whatever else that one says', async () => {
    const dir = newFolder();
    const server = createServer((socket) => {
      socket.end('{"v":7,"ok":true,"more":[1]}\n');
    }).listen(join(dir, 'control.sock'));
    await once(server, 'listening');
    expect(await askServer(dir, { do: 'accounts' })).toEqual({ ok: false, why: 'version' });
    server.close();
  });
});
