/** A client that stops reading while others write to it. */

import { afterEach, expect, it } from 'vitest';
import { BadNetwork, type Link } from '../support/bad-network.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
let network: BadNetwork;
afterEach(async () => {
  await network.close();
  await stage.close();
});

/** As much as fits into a line. */
const LONG = 'x'.repeat(7000);
/** More than all buffers between the two ends may hold. */
const MOST = 20_000;

it('who stops reading is closed as SLOW-CONSUMER, the others go on, and who comes back gets everything', async () => {
  stage = await Stage.open({ flags: ['--workers', '2'] });
  network = await BadNetwork.to(stage.server.port);
  let link: Link | undefined;
  network.onLink = (newest) => {
    link = newest;
  };
  const surdo = await stage.enter('surdo', 'membro', { address: () => network.port });
  const ines = await stage.enter('ines', 'membro');
  const [bia, caio] = [await stage.enter('bia', 'membro'), await stage.enter('caio', 'membro')];
  const ana = await stage.enter('ana', 'atendente');
  ines.say('surdo', 'antes');
  await surdo.when(() => surdo.testimony.heard.size === 1);

  const stalled = link!;
  stalled.down.stall();
  const lost = async () => {
    const users = await ana.ask('LIST membro');
    return users?.kind === 'listing' && users.items.some(({ rest }) => /^surdo membro lost /.test(rest));
  };
  let said = 0;
  while (!(await lost())) {
    expect(said).toBeLessThan(MOST);
    for (let n = 0; n < 50; n++, said++) ines.say('surdo', LONG);
    bia.say('caio', 'nós continuamos');
    await Promise.all([ines.settle(), bia.settle(), caio.settle()]);
  }
  expect([ines, bia, caio, ana].map(({ connections }) => connections)).toEqual([1, 1, 1, 1]);
  expect(said).toBeGreaterThan(150);
  // These come to nobody's connection: they wait in the log.
  ines.say('surdo', 'depois');
  await ines.settle();

  // Now it reads on: all that was sent to it, why it was closed, and, once back, what it missed.
  stalled.down.release();
  await surdo.when(() => surdo.entries === 2);
  await surdo.settle();
  expect(surdo.events.filter((event) => event.startsWith('QUIT SLOW-CONSUMER '))).toHaveLength(1);
  expect(surdo.testimony.heard.size).toBe(said + 2);
  expect(await stage.judge()).toEqual([]);
});
