/** The keys at the foot of the screen, in rows. Owns which of them are named: those that do something now. Pure. */

import { keyOf } from '../client/view.ts';
import { fittingAnswers, fittingPeople, fittingRooms, receivers } from './choices.ts';
import { type Action, whyNot } from './guards.ts';
import type { Layout } from './layout.ts';
import { type Piece, piece, type Row, rowWidth, spread } from './row.ts';
import { isTeam, panes, shownChat } from './selectors.ts';
import type { Chat, Search, State } from './state.ts';
import { TEXTS } from './texts.ts';
import type { KeyWord } from './texts-shape.ts';

const KEYS: Readonly<Record<Action, string>> = {
  next: '^N',
  note: '^O',
  canned: '^P',
  search: '^F',
  transfer: '^T',
  return: '^R',
  close: '^W',
  undo: '^Z',
  rooms: '^X',
  people: '^Y',
  figures: '^D',
  status: '^S',
};

/** What can be done whoever is on the screen, or if nobody is; the most used first, as the others. */
const ALWAYS: readonly Action[] = ['next', 'search', 'rooms', 'people', 'status', 'figures'];

/** And with a customer whom I serve. */
const WITH_CUSTOMERS: readonly Action[] = [
  ...(['next', 'note', 'canned', 'search', 'transfer', 'return', 'close'] as const),
  ...(['undo', 'rooms', 'people', 'status', 'figures'] as const),
];

/** And in a room, or with a colleague. */
const WITH_TEAM: readonly Action[] = [
  ...(['next', 'rooms', 'people', 'search', 'undo', 'close', 'canned', 'figures', 'status'] as const),
];

/** And with whoever waits, or is no longer with me. */
const WITH_OTHERS: readonly Action[] = ['close', 'note', ...ALWAYS];

type Hint = readonly [string, KeyWord];

const BACK: Hint = ['Esc', 'back'];

/** The keys that do something now; what does not fit is in the help, which is always there. */
export function footRows(state: State, { columns, keys: height }: Layout): Row[] {
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
  switch (mode.is) {
    case 'note':
      return [['Enter', 'keep'], BACK, ['Alt-Enter', 'newLine']];
    case 'search':
      return [...searchHint(mode), ...chooseHint(mode.hits?.length ?? 0), BACK];
    case 'archive':
      return [['PgUp PgDn', 'scroll'], BACK];
    case 'canned':
      return listHints('insert', fittingAnswers(state).length);
    case 'rooms':
      return listHints('goIn', fittingRooms(state).length);
    case 'transfer':
      return listHints('transfer', receivers(state).length);
    case 'people':
      return [...meetingHint(state, mode.at), ...chooseHint(fittingPeople(state).length), BACK];
    case 'confirm':
      return [
        ['Enter', 'yes'],
        ['Esc', 'no'],
      ];
    case 'help':
    case 'figures':
      return [BACK];
    default:
      return talkHints(state, shownChat(state));
  }
}

/** Enter is named for what it does once something is typed: the foot does not move with each text. */
function talkHints(state: State, chat: Chat | null): readonly Hint[] {
  const { focus, queue } = state;
  const tab: readonly Hint[] = panes(state).some((one) => one !== focus) ? [['Tab', 'pane']] : [];
  const actions = (all: readonly Action[]): Hint[] =>
    all
      .filter((action) => whyNot(state, action) === '')
      .map((action) => [KEYS[action], action === 'close' && chat ? closeWord(chat) : action]);
  if (!chat) return [...tab, ...actions(ALWAYS)];
  if (focus === 'queue') {
    return [['Enter', 'take'], ...chooseHint(queue.length), ...tab, ...actions(WITH_OTHERS)];
  }
  const enter: Hint = ['Enter', focus === 'chats' ? 'openChat' : 'send'];
  if (isTeam(chat)) return [enter, ...tab, ...actions(WITH_TEAM)];
  if (chat.standing === 'mine') return [enter, ...tab, ...actions(WITH_CUSTOMERS)];
  return [...tab, ...actions(WITH_OTHERS)];
}

function closeWord({ standing }: Chat): KeyWord {
  if (standing === 'mine') return 'close';
  return standing === 'room' ? 'leave' : 'drop';
}

function listHints(enter: KeyWord, count: number): readonly Hint[] {
  return count > 0 ? [['Enter', enter], ...chooseHint(count), BACK] : [BACK];
}

function chooseHint(count: number): readonly Hint[] {
  return count > 1 ? [['↑↓', 'choose']] : [];
}

/** Enter searches for what stands in the line, or opens a hit for it. */
function searchHint({ query, asked, hits }: Search): readonly Hint[] {
  const wanted = query.text.trim();
  if (wanted === '') return [];
  if (wanted !== asked) return [['Enter', 'search']];
  return hits !== null && hits.length > 0 ? [['Enter', 'enter']] : [];
}

/** What Enter does with the one who is chosen among the people. */
function meetingHint(state: State, at: number): readonly Hint[] {
  const person = fittingPeople(state)[at];
  if (!person || person.key === keyOf(state.me)) return [];
  if (person.role !== 'consumidor') return [['Enter', 'openChat']];
  return [['Enter', person.absent === '' ? 'look' : 'takeOver']];
}

function hintsOf(hints: readonly Hint[], keys: Readonly<Record<KeyWord, string>>): Row {
  return hints.flatMap(([key, word]) => [piece(key, 'key'), piece(` ${keys[word]}  `, 'dim')]);
}
