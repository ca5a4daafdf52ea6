/** Bounds that show at once: errors in a row, the rate of commands, the length of a listing. */

import { MAX_HISTORY, MAX_LINE_BYTES, MAX_LISTING_BYTES, MAX_TEXT_BYTES } from '../../protocol/limits.ts';
import type { Peer } from '../peer.ts';
import { both, counted } from '../telling.ts';
import { pause } from '../waiting.ts';
import {
  answersPing,
  type Check,
  check,
  checkOfOne,
  checkOfTwo,
  demand,
  demandLines,
  error,
  longTextOf,
  otherLimit,
  tells,
  textOf,
  usualLimit,
  withWords,
} from './check.ts';

const MOST_ERRORS = 100;
const TOO_MANY_ERRORS = /^QUIT TOO-MANY-ERRORS(?: |$)/;

/** Commands that may come at once, and so many more as make sure that some are refused, whatever time they take. */
const BURST = 200;
const TOO_MANY = BURST + 90;

/** So often as many more, for a server that lets more come at once. */
const MANY_MORE = 6;

/** So many errors at a time, and milliseconds after which a server that had enough of them may be asked again. */
const AT_A_TIME = 25;
const REST_MS = 500;

/**
 * Is refused so many times in a row, and does not count what is refused for its rate alone.
 * @throws Inapplicable where it is the first time, and less was enough.
 */
async function errs(peer: Peer, times: number, isFirst = false): Promise<void> {
  for (let done = 0; done < times; ) {
    const count = Math.min(AT_A_TIME, times - done);
    peer.say(...Array<string>(count).fill('NONSENSE'));
    let limited = 0;
    for (let index = 0; index < count; index++) {
      const said = await peer.some('-err BAD-COMMAND …');
      if (error('RATE-LIMITED').test(said)) limited++;
      else {
        const before = done + index - limited;
        if (isFirst && TOO_MANY_ERRORS.test(said)) usualLimit('--max-errors', MOST_ERRORS, before);
        const expected = withWords(
          '-err BAD-COMMAND …',
          `, as after ${counted(before, 'error', 'errors')} in a row`,
          `, como depois de ${counted(before, 'erro seguido', 'erros seguidos')}`,
        );
        demand(error('BAD-COMMAND').test(said), expected, said, peer);
      }
    }
    done += count - limited;
    if (limited > 0) await pause(REST_MS);
  }
}

/** Asks for PONGs at once, from this number on. Returns which was the first that was refused, or Infinity. */
async function firstRefused(peer: Peer, from: number): Promise<number> {
  peer.say(...Array.from({ length: TOO_MANY }, (_, index) => `PING ${from + index}`));
  let first = Number.POSITIVE_INFINITY;
  for (let index = from; index < from + TOO_MANY; index++) {
    const said = await peer.reply(
      withWords(`+ok PONG ${index}`, ' or -err RATE-LIMITED', ' ou -err RATE-LIMITED'),
    );
    if (error('RATE-LIMITED').test(said)) first = Math.min(first, index);
    else demand(said === `+ok PONG ${index}`, `+ok PONG ${index}`, said, peer);
  }
  return first;
}

export const LIMIT_CHECKS: readonly Check[] = [
  checkOfOne('ERRORS-1', async (stage) => {
    const { peer } = await stage.settledIn('leo', stage.anyone);
    await errs(peer, MOST_ERRORS - 1, true);
    // What goes well begins the count anew.
    await peer.list('HISTORY *');
    await errs(peer, MOST_ERRORS);
    await peer.expect(
      TOO_MANY_ERRORS,
      withWords('QUIT TOO-MANY-ERRORS …', ', after 100 errors in a row', ', depois de 100 erros seguidos'),
    );
    demandLines([], await peer.toEnd(), peer);
  }),

  check('LIMIT-1', async (stage) => {
    const peer = await stage.greeted();
    const isRefused = (await firstRefused(peer, 0)) < TOO_MANY;
    for (let sent = TOO_MANY; !isRefused && sent <= MANY_MORE * TOO_MANY; sent += TOO_MANY) {
      const first = await firstRefused(peer, sent);
      if (Number.isFinite(first)) throw otherLimit('--burst', BURST, first);
    }
    const expected = withWords(
      '-err RATE-LIMITED …',
      `, to some of ${TOO_MANY} commands at once`,
      `, a alguns de ${TOO_MANY} comandos de uma vez`,
    );
    demand(isRefused, expected, withWords('+ok PONG …', ', to all', ', a todos'), peer);
    await pause(REST_MS);
    await answersPing(stage, peer, 'PING later\r\n', 'later');
  }),

  checkOfTwo('LIST-3', async (stage, facts) => {
    const longest = longTextOf(facts, MAX_TEXT_BYTES / 2);
    // A few more than fit into one listing.
    const count = Math.ceil(MAX_LISTING_BYTES / longest.length) + 4;
    const { leo, mia } = await stage.pair();
    const texts = Array.from({ length: count }, (_, index) => `${index} `.padEnd(longest.length, 'x'));
    for (const text of texts) {
      await tells(mia.peer, leo.name, text);
      await leo.peer.event(/^MSG /, `MSG … ${text}`);
    }
    const newest = await mia.peer.list(`HISTORY * ${MAX_HISTORY}`);
    const bytes = newest.reduce((sum, item) => sum + Buffer.byteLength(item) + 2, 0);
    const most = MAX_LISTING_BYTES;
    const many = both(`${bytes} bytes in ${newest.length} items`, `${bytes} bytes em ${newest.length} itens`);
    demand(
      bytes <= most,
      both(`a listing of at most ${most} bytes`, `uma listagem de no máximo ${most} bytes`),
      many,
      mia.peer,
    );
    // The next item would have been too much: it stops there, and not before.
    demand(
      bytes > most - 2 * MAX_LINE_BYTES,
      both(`items up to ${most} bytes, as there are more`, `itens até ${most} bytes, pois há mais`),
      many,
      mia.peer,
    );
    const first = textOf(newest[0]!);
    const older = await mia.peer.list(`HISTORY * ${MAX_HISTORY} ${newest[0]!.split(' ')[1]}`);
    const whole = [...older, ...newest].map((item) => textOf(item).split(' ')[0]!);
    demandLines(
      texts.map((text) => text.split(' ')[0]!),
      whole,
      mia.peer,
    );
    demand(first !== texts[0], both('the newest of them', 'as mais novas'), first, mia.peer);
  }),
];
