/**
 * What the server tells by itself, and what that makes of the state. Owns the meaning of each event for an attendant.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { disarmed } from '../client/harmless.ts';
import { seqOf } from '../client/shown.ts';
import { keyOf } from '../client/view.ts';
import { retractFound } from './archive.ts';
import { withColleagues } from './choices.ts';
import { forgetFormer, nameNow, remember } from './former.ts';
import { readLine, withGone, withSeen } from './lines.ts';
import { appears } from './presence.ts';
import { came, renamedInRooms, went } from './rooms.ts';
import { end, OVER, serve, stopsWaiting } from './serving.ts';
import { type Chat, MAX_QUEUE, presenceOf } from './state.ts';
import {
  addLines,
  askColleagues,
  chatWith,
  newId,
  notice,
  put,
  putChat,
  type Turn,
  tell,
  turnTo,
  words,
} from './turn.ts';

/** Milliseconds after which who said that they are typing is taken to have stopped. */
const TYPING_MS = 15_000;

export function heard(turn: Turn, event: Event) {
  const rest = disarmed(event.rest);
  const [first = '', second = '', third = ''] = splitWords(rest, 2);
  switch (event.verb) {
    case 'MSG':
      return message(turn, event);
    case 'NOTE':
      return note(turn, event);
    case 'WAITING':
      return waits(turn, first);
    case 'WAITING-END':
      return waited(turn, keyOf(first));
    case 'ASSIGNED':
      return assigned(turn, first, second);
    case 'CLOSED':
      return closed(turn, first, `${second} ${third}`.trim());
    case 'PRESENCE':
      return presence(turn, first, second);
    case 'TYPING':
      return typing(turn, first, second, third);
    case 'UNDO':
      return undone(turn, seqOf(first));
    case 'SEEN':
      return seen(turn, first, seqOf(second));
    case 'NICK':
      return renamed(turn, first, second);
    case 'JOIN':
      return came(turn, first, second);
    case 'LEAVE':
      return went(turn, first, second);
  }
}

function message(turn: Turn, event: Event): void {
  const line = readLine(event, turn.state.me, newId(turn));
  if (!line) return;
  const { from, to, mine, seq } = line;
  const isToMe = to === '*' || keyOf(to) === keyOf(turn.state.me);
  const isFromCustomer = to === '*' || turn.state.chats.get(keyOf(from))?.standing === 'mine';
  const other = to.startsWith('#') || mine || !isToMe ? to : from;
  // Who writes to me by my name may have come by that name just now.
  const name = other === from && to !== '*' ? from : nameNow(turn, other);
  const standing = other.startsWith('#') ? 'room' : isToMe && !isFromCustomer ? 'private' : 'ended';
  const chat = chatWith(turn, name, standing);
  // Who was a customer once, or was not known to be none, writes to me as a colleague.
  if (standing === 'private' && chat.standing === 'ended') putChat(turn, chat.key, { standing });
  const colleague = turn.state.colleagues.find(({ name }) => keyOf(name) === chat.key);
  if (standing === 'private' && colleague) putChat(turn, chat.key, { presence: colleague.state });
  const isNew = !chat.lines.some((known) => known.seq === seq);
  addLines(turn, chat.key, [line]);
  putChat(turn, chat.key, { typingUntilMs: 0, ...(mine || !isNew ? {} : { unread: chat.unread + 1 }) });
}

function note(turn: Turn, event: Event): void {
  const line = readLine(event, turn.state.me, newId(turn));
  if (!line) return;
  const chat = chatWith(turn, nameNow(turn, line.to), 'ended');
  const isNew = !chat.lines.some((known) => known.seq === line.seq);
  addLines(turn, chat.key, [line]);
  if (isNew && !line.mine) putChat(turn, chat.key, { unread: chat.unread + 1 });
}

/** Rings once for each, unless they are taken at once. */
function waits(turn: Turn, name: string): void {
  const key = keyOf(name);
  const { queue, chats } = turn.state;
  forgetFormer(turn, key);
  if (chats.get(key)?.standing === 'mine') return;
  // The colleague of this name is gone: what is being written there is not for a customer.
  if (chats.get(key)?.standing === 'private') putChat(turn, key, OVER);
  if (queue.length >= MAX_QUEUE) return;
  const waiting = { key, name, sinceMs: turn.now, messages: 0 };
  put(turn, { queue: [...queue.filter((one) => one.key !== key), waiting] });
  turn.orders.push({ do: 'settle' });
}

/** Who waited while I was away is not the one of this name whom I serve. */
function waited(turn: Turn, key: string): void {
  if (turn.state.chats.get(key)?.isUnconfirmed) end(turn, key, words(turn).noLongerYours);
  stopsWaiting(turn, key);
}

function assigned(turn: Turn, customer: string, attendant: string): void {
  const t = words(turn);
  const key = keyOf(customer);
  const before = turn.state.chats.get(key)?.standing;
  if (keyOf(attendant) !== keyOf(turn.state.me)) {
    end(turn, key, t.handedTo(attendant));
    stopsWaiting(turn, key);
    return;
  }
  const { current, focus } = turn.state;
  serve(turn, customer);
  if (before === 'mine') return;
  put(turn, { isBellDue: true });
  turn.orders.push({ do: 'settle' });
  // Whatever hides the conversation that is turned to, it is still there behind that.
  if (current !== null) {
    notice(turn, t.givenToYou(customer));
    return;
  }
  turnTo(turn, key);
  if (turn.state.mode.is === 'talk' && focus !== 'input') put(turn, { focus: 'input' });
}

function closed(turn: Turn, name: string, why: string): void {
  const t = words(turn);
  end(turn, keyOf(name), why === 'abandoned' ? t.didNotComeBack : t.wentAway);
}

function presence(turn: Turn, name: string, state: string): void {
  const key = keyOf(name);
  const to = presenceOf(state);
  const { colleagues } = turn.state;
  if (to !== 'lost' && colleagues.some((one) => keyOf(one.name) === key)) {
    put(
      turn,
      withColleagues(
        turn.state,
        colleagues.map((one) => (keyOf(one.name) === key ? { name: one.name, state: to } : one)),
      ),
    );
    // Whom they serve has nobody now, or somebody again.
    askColleagues(turn);
  }
  appears(turn, key, to);
}

function typing(turn: Turn, from: string, to: string, state: string): void {
  if (to.startsWith('#')) return;
  putChat(turn, keyOf(from), { typingUntilMs: state === 'on' ? turn.now + TYPING_MS : 0 });
}

/** A message was retracted, by whomever. O(conversations and their lines). */
export function undone(turn: Turn, seq: number): void {
  retractFound(turn, seq);
  for (const { key, lines } of turn.state.chats.values()) {
    const left = withGone(lines, seq);
    if (left !== lines) putChat(turn, key, { lines: left });
  }
}

function seen(turn: Turn, who: string, seq: number): void {
  const key = keyOf(who);
  const chat = turn.state.chats.get(key);
  // What they saw in a room says nothing of what I wrote to them alone.
  const isHere = chat?.lines.some((line) => line.seq === seq && line.mine);
  if (chat && isHere && seq > 0) putChat(turn, key, { lines: withSeen(chat.lines, seq) });
}

/** What was typed to whoever had this name before is not lost, and not sent unasked to who has it now. */
function inherit(turn: Turn, key: string, { name, draft, note }: Chat): void {
  const chat = turn.state.chats.get(key);
  if (chat?.draft.text === '') putChat(turn, key, { draft, isDraftOld: true });
  else if (draft.text !== '') tell(turn, key, words(turn).unsent(name, draft.text));
  if (chat?.note.text === '') putChat(turn, key, { note });
  else if (note.text !== '') tell(turn, key, words(turn).unsent(name, note.text));
}

function renamed(turn: Turn, old: string, name: string): void {
  const from = keyOf(old);
  const key = keyOf(name);
  const { chats, queue, current, chosen, me, mode } = turn.state;
  if (from === keyOf(me)) put(turn, { me: name });
  remember(turn, from, key);
  const former = from === key || !chats.has(from) ? undefined : chats.get(key);
  const entries = [...chats].filter(([, chat]) => chat !== former);
  put(turn, {
    chats: new Map(entries.map(([at, chat]) => (at === from ? [key, { ...chat, key, name }] : [at, chat]))),
    queue: queue.map((one) => (one.key === from ? { ...one, key, name } : one)),
    current: current === from ? key : current,
    chosen: chosen === from ? key : chosen,
    ...('key' in mode && mode.key === from ? { mode: { ...mode, key } } : {}),
  });
  if (former) inherit(turn, key, former);
  tell(turn, key, words(turn).renamed(old, name));
  renamedInRooms(turn, old, name);
}
