/**
 * The large part of the screen in rows: title, what is looked at, the line of the moment. Owns what stands there in
 * each mode. Pure.
 */

import { wrap } from '../client/table.ts';
import { cut, even } from './cells.ts';
import { visibleRows } from './chat-rows.ts';
import type { Layout } from './layout.ts';
import { cannedRows, helpRows, searchRows, transferRows } from './list-rows.ts';
import { undoable } from './mode-keys.ts';
import { lasting } from './moments.ts';
import { BLANK, piece, type Row, spread, type Tone, theirs } from './rows.ts';
import { blank } from './side-rows.ts';
import { type Chat, type State, shownChat } from './state.ts';
import { TEXTS } from './texts.ts';

/** Rows of what is so at this moment, at most. */
const MAX_MOMENT_ROWS = 3;

/** Characters of a text that is only named. */
const NAMED = 40;

/** Title and body, as many rows as the layout has for them. */
export function mainRows(state: State, layout: Layout): Row[] {
  const t = TEXTS[state.lang];
  const { mode } = state;
  const chat = shownChat(state);
  switch (mode.is) {
    case 'help':
      return [[piece(t.help, 'title')], ...helpRows(state, layout)];
    case 'search':
      return [searchTitle(state, layout.main), ...searchRows(state, layout)];
    case 'canned':
      return [[piece(t.canned, 'title')], ...cannedRows(state, layout)];
    case 'transfer':
      return [
        [theirs(cut(t.transfer(chat?.name ?? ''), layout.main), 'title')],
        ...transferRows(state, layout),
      ];
    default:
      if (!chat) return [BLANK, ...welcome(state, layout)];
      return [titleRow(chat, state, layout.main), ...conversation(chat, state, layout)];
  }
}

/** What is so at this moment: a question, a notice, who types, what is below. One row, unless it does not fit. */
export function momentRows(state: State, main: number): Row[] {
  const t = TEXTS[state.lang];
  const { mode, notice } = state;
  const chat = shownChat(state);
  if (mode.is === 'confirm') return wrapped(question(state, chat), 'warm', main);
  if (notice) return wrapped(notice.text, notice.isBad ? 'bad' : 'good', main);
  if (chat?.anchor) {
    const left = chat.older === 'asked' ? [piece(t.loading, 'dim')] : [];
    return [spread(left, [piece(t.below(chat.unread), 'key')], main)];
  }
  if (chat && chat.typingUntilMs > 0) return [[theirs(cut(t.isTyping(chat.name), main), 'dim')]];
  return [BLANK];
}

function wrapped(text: string, tone: Tone, main: number): Row[] {
  return wrap(even(text), main)
    .slice(0, MAX_MOMENT_ROWS)
    .map((row) => [theirs(row, tone)]);
}

function question(state: State, chat: Chat | null): string {
  const t = TEXTS[state.lang];
  const { mode, chats } = state;
  const name = chat?.name ?? '';
  switch (mode.is === 'confirm' ? mode.what : 'quit') {
    case 'close':
      return t.askClose(name);
    case 'return':
      return t.askReturn(name);
    case 'undo': {
      const text = (chat && undoable(chat)?.text.replaceAll('\n', ' ')) ?? '';
      return t.askUndo(text.length > NAMED ? `${text.slice(0, NAMED)}…` : text);
    }
    default:
      return t.askQuit([...chats.values()].filter(({ standing }) => standing === 'mine').length);
  }
}

function titleRow(chat: Chat, state: State, columns: number): Row {
  const t = TEXTS[state.lang];
  const about = aboutChat(chat, state);
  const lost = chat.presence === 'lost' ? [piece(`  ${t.lostConnection}`, 'bad')] : [];
  return spread([theirs(chat.name, 'title'), ...lost], [piece(about, 'dim')], columns);
}

function aboutChat({ key, standing, sinceMs }: Chat, { lang, now, queue, mode }: State): string {
  const t = TEXTS[lang];
  if (mode.is === 'archive') return t.archive;
  switch (standing) {
    case 'mine':
      return t.since(lasting(now - sinceMs));
    case 'private':
      return t.privately;
    case 'room':
      return t.room;
    default: {
      const waiting = queue.find((one) => one.key === key);
      return waiting ? t.waitingSince(lasting(now - waiting.sinceMs)) : t.ended;
    }
  }
}

/** What was said, at the foot of the space for it. */
function conversation(chat: Chat, state: State, { main, chat: height, isRoomy }: Layout): Row[] {
  const { lang, now } = state;
  if (chat.lines.length === 0) {
    const text = chat.older === 'asked' ? TEXTS[lang].loading : TEXTS[lang].empty;
    return [...blank(height - 1), [piece(text, 'dim')]];
  }
  const { rows } = visibleRows(chat, height, { columns: main, isRoomy, lang, now });
  return [...blank(height - rows.length), ...rows];
}

function welcome({ lang }: State, { main, chat: height }: Layout): Row[] {
  const lines = TEXTS[lang].welcome;
  const widest = Math.max(...lines.map((line) => line.length));
  const margin = ' '.repeat(Math.max(0, Math.floor((main - widest) / 2)));
  const above = Math.max(0, Math.floor((height - lines.length) / 2));
  const rows = lines.map((line, i) => [piece(margin + line, i === 0 ? 'plain' : 'dim')]);
  return [...blank(above), ...rows, ...blank(height - above - rows.length)];
}

function searchTitle({ lang, mode }: State, columns: number): Row {
  const t = TEXTS[lang];
  const found = mode.is === 'search' && mode.hits ? t.hits(mode.hits.length) : '';
  return spread([piece(t.search, 'title')], [piece(found, 'dim')], columns);
}
