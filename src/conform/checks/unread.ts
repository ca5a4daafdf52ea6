/**
 * Somebody who does not read. So much is sent to them as no pair of systems keeps in its buffers, and not more; what
 * they then read is counted and thrown away.
 */

import { MAX_TEXT_BYTES } from '../../protocol/limits.ts';
import { isReply, type Peer, THE_END } from '../peer.ts';
import { both } from '../telling.ts';
import { pause } from '../waiting.ts';
import { BOTH, type Check, check, demand, demandLines, error, longTextOf, SAID, withWords } from './check.ts';

/**
 * Bytes that a server is sent for who does not read: 1 MiB, some MiB for the buffers of either system, and ample more.
 */
const MOST_BYTES = 12 * 1024 * 1024;

/** Messages at a time, and milliseconds to wait where they were too many for the server. */
const AT_A_TIME = 25;
const REST_MS = 250;

/** Milliseconds for which a server holds a connection that it has ended, at least, until somebody reads. */
const CUT_MS = 2_000;

/** Writes to somebody until they are told to be lost, or it is enough. Returns how many messages were taken. */
async function flood(peer: Peer, to: string, text: string): Promise<number> {
  const line = `MSG ${to} ${text}`;
  const taken = withWords(
    '+ok mensagem recebida <seq>',
    `, though ${to} does not read`,
    `, embora ${to} não leia`,
  );
  for (let said = 0, lost = false; ; ) {
    if (lost || said * text.length >= MOST_BYTES) return said;
    peer.say(...Array<string>(AT_A_TIME).fill(line));
    let limited = 0;
    for (let replies = 0; replies < AT_A_TIME; ) {
      const answer = await peer.some(taken);
      if (answer === `PRESENCE ${to} lost`) lost = true;
      if (!isReply(answer)) continue;
      replies++;
      if (error('RATE-LIMITED').test(answer)) limited++;
      else demand(SAID.test(answer), taken, answer, peer);
    }
    said += AT_A_TIME - limited;
    if (limited > 0) await pause(REST_MS);
  }
}

export const UNREAD_CHECKS: readonly Check[] = [
  check(
    'SLOW-1',
    async (stage, facts) => {
      const text = longTextOf(facts, MAX_TEXT_BYTES / 2);
      const bia = await stage.settledIn('bia', 'atendente');
      const { name, peer } = await stage.enter('ana', 'consumidor');
      await peer.event(/^ASSIGNED /, `ASSIGNED ${name} ${bia.name}`);
      peer.stopReading();
      const since = performance.now();
      const said = await flood(bia.peer, name, text);
      peer.readOn();
      const expected = withWords(
        'QUIT SLOW-CONSUMER …',
        ', with more than 1 MiB unsent',
        ', com mais de 1 MiB por enviar',
      );
      for (let read = 0; read < said; ) {
        const line = await peer.line(THE_END);
        if (line === null) {
          // Who came too late to read all is cut before the farewell.
          demand(performance.now() - since > CUT_MS, expected, THE_END, peer);
          return;
        }
        if (line.startsWith('MSG ')) read++;
        if (!line.startsWith('QUIT ')) continue;
        demand(/^QUIT SLOW-CONSUMER(?: |$)/.test(line), expected, line, peer);
        demandLines([], await peer.toEnd(), peer);
        return;
      }
      const mib = Math.floor((said * text.length) / 1024 ** 2);
      demand(false, expected, both(`all of ${mib} MiB, when read`, `todos os ${mib} MiB, quando lidos`));
    },
    BOTH,
  ),
];
