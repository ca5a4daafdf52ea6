/**
 * kill -9 of the server under load, again and again. Everybody comes back by RESUME and says again what was not
 * acknowledged; at the end nothing that was acknowledged is lost, nothing is doubled, and all stands in order.
 */

import { afterEach, expect, it } from 'vitest';
import { printedChance } from '../support/chance.ts';
import { Stage, talk } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';

const ROUNDS = Number(process.env['TELECHAT_FAULT_ROUNDS'] ?? 3);
const PAIRS = 8;
const CUSTOMERS = 6;
const MESSAGES = 100;

let stage: Stage;
afterEach(() => stage.close());

/** Attendants answer whatever a customer says; what comes again, because they came back, was answered before. */
function answer(attendant: Visitor, from: string): void {
  if (from !== attendant.name) attendant.say(from, 'pois não');
}

it(`kill -9 under load, ${ROUNDS} rounds: nothing acknowledged is lost, nothing is doubled, order is kept`, {
  timeout: ROUNDS * 60_000,
}, async () => {
  const random = printedChance();
  stage = await Stage.open({ flags: ['--workers', '2'] });
  for (const name of ['ana', 'rui']) await stage.enter(name, 'atendente', { onMessage: answer });
  const talks: [Visitor, string][] = [];
  for (let n = 0; n < CUSTOMERS; n++) talks.push([await stage.enter(`c${n}`, 'consumidor'), '*']);
  for (let n = 0; n < PAIRS; n++) {
    talks.push([await stage.enter(`m${n}a`, 'membro'), `m${n}b`]);
    talks.push([await stage.enter(`m${n}b`, 'membro'), `m${n}a`]);
  }
  const acknowledged = () =>
    stage.visitors.reduce((sum, { testimony: { said, open } }) => sum + said.length - open.size, 0);

  for (let round = 0; round < ROUNDS; round++) {
    const killAt = acknowledged() + random((talks.length * MESSAGES) / 2);
    const talking = talks.map(([visitor, to]) => talk(visitor, to, MESSAGES));
    await Promise.race(stage.visitors.map((visitor) => visitor.when(() => acknowledged() >= killAt)));
    await stage.killAndStart();
    await Promise.all(talking);
  }

  expect(await stage.judge()).toEqual([]);
  const said = stage.visitors.flatMap(({ testimony }) => testimony.said);
  const again = said.filter(({ sends }) => sends > 1);
  // Their sender got them back by RESUME: they were stored when the server was killed, and nobody had been told.
  const stored = again.filter(({ seq }) =>
    stage.visitors.some(({ name, testimony }) => testimony.heard.get(seq)?.from === name),
  );
  console.log(
    `${ROUNDS} rounds, ${said.length} messages, ${again.length} said again, ${stored.length} of them stored before`,
  );
  expect(again.length).toBeGreaterThan(0);
  for (const { entries } of stage.visitors) expect(entries).toBe(ROUNDS + 1);
});
