/** Coming back after a loss, against servers that cut the connection. The clock never really waits. */

import { afterEach, describe, expect, it } from 'vitest';
import { delayMs } from '../../src/cli/client/comeback.ts';
import type { Reply } from '../../src/cli/client/connection.ts';
import type { Change, Link } from '../../src/cli/client/link.ts';
import { Shown } from '../../src/cli/client/shown.ts';
import { type VisitOptions, visit, type Who } from '../../src/cli/client/visit.ts';
import { CUTS, FakeDesk, TIME } from './client-fake-desk.ts';
import { closeServers, type FakeServer, type Script, serve, usual } from './client-fake-server.ts';

const links: Link[] = [];

afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.quit('', () => {}, 0)));
  closeServers();
});

/** A clock on which every wait is over at once. */
function hasty() {
  const slept: number[] = [];
  let now = 0;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
      // The end of a connection, and whatever else the system has for us, comes first.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return { clock, slept, pass: (ms: number) => (now += ms) };
}

const JOAO: Who = { name: 'joao', role: 'consumidor', lang: 'pt', password: null };
const ANA: Who = { name: 'ana', role: 'atendente', lang: 'pt', password: null };

async function linked(script: Script, who: Who = JOAO, options: Partial<VisitOptions> = {}) {
  const { server, port } = await serve(script);
  const time = hasty();
  const entry = await visit({ host: '127.0.0.1', port }, who, {
    folder: null,
    fresh: false,
    retryMs: Number.POSITIVE_INFINITY,
    clock: time.clock,
    random: () => 1,
    ...options,
  });
  if (entry.how !== 'entered') throw new Error(JSON.stringify(entry));
  const { link } = entry;
  links.push(link);
  const events: string[] = [];
  const changes: Change[] = [];
  link.listen(({ verb, rest }) => events.push(`${verb} ${rest}`));
  link.watch((change) => changes.push(change));
  return { server, port, link, events, changes, ...time };
}

/** Resolves when this happens to a link. */
function becomes(link: Link, is: Change['is']): Promise<Change> {
  return new Promise((resolve) => link.watch((change) => change.is === is && resolve(change)));
}

/** The lines that began with this, as they came. */
function began(server: FakeServer, verb: string): string[] {
  return server.received.filter((line) => line.startsWith(`${verb} `) || line === verb);
}

describe('a server that floods', () => {
  it('with events before anybody listens is left', async () => {
    const flood = Array.from({ length: 10_001 }, (_, i) => `TYPING n${i} joao on`);
    const { port } = await serve((line) => (line.startsWith('CONNECT') ? flood : usual(line)));
    const options = { folder: null, fresh: false, retryMs: 0 };
    const entry = await visit({ host: '127.0.0.1', port }, JOAO, options);
    expect(entry).toEqual({ how: 'ended', end: { how: 'unreadable' } });
  });

  it('with PINGs and does not take the answers gets no more of them than fit', async () => {
    const { server, link } = await linked((line) => (line.startsWith('PING') ? null : usual(line)));
    server.write(...Array.from({ length: 5_000 }, () => 'PING'));
    server.write('MSG 1 2026-11-21T12:00:00.000Z ana * oi');
    await link.request('QUEUE');
    const pings = server.received.filter((line) => line === 'PING');
    expect(pings.length).toBeGreaterThan(0);
    expect(pings.length).toBeLessThanOrEqual(1_000);
  });
});

describe('a connection that is lost', () => {
  it('is made again, and goes on behind what was seen last', async () => {
    const desk = new FakeDesk();
    const { server, link, events } = await linked(desk.script);
    server.write(desk.event('MSG', 'um'), desk.event('MSG', 'dois'));
    await link.request('PING');
    const missed = desk.event('MSG', 'três');
    const settled = becomes(link, 'settled');
    server.socket?.destroy();
    await settled;
    expect(began(server, 'RESUME')).toEqual(['RESUME t0k3n 2']);
    expect(events.filter((one) => one.startsWith('MSG'))).toHaveLength(3);
    expect(events).toContain(missed);
  });

  it('is resumed from 0 if nothing was seen', async () => {
    const desk = new FakeDesk();
    const { server, link } = await linked(desk.script);
    const settled = becomes(link, 'settled');
    server.socket?.destroy();
    await settled;
    expect(began(server, 'RESUME')).toEqual(['RESUME t0k3n 0']);
  });

  it('is resumed behind my own message once its reply has come', async () => {
    const desk = new FakeDesk();
    const { server, link, events } = await linked(desk.script);
    server.write(desk.event('MSG', 'um'));
    await link.request('MSG * dois');
    const settled = becomes(link, 'settled');
    server.socket?.destroy();
    await settled;
    expect(began(server, 'RESUME')).toEqual(['RESUME t0k3n 2']);
    expect(events.filter((one) => one.startsWith('MSG'))).toHaveLength(1);
  });

  it.each(['IDLE', 'SHUTDOWN', 'SLOW-CONSUMER'])('is made again after %s', async (code) => {
    const { server, link } = await linked(new FakeDesk().script);
    const back = becomes(link, 'back');
    server.write(`QUIT ${code} tchau`);
    server.socket?.end();
    expect(await back).toEqual({ is: 'back', newVisit: false, name: 'joao' });
  });

  it.each(['KICKED', 'TAKEN-OVER', 'TOO-MANY-ERRORS'])('is left alone after %s', async (code) => {
    const { server, link } = await linked(new FakeDesk().script);
    server.write(`QUIT ${code} tchau`);
    server.socket?.end();
    expect(await link.ended).toEqual({ how: 'farewell', code, text: 'tchau' });
    expect(began(server, 'RESUME')).toEqual([]);
  });

  it('is left alone after QUIT, and what is sent then gets no reply', async () => {
    const { server, link } = await linked(new FakeDesk().script);
    expect(await link.quit('', () => {})).toEqual({ how: 'left' });
    expect(await link.request('MSG * oi')).toBeNull();
    expect(server.received.filter((line) => line === 'QUIT')).toHaveLength(1);
  });
});

describe('attempts to come back', () => {
  it('come after growing delays, half of them by chance, up to 30 s', () => {
    const most = Array.from({ length: 8 }, (_, i) => delayMs(i + 1, () => 1));
    expect(most).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(Array.from({ length: 8 }, (_, i) => delayMs(i + 1, () => 0))).toEqual(most.map((ms) => ms / 2));
    expect(delayMs(2_000, () => 0.5)).toBe(22_500);
  });

  it('go on while the server is away, and are told with their number', async () => {
    let away = 3;
    const desk = new FakeDesk();
    desk.cutAt = (line) => (line.startsWith('RESUME') && away-- > 0 ? 'unread' : null);
    const { server, link, changes, slept } = await linked(desk.script);
    const back = becomes(link, 'back');
    server.socket?.destroy();
    await back;
    expect(slept).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(
      changes.map((change) => ('attempt' in change ? `${change.is} ${change.attempt}` : change.is)),
    ).toEqual([1, 2, 3, 4].flatMap((n) => [`waiting ${n}`, `trying ${n}`]).concat('back'));
  });

  it('begin anew with short delays only after a connection that held', async () => {
    const { server, link, slept, pass } = await linked(new FakeDesk().script);
    for (const heldMs of [0, 9_999, 10_000]) {
      pass(heldMs);
      const back = becomes(link, 'back');
      server.socket?.destroy();
      await back;
    }
    expect(slept).toEqual([1_000, 2_000, 1_000]);
  });

  it('do not wait when told to try now', async () => {
    const desk = new FakeDesk();
    const clock = {
      now: () => 0,
      sleep: (_ms: number, signal: AbortSignal) =>
        new Promise((resolve) => signal.addEventListener('abort', resolve)),
    };
    const { server, link } = await linked(desk.script, JOAO, { clock });
    const waiting = becomes(link, 'waiting');
    const back = becomes(link, 'back');
    server.socket?.destroy();
    await waiting;
    link.tryNow();
    expect(await back).toMatchObject({ newVisit: false });
  });

  it('that somebody wants at once do not make the later ones wait longer', async () => {
    let away = true;
    const desk = new FakeDesk();
    desk.cutAt = (line) => (line.startsWith('RESUME') && away ? 'unread' : null);
    const clock = {
      now: () => 0,
      sleep: (_ms: number, signal: AbortSignal) =>
        new Promise((resolve) => signal.addEventListener('abort', resolve)),
    };
    const { server, link, changes } = await linked(desk.script, JOAO, { clock });
    let tries = 0;
    link.watch((change) => {
      if (change.is !== 'waiting') return;
      away = ++tries < 5;
      setImmediate(() => link.tryNow());
    });
    const back = becomes(link, 'back');
    server.socket?.destroy();
    await back;
    expect(changes.flatMap((change) => ('delayMs' in change ? [change.delayMs] : []))).toEqual(
      Array(5).fill(1_000),
    );
  });

  it('end when the time for them is over, with the last reason', async () => {
    const desk = new FakeDesk();
    const { server, link, slept } = await linked(desk.script, JOAO, { retryMs: 10_000 });
    const sent = link.request('MSG * oi');
    server.close();
    expect(await link.ended).toEqual({ how: 'not-back', retryMs: 10_000, why: { how: 'refused' } });
    expect(slept).toEqual([1_000, 2_000, 4_000, 3_000]);
    expect([link.over, await sent]).toEqual([true, null]);
  });

  it('end at once when the person leaves meanwhile', async () => {
    const clock = {
      now: () => 0,
      sleep: (_ms: number, signal: AbortSignal) =>
        new Promise((resolve) => signal.addEventListener('abort', resolve)),
    };
    const { server, link } = await linked(new FakeDesk().script, JOAO, { clock });
    const waiting = becomes(link, 'waiting');
    server.socket?.destroy();
    await waiting;
    expect(await link.quit('', () => {})).toEqual({ how: 'left' });
    expect(server.received).not.toContain('QUIT');
  });

  it('end an attempt that hangs when the person leaves meanwhile', async () => {
    const desk = new FakeDesk();
    const { server, link } = await linked((line, at) =>
      line.startsWith('RESUME') ? null : desk.script(line, at),
    );
    const resumed = server.saw((line) => line.startsWith('RESUME'));
    server.socket?.destroy();
    await resumed;
    expect(await link.quit('', () => {})).toEqual({ how: 'left' });
  });
});

describe('what was sent', () => {
  const texts = ['um', 'dois', 'três', 'quatro'];

  it.each(CUTS.flatMap((cut) => texts.map((text) => [cut, text] as const)))(
    'is stored once and in order when the connection is cut (%s) at "%s"',
    async (cut, text) => {
      const desk = new FakeDesk();
      let cuts = 1;
      desk.cutAt = (line) => (line === `MSG * ${text}` && cuts-- > 0 ? cut : null);
      const { link, server } = await linked(desk.script);
      const sent = texts.map((one) => link.request(`MSG * ${one}`));
      // What was in flight behind the cut may be lost with it, or not: nobody is to notice.
      const replies = await Promise.all(sent);
      const seqs = replies.map((reply) =>
        reply?.kind === 'ok' ? Number(reply.text.split(' ').at(-1)) : reply,
      );
      expect(seqs).toEqual([1, 2, 3, 4]);
      expect(desk.stored.map((one) => one.split(' ').slice(3).join(' '))).toEqual(texts);
      const byText = new Map<string, Set<string>>();
      for (const raw of server.raw.filter((one) => one.includes(' MSG '))) {
        const [label = '', ...line] = raw.split(' ');
        byText.set(line.join(' '), (byText.get(line.join(' ')) ?? new Set()).add(label));
      }
      for (const labels of byText.values()) expect(labels.size).toBe(1);
    },
  );

  it('survives a cut at every line, again and again', async () => {
    const desk = new FakeDesk();
    const cuts: Record<string, number> = {};
    desk.cutAt = (line) => {
      if (!line.startsWith('MSG')) return null;
      cuts[line] = (cuts[line] ?? 0) + 1;
      return CUTS[cuts[line] - 1] ?? null;
    };
    const { link, events } = await linked(desk.script);
    const all = Array.from({ length: 20 }, (_, i) => `MSG * ${i}`);
    const repeated: boolean[] = [];
    const sent = all.map(
      (line) =>
        new Promise<Reply | null>((resolve) =>
          link.send(line, (reply, again) => {
            repeated.push(again);
            resolve(reply);
          }),
        ),
    );
    const replies = await Promise.all(sent);
    expect(replies.every((reply) => reply?.kind === 'ok')).toBe(true);
    expect(desk.stored.map((one) => one.slice(one.indexOf(' ') + 1))).toEqual(all);
    // Each of my messages shows once: as an event of the log, or by its reply.
    const shown = events.filter((one) => one.startsWith('MSG')).length;
    expect(shown + repeated.filter((again) => !again).length).toBe(all.length);
  });

  it.each(CUTS)(
    'is stored once as a note too, and shows once, when the connection is cut (%s)',
    async (cut) => {
      const desk = new FakeDesk();
      let cuts = 1;
      desk.cutAt = (line) => (line.startsWith('NOTE') && cuts-- > 0 ? cut : null);
      const { link, events } = await linked(desk.script);
      let shown = 0;
      const reply = await new Promise<Reply | null>((resolve) =>
        link.send('NOTE maria paga tarde', (one, again) => {
          if (!again) shown += 1;
          resolve(one);
        }),
      );
      expect(reply).toMatchObject({ kind: 'ok', text: '1' });
      expect(desk.stored.map((one) => one.slice(one.indexOf(' ') + 1))).toEqual(['NOTE maria paga tarde']);
      await link.request('PING');
      expect(shown + events.filter((one) => one.startsWith('NOTE')).length).toBe(1);
    },
  );

  it('goes out again before anything new', async () => {
    const desk = new FakeDesk();
    let cuts = 1;
    desk.cutAt = (line) => (line === 'MSG * um' && cuts-- > 0 ? 'unread' : null);
    const { link } = await linked(desk.script);
    const waiting = becomes(link, 'waiting');
    const first = link.request('MSG * um');
    await waiting;
    await Promise.all([first, link.request('MSG * dois'), link.request('MSG * três')]);
    expect(desk.stored.map((one) => one.split(' ').at(-1))).toEqual(['um', 'dois', 'três']);
  });

  it('is asked again if it changes nothing, and of the rest it is unknown whether it happened', async () => {
    let cut = true;
    const { server, link } = await linked((line, at) => {
      if (line.startsWith('RESUME')) return ['@+ok ana atendente t 1', 'ASSIGNED joao ana'];
      if (line === 'QUEUE' && cut) {
        cut = false;
        at.socket?.destroy();
        return null;
      }
      if (cut && /^(?:NEXT|TAKE|CLOSE|UNDO|LIST|HISTORY|HELP)/.test(line)) return null;
      if (/^(?:LIST|HISTORY|HELP|QUEUE)/.test(line)) return ['@+ok *0', '.'];
      return usual(line);
    }, ANA);
    const lines = [
      'NEXT',
      'LIST',
      'TAKE joao',
      'HISTORY joao',
      'CLOSE joao',
      'HELP',
      'UNDO',
      'PING',
      'QUEUE',
    ];
    const replies = await Promise.all(lines.map((line) => link.request(line)));
    expect(replies.map((reply) => reply?.kind ?? null)).toEqual([
      null,
      'listing',
      null,
      'listing',
      null,
      'listing',
      null,
      'ok',
      'listing',
    ]);
    for (const once of ['NEXT', 'TAKE joao', 'CLOSE joao', 'UNDO'])
      expect(began(server, once)).toHaveLength(1);
  });
});

describe('a server that no longer knows us', () => {
  const forgetful: Script = (line) => (line.startsWith('RESUME') ? ['@-err RESUME-FAILED não'] : usual(line));

  it('is entered again under the same name, as a new visit', async () => {
    const { server, link } = await linked(forgetful);
    const back = becomes(link, 'back');
    server.socket?.destroy();
    expect(await back).toEqual({ is: 'back', newVisit: true, name: 'joao' });
    expect(began(server, 'CONNECT')).toEqual(['CONNECT joao consumidor', 'CONNECT joao consumidor']);
  });

  it('gets what was not sent yet, but not what it may have already', async () => {
    const { server, link } = await linked((line, at) => {
      if (line !== 'MSG * um') return forgetful(line, at);
      at.socket?.destroy();
      return null;
    });
    const waiting = becomes(link, 'waiting');
    const first = link.request('MSG * um');
    await waiting;
    expect((await link.request('MSG * dois'))?.kind).toBe('ok');
    expect(await first).toBeNull();
    expect(began(server, 'MSG')).toEqual(['MSG * um', 'MSG * dois']);
  });

  it('may use the numbers of messages again', async () => {
    const { server, link, events } = await linked((line, at) =>
      line === 'QUEUE' ? [`MSG 1 ${TIME} ana * oi`, '@+ok 0 0 ?'] : forgetful(line, at),
    );
    await link.request('QUEUE');
    const back = becomes(link, 'back');
    server.socket?.destroy();
    await back;
    await link.request('QUEUE');
    expect(events.filter((one) => one.startsWith('MSG 1 '))).toHaveLength(2);
  });

  it('is left when the name belongs to somebody else now', async () => {
    let entries = 0;
    const { server, link } = await linked((line, at) =>
      line.startsWith('CONNECT') && ++entries > 1 ? ['@-err NAME-TAKEN em uso'] : forgetful(line, at),
    );
    server.socket?.destroy();
    expect(await link.ended).toEqual({ how: 'turned-away', code: 'NAME-TAKEN', text: 'em uso' });
  });

  it('is tried again when it is only too busy', async () => {
    let entries = 0;
    const { server, link } = await linked((line, at) =>
      line.startsWith('CONNECT') && ++entries === 2 ? ['@-err FULL cheio'] : forgetful(line, at),
    );
    const back = becomes(link, 'back');
    server.socket?.destroy();
    await back;
    expect(entries).toBe(3);
  });

  it('still knows a name with a password, which is the same person: messages go out again', async () => {
    let cut = true;
    const { server, link, events } = await linked(
      (line, at) => {
        if (line.startsWith('PASS')) return ['@+ok'];
        if (line !== 'MSG * um' || !cut) return forgetful(line, at);
        cut = false;
        at.write(`MSG 7 ${TIME} ana * oi`);
        at.socket?.end();
        return null;
      },
      { ...JOAO, password: 'segredo ' },
    );
    const back = becomes(link, 'back');
    const sent = link.request('MSG * um');
    expect(await back).toEqual({ is: 'back', newVisit: false, name: 'joao' });
    expect((await sent)?.kind).toBe('ok');
    expect(server.received.slice(-5)).toEqual([
      'RESUME 00ff 7',
      'PASS segredo ',
      'CONNECT joao consumidor',
      'PING',
      'MSG * um',
    ]);
    expect(events).toEqual([`MSG 7 ${TIME} ana * oi`]);
  });
});

describe('what was seen', () => {
  const event = (line: string) => ({ verb: line.split(' ')[0]!, rest: line.slice(line.indexOf(' ') + 1) });

  it('is not shown a second time: messages, retractions, and ends of conversations behind the last message', () => {
    const shown = new Shown();
    const story = ['MSG 3 t ana * x', 'UNDO 2 ana *', 'CLOSED ana tchau'];
    expect(story.map((line) => shown.event(event(line)))).toEqual([true, true, true]);
    shown.replaying();
    expect(story.map((line) => shown.event(event(line)))).toEqual([false, false, false]);
    // The same words once more are another end.
    expect(shown.event(event('CLOSED ana tchau'))).toBe(true);
    expect(shown.last).toBe(3);
  });

  it('does not include an end of before the last message', () => {
    const shown = new Shown();
    shown.event(event('CLOSED ana tchau'));
    expect(shown.own(4)).toBe(true);
    shown.replaying();
    expect(shown.event(event('CLOSED ana tchau'))).toBe(true);
    shown.replayed();
    expect(shown.event(event('CLOSED ana tchau'))).toBe(true);
  });

  it('moves in the order in which things went out, and not back by what comes again', () => {
    const shown = new Shown(5);
    shown.event(event('MSG 9 t ana * x'));
    shown.event(event('MSG 7 t joao * backlog'));
    expect(shown.last).toBe(7);
    expect([shown.own(9), shown.last]).toEqual([false, 7]);
    expect(shown.event(event('NOTE 12 t ana joao x'))).toBe(true);
    expect(shown.last).toBe(12);
  });
});
