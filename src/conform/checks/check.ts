/** What a check is: a test of one clause that a transcript cannot express. */

import { asFaultOf, Fault } from '../fault.ts';
import { Inapplicable, type Needs } from '../needs.ts';
import type { Peer } from '../peer.ts';
import type { Facts } from '../probe.ts';
import type { LiveStage } from '../stage.ts';
import { both, type Telling } from '../telling.ts';

export interface Check {
  /** The id of the clause. */
  readonly clause: string;
  readonly needs: Needs;
  /** @throws Fault where the clause does not hold. */
  readonly run: (stage: LiveStage, facts: Facts) => Promise<void>;
  /** Seconds that the server has to let go by first, unless it was started with other timeouts. */
  readonly seconds?: number;
}

export const NOTHING = both('(nothing)', '(nada)');

export const NOBODY: Needs = { attendants: 0, customers: 0 };
export const ATTENDANT: Needs = { attendants: 1, customers: 0 };
export const BOTH: Needs = { attendants: 1, customers: 1, room: 1 };

/** A check that needs nobody at the desk, unless it says so. */
export function check(clause: string, run: Check['run'], needs: Needs = NOBODY): Check {
  return { clause, needs, run };
}

/** A check that needs somebody, whoever that is. */
export function checkOfOne(clause: string, run: Check['run']): Check {
  return { clause, needs: { ...NOBODY, anyone: 1 }, run };
}

/** A check that needs two who can write to each other. */
export function checkOfTwo(clause: string, run: Check['run']): Check {
  return { clause, needs: { ...NOBODY, anyone: 2 }, run };
}

/** @throws Fault unless it holds. */
export function demand(holds: boolean, expected: Telling, seen: Telling, peer?: Peer): void {
  if (!holds) throw new Fault(expected, seen, peer?.context);
}

/** @throws Fault where these lines are not those. */
export function demandLines(expected: readonly string[], seen: readonly string[], peer?: Peer): void {
  demand(
    expected.length === seen.length && expected.every((line, index) => line === seen[index]),
    expected.join(' | ') || NOTHING,
    seen.join(' | ') || NOTHING,
    peer,
  );
}

/** A reply that is that error, with its label. */
export function error(code: string, label = ''): RegExp {
  return new RegExp(`^${label === '' ? '' : `@${label} `}-err ${code}(?: |$)`);
}

/** Sends a line whose reply has to be this error. */
export async function refuses(peer: Peer, line: string, code: string): Promise<void> {
  await peer.asked(line, error(code), `-err ${code} …`);
}

/** Lines of the protocol with words behind them. */
export function withWords(line: string, en: string, pt: string): Telling {
  return both(line + en, line + pt);
}

/**
 * What answers `PING text`, for checks that are about lines and not about PING: where the server does without PING, it
 * still has to say so, and has read the line just as well.
 */
export function pong(stage: LiveStage, text: string, label = ''): { pattern: RegExp; expected: string } {
  const head = label === '' ? '' : `@${label} `;
  if (stage.missing.has('PING')) {
    return { pattern: error('BAD-COMMAND', label), expected: `${head}-err BAD-COMMAND …` };
  }
  const line = `${head}+ok PONG ${text}`;
  return { pattern: new RegExp(`^${line.replace(/[.+]/g, '\\$&')}$`), expected: line };
}

/** Sends these bytes, if any, which end PING with this text, and takes its reply; nothing may come before. */
export async function answersPing(
  stage: LiveStage,
  peer: Peer,
  bytes: string | Uint8Array,
  text: string,
  label = '',
): Promise<void> {
  if (bytes.length > 0) peer.sayBytes(Buffer.from(bytes));
  const { pattern, expected } = pong(stage, text, label);
  await peer.expect(pattern, expected);
}

/** Says MSG and returns the seq in its reply. */
export async function tells(peer: Peer, to: string, text: string): Promise<number> {
  const reply = await asFaultOf('MSG-1', () =>
    peer.asked(`MSG ${to} ${text}`, SAID, '+ok mensagem recebida <seq>'),
  );
  return Number(SAID.exec(reply)![1]);
}

/** The reply to MSG, with the seq. */
export const SAID = /^\+ok mensagem recebida (\d+)$/;

/**
 * A text as long as this server takes, but for its beginning of the same characters.
 * @throws Inapplicable where that is less than so many bytes.
 */
export function longTextOf({ maxText }: Facts, leastBytes: number): string {
  usualLimit('--max-text', leastBytes, maxText);
  return 'x'.repeat(maxText);
}

/** Of a limit that is found, as a part of the usual one: less was set so, more is a miscount. */
const MISCOUNT = 0.95;

/** @throws Inapplicable where a server was started with a lower limit than the document has. */
export function usualLimit(option: string, usual: number, found: number): void {
  if (found < usual * MISCOUNT) throw otherLimit(option, usual, found);
}

/** Of a server that was started with another limit than the document has. */
export function otherLimit(option: string, usual: number, found: number): Inapplicable {
  return new Inapplicable({ why: 'limit', option, usual, found });
}

/** The text of a MSG, in an event or an item. */
export function textOf(message: string): string {
  return message.split(' ').slice(5).join(' ');
}
