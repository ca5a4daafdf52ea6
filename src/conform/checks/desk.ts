/** Who serves whom: the waiting line, assignment, and that a customer has one attendant. */

import type { Needs } from '../needs.ts';
import type { Peer } from '../peer.ts';
import type { LiveStage, Person } from '../stage.ts';
import { both } from '../telling.ts';
import { type Check, check, demand, demandLines, refuses, tells, textOf } from './check.ts';

const THREE_WAIT: Needs = { attendants: 1, customers: 3, room: 3 };
const TWO_AND_TWO: Needs = { attendants: 2, customers: 2, room: 1 };
const ANOTHER = both('another attendant', 'outro atendente');
const TWO_AND_ONE: Needs = { attendants: 2, customers: 1, room: 1 };
const FULL: Needs = { attendants: 1, customers: 2, bounded: true };

/** Customers who are assigned to this attendant, in the order of the events. */
function assigned(said: readonly string[], attendant: Person): string[] {
  return said.flatMap((line) => {
    const [verb, customer = '', to] = line.split(' ');
    return verb === 'ASSIGNED' && to === attendant.name ? [customer] : [];
  });
}

/** Takes lines up to the one that tells who serves this customer, and returns that name. */
async function serves(customer: Person): Promise<string> {
  const event = await customer.peer.event(/^ASSIGNED /, `ASSIGNED ${customer.name} <attendant>`);
  return event.split(' ')[2]!;
}

/** An attendant who has as many as are given to one, and two who wait. */
async function full(stage: LiveStage, capacity: number): Promise<{ bia: Person; caio: Person; ana: Person }> {
  const bia = await stage.settledIn('bia', 'atendente');
  for (let index = 0; index < capacity; index++) await serves(await stage.enter(`c${index}`, 'consumidor'));
  const caio = await stage.enter('caio', 'consumidor');
  await caio.peer.expect(/^QUEUE 1 1 /, 'QUEUE 1 1 …');
  const ana = await stage.enter('ana', 'consumidor');
  await ana.peer.expect(/^QUEUE 2 2 /, 'QUEUE 2 2 …');
  await stage.settled(bia.peer);
  return { bia, caio, ana };
}

async function taken(peer: Peer, line: string): Promise<void> {
  await refuses(peer, line, 'TAKEN');
}

export const DESK_CHECKS: readonly Check[] = [
  check(
    'DESK-1',
    async (stage) => {
      const waiting = [];
      for (const base of ['caio', 'ana', 'bob']) {
        const person = await stage.enter(base, 'consumidor');
        const position = waiting.push(person);
        await person.peer.expect(
          new RegExp(`^QUEUE ${position} ${position} `),
          `QUEUE ${position} ${position} ?`,
        );
        await tells(person.peer, '*', `oi de ${base}`);
      }
      const bia = await stage.enter('bia', 'atendente');
      const said = await stage.settled(bia.peer);
      demandLines(
        waiting.map(({ name }) => name),
        assigned(said, bia),
        bia.peer,
      );
      const messages = said.filter((line) => line.startsWith('MSG ')).map(textOf);
      demandLines(['oi de caio', 'oi de ana', 'oi de bob'], messages, bia.peer);
    },
    THREE_WAIT,
  ),

  check(
    'DESK-2',
    async (stage) => {
      const bia = await stage.settledIn('bia', 'atendente');
      const rui = await stage.settledIn('rui', 'atendente');
      const attendants = [];
      for (const base of ['ana', 'bob']) attendants.push(await serves(await stage.enter(base, 'consumidor')));
      demandLines([bia.name, rui.name], attendants, rui.peer);
    },
    TWO_AND_TWO,
  ),

  check(
    'DESK-3',
    async (stage) => {
      const bia = await stage.settledIn('bia', 'atendente');
      const rui = await stage.settledIn('rui', 'atendente');
      const ana = await stage.enter('ana', 'consumidor');
      const attendant = await serves(ana);
      const [one, other] = attendant === bia.name ? [bia, rui] : [rui, bia];
      await tells(one.peer, ana.name, 'oi');
      for (const line of [`MSG ${ana.name} oi`, `TAKE ${ana.name}`, `CLOSE ${ana.name}`])
        await taken(other.peer, line);
      await refuses(other.peer, 'NEXT', 'QUEUE-EMPTY');
      const said = await stage.settled(ana.peer);
      demandLines(['oi'], said.filter((line) => line.startsWith('MSG ')).map(textOf), ana.peer);
      demand(
        !said.some((line) => line.startsWith('ASSIGNED ')),
        both('one attendant', 'um só atendente'),
        said.join(' | '),
        ana.peer,
      );
    },
    TWO_AND_ONE,
  ),

  check(
    'DESK-4',
    async (stage, { capacity }) => {
      const { bia, caio, ana } = await full(stage, capacity);
      for (const { name } of [caio, ana]) {
        await bia.peer.asked('NEXT', new RegExp(`^\\+ok ${name} 0$`), `+ok ${name} 0`);
      }
      await refuses(bia.peer, 'NEXT', 'QUEUE-EMPTY');
    },
    FULL,
  ),

  check(
    'QUEUE-3',
    async (stage, { capacity }) => {
      const { bia, caio, ana } = await full(stage, capacity);
      await tells(ana.peer, '*', 'oi');
      const waiting = (await bia.peer.list('QUEUE')).map((item) => item.replace(/(?<=^WAITING \S+) \S+/, ''));
      demandLines([`WAITING ${caio.name} 0`, `WAITING ${ana.name} 1`], waiting, bia.peer);
    },
    FULL,
  ),

  check(
    'NEXT-1',
    async (stage, { capacity }) => {
      const { bia, caio, ana } = await full(stage, capacity);
      await tells(caio.peer, '*', 'um');
      await tells(caio.peer, '*', 'dois');
      await bia.peer.asked('NEXT', new RegExp(`^\\+ok ${caio.name} 2$`), `+ok ${caio.name} 2`);
      for (const text of ['um', 'dois']) {
        const event = await bia.peer.expect(/^MSG /, `MSG … ${text}`);
        demand(textOf(event) === text, text, event, bia.peer);
      }
      demand((await serves(caio)) === bia.name, `ASSIGNED ${caio.name} ${bia.name}`, ANOTHER, caio.peer);
      await tells(bia.peer, '*', 'pois não?');
      await caio.peer.event(/^MSG .* pois não\?$/, 'MSG … pois não?');
      demandLines(
        [],
        (await stage.settled(ana.peer)).filter((line) => !line.startsWith('QUEUE ')),
        ana.peer,
      );
    },
    FULL,
  ),

  check(
    'QUEUE-4',
    async (stage, { capacity }) => {
      const { bia, ana } = await full(stage, capacity);
      await bia.peer.asked('NEXT', /^\+ok /, '+ok <name> 0');
      await ana.peer.event(/^QUEUE 1 1 /, 'QUEUE 1 1 …');
    },
    FULL,
  ),

  check(
    'TAKE-1',
    async (stage, { capacity }) => {
      const { bia, caio, ana } = await full(stage, capacity);
      await bia.peer.asked(`TAKE ${ana.name}`, new RegExp(`^\\+ok ${ana.name} 0$`), `+ok ${ana.name} 0`);
      demand((await serves(ana)) === bia.name, `ASSIGNED ${ana.name} ${bia.name}`, ANOTHER, ana.peer);
      await caio.peer.asked('QUEUE', /^\+ok 1 1 /, '+ok 1 1 …');
      await refuses(bia.peer, `TAKE ${bia.name}`, 'NO-CONVERSATION');
      await refuses(bia.peer, `TAKE ${stage.name('ninguem')}`, 'NO-SUCH-USER');
    },
    FULL,
  ),

  check(
    'DESK-5',
    async (stage) => {
      const bia = await stage.settledIn('bia', 'atendente');
      const waiting = [];
      for (const base of ['caio', 'ana', 'bob']) waiting.push(await stage.settledIn(base, 'consumidor'));
      await bia.peer.asked('QUIT', /^\+ok/, '+ok …');
      await bia.peer.toEnd();
      for (const { peer } of waiting) await peer.event(/^QUEUE \d/, 'QUEUE <position> <length> …');
      const places = [];
      for (const { peer } of waiting)
        places.push((await peer.asked('QUEUE', /^\+ok \d+ 3 /, '+ok <position> 3 …')).split(' ')[1]!);
      demandLines(['1', '2', '3'], places, waiting[0]!.peer);
    },
    THREE_WAIT,
  ),
];
