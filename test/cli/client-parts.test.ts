import { afterEach, describe, expect, it, vi } from 'vitest';
import { isLoopback, readServer } from '../../src/cli/client/address.ts';
import { OPEN_TIMEOUT_MS, type Opening, openConnection } from '../../src/cli/client/connection.ts';
import { Door } from '../../src/cli/client/door.ts';
import { endText } from '../../src/cli/client/ends.ts';
import { lineFault, textFault } from '../../src/cli/client/line-faults.ts';
import { MAX_IN_FLIGHT, Pace } from '../../src/cli/client/pace.ts';
import { Pulse } from '../../src/cli/client/pulse.ts';
import { View } from '../../src/cli/client/view.ts';
import type { Event } from '../../src/protocol/server-lines.ts';
import { closeServers, GREETING, type Script, serve, usual } from './client-fake-server.ts';

afterEach(closeServers);

function event(line: string): Event {
  const [verb = '', ...rest] = line.split(' ');
  return { verb, rest: rest.join(' ') };
}

/** A server on this machine. */
function here(port: number) {
  return { host: '127.0.0.1', port };
}

async function connected(script?: Script, opening?: Opening, greeting?: string) {
  const { server, port } = await serve(script, greeting);
  const opened = await openConnection(here(port), opening);
  if ('end' in opened) throw new Error(opened.end.how);
  return { server, connection: opened.connection };
}

describe('a connection', () => {
  it('gives each command its own reply, in order with the events', async () => {
    const { connection } = await connected((line) =>
      line.startsWith('A') ? ['EVENT 1', '@+ok a', 'EVENT 2'] : ['@-err NO-SUCH-USER ninguém'],
    );
    const story: string[] = [];
    connection.listen(({ verb, rest }) => story.push(`${verb} ${rest}`));
    connection.send('A', (reply) => story.push(reply?.kind ?? 'null'));
    expect(await connection.request('B')).toMatchObject({
      kind: 'err',
      code: 'NO-SUCH-USER',
      text: 'ninguém',
    });
    expect(story).toEqual(['EVENT 1', 'ok', 'EVENT 2']);
    connection.give({ how: 'left' });
  });

  it('labels every command with one random beginning and a number', async () => {
    const { server, connection } = await connected();
    await Promise.all([connection.request('PING'), connection.request('PING')]);
    const [first = '', second = ''] = server.raw;
    expect(first).toMatch(/^@[0-9a-f]{12}\.1 PING$/);
    expect(second).toBe(first.replace('.1 ', '.2 '));
    connection.give({ how: 'left' });
  });

  it('leaves a label that is there already', async () => {
    const { server, connection } = await connected();
    expect(await connection.request('@mine.1 PING')).toMatchObject({ label: 'mine.1' });
    expect(server.raw).toEqual(['@mine.1 PING']);
    connection.give({ how: 'left' });
  });

  it('gives a reply without a label to the oldest command', async () => {
    const { connection } = await connected((line) => (line === 'A' ? ['-err LINE-TOO-LONG x'] : ['@+ok b']));
    const replies = await Promise.all([connection.request('A'), connection.request('B')]);
    expect(replies.map((reply) => reply?.kind)).toEqual(['err', 'ok']);
    connection.give({ how: 'left' });
  });

  it('answers the PING of the server in silence', async () => {
    const { server, connection } = await connected();
    const events: Event[] = [];
    connection.listen((one) => events.push(one));
    server.write('PING 42 x');
    await server.saw((line) => line === 'PING 42 x');
    await connection.request('PING');
    expect(events).toEqual([]);
    connection.give({ how: 'left' });
  });

  it('keeps events until somebody listens', async () => {
    const { connection } = await connected((line) => [...usual(line), 'QUEUE 1 1 ?']);
    await connection.request('CONNECT joao consumidor');
    const events: Event[] = [];
    connection.listen((one) => events.push(one));
    expect(events).toMatchObject([event('QUEUE 1 1 ?')]);
    connection.give({ how: 'left' });
  });

  it('ends as left after QUIT, and as lost without', async () => {
    const left = await connected();
    expect(await left.connection.quit('', () => {})).toEqual({ how: 'left' });
    const lost = await connected((_line, server) => {
      server.socket?.destroy();
      return null;
    });
    expect(await lost.connection.request('PING')).toBeNull();
    expect(await lost.connection.ended).toEqual({ how: 'lost' });
  });

  it('ends with the words of the server when it says QUIT', async () => {
    const { server, connection } = await connected();
    server.write('QUIT SHUTDOWN o servidor está parando');
    server.socket?.end();
    expect(await connection.ended).toEqual({
      how: 'farewell',
      code: 'SHUTDOWN',
      text: 'o servidor está parando',
    });
  });

  it('knows how long a line the server reads, and never more than the protocol has', async () => {
    for (const [told, known] of [
      ['max-line=2048 ', 2_048],
      ['max-line=99999 ', 8_192],
      ['', 8_192],
    ] as const) {
      const { connection } = await connected(usual, {}, `+ok 3MCP/1 x ${told}auth=open lang=pt`);
      expect(connection.maxLine).toBe(known);
      connection.give({ how: 'left' });
    }
  });

  it('asks a silent server for a sign of life, and ends when there is none', async () => {
    const pulse = new Pulse({ askAfterMs: 8, patienceMs: 8 });
    const { server, connection } = await connected(() => null, { pulse });
    expect(await connection.ended).toEqual({ how: 'silent' });
    await server.saw((line) => line === 'PING');
    expect(server.received).toEqual(['PING']);
  });

  it('asks a server that leaves a command unanswered sooner than one that has nothing to say', async () => {
    const pulse = new Pulse({ askAfterMs: 3_600_000, waitingMs: 8 });
    const { server, connection } = await connected(() => null, { pulse });
    expect(await connection.request('MSG * oi')).toBeNull();
    expect(await connection.ended).toEqual({ how: 'silent' });
    expect(server.received).toEqual(['MSG * oi', 'PING']);
  });

  it('is not made, or ended, once nobody wants it any more', async () => {
    const { port } = await serve(usual, null);
    const wanted = new AbortController();
    const opened = openConnection(here(port), { signal: wanted.signal });
    wanted.abort();
    expect(await opened).toEqual({ end: { how: 'left' } });
    expect(await openConnection(here(port), { signal: wanted.signal })).toEqual({ end: { how: 'left' } });
  });

  it('ends when a line cannot be read', async () => {
    const { server, connection } = await connected();
    server.socket?.write(Uint8Array.of(0xff, 0x0a));
    expect(await connection.ended).toEqual({ how: 'unreadable' });
  });
});

describe('no connection comes to be', () => {
  it.each([
    ['HTTP/1.1 400 Bad Request', { how: 'not-3mcp' }],
    ['+ok 3MCP/10 x', { how: 'not-3mcp' }],
    ['QUIT TOO-MANY-CONNECTIONS demais', { how: 'farewell', code: 'TOO-MANY-CONNECTIONS', text: 'demais' }],
  ])('when the first line is %s', async (greeting, end) => {
    const { port } = await serve(usual, greeting);
    expect(await openConnection(here(port))).toEqual({ end });
  });

  it('when the greeting does not come in time', async () => {
    const { server, port } = await serve(usual, null);
    const end = { how: 'mute' } as const;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const opened = openConnection(here(port));
    // It is connected by the time that the server knows, or in the same turn.
    while (server.socket === null) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(OPEN_TIMEOUT_MS);
    vi.useRealTimers();
    expect(await opened).toEqual({ end });
    expect(endText(end, here(7), 'pt')).toBe(
      '127.0.0.1:7 não respondeu a tempo. Esta porta talvez fale TLS: tente --tls.',
    );
    const tls = { ca: undefined, insecure: false };
    expect(endText(end, { ...here(7), tls }, 'en')).toBe('127.0.0.1:7 did not answer in time.');
  });

  it('when nobody listens', async () => {
    const { server, port } = await serve(usual, GREETING);
    server.close();
    expect(await openConnection(here(port))).toEqual({ end: { how: 'refused' } });
  });

  it('and who was let go is told what may help', () => {
    const kicked = { how: 'farewell', code: 'KICKED', text: 'o seu acesso foi encerrado' } as const;
    expect(endText(kicked, here(7), 'pt')).toBe(
      'O seu acesso foi encerrado. Talvez a senha tenha mudado, ou o nome agora tenha conta: entre com a senha.',
    );
  });

  it('and every end but our own is told in one line', () => {
    const where = { host: '::1', port: 1 };
    expect(endText({ how: 'left' }, where, 'pt')).toBe('');
    expect(endText({ how: 'refused' }, where, 'pt')).toBe(
      'Ninguém atende em [::1]:1: o servidor está ligado?',
    );
    expect(endText({ how: 'farewell', code: 'IDLE', text: '' }, where, 'en')).toBe('IDLE.');
    expect(endText({ how: 'farewell', code: 'X', text: '\x1b[2Jx' }, where, 'en')).toBe('␛[2Jx.');
  });
});

describe('a pulse', () => {
  function pulsed() {
    let now = 1_000_000;
    const pulse = new Pulse({ now: () => now });
    return { pulse, at: (ms: number) => (now = 1_000_000 + ms) };
  }

  it('asks after 45 s of silence, and is gone 20 s later', () => {
    const { pulse, at } = pulsed();
    const beats = [44_999, 45_000, 45_001, 64_999, 65_000].map((ms) => {
      at(ms);
      return pulse.beat();
    });
    expect(beats).toEqual(['fine', 'ask', 'fine', 'fine', 'gone']);
  });

  it('asks after 10 s in which a command waits and nothing comes, and is gone 10 s later', () => {
    const { pulse, at } = pulsed();
    at(30_000);
    pulse.waits(true);
    const beats = [39_999, 40_000, 49_999, 50_000].map((ms) => {
      at(ms);
      return pulse.beat();
    });
    expect(beats).toEqual(['fine', 'ask', 'fine', 'gone']);
  });

  it('asks nothing while something comes, or once nothing waits any more', () => {
    const { pulse, at } = pulsed();
    pulse.waits(true);
    at(9_000);
    pulse.heard();
    pulse.waits(true);
    at(18_999);
    expect(pulse.beat()).toBe('fine');
    pulse.waits(false);
    at(53_999);
    expect(pulse.beat()).toBe('fine');
    at(54_000);
    expect(pulse.beat()).toBe('ask');
  });

  it('begins anew with whatever is heard', () => {
    const { pulse, at } = pulsed();
    at(45_000);
    pulse.beat();
    at(50_000);
    pulse.heard();
    at(94_999);
    expect(pulse.beat()).toBe('fine');
    at(95_000);
    expect(pulse.beat()).toBe('ask');
  });

  it('asks at once after a sleep, and is not deceived by a clock that is set back', () => {
    const { pulse, at } = pulsed();
    at(3_600_000);
    expect(pulse.beat()).toBe('ask');
    pulse.heard();
    at(0);
    expect(pulse.beat()).toBe('fine');
    at(45_000);
    expect(pulse.beat()).toBe('ask');
    at(10_000);
    pulse.beat();
    at(30_000);
    expect(pulse.beat()).toBe('gone');
  });
});

describe('what is too long', () => {
  it('is measured by what the server reads', () => {
    expect([lineFault('x'.repeat(960), 1_024), lineFault('x'.repeat(961), 1_024)]).toEqual([
      '',
      'LINE-TOO-LONG',
    ]);
    expect([textFault('x'.repeat(961)), textFault('x'.repeat(961), 1_024)]).toEqual(['', 'LINE-TOO-LONG']);
  });
});

describe('a server address', () => {
  it('has another usual port with TLS', () => {
    expect(readServer('desk.example', 3628)).toEqual({ host: 'desk.example', port: 3628 });
  });

  it('stays on this machine, or does not', () => {
    const hosts = ['127.0.0.1', '127.9.9.9', '::1', 'LOCALHOST', '10.0.0.1', '127.example.org', '::2'];
    expect(hosts.map((host) => isLoopback({ host, port: 1 }))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it.each([
    ['', { host: '127.0.0.1', port: 3627 }],
    ['example.org', { host: 'example.org', port: 3627 }],
    ['example.org:99', { host: 'example.org', port: 99 }],
    [' :99 ', { host: '127.0.0.1', port: 99 }],
    ['[::1]:99', { host: '::1', port: 99 }],
    ['::1', { host: '::1', port: 3627 }],
    ['a b', null],
    ['host:0', null],
    ['host:70000', null],
    ['host:x', null],
    [':', null],
  ])('%j', (text, server) => expect(readServer(text)).toEqual(server));
});

describe('the view', () => {
  const attendant = () => new View('ana', 'atendente', 'pt');

  it('turns to the first customer assigned, and stays with them', () => {
    const view = attendant();
    view.learn(event('ASSIGNED joao ana'));
    view.learn(event('ASSIGNED maria ana'));
    expect([view.partner, view.open]).toEqual(['joao', ['joao', 'maria']]);
  });

  it('has nobody once that conversation is over', () => {
    const view = attendant();
    view.learn(event('ASSIGNED João ana'));
    view.learn(event('CLOSED JOÃO quit'));
    expect([view.partner, view.open]).toEqual([null, []]);
  });

  it('lets go who was handed to another attendant', () => {
    const view = attendant();
    view.learn(event('ASSIGNED joao ana'));
    view.learn(event('ASSIGNED joao bia'));
    expect([view.partner, view.open]).toEqual([null, []]);
  });

  it('follows a new name', () => {
    const view = attendant();
    view.learn(event('ASSIGNED joao ana'));
    view.learn(event('NICK joao jo'));
    view.learn(event('NICK ana bia'));
    expect([view.name, view.partner, view.open]).toEqual(['bia', 'jo', ['jo']]);
  });

  it('has names as they stood on the screen', () => {
    const view = attendant();
    view.learn(event('WAITING João 1'));
    view.turnTo('joão');
    expect([view.partner, view.spelled('JOÃO'), view.spelled('maria')]).toEqual(['João', 'João', 'maria']);
    view.forget('joão');
    expect(view.hasSeen('João')).toBe(false);
  });

  it('never has a partner for a customer', () => {
    const view = new View('joao', 'consumidor', 'pt');
    view.learn(event('ASSIGNED joao ana'));
    view.turnTo('ana');
    expect(view.partner).toBeNull();
  });

  it('after a return serves only those of whom it is told', () => {
    const view = attendant();
    view.learn(event('ASSIGNED joao ana'));
    view.learn(event('ASSIGNED maria ana'));
    view.returned();
    view.learn(event('ASSIGNED maria ana'));
    view.serve('rui');
    expect(view.open).toEqual(['joao', 'maria', 'rui']);
    view.settled();
    expect([view.partner, view.open]).toEqual([null, ['maria', 'rui']]);
    view.settled();
    expect(view.open).toEqual(['maria', 'rui']);
  });

  it('is away only as far as that is told after a return', () => {
    const view = attendant();
    view.isAway = true;
    view.returned();
    expect(view.isAway).toBe(false);
    view.learn(event('PRESENCE ana away'));
    view.learn(event('PRESENCE rui online'));
    expect(view.isAway).toBe(true);
  });

  it('knows customers by what is said of them, and by their new names', () => {
    const view = attendant();
    for (const line of [
      'ASSIGNED joao rui',
      'WAITING zé 1',
      'USER mia consumidor online t',
      'MSG 1 t eva * oi',
    ]) {
      view.learn(event(line));
    }
    view.learn(event('NICK zé zeca'));
    const known = ['joao', 'zeca', 'mia', 'eva', 'rui', 'ana', 'ninguem'].filter((name) =>
      view.isCustomer(name),
    );
    expect(known).toEqual(['joao', 'zeca', 'mia', 'eva']);
  });

  it('starts anew with nobody, but knows the names it has seen', () => {
    const view = attendant();
    view.learn(event('ASSIGNED joao ana'));
    view.learn(event('MSG 1 t joao ana oi'));
    view.startAnew();
    expect([view.partner, view.open, view.recall('1'), view.hasSeen('joao')]).toEqual([
      null,
      [],
      undefined,
      true,
    ]);
  });

  it('remembers the newest messages only, and names without regard to case', () => {
    const view = attendant();
    for (let seq = 1; seq <= 600; seq++) view.learn(event(`MSG ${seq} t Joao${seq} ana x`));
    expect([view.recall('100'), view.recall('101')?.from]).toEqual([undefined, 'Joao101']);
    expect(view.hasSeen('JOAO600')).toBe(true);
  });
});

describe('pace', () => {
  function clocked(burst: number) {
    let now = 0;
    const slept: number[] = [];
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        slept.push(ms);
        now += ms;
      },
    };
    return { pace: new Pace({ perSecond: 10, burst }, clock), slept };
  }

  it('lets a burst through, then so many a second', async () => {
    const { pace, slept } = clocked(3);
    for (let i = 0; i < 5; i++) await pace.enter();
    expect(slept).toEqual([100, 100]);
  });

  it('holds back what would be too much in flight', async () => {
    const { pace } = clocked(1_000);
    for (let i = 0; i < MAX_IN_FLIGHT; i++) await pace.enter();
    let entered = false;
    const waiting = pace.enter().then(() => {
      entered = true;
    });
    await Promise.resolve();
    expect(entered).toBe(false);
    pace.leave();
    await waiting;
  });
});

describe('the door', () => {
  it('keeps quiet about who is taken at once, and tells the rest', async () => {
    const shown: string[] = [];
    const door = new Door((text) => shown.push(text));
    door.hold('joao', 'joao espera');
    door.hold('maria', 'maria espera');
    expect([door.drop('joao'), door.drop('joao')]).toEqual([true, false]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(shown).toEqual(['maria espera']);
  });
});
