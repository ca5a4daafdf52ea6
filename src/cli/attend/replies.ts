/**
 * What the replies to the commands of an attendant's screen make of the state. Owns the knowledge of each reply, but of
 * listings.
 */

import { splitWords } from '../../protocol/server-lines.ts';
import type { Reply } from '../client/connection.ts';
import { capital, disarmed, harmless } from '../client/harmless.ts';
import { NAMESAKE } from '../client/namesakes.ts';
import { seqOf } from '../client/shown.ts';
import { missed } from './archive.ts';
import { draftOf } from './editor.ts';
import { undone } from './events.ts';
import { withChange } from './lines.ts';
import { gotHits, gotListing } from './listing-replies.ts';
import { askWhoIfShown } from './rooms.ts';
import { retyped } from './saying.ts';
import { shownChat } from './selectors.ts';
import { end, serve } from './serving.ts';
import type { Chat } from './state.ts';
import type { Texts } from './texts-shape.ts';
import {
  type About,
  askUnattendedAnew,
  chatWith,
  dropChat,
  notice,
  put,
  putChat,
  type Turn,
  turnTo,
  words,
} from './turn.ts';

/** What nobody asked for in so many words: when it fails, that is not told. */
const SILENT: ReadonlySet<About['is']> = new Set([
  'queue',
  'colleagues',
  'unattended',
  'nothing',
  'history',
  'archive',
  'newer',
  'members',
]);

/** Whether nobody waits for it, so that its failure is told to nobody. */
function isSilent(about: About): boolean {
  return about.is === 'canned' ? about.next === null : SILENT.has(about.is);
}

/** `reply` is null if nobody will ever know. */
export function answered(turn: Turn, about: About, reply: Reply | null) {
  if (about.is === 'said' || about.is === 'note') return sent(turn, about, reply);
  if (!reply) {
    unknown(turn, about);
    return;
  }
  if (reply.kind === 'err') return refused(turn, about, reply);
  if (reply.kind === 'listing') return gotListing(turn, about, reply.items);
  const text = disarmed(reply.text);
  const t = words(turn);
  switch (about.is) {
    case 'taken':
      return took(turn, splitWords(text, 1)[0] ?? '');
    case 'close':
      return end(turn, about.key, t.youClosed(about.text));
    case 'return':
      return end(turn, about.key, t.youReturned);
    case 'transfer':
      // One more, if they are away.
      askUnattendedAnew(turn);
      notice(turn, t.youTransferred(about.customer, about.to));
      return;
    case 'undo':
      return undone(turn, about.seq);
    case 'join':
      return joined(turn, text, about.isAgain);
    case 'leave':
      return dropChat(turn, about.key);
    case 'take-over':
      // One less of those whom an absent colleague serves.
      askUnattendedAnew(turn);
      return took(turn, about.name);
    case 'status':
      put(turn, { isAway: text === 'away' });
      notice(turn, text === 'away' ? t.youAreAway : t.youAreOnline);
  }
}

/** A customer whom I asked for is mine, and on the screen. */
function took(turn: Turn, name: string): void {
  const { key } = serve(turn, name);
  turnTo(turn, key);
  put(turn, { focus: 'input' });
}

/** I am in a room; on the screen, if I asked for it just now. */
function joined(turn: Turn, text: string, isAgain: boolean) {
  const [name = ''] = splitWords(text, 1);
  const { key } = chatWith(turn, name, 'room');
  putChat(turn, key, { members: null });
  if (isAgain) return askWhoIfShown(turn, key);
  turnTo(turn, key);
  put(turn, { focus: 'input' });
}

/** A message or note of mine was stored, refused, or who knows. */
function sent(turn: Turn, about: About & { is: 'said' | 'note' }, reply: Reply | null): void {
  const chat = chatOf(turn, about);
  const line = chat?.lines.find(({ id }) => id === about.id);
  if (reply?.kind === 'ok') {
    const seq = seqOf(reply.text.split(' ').at(-1));
    put(turn, { lastSeq: Math.max(turn.state.lastSeq, seq) });
    if (chat) {
      const stored = { seq, order: seq, mark: 'stored' } as const;
      putChat(turn, chat.key, { lines: withChange(chat.lines, about.id, stored) });
    }
    return;
  }
  const t = words(turn);
  const isAnother = reply?.kind === 'err' && reply.code === NAMESAKE;
  notice(turn, t.notSent(isAnother && line ? t.isAnother(line.to) : whyNot(reply, t)), true);
  if (!chat || !line) return;
  const draft = draftOf(about.is === 'said' ? retyped(line.text) : line.text);
  const isFree = about.is === 'said' ? chat.draft.text === '' : chat.note.text === '';
  // What was surely not taken stands in its line again; what may have been taken stays where it is, marked.
  if (reply && isFree) {
    const lines = chat.lines.filter(({ id }) => id !== about.id);
    putChat(turn, chat.key, about.is === 'said' ? { lines, draft } : { lines, note: draft });
    // Who is typing something else by now goes on typing that.
    const isShown = turn.state.mode.is === 'talk' && shownChat(turn.state)?.key === chat.key;
    if (about.is === 'note' && isShown && chat.draft.text === '') {
      put(turn, { mode: { is: 'note', key: chat.key } });
    }
  } else {
    putChat(turn, chat.key, { lines: withChange(chat.lines, about.id, { mark: 'failed' }) });
  }
}

/** The conversation in which that line stands; whoever it is with may have another name by now. */
function chatOf(turn: Turn, { key, id }: { readonly key: string; readonly id: number }): Chat | undefined {
  const { chats } = turn.state;
  const has = (chat: Chat | undefined) => chat?.lines.some((line) => line.id === id);
  return has(chats.get(key)) ? chats.get(key) : [...chats.values()].find(has);
}

function whyNot(reply: Reply | null, t: Texts): string {
  if (reply?.kind !== 'err') return t.unknownWhether;
  const isLong = reply.code === 'LINE-TOO-LONG' || reply.code === 'TEXT-TOO-LONG';
  return isLong ? t.longText : capital(harmless(reply.text || reply.code));
}

/** The connection took the reply with it. */
function unknown(turn: Turn, about: About): void {
  if (about.is === 'history') putChat(turn, about.key, { older: 'unknown' });
  if (about.is === 'archive' || about.is === 'newer') missed(turn, about.seq);
  if (about.is === 'members') putChat(turn, about.key, { members: null });
  leaveList(turn, about);
  if (!isSilent(about)) notice(turn, words(turn).unknownWhether, true);
}

function refused(turn: Turn, about: About, { code, text }: Reply & { kind: 'err' }) {
  leaveList(turn, about);
  switch (about.is) {
    case 'join':
      // What was being typed there is not lost.
      if (about.isAgain && turn.state.chats.get(about.key)?.draft.text === '') dropChat(turn, about.key);
      break;
    case 'leave':
      // Not being in it is what was wanted.
      if (code === 'NOT-IN-ROOM' || code === 'NO-SUCH-ROOM') return dropChat(turn, about.key);
      break;
    case 'canned':
      // Who does not know the list has none.
      if (code === 'BAD-COMMAND') return gotListing(turn, about, []);
      break;
    case 'history':
      putChat(turn, about.key, { older: 'none' });
      break;
    case 'archive':
    case 'newer':
      missed(turn, about.seq);
      break;
    case 'search':
      gotHits(turn, about.asked, []);
  }
  if (!isSilent(about)) notice(turn, capital(harmless(text || code)), true);
}

/** A list that will never come is not waited for. */
function leaveList(turn: Turn, { is }: About): void {
  const { mode } = turn.state;
  if (mode.is === is && (is === 'rooms' || is === 'people' || is === 'figures')) {
    put(turn, { mode: { is: 'talk' } });
  }
}
