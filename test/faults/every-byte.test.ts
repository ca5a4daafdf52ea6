/**
 * A short conversation, cut behind every single byte of it, in both directions, by an end in good order and by a
 * reset: whatever the place, nothing is lost and nothing is doubled.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadNetwork, type Cut } from '../support/bad-network.ts';
import { type Kept, keptAsListed, whatIsWrong } from '../support/checker.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { settleAll, Visitor } from '../support/visitor.ts';

let server: TestServer;
let network: BadNetwork;
beforeAll(async () => {
  server = await startTestServer('--memory', '--workers', '2', '--rate', '0');
  network = await BadNetwork.to(server.port);
});
afterAll(async () => {
  await network.close();
  expect(await server.end()).toEqual({ code: 0, signal: null });
});

type Direction = 'up' | 'down';

/** A conversation between somebody whose first connection is cut and somebody whose line is good. */
interface Play {
  readonly good: 'membro' | 'consumidor';
  readonly bad: 'membro' | 'atendente';
  /** The good one is there before. Returns when all has been said, of so many messages. */
  perform(good: Visitor, enterBad: () => Promise<Visitor>): Promise<number>;
}

const PLAYS = {
  'two members': {
    good: 'membro',
    bad: 'membro',
    async perform(rui, enterBad) {
      const ines = await enterBad();
      ines.say(rui.name, 'oi');
      await rui.when(() => rui.testimony.heard.size === 1);
      rui.say(ines.name, 'olá');
      ines.say(rui.name, 'a');
      ines.say(rui.name, 'b');
      rui.say(ines.name, 'c');
      return 5;
    },
  },
  'an attendant who is handed a customer with what they said': {
    good: 'consumidor',
    bad: 'atendente',
    async perform(joao, enterBad) {
      joao.say('*', 'bom dia');
      joao.say('*', 'alguém?');
      await joao.settle();
      const ana = await enterBad();
      await ana.when(() => ana.testimony.heard.size === 2);
      ana.say(joao.name, 'pois não');
      joao.say('*', 'um pão');
      return 4;
    },
  },
} satisfies Record<string, Play>;

let runs = 0;

/** Plays it with a cut behind that byte. Returns how many bytes went through the connection in this direction. */
async function played(play: Play, direction: Direction, cut: number, how: Cut): Promise<number> {
  const run = (runs++).toString(36);
  let first = true;
  let passed = () => 0;
  network.onLink = (link) => {
    if (!first) return;
    first = false;
    link[direction].cutAfter(cut, how);
    passed = () => link[direction].passed;
  };
  const good = await Visitor.enter({ name: `g${run}`, role: play.good, address: () => server.port });
  let bad: Visitor | undefined;
  const count = await play.perform(good, async () => {
    bad = await Visitor.enter({ name: `b${run}`, role: play.bad, address: () => network.port });
    return bad;
  });
  const both = [good, bad!];
  await settleAll(both);
  const kept = await history(good);
  const testimonies = both.map(({ testimony }) => testimony);
  expect(whatIsWrong(testimonies, kept), `cut by ${how} behind byte ${cut} ${direction}`).toEqual([]);
  expect(kept.length).toBe(count);
  await Promise.all(both.map((visitor) => visitor.quit()));
  return passed();
}

/** All that was ever said to and by somebody, as the server tells it. */
async function history(visitor: Visitor): Promise<Kept[]> {
  const reply = await visitor.ask(`HISTORY ${visitor.name} 500`);
  if (reply?.kind !== 'listing') throw new Error('there is no history');
  return keptAsListed(reply.items);
}

describe.for(Object.entries<Play>(PLAYS))('%s', ([, play]) => {
  it.for<[Direction, Cut]>([
    ['up', 'fin'],
    ['up', 'rst'],
    ['down', 'fin'],
    ['down', 'rst'],
  ])('cut behind every byte, %s, by %s: nothing is lost and nothing doubled', async ([direction, how]) => {
    const whole = await played(play, direction, Number.POSITIVE_INFINITY, how);
    expect(whole).toBeGreaterThan(70);
    // Names and times may be a little longer or shorter from run to run: some more, so that the end is reached.
    for (let cut = 0; cut < whole + 4; cut++) await played(play, direction, cut, how);
  });
});
