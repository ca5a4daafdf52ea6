/**
 * What an attendant says: a draft becomes a message or a note, canned answers are put in for their names, and the
 * other side is told who is typing. Owns when a draft is empty again: never before there is a line for it.
 */

import { escapeText } from '../../protocol/text.ts';
import { expandCanned } from '../client/canned.ts';
import { wordOf } from '../client/command-words.ts';
import { keyOf } from '../client/view.ts';
import { EMPTY } from './editor.ts';
import type { Line } from './lines.ts';
import type { CannedAnswer, Chat } from './state.ts';
import { addLines, newId, notice, put, putChat, send, type Turn, words } from './turn.ts';

/** Milliseconds after which typing is said again, and those without a key after which it is over. */
const RENEW_MS = 8_000;
const STOPPED_MS = 6_000;

/** Sends the draft of this conversation; `isLast` if the canned answers were asked for just now. */
export function say(turn: Turn, key: string, isLast = false) {
  const t = words(turn);
  const chat = turn.state.chats.get(key);
  const typed = chat?.draft.text.trim() ?? '';
  if (!chat || typed === '') return;
  if (chat.standing === 'ended' || chat.standing === 'waiting')
    return notice(turn, t.isOver(chat.name), true);
  if (chat.isDraftOld) {
    putChat(turn, key, { isDraftOld: false });
    return notice(turn, t.isAnother(chat.name), true);
  }
  const text = expanded(turn.state.canned, typed);
  if (text === null) {
    if (isLast) notice(turn, t.noCanned(typed.split(/\s/, 1)[0] ?? ''), true);
    else send(turn, 'CANNED', { is: 'canned', next: { do: 'say', key } });
    return;
  }
  if (isCommand(typed)) return notice(turn, t.commandsAreKeys, true);
  const line = ownLine(turn, chat, 'said', text);
  putChat(turn, key, { draft: EMPTY, anchor: null });
  addLines(turn, key, [line]);
  // Who gets the message knows that I no longer type; what was wrong before it no longer matters.
  const { notice: said } = turn.state;
  put(turn, { typing: null, notice: said?.isBad ? null : said });
  send(turn, `MSG ${chat.name} ${escapeText(text)}`, { is: 'said', key, id: line.id });
}

/** Keeps the note that was typed about a customer. */
export function keepNote(turn: Turn, { key, name, note }: Chat): void {
  const text = note.text.trim();
  if (text === '') return;
  const line = ownLine(turn, { key, name }, 'note', text);
  putChat(turn, key, { note: EMPTY, anchor: null });
  addLines(turn, key, [line]);
  send(turn, `NOTE ${name} ${escapeText(text)}`, { is: 'note', key, id: line.id });
}

/** Says that I am typing, when that is new or said long ago; that I am not, when the draft is empty. */
export function sayTyping(turn: Turn, { key, name, standing, draft }: Chat) {
  const { typing, link } = turn.state;
  if ((standing !== 'mine' && standing !== 'private') || link.is !== 'up') return;
  if (draft.text === '') return stopTyping(turn);
  const isFresh = typing?.key === key && turn.now - typing.saidMs < RENEW_MS;
  if (typing && typing.key !== key) stopTyping(turn);
  if (!isFresh) send(turn, `TYPING ${name} on`, { is: 'nothing' });
  put(turn, { typing: { key, saidMs: isFresh ? typing.saidMs : turn.now, keyMs: turn.now } });
}

/** Says that I stopped, if no key was pressed for a while. */
export function tireOfTyping(turn: Turn): void {
  const { typing } = turn.state;
  if (typing && turn.now - typing.keyMs >= STOPPED_MS) stopTyping(turn);
}

function stopTyping(turn: Turn): void {
  const { typing, chats, link } = turn.state;
  const name = typing && chats.get(typing.key)?.name;
  if (!typing) return;
  put(turn, { typing: null });
  if (name && link.is === 'up') send(turn, `TYPING ${name} off`, { is: 'nothing' });
}

/** What a typed text says; null if it calls an answer that is not there. `!!` and `//` begin with one of them. */
function expanded(canned: readonly CannedAnswer[], typed: string): string | null {
  if (typed.startsWith('//')) return typed.slice(1);
  const says = expandCanned(typed, (name) => canned.find(({ key }) => key === keyOf(name))?.text);
  return says.is === 'text' ? says.text : null;
}

/** A text as it has to be typed to say that; a `!` or `/` at its beginning calls nothing then. */
export function retyped(text: string): string {
  return /^[!/]/.test(text) ? text.slice(0, 1) + text : text;
}

/** A word that the line client takes for a command was hardly meant for a customer. */
function isCommand(typed: string): boolean {
  return /^\/[^/\s]/.test(typed) && wordOf(typed.slice(1).split(/\s/, 1)[0] ?? '') !== undefined;
}

function ownLine(turn: Turn, { name }: Pick<Chat, 'key' | 'name'>, kind: Line['kind'], text: string): Line {
  return {
    id: newId(turn),
    kind,
    seq: 0,
    order: turn.state.lastSeq + 0.5,
    timeMs: turn.now,
    from: turn.state.me,
    to: name,
    mine: true,
    text,
    mark: 'sent',
  };
}
