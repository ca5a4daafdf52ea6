/**
 * What a server does when time goes by: silence, somebody who never enters, the end of grace. These run all at once and
 * beside each other, so everybody in them has another name, and only in one of them somebody serves or waits.
 */

import type { Peer } from '../peer.ts';
import type { LiveStage } from '../stage.ts';
import { both } from '../telling.ts';
import { type Deadline, deadlineIn, now, pause } from '../waiting.ts';
import { BOTH, type Check, demand, demandLines, error, NOBODY, refuses, withWords } from './check.ts';

/** Milliseconds between two looks at what changes by itself. */
const LOOK_MS = 500;

/** Milliseconds that no time of grace is shorter than. */
const LEAST_GRACE_MS = 1_000;
const WHILE_GRACE_LASTS = [', while grace lasts', ', enquanto o prazo dura'] as const;
const WHEN_GRACE_IS_OVER = [', when grace is over', ', quando o prazo acaba'] as const;

/** A check for which the server has to let so many seconds go by; the run is told how long that may take. */
function wait(
  clause: string,
  seconds: number,
  run: (stage: LiveStage, deadline: Deadline) => Promise<void>,
  needs = NOBODY,
): Check {
  return {
    clause,
    needs,
    seconds,
    // Servers look at their clocks once in a while, so a little more is granted.
    run: (stage) =>
      run(stage, deadlineIn(Math.min(seconds * 1_000, stage.options.slowMs) + stage.options.timeoutMs)),
  };
}

/** Waits for this farewell, after which nothing more may come. Whatever else is said before it does not count. */
async function farewell(peer: Peer, code: string, deadline: Deadline): Promise<void> {
  const expected = `QUIT ${code} …`;
  for (;;) {
    const said = await peer.some(expected, deadline);
    if (!said.startsWith('QUIT ')) continue;
    demand(said.startsWith(`QUIT ${code} `) || said === `QUIT ${code}`, expected, said, peer);
    demandLines([], await peer.toEnd(), peer);
    return;
  }
}

export const WAIT_CHECKS: readonly Check[] = [
  wait('ENTRY-1', 30, async (stage, deadline) => {
    const silent = await stage.greeted();
    const talking = await stage.greeted();
    const talk = setInterval(() => talking.say('CONNECT'), 1_000);
    try {
      for (const peer of [silent, talking]) await farewell(peer, 'ENTRY-TIMEOUT', deadline);
    } finally {
      clearInterval(talk);
    }
  }),

  wait('IDLE-1', 60, async (stage, deadline) => {
    const { peer } = await stage.settledIn('lia', 'membro');
    await peer.event(/^PING \S/, 'PING <text>', deadline);
  }),

  wait('IDLE-2', 120, async (stage, deadline) => {
    const mute = await stage.settledIn('tom', 'membro');
    const alive = await stage.settledIn('ivo', 'membro');
    let isOver = false;
    const answering = (async () => {
      await alive.peer.event(/^PING \S/, 'PING <text>', deadline);
      await alive.peer.soFar();
      // And whatever more it asks.
      while (!isOver) {
        await pause(LOOK_MS);
        if (alive.peer.hasLines) await alive.peer.soFar();
      }
    })();
    const leaving = farewell(mute.peer, 'IDLE', deadline).finally(() => {
      isOver = true;
    });
    await Promise.all([answering, leaving]);
    // Who answered is still there; who did not is lost, and may come back.
    await alive.peer.soFar();
    if (!stage.missing.has('RESUME')) await stage.resume(mute.token);
  }),

  wait('GRACE-1', 300, async (stage, deadline) => {
    const gil = await stage.settledIn('gil', 'membro');
    const eva = await stage.settledIn('eva', 'membro');
    eva.peer.cut();
    // What is stored nowhere, where the server has that.
    const line = stage.missing.has('TYPING') ? `MSG ${eva.name} oi` : `TYPING ${eva.name} on`;
    const since = performance.now();
    for (;;) {
      await pause(LOOK_MS);
      const said = await gil.peer.ask(line);
      const isEarly = performance.now() - since < LEAST_GRACE_MS;
      if (!isEarly && error('NO-SUCH-USER').test(said)) break;
      const isLate = now() >= deadline.at;
      const expected = isLate
        ? withWords('-err NO-SUCH-USER …', ...WHEN_GRACE_IS_OVER)
        : withWords('+ok', ...WHILE_GRACE_LASTS);
      demand(!isLate && said.startsWith('+ok'), expected, said, gil.peer);
    }
    await refuses(gil.peer, `MSG ${eva.name} oi`, 'NO-SUCH-USER');
    const peer = await stage.greeted();
    if (!stage.missing.has('RESUME')) await refuses(peer, `RESUME ${eva.token}`, 'RESUME-FAILED');
    await peer.asked(`CONNECT ${eva.name} membro`, /^\+ok \S+ membro /, `+ok ${eva.name} membro <token> …`);
  }),

  wait(
    'GRACE-2',
    60,
    async (stage, deadline) => {
      const bia = await stage.settledIn('bia', 'atendente');
      const { name, peer } = await stage.enter('ana', 'consumidor');
      await peer.event(/^ASSIGNED /, `ASSIGNED ${name} ${bia.name}`);
      bia.peer.cut();
      const since = performance.now();
      await peer.event(/^PRESENCE \S+ lost$/, `PRESENCE ${bia.name} lost`);
      const back = await peer.event(
        /^QUEUE \d/,
        withWords('QUEUE <position> <length> …', ...WHEN_GRACE_IS_OVER),
        deadline,
      );
      demand(
        performance.now() - since >= LEAST_GRACE_MS,
        both(`nothing${WHILE_GRACE_LASTS[0]}`, `nada${WHILE_GRACE_LASTS[1]}`),
        back,
        peer,
      );
      if (!stage.missing.has('RESUME'))
        await refuses(await stage.greeted(), `RESUME ${bia.token}`, 'RESUME-FAILED');
    },
    BOTH,
  ),
];
