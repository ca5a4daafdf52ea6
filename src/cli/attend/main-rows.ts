/** The large part of the screen in rows: title, and what is looked at. Owns what stands there in each mode. Pure. */

import { cut } from './cells.ts';
import { settingOf, visibleRows } from './chat-rows.ts';
import { cannedRows, peopleRows, roomRows, searchRows, transferRows } from './chooser-rows.ts';
import { whyNot } from './guards.ts';
import type { Layout } from './layout.ts';
import { blank } from './list-window.ts';
import { lasting } from './moments.ts';
import { figureRows, helpRows } from './panel-rows.ts';
import { BLANK, piece, type Row, rowWidth, spread, theirs } from './row.ts';
import { panes, shownChat } from './selectors.ts';
import type { Chat, State } from './state.ts';
import { TEXTS } from './texts.ts';

/** Columns that what is told of a conversation has beside its name, at least. */
const MIN_ABOUT = 20;

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
    case 'rooms':
      return [[piece(t.rooms, 'title')], ...roomRows(state, layout)];
    case 'people':
      return [peopleTitle(state, layout.main), ...peopleRows(state, layout)];
    case 'figures':
      return [[piece(t.figures, 'title')], ...figureRows(state, layout)];
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

function titleRow(chat: Chat, state: State, columns: number): Row {
  const t = TEXTS[state.lang];
  const about = aboutChat(chat, state);
  const isGone = { online: '', away: `  ${t.isAway}`, lost: `  ${t.lostConnection}` }[chat.presence];
  const gone = isGone === '' ? [] : [piece(isGone, chat.presence === 'lost' ? 'bad' : 'warm')];
  const left = [theirs(chat.name, 'title'), ...gone];
  // Whose name is long is still named; of many in a room as many as there is space for.
  const room = Math.max(MIN_ABOUT, columns - rowWidth(left) - 2);
  return spread(left, [theirs(cut(about, room), 'dim')], columns);
}

function aboutChat({ key, standing, sinceMs, members }: Chat, { lang, now, queue, mode }: State): string {
  const t = TEXTS[lang];
  if (mode.is === 'archive') return t.archive;
  switch (standing) {
    case 'mine':
      return t.since(lasting(now - sinceMs));
    case 'private':
      return t.privately;
    case 'room':
      return members && members.length > 0 ? t.members(members) : t.room;
    default: {
      const waiting = queue.find((one) => one.key === key);
      return waiting ? t.waitingSince(lasting(now - waiting.sinceMs)) : t.ended;
    }
  }
}

/** What was said, at the foot of the space for it. */
function conversation(chat: Chat, state: State, layout: Layout): Row[] {
  const { chat: height } = layout;
  if (chat.lines.length === 0) {
    const t = TEXTS[state.lang];
    const none = chat.older === 'some' ? t.emptyAsYet : t.empty;
    const text = chat.older === 'asked' ? t.loading : none;
    return [...blank(height - 1), [piece(text, 'dim')]];
  }
  const { rows } = visibleRows(chat, height, settingOf(state, layout));
  return [...blank(height - rows.length), ...rows];
}

/** What can be done while there is nobody to talk to. */
function welcome(state: State, { main, chat: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const lines = [
    t.noneOpen,
    whyNot(state, 'next') === '' ? `${t.takesNext}.` : t.nobodyInLine,
    ...(panes(state).length > 0 ? [t.tabGoes] : []),
    t.allKeys,
  ];
  const widest = Math.max(...lines.map((line) => line.length));
  const margin = ' '.repeat(Math.max(0, Math.floor((main - widest) / 2)));
  const above = Math.max(0, Math.floor((height - lines.length) / 2));
  const rows = lines.map((line, i) => [piece(margin + line, i === 0 ? 'plain' : 'dim')]);
  return [...blank(above), ...rows, ...blank(height - above - rows.length)];
}

function peopleTitle({ lang, mode }: State, columns: number): Row {
  const count = mode.is === 'people' && mode.people ? String(mode.people.length) : '';
  return spread([piece(TEXTS[lang].people, 'title')], [piece(count, 'dim')], columns);
}

function searchTitle({ lang, mode }: State, columns: number): Row {
  const t = TEXTS[lang];
  const found = mode.is === 'search' && mode.hits ? t.hits(mode.hits.length) : '';
  return spread([piece(t.search, 'title')], [piece(found, 'dim')], columns);
}
