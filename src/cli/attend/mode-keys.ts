/**
 * What can be open over the panes: the search and what it found, canned answers, colleagues to hand a customer to,
 * rooms, people, figures, questions before something cannot be taken back. Owns how each of them is opened, and its
 * keys, but those in the lists of rooms and people.
 */

import { escapeText } from '../../protocol/text.ts';
import { openArchive } from './archive.ts';
import { fittingAnswers, receivers, undoable } from './choices.ts';
import { moves, peopleKey, roomsKey } from './chooser-keys.ts';
import { draftOf, EMPTY, insert } from './editor.ts';
import { type Action, whyNot, whyNotWrite, whyOffline } from './guards.ts';
import type { Line } from './lines.ts';
import { sayTyping } from './saying.ts';
import { scroll } from './scrolling.ts';
import { isAskedToQuit, isUnfinished, shownChat } from './selectors.ts';
import type { Archive, Chat, Confirm, Mode, Search, State } from './state.ts';
import {
  askColleagues,
  dropChat,
  lookSoon,
  notice,
  put,
  putChat,
  send,
  type Turn,
  tellIfOffline,
} from './turn.ts';

export type Opening = 'help' | 'quit' | Exclude<Action, 'next' | 'status'>;

/** Opens it, if that makes sense now; says why if it does not. */
export function open(turn: Turn, what: Opening) {
  if (what === 'quit') return askToQuit(turn);
  if (what === 'help') return put(turn, { mode: { is: 'help' } });
  const { mode } = turn.state;
  // The key that opened the note closes it, too.
  if (what === 'note' && mode.is === 'note') return put(turn, { mode: { is: 'talk' } });
  const chat = mode.is === 'archive' ? null : shownChat(turn.state);
  if (what === 'canned' && chat && mayHaveCanned(turn.state, chat)) {
    return send(turn, 'CANNED', { is: 'canned', next: { do: 'choose', key: chat.key } });
  }
  const why = whyNot(turn.state, what);
  if (why !== '') return notice(turn, why, true);
  if (chat) openAbout(turn, what, chat);
  openForAll(turn, what);
}

/** None are known, but the server may have been given some since. */
function mayHaveCanned(state: State, chat: Chat): boolean {
  return state.canned.length === 0 && whyNotWrite(state, chat) === '' && whyOffline(state) === '';
}

/** Opens the canned answers that came, for somebody who is still on the screen; says so if there are none. */
export function chooseCanned(turn: Turn, key: string) {
  const { mode } = turn.state;
  if ((mode.is !== 'talk' && mode.is !== 'note') || shownChat(turn.state)?.key !== key) return;
  const why = whyNot(turn.state, 'canned');
  if (why !== '') return notice(turn, why, true);
  put(turn, { mode: { is: 'canned', key, filter: EMPTY, at: 0 }, focus: 'input' });
}

/** What is about the conversation on the screen. */
function openAbout(turn: Turn, what: Opening, chat: Chat) {
  const { key } = chat;
  switch (what) {
    case 'note':
      return put(turn, { mode: { is: 'note', key } });
    case 'canned':
      // Their texts may be others by now; without a connection those that are known do.
      if (whyOffline(turn.state) === '') send(turn, 'CANNED', { is: 'canned', next: null });
      return put(turn, { mode: { is: 'canned', key, filter: EMPTY, at: 0 }, focus: 'input' });
    case 'undo':
      return ask(turn, 'undo', key, undoable(chat));
    case 'close':
      return close(turn, chat);
    case 'return':
      return ask(turn, 'return', key);
    case 'transfer':
      askColleagues(turn);
      return put(turn, { mode: { is: 'transfer', key, at: 0 } });
  }
}

/** What is about nobody in particular. */
function openForAll(turn: Turn, what: Opening) {
  switch (what) {
    case 'search':
      return put(turn, { mode: { is: 'search', query: EMPTY, asked: '', hits: null, at: 0 } });
    case 'rooms':
      send(turn, 'ROOMS', { is: 'rooms' });
      return put(turn, { mode: { is: 'rooms', filter: EMPTY, at: 0, rooms: null } });
    case 'people':
      send(turn, 'LIST-USERS', { is: 'people' });
      return put(turn, { mode: { is: 'people', filter: EMPTY, at: 0, people: null } });
    case 'figures':
      send(turn, 'STATS', { is: 'figures' });
      return put(turn, { mode: { is: 'figures', items: null } });
  }
}

/** The key means something to what is open; false if not. */
export function modeKey(turn: Turn, key: string): boolean {
  const { mode } = turn.state;
  switch (mode.is) {
    case 'search':
      return searchKey(turn, key, mode);
    case 'archive':
      return archiveKey(turn, key, mode);
    case 'canned':
      return cannedKey(turn, key, mode);
    case 'transfer':
      return transferKey(turn, key, mode);
    case 'rooms':
      return roomsKey(turn, key, mode);
    case 'people':
      return peopleKey(turn, key, mode);
    case 'confirm':
      return confirmKey(turn, key, mode);
    default:
      return false;
  }
}

/** What is no customer of mine, or not any more, only goes from the list; out of a room one can come back. */
function close(turn: Turn, { key, name, standing }: Chat) {
  if (standing === 'mine') return ask(turn, 'close', key);
  if (standing === 'room') return send(turn, `LEAVE ${name}`, { is: 'leave', key });
  dropChat(turn, key);
  lookSoon(turn);
}

function ask(turn: Turn, what: Confirm['what'], key: string | null, line?: Line): void {
  put(turn, { mode: { is: 'confirm', what, key, line: line ?? null, text: EMPTY, person: null } });
}

/** Leaves at once if nobody is left alone by that, or if it was asked already. */
function askToQuit(turn: Turn): void {
  const { chats } = turn.state;
  const isNeeded = [...chats.values()].some((chat) => chat.standing === 'mine' || isUnfinished(chat));
  if (isAskedToQuit(turn.state) || !isNeeded) turn.orders.push({ do: 'leave' });
  else ask(turn, 'quit', null);
}

function confirmKey(turn: Turn, key: string, mode: Confirm): boolean {
  if (key === 'escape') {
    talk(turn);
    // Whom one does not take over was chosen from a list; there are others in it.
    if (mode.person && whyOffline(turn.state) === '') open(turn, 'people');
    return true;
  }
  if (key !== 'enter') return mode.what !== 'close' || key === 'tab' || key.startsWith('page');
  if (mode.what !== 'quit' && tellIfOffline(turn)) return true;
  const chat = shownChat(turn.state);
  put(turn, { mode: { is: 'talk' } });
  if (mode.what === 'quit') turn.orders.push({ do: 'leave' });
  if (mode.what === 'take-over' && mode.person) {
    const customer = mode.person.name;
    send(turn, `TRANSFER ${customer} ${turn.state.me}`, { is: 'take-over', name: customer });
    return true;
  }
  if (!chat) return true;
  const { key: of, name } = chat;
  const text = mode.text.text.trim();
  if (mode.what === 'close') {
    send(turn, `CLOSE ${name} ${escapeText(text)}`.trimEnd(), { is: 'close', key: of, text });
  }
  if (mode.what === 'return') send(turn, `RETURN ${name}`, { is: 'return', key: of });
  if (mode.line) send(turn, `UNDO ${mode.line.seq}`, { is: 'undo', seq: mode.line.seq });
  return true;
}

function searchKey(turn: Turn, key: string, mode: Search): boolean {
  const { hits, query, asked, at } = mode;
  if (moves(turn, key, mode, hits?.length ?? 0)) return true;
  if (key !== 'enter') return false;
  const wanted = query.text.trim();
  const hit = hits?.[at];
  if (wanted !== '' && wanted !== asked) {
    if (tellIfOffline(turn)) return true;
    put(turn, { mode: { ...mode, asked: wanted, hits: null, at: 0 } });
    send(turn, `SEARCH ${escapeText(wanted)}`, { is: 'search', asked: wanted });
  } else if (hit) openArchive(turn, hit, mode);
  return true;
}

function archiveKey(turn: Turn, key: string, mode: Archive): boolean {
  if (key === 'escape') put(turn, { mode: mode.back });
  else if (key === 'up' || key === 'down') scroll(turn, key === 'up' ? 1 : -1);
  else return false;
  return true;
}

function cannedKey(turn: Turn, key: string, mode: Mode & { is: 'canned' }): boolean {
  const answers = fittingAnswers(turn.state);
  if (moves(turn, key, mode, answers.length)) return true;
  if (key !== 'enter' && key !== 'tab') return false;
  const answer = answers[mode.at];
  const chat = shownChat(turn.state);
  if (!answer) return true;
  put(turn, { mode: { is: 'talk' } });
  if (!chat) return true;
  // It can still be changed, and goes out with Enter.
  const draft = chat.draft.text === '' ? draftOf(answer.text) : insert(chat.draft, answer.text).draft;
  putChat(turn, chat.key, { draft });
  sayTyping(turn, { ...chat, draft });
  return true;
}

function transferKey(turn: Turn, key: string, mode: Mode & { is: 'transfer' }): boolean {
  const all = receivers(turn.state);
  if (moves(turn, key, mode, all.length)) return true;
  if (key === 'escape') return talk(turn);
  const receiver = all[mode.at];
  const chat = shownChat(turn.state);
  if (key === 'enter' && receiver && chat && !tellIfOffline(turn)) {
    send(turn, `TRANSFER ${chat.name} ${receiver.name}`, {
      is: 'transfer',
      customer: chat.name,
      to: receiver.name,
    });
    talk(turn);
  }
  return true;
}

function talk(turn: Turn): true {
  put(turn, { mode: { is: 'talk' } });
  lookSoon(turn);
  return true;
}
