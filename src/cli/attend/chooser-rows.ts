/**
 * The lists in which something is chosen, in rows: what was found, canned answers, colleagues to hand a customer to,
 * rooms, people. Pure.
 */

import { wrap } from '../client/table.ts';
import { TEXTS as CLIENT_TEXTS } from '../client/texts.ts';
import { keyOf } from '../client/view.ts';
import { even, fill, fillLeft } from './cells.ts';
import { fittingAnswers, fittingPeople, fittingRooms, type RoomChoice, receivers } from './choices.ts';
import { NARROW_COLUMNS } from './columns.ts';
import type { Layout } from './layout.ts';
import type { Line } from './lines.ts';
import { blank, listRow, MARGIN, windowOf, windowOn } from './list-window.ts';
import { stamp } from './moments.ts';
import { type Piece, piece, type Row, theirs } from './row.ts';
import type { Person, State } from './state.ts';
import { TEXTS } from './texts.ts';

/** Columns of what an answer or a colleague is called. */
const CALL_COLUMNS = 14;

/** Columns of the name of a room or somebody, and of how many are in a room. */
const NAME_COLUMNS = { narrow: 17, wide: 30 };
const COUNT_COLUMNS = 4;
/** The longest name of a role, in any language. */
const ROLE_COLUMNS = 10;

/** Rows of a list that stay above what is shown in full below it. */
const LIST_ROWS = 6;

export function searchRows({ lang, mode }: State, { main, chat: height }: Layout): Row[] {
  const t = TEXTS[lang];
  if (mode.is !== 'search' || mode.asked === '') return blank(height);
  const { hits, at, asked } = mode;
  if (!hits) return told(t.searching, height);
  if (hits.length === 0) return windowOf([[theirs(t.noHits(asked), 'dim')]], 0, height);
  const rows = hits.map((hit, i) => listRow(hitRow(hit, main, lang), i === at, main));
  return withPreview(rows, at, hits[at]?.text ?? '', main, height);
}

function hitRow({ timeMs, from, to, text, mine }: Line, main: number, lang: State['lang']): Row {
  const columns = main < NARROW_COLUMNS ? 10 : CALL_COLUMNS * 2;
  const who = main < NARROW_COLUMNS ? from : `${from} → ${to === '*' ? TEXTS[lang].desk : to}`;
  return [
    piece(`${stamp(timeMs, lang)}  `, 'dim'),
    theirs(fill(who, columns), mine ? 'me' : 'other'),
    piece('  '),
    theirs(text),
  ];
}

export function cannedRows(state: State, { main, chat: height }: Layout): Row[] {
  const answers = fittingAnswers(state);
  const at = state.mode.is === 'canned' ? state.mode.at : 0;
  if (answers.length === 0) {
    return told(TEXTS[state.lang].noFittingAnswer, height);
  }
  const rows = answers.map(({ name, text }, i) => {
    const row = [theirs(fill(`!${name}`, CALL_COLUMNS), 'key'), piece('  '), theirs(text)];
    return listRow(row, i === at, main);
  });
  return withPreview(rows, at, answers[at]?.text ?? '', main, height);
}

/** A list, and below it the chosen text in full as far as there is room. */
function withPreview(rows: readonly Row[], at: number, text: string, main: number, height: number): Row[] {
  const whole = wrap(even(text), main - 2).slice(0, Math.max(0, height - LIST_ROWS - 1));
  const preview: Row[] = whole.map((line) => [piece('▎ ', 'key'), theirs(line)]);
  return [...windowOf(rows, at, height - preview.length - 1), [], ...preview];
}

export function transferRows(state: State, { main, chat: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const all = receivers(state);
  const at = state.mode.is === 'transfer' ? state.mode.at : 0;
  if (all.length === 0) return told(t.noColleagues, height);
  const rows = all.map(({ name, state: is }, i) => {
    const mark = is === 'away' ? piece(`○ ${t.away}`, 'dim') : piece(`● ${t.online}`, 'good');
    return listRow([theirs(fill(name, CALL_COLUMNS * 2)), piece('  '), mark], i === at, main);
  });
  return windowOf(rows, at, height);
}

export function roomRows(state: State, layout: Layout): Row[] {
  const t = TEXTS[state.lang];
  const { mode } = state;
  if (mode.is !== 'rooms' || !mode.rooms) return told(t.loading, layout.chat);
  const row = (room: RoomChoice) => roomRow(room, state, nameColumns(layout.main));
  return namedRows(fittingRooms(state), row, mode.at, t.noRooms, layout);
}

function roomRow(room: RoomChoice, { lang, chats }: State, columns: number): Row {
  const t = TEXTS[lang];
  const name = theirs(fill(room.name, columns), 'strong');
  if (room.isNew) return [piece('+ ', 'key'), name, piece('  '), piece(t.newRoom, 'dim')];
  const isIn = chats.has(room.key);
  return [
    piece(isIn ? '● ' : '  ', 'good'),
    name,
    piece(`${fillLeft(String(room.members), COUNT_COLUMNS)}  `, 'dim'),
    theirs(room.topic === '' && isIn ? t.inRoom : room.topic, 'dim'),
  ];
}

export function peopleRows(state: State, layout: Layout): Row[] {
  const t = TEXTS[state.lang];
  const { mode } = state;
  if (mode.is !== 'people' || !mode.people) return told(t.loading, layout.chat);
  const row = (person: Person) => personRow(person, state, nameColumns(layout.main));
  return namedRows(fittingPeople(state), row, mode.at, t.noPeople, layout);
}

/** Those of many that are in the window, or the word for none. O(rows). */
function namedRows<T>(
  all: readonly T[],
  row: (one: T) => Row,
  at: number,
  none: string,
  { main, chat: height }: Layout,
): Row[] {
  if (all.length === 0) return told(none, height);
  return windowOn(all.length, at, height, (i) => listRow(row(all[i]!), i === at, main));
}

function personRow(person: Person, state: State, columns: number): Row {
  const { name, display, role } = person;
  const isMe = keyOf(state.me) === person.key;
  const called = isMe ? TEXTS[state.lang].you : display;
  return [
    piece(MARGIN),
    theirs(fill(even(called === '' ? name : `${name} (${called})`), columns)),
    piece(`  ${fill(CLIENT_TEXTS[state.lang].role[role], ROLE_COLUMNS)}  `, 'dim'),
    stateOf(person, state.lang),
  ];
}

/** How it stands with somebody; first of all whether a customer can be taken over. */
function stateOf({ state, absent }: Person, lang: State['lang']): Piece {
  const t = TEXTS[lang];
  if (absent !== '') {
    const why = absent === 'lost' ? t.markLost : t.markAway;
    return theirs(`${CLIENT_TEXTS[lang].state(state)} (${why})`, 'warm');
  }
  if (state === 'online') return piece(`● ${t.online}`, 'good');
  if (state === 'away') return piece(`○ ${t.away}`, 'dim');
  const tone = state === 'lost' ? 'bad' : state.startsWith('waiting:') ? 'warm' : 'dim';
  return theirs(CLIENT_TEXTS[lang].state(state), tone);
}

function nameColumns(main: number): number {
  return main < NARROW_COLUMNS ? NAME_COLUMNS.narrow : NAME_COLUMNS.wide;
}

function told(text: string, height: number): Row[] {
  return windowOf([[piece(text, 'dim')]], 0, height);
}
