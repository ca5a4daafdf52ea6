/**
 * Which waiting customer the desk gives to which attendant: the longest-waiting to the least-loaded. It only looks, and
 * changes nothing.
 */

import type { Conversation } from './conversations.ts';
import type { Desk } from './desk.ts';
import type { Person } from './people.ts';
import { isHere, type Session } from './session.ts';

type Attendant = Person & { session: Session };

/**
 * Who is to be given to whom next. O(attendants), and for each who is passed over a step (a customer who is lost) or
 * O(attendants with room) (one who was given back).
 */
export function nextAssignment(
  desk: Desk,
): { readonly conversation: Conversation; readonly attendant: Attendant } | undefined {
  if (desk.waiting.length === 0) return undefined;
  const free = withRoom(desk);
  const anybody = leastLoaded(free, null);
  if (!anybody) return undefined;
  for (const conversation of desk.waiting) {
    if (!conversation.customer.session) continue;
    const { returnedBy } = conversation;
    const attendant = returnedBy ? leastLoaded(free, returnedBy) : anybody;
    if (attendant) return { conversation, attendant };
  }
  return undefined;
}

/** The attendants who are connected, not away, and have room, in the order of their entry. */
function withRoom({ people, options }: Desk): Attendant[] {
  const free: Attendant[] = [];
  for (const attendant of people.attendants) {
    if (!isHere(attendant) || attendant.status === 'away') continue;
    if (attendant.serving.size < options.capacity) free.push(attendant);
  }
  return free;
}

/**
 * The one of these with the fewest open conversations, but none who gave it back; on equal load the one whose last
 * assignment lies furthest back, then the first.
 */
function leastLoaded(
  attendants: readonly Attendant[],
  returnedBy: ReadonlySet<number> | null,
): Attendant | undefined {
  let best: Attendant | undefined;
  for (const attendant of attendants) {
    if (returnedBy && hasReturned(returnedBy, attendant)) continue;
    const load = attendant.serving.size - (best?.serving.size ?? 0);
    if (!best || load < 0 || (load === 0 && attendant.lastAssigned < best.lastAssigned)) best = attendant;
  }
  return best;
}

/** Whether the attendant is one of these, under the name of now or a former one. */
function hasReturned(returnedBy: ReadonlySet<number>, { party, former }: Person): boolean {
  return returnedBy.has(party.id) || former.some((name) => returnedBy.has(name.party.id));
}
