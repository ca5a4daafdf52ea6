/**
 * What the replies to the commands of an attendant's screen make of the state. Owns the knowledge of each reply.
 */

import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { unescapeText } from '../../protocol/text.ts';
import type { Reply } from '../client/connection.ts';
import { capital, harmless } from '../client/harmless.ts';
import { seqOf } from '../client/shown.ts';
import { keyOf } from '../client/view.ts';
import { safe } from './cells.ts';
import { EMPTY } from './editor.ts';
import { end, serve } from './events.ts';
import { type Line, readLine, withChange, withGone, withLines } from './lines.ts';
import { say } from './saying.ts';
import type { Waiting } from './state.ts';
import {
  type About,
  addLines,
  askNewest,
  newId,
  notice,
  PAGE,
  put,
  putChat,
  type Turn,
  turnTo,
  words,
} from './turn.ts';

/** `reply` is null if nobody will ever know. */
export function answered(turn: Turn, about: About, reply: Reply | null) {
  if (about.is === 'said' || about.is === 'note') return sent(turn, about, reply);
  if (!reply) {
    unknown(turn, about);
    return;
  }
  if (reply.kind === 'err') return refused(turn, about, reply);
  if (reply.kind === 'listing') return listed(turn, about, reply.items);
  const text = harmless(reply.text);
  const t = words(turn);
  switch (about.is) {
    case 'taken': {
      const [name = ''] = splitWords(text, 1);
      const { key } = serve(turn, name);
      turnTo(turn, key);
      put(turn, { focus: 'input' });
      return;
    }
    case 'close':
      return end(turn, about.key, t.youClosed(about.text));
    case 'return':
      return end(turn, about.key, t.youReturned);
    case 'transfer':
      notice(turn, t.youTransferred(about.customer, about.to));
      return;
    case 'undo':
      for (const { key, lines } of turn.state.chats.values()) {
        const left = withGone(lines, about.seq);
        if (left !== lines) putChat(turn, key, { lines: left });
      }
      return;
    case 'status':
      put(turn, { isAway: text === 'away' });
      notice(turn, text === 'away' ? t.youAreAway : t.youAreOnline);
  }
}

/** A message or note of mine was stored, refused, or who knows. */
function sent(turn: Turn, about: About & { is: 'said' | 'note' }, reply: Reply | null): void {
  const chat = turn.state.chats.get(about.key);
  const line = chat?.lines.find(({ id }) => id === about.id);
  if (reply?.kind === 'ok') {
    const seq = seqOf(reply.text.split(' ').at(-1));
    put(turn, { lastSeq: Math.max(turn.state.lastSeq, seq) });
    if (chat) {
      const stored = { seq, order: seq, mark: 'stored' } as const;
      putChat(turn, about.key, { lines: withChange(chat.lines, about.id, stored) });
    }
    return;
  }
  const t = words(turn);
  const why = reply?.kind === 'err' ? capital(harmless(reply.text || reply.code)) : t.unknownWhether;
  notice(turn, t.notSent(why), true);
  if (!chat || !line) return;
  const draft = { text: line.text, at: line.text.length };
  const isFree = about.is === 'said' ? chat.draft.text === '' : chat.note.text === '';
  // What was surely not taken stands in its line again; what may have been taken stays where it is, marked.
  if (reply && isFree) {
    const lines = chat.lines.filter(({ id }) => id !== about.id);
    putChat(turn, about.key, about.is === 'said' ? { lines, draft } : { lines, note: draft });
    if (about.is === 'note' && turn.state.mode.is === 'talk') put(turn, { mode: { is: 'note' } });
  } else {
    putChat(turn, about.key, { lines: withChange(chat.lines, about.id, { mark: 'failed' }) });
  }
}

/** The connection took the reply with it. */
function unknown(turn: Turn, about: About): void {
  if (about.is === 'history') putChat(turn, about.key, { older: 'unknown' });
  const isSilent = ['queue', 'colleagues', 'canned', 'nothing', 'history', 'archive'].includes(about.is);
  if (!isSilent) notice(turn, words(turn).unknownWhether, true);
}

function refused(turn: Turn, about: About, { code, text }: Reply & { kind: 'err' }): void {
  switch (about.is) {
    case 'nothing':
    case 'queue':
    case 'colleagues':
    case 'canned':
      return;
    case 'history':
      putChat(turn, about.key, { older: 'none' });
      return;
    case 'archive':
      changeArchive(turn, about.key, [], true);
      return;
    case 'search':
      gotHits(turn, about.asked, []);
  }
  notice(turn, capital(harmless(text || code)), true);
}

function listed(turn: Turn, about: About, items: readonly Event[]) {
  switch (about.is) {
    case 'queue':
      return gotQueue(turn, items);
    case 'colleagues':
      return gotColleagues(turn, items);
    case 'canned':
      return gotCanned(turn, about.again, items);
    case 'history': {
      const isAll = items.length < PAGE || turn.state.chats.get(about.key)?.older === 'none';
      putChat(turn, about.key, { older: isAll ? 'none' : 'some' });
      return addLines(turn, about.key, linesOf(turn, items));
    }
    case 'archive':
      return changeArchive(turn, about.key, linesOf(turn, items), items.length < PAGE);
    case 'search':
      return gotHits(turn, about.asked, linesOf(turn, items).reverse());
  }
}

function linesOf(turn: Turn, items: readonly Event[]): Line[] {
  return items.flatMap((item) => readLine(item, turn.state.me, newId(turn)) ?? []);
}

function gotQueue(turn: Turn, items: readonly Event[]): void {
  const queue = items.map(({ rest }) => {
    const [name = '', since = '', messages = ''] = splitWords(harmless(rest), 3);
    const sinceMs = Date.parse(since) || turn.now;
    return { key: keyOf(name), name, sinceMs, messages: Number(messages) || 0 };
  });
  const { chosen, focus, queue: before, chats } = turn.state;
  const isThere = queue.some(({ key }) => key === chosen);
  put(turn, { queue, chosen: isThere ? chosen : (queue[0]?.key ?? null) });
  turn.orders.push({ do: 'settle' });
  // Whoever is looked at and wrote more meanwhile.
  const wrote = (all: readonly Waiting[]) => all.find(({ key }) => key === chosen)?.messages ?? 0;
  const chat = chosen === null || focus !== 'queue' ? undefined : chats.get(chosen);
  if (chat && isThere && wrote(queue) !== wrote(before)) askNewest(turn, chat);
}

function gotColleagues(turn: Turn, items: readonly Event[]): void {
  const all = items.map(({ rest }) => {
    const [name = '', , state = ''] = splitWords(harmless(rest), 3);
    return { name, state };
  });
  const isMe = (name: string) => keyOf(name) === keyOf(turn.state.me);
  const colleagues = all.flatMap(({ name, state }) =>
    isMe(name) || state === 'lost'
      ? []
      : [{ name, state: state === 'away' ? ('away' as const) : ('online' as const) }],
  );
  const own = all.find(({ name }) => isMe(name));
  put(turn, { colleagues, isAway: own ? own.state === 'away' : turn.state.isAway });
}

function gotCanned(turn: Turn, again: string | null, items: readonly Event[]): void {
  const canned = items.map(({ rest }) => {
    const [name = '', text = ''] = splitWords(rest, 1);
    return { key: keyOf(name), name: harmless(name), text: safe(unescapeText(text)) };
  });
  put(turn, { canned });
  if (again !== null) say(turn, again, true);
}

function gotHits(turn: Turn, asked: string, hits: readonly Line[]): void {
  const { mode } = turn.state;
  if (mode.is === 'search' && mode.asked === asked) put(turn, { mode: { ...mode, hits, at: 0 } });
}

/** Older lines for what is looked at from the search. */
function changeArchive(turn: Turn, key: string, lines: readonly Line[], isAll: boolean): void {
  const { mode } = turn.state;
  if (mode.is !== 'archive' || mode.chat.key !== key) return;
  const all = withLines(mode.chat.lines, lines);
  // The line that was found stands at the bottom of the first page.
  const isFirst = mode.chat.lines.length === 0;
  const found = all.find(({ seq }) => seq === mode.seq);
  const anchor = isFirst && found ? { id: found.id, below: 0 } : mode.chat.anchor;
  const chat = {
    ...mode.chat,
    lines: all,
    anchor,
    draft: EMPTY,
    older: isAll ? ('none' as const) : ('some' as const),
  };
  put(turn, { mode: { ...mode, chat } });
}
