/** Records of the desk: each is checked, told to the journal of the world, and followed by what it brings about. */

import type { Entry } from '../../../src/desk/desk.ts';
import { type JournalRecord, record } from '../recorder.ts';
import type { Due } from './due.ts';
import { checkGathering, isGathering } from './gatherings.ts';
import type { End, Known } from './known.ts';
import { checkConversation } from './openings.ts';
import { noteErased } from './orders.ts';
import { checkMessage, checkNote, noteMessage, noteUndo } from './saying.ts';

export function keepRecord(
  known: Known,
  effect: JournalRecord,
  entry: Entry,
  end: End | null,
  due: Due,
): void {
  checkRecord(known, effect, entry, end, due);
  record(known.store, effect);
  if (effect.name === 'message' || effect.name === 'note') noteMessage(known, effect.args[0], due, entry);
  if (effect.name === 'personEnded' || effect.name === 'accountRemoved') ended(known, effect.args[0]);
}

/** Before the journal has it. */
function checkRecord(known: Known, effect: JournalRecord, entry: Entry, end: End | null, due: Due): void {
  const { store } = known;
  switch (effect.name) {
    case 'conversation':
      checkConversation(known, effect.args[0], entry, end, due);
      break;
    case 'message':
      checkMessage(known, effect.args, entry, end);
      break;
    case 'note':
      checkNote(known, effect.args, entry, end);
      break;
    case 'gone':
      noteUndo(known, effect.args[0], due);
      break;
    case 'account': {
      const [{ party }] = effect.args;
      if (!store.accounts.has(party)) known.logs.begins(party);
      break;
    }
    case 'person': {
      const [{ party }] = effect.args;
      if (!store.people.has(party)) known.visits.set(party, { after: store.lastSeq, said: 0 });
      break;
    }
    case 'forgotten':
    case 'expired':
      noteErased(known, effect);
      break;
    default:
      if (isGathering(effect)) checkGathering(known, effect, due);
  }
}

/** An identity is over, unless it has an account. */
function ended(known: Known, party: number): void {
  const { store, logs } = known;
  const who = known.who(party);
  for (const one of known.ends.values()) {
    if (one.who !== who) continue;
    logs.wentAway(who);
    known.leaves(one);
  }
  known.tokens.delete(who);
  known.lastAssigned.delete(who);
  known.visits.delete(who);
  known.rateable.delete(who);
  logs.leaves(who);
  if (store.accounts.has(party) || store.people.has(party)) return;
  logs.end(who);
  known.labels.delete(who);
}
