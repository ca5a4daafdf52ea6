/** The line that is being typed in, with its cursor, and the keys at the foot. Pure. */

import { keyOf } from '../client/view.ts';
import { cut } from './cells.ts';
import { fittingPeople } from './choices.ts';
import type { Layout } from './layout.ts';
import { BLANK, type Piece, piece, type Row, rowWidth, spread, type Tone, theirs } from './rows.ts';
import { type Chat, isTeam, reachable, type Search, type State, shownChat } from './state.ts';
import { TEXTS } from './texts.ts';
import type { KeyWord } from './texts-shape.ts';
import { draftIn, PROMPT_COLUMNS, typedOf } from './typed.ts';

/** Rows above the body: heading and rule; and in the body above the input: title and rule. */
const ABOVE_ROWS = 4;

/** What is open over the panes and takes no text. */
const HAS_NO_LINE: ReadonlySet<string> = new Set(['help', 'transfer', 'figures']);

export interface Cursor {
  readonly x: number;
  readonly y: number;
}

export function inputRows(state: State, layout: Layout): Row[] {
  const typed = typedOf(state);
  const isNote = state.mode.is === 'note';
  const isActive = draftIn(state) !== null;
  const edge = piece(isNote ? '✎ ' : '› ', isNote ? 'note' : isActive ? 'key' : 'dim');
  if (!typed && HAS_NO_LINE.has(state.mode.is)) return [BLANK];
  const isEmpty = !typed || (typed.rows.length === 1 && typed.rows[0] === '');
  if (isEmpty) return [[edge, theirs(cut(placeholder(state), layout.main - PROMPT_COLUMNS), 'dim')]];
  const tone: Tone = isNote ? 'note' : isActive ? 'plain' : 'dim';
  const from = firstRow(typed.y, typed.rows.length, layout.input);
  return typed.rows
    .slice(from, from + layout.input)
    .map((text, i) => [i === 0 ? edge : piece('  '), theirs(text, tone)]);
}

/** Where the cursor stands on the screen; undefined if nothing is being typed. */
export function cursorOf(state: State, layout: Layout): Cursor | undefined {
  const typed = typedOf(state);
  if (!typed || !draftIn(state)) return undefined;
  const from = firstRow(typed.y, typed.rows.length, layout.input);
  return {
    x: layout.side + 2 + PROMPT_COLUMNS + typed.x,
    y: ABOVE_ROWS + layout.chat + layout.moment + typed.y - from,
  };
}

/** The first row of what is typed that is shown, so that the one with the cursor is. */
function firstRow(y: number, count: number, height: number): number {
  return Math.max(0, Math.min(count - height, y - height + 1));
}

function placeholder(state: State): string {
  const t = TEXTS[state.lang];
  const { mode, link } = state;
  const chat = shownChat(state);
  switch (mode.is) {
    case 'search':
      return t.searchHint;
    case 'canned':
      return t.cannedHint;
    case 'rooms':
      return t.roomsHint;
    case 'people':
      return t.peopleHint;
    case 'archive':
      return t.readOnly;
    case 'note':
      return t.writeNote(chat?.name ?? '');
    case 'confirm':
      return mode.what === 'close' ? t.farewell : `Enter ${t.keys.yes}   Esc ${t.keys.no}`;
    case 'help':
    case 'figures':
    case 'transfer':
      return '';
    default:
      if (chat && state.focus === 'queue') return t.takeHint(chat.name);
      if (!chat) return t.nothingToWrite;
      if (chat.standing === 'ended') return isWaiting(state, chat) ? t.waitsAgain : t.endedHint;
      if (link.is !== 'up') return t.writeLater;
      return chat.standing === 'room' ? t.writeIn(chat.name) : t.write(chat.name);
  }
}

function isWaiting({ queue }: State, { key }: Chat): boolean {
  return queue.some((one) => one.key === key);
}

type Hint = readonly [string, KeyWord];

/** What can be done with a customer, the most used first; what does not fit is left to the help. */
const WITH_CUSTOMERS: readonly Hint[] = [
  ['^N', 'next'],
  ['^O', 'note'],
  ['^P', 'canned'],
  ['^F', 'search'],
  ['^T', 'transfer'],
  ['^R', 'return'],
  ['^W', 'close'],
  ['^X', 'rooms'],
  ['^Y', 'people'],
  ['^S', 'status'],
  ['^D', 'figures'],
  ['^Z', 'undo'],
];

/** What can be done whoever is on the screen, or if nobody is. */
const ALWAYS: readonly Hint[] = [
  ['^N', 'next'],
  ['^F', 'search'],
  ['^X', 'rooms'],
  ['^Y', 'people'],
  ['^S', 'status'],
  ['^D', 'figures'],
];

/** And in a room, or with a colleague. */
function withTeam(close: KeyWord): readonly Hint[] {
  return [
    ['^N', 'next'],
    ['^X', 'rooms'],
    ['^Y', 'people'],
    ['^F', 'search'],
    ['^Z', 'undo'],
    ['^W', close],
    ['^P', 'canned'],
    ['^D', 'figures'],
    ['^S', 'status'],
  ];
}

/** The keys that mean something now; what does not fit is in the help, which is always there. */
export function keysRows(state: State, { columns, keys: height }: Layout): Row[] {
  const { keys } = TEXTS[state.lang];
  const right = hintsOf(
    [
      ['^G', 'help'],
      ['^Q', 'quit'],
    ],
    keys,
  );
  const rows: Piece[][] = Array.from({ length: height }, () => [piece(' ')]);
  let y = 0;
  for (const hint of hintsFor(state)) {
    const more = hintsOf([hint], keys);
    const room = columns - (y === height - 1 ? rowWidth(right) + 2 : 0);
    if (rowWidth(rows[y]!) + rowWidth(more) > room) y += 1;
    if (y === height) break;
    rows[y]!.push(...more);
  }
  return rows.map((row, i) => (i === height - 1 ? spread(row, right, columns) : row));
}

function hintsFor(state: State): readonly Hint[] {
  const { mode } = state;
  const back: Hint = ['Esc', 'back'];
  switch (mode.is) {
    case 'note':
      return [['Enter', 'keep'], back, ['Alt-Enter', 'newLine']];
    case 'search':
      return [['Enter', isFresh(mode) ? 'enter' : 'search'], ['↑↓', 'choose'], back];
    case 'archive':
      return [['PgUp', 'scroll'], back];
    case 'canned':
      return [['Enter', 'insert'], ['↑↓', 'choose'], back];
    case 'rooms':
      return [['Enter', 'goIn'], ['↑↓', 'choose'], back];
    case 'transfer':
      return [['Enter', 'transfer'], ['↑↓', 'choose'], back];
    case 'people':
      return [...meetingHint(state, mode.at), ['↑↓', 'choose'], back];
    case 'confirm':
      return [
        ['Enter', 'yes'],
        ['Esc', 'no'],
      ];
    case 'help':
    case 'figures':
      return [back];
    default: {
      return talkHints(state, shownChat(state));
    }
  }
}

function talkHints(state: State, chat: Chat | null): readonly Hint[] {
  const { focus } = state;
  const tab: Hint = ['Tab', 'pane'];
  if (!chat) return state.queue.length + reachable(state).length > 0 ? [tab, ...ALWAYS] : ALWAYS;
  if (focus === 'queue') return [['Enter', 'take'], ['↑↓', 'choose'], tab, ['^O', 'note'], ...ALWAYS];
  const enter: Hint = ['Enter', focus === 'chats' ? 'openChat' : 'send'];
  if (isTeam(chat)) return [enter, tab, ...withTeam(chat.standing === 'room' ? 'leave' : 'drop')];
  if (chat.standing === 'mine') return [enter, tab, ...WITH_CUSTOMERS];
  return [tab, ['^W', 'drop'], ['^O', 'note'], ...ALWAYS];
}

/** What Enter does with the one who is chosen among the people. */
function meetingHint(state: State, at: number): readonly Hint[] {
  const person = fittingPeople(state)[at];
  if (!person || person.key === keyOf(state.me)) return [];
  if (person.role !== 'consumidor') return [['Enter', 'openChat']];
  return [['Enter', person.absent === '' ? 'look' : 'takeOver']];
}

/** The hits are those for what stands in the line. */
function isFresh({ query, asked, hits }: Search): boolean {
  return asked !== '' && query.text.trim() === asked && hits !== null && hits.length > 0;
}

function hintsOf(hints: readonly Hint[], keys: Readonly<Record<KeyWord, string>>): Row {
  return hints.flatMap(([key, word]) => [piece(key, 'key'), piece(` ${keys[word]}  `, 'dim')]);
}
