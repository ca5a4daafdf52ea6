/**
 * What there is to choose from in what is open: the canned answers that fit, the colleagues to hand a customer to, the
 * message to retract. Owns which of it, and in what order; keys and rows go by the same. Pure.
 */

import type { Line } from './lines.ts';
import type { CannedAnswer, Chat, Colleague, State } from './state.ts';

/** The answers whose name or text has what was typed. O(answers). */
export function fittingAnswers(state: State): readonly CannedAnswer[] {
  const { mode, canned } = state;
  if (mode.is !== 'canned') return [];
  const wanted = mode.filter.text.trim().replace(/^!/, '').toLowerCase();
  return canned.filter(({ name, text }) => `${name} ${text}`.toLowerCase().includes(wanted));
}

/** Those to whom a customer can be handed: who is there first. */
export function receivers({ colleagues }: State): readonly Colleague[] {
  return [...colleagues].sort((a, b) => Number(a.state === 'away') - Number(b.state === 'away'));
}

/** The last message of mine in a conversation that may still be retracted. */
export function undoable({ lines }: Chat): Line | undefined {
  return lines.findLast(
    ({ mine, kind, seq, mark }) => mine && (kind === 'said' || kind === 'note') && seq > 0 && mark !== 'gone',
  );
}
