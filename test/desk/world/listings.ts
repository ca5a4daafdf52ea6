/** Listings, item by item, as they follow from the journal. */

import type { Desk } from '../../../src/desk/desk.ts';
import { wordsOf } from '../../../src/protocol/words.ts';
import type { ModelMessage } from '../model-store.ts';
import type { End, Known } from './known.ts';
import { partnerOf } from './passing.ts';

const time = (at: number): string => new Date(at).toISOString();

/** The items that HISTORY must list. */
export function historyItems(known: Known, desk: Desk, args: readonly string[], asker: End): string[] {
  const [who = '', limit = '', before = ''] = args;
  const { store } = known;
  const attends = asker.role === 'atendente';
  const star = attends ? (partnerOf(known, desk, asker) ?? 0) : asker.who;
  const key = who === '*' ? store.parties.get(known.party(star))?.key : who;
  const has = (party: number) => store.parties.get(party)?.key === key;
  const mine = (party: number) => has(party) && known.who(party) === asker.who;
  const own = attends || who.startsWith('#') ? has : mine;
  // Of a name that came back only the last time.
  const [after, upto] =
    attends || who.startsWith('#') ? [0, Number.MAX_SAFE_INTEGER] : lastBorne(known, asker.who, key);
  return [...store.messages.values()]
    .filter(({ sender, recipient, attendant }) => own(sender) || own(recipient) || own(attendant))
    .filter(({ note }) => attends || !note)
    .filter(({ seq }) => seq > after && seq <= upto && (before === '' || seq < Number(before)))
    .slice(-Math.min(500, limit === '' ? 50 : Number(limit)))
    .map((message) => known.line(message));
}

/** From where to where somebody was called by this name last. */
function lastBorne(known: Known, who: number, key: string | undefined): [number, number] {
  const { store } = known;
  const party = known.party(who);
  const names = [...(store.former.get(party) ?? []), { party, upto: Number.MAX_SAFE_INTEGER }];
  const is = (at: number) => store.parties.get(names[at]?.party ?? 0)?.key === key;
  const last = names.findLastIndex((_, at) => is(at));
  let first = last;
  while (first > 0 && is(first - 1)) first--;
  return [names[first - 1]?.upto ?? 0, names[last]?.upto ?? 0];
}

/** The items that SEARCH must list. */
export function searchItems(known: Known, text: string, asker: End): string[] {
  const wanted = wordsOf(text);
  const rooms = known.roomsOf(asker.who);
  const own = (message: ModelMessage) =>
    asker.role === 'atendente' ||
    known.who(message.sender) === asker.who ||
    known.who(message.recipient) === asker.who ||
    rooms.includes(message.recipient);
  return [...known.store.messages.values()]
    .filter((message) => !message.note && !message.gone && own(message))
    .filter((message) => {
      const has = wordsOf(message.text);
      return wanted.length > 0 && wanted.every((word) => has.includes(word));
    })
    .slice(-50)
    .map((message) => known.line(message));
}

/** Who waits, for attendants. */
export function queueItems(known: Known): string[] {
  return known.store.waiting().map((one) => {
    const count = known.store.messagesOf(one).length + (known.erased.get(one.id) ?? 0);
    return `WAITING ${known.store.nameOf(one.customer)} ${time(one.waitingSince)} ${count}`;
  });
}

export function listItems(known: Known, [role = '', after = '']: readonly string[]): string[] {
  const { store } = known;
  const everybody = [...store.people.values()];
  const first = everybody.findIndex(({ party }) => store.parties.get(party)?.key === after) + 1;
  return everybody
    .slice(first)
    .filter((person) => role === '' || person.role === role)
    .map(({ party }) => userItem(known, known.who(party), (who) => stateOf(known, who)));
}

function stateOf(known: Known, who: number): string {
  const conversation = known.conversationOf(who);
  const place = known.store.waiting().findIndex(({ customer }) => known.who(customer) === who) + 1;
  if (place > 0) return `waiting:${place}`;
  return conversation ? `with:${known.store.nameOf(conversation.attendant)}` : known.status(who);
}

function userItem(known: Known, who: number, state: (who: number) => string): string {
  const { role, since, display } = known.store.people.get(known.party(who))!;
  const shown = known.connected(who) ? state(who) : 'lost';
  const item = `USER ${known.name(who)} ${role} ${shown} ${time(since)}`;
  return display === '' ? item : `${item} ${display}`;
}

/** Rooms in the order of making; the one that is always there stands in front until somebody joins it. */
export function roomItems(known: Known, [after = '']: readonly string[]): string[] {
  const { store } = known;
  const rooms = [...store.rooms.values()];
  const virtual = after === '' && store.roomOf('#geral') === undefined ? ['ROOM #geral 0'] : [];
  const first = rooms.findIndex(({ party }) => store.parties.get(party)?.key === after) + 1;
  const items = rooms.slice(first).map(({ party, topic }) => {
    const item = `ROOM ${store.nameOf(party)} ${known.membersOf(party).length}`;
    return topic === '' ? item : `${item} ${topic}`;
  });
  return [...virtual, ...items].slice(0, 500);
}

/** Who is in a room, by joining. */
export function whoItems(known: Known, [key = '', after = '']: readonly string[], asker: End): string[] {
  const room = key === '' ? known.roomsOf(asker.who).at(-1)! : known.store.roomOf(key)!;
  const members = known.membersOf(room);
  const bearer = after === '' ? undefined : known.bearer(after);
  const first = bearer === undefined ? 0 : members.indexOf(bearer) + 1;
  return members.slice(first, first + 500).map((who) => userItem(known, who, (one) => known.status(one)));
}
