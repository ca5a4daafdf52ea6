/** What can be open about the whole desk, in rows: its rooms, who is here, the figures of the day. Pure. */

import { width } from '../client/harmless.ts';
import { statRows } from '../client/stats.ts';
import { wrap } from '../client/table.ts';
import { TEXTS as CLIENT_TEXTS } from '../client/texts.ts';
import { keyOf } from '../client/view.ts';
import { even, fill, fillLeft } from './cells.ts';
import { fittingPeople, fittingRooms, type RoomChoice } from './choices.ts';
import type { Layout } from './layout.ts';
import { listRow, windowOf, windowOn } from './list.ts';
import { BLANK, type Piece, piece, type Row, theirs } from './rows.ts';
import type { Person, State } from './state.ts';
import { TEXTS } from './texts.ts';

/** In front of each row, where an arrow stands if there is more. */
const MARGIN = '  ';

/** Columns of a name, and of how many are in a room. */
const NAME_COLUMNS = { narrow: 17, wide: 30 };
const COUNT_COLUMNS = 4;
/** The longest name of a role, in any language. */
const ROLE_COLUMNS = 10;

/** What stands beside the name of a figure, at least. */
const VALUE_COLUMNS = 14;

/** Columns of a list below which it shows less. */
const NARROW_COLUMNS = 80;

export function roomRows(state: State, { main, chat: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const { mode } = state;
  if (mode.is !== 'rooms' || !mode.rooms) return told(t.loading, height);
  const rooms = fittingRooms(state);
  if (rooms.length === 0) return told(t.noRooms, height);
  return windowOn(rooms.length, mode.at, height, (i) =>
    listRow(roomRow(rooms[i]!, state, nameColumns(main)), i === mode.at, main),
  );
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

export function peopleRows(state: State, { main, chat: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const { mode } = state;
  if (mode.is !== 'people' || !mode.people) return told(t.loading, height);
  const people = fittingPeople(state);
  if (people.length === 0) return told(t.noPeople, height);
  return windowOn(people.length, mode.at, height, (i) =>
    listRow(personRow(people[i]!, state, nameColumns(main)), i === mode.at, main),
  );
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

/** Numbers under each other, then the hours of the day. */
export function figureRows({ lang, mode }: State, { main, chat: height }: Layout): Row[] {
  if (mode.is !== 'figures' || !mode.items) return told(TEXTS[lang].loading, height);
  const t = CLIENT_TEXTS[lang];
  const all = statRows(mode.items, t);
  const numbers = all.filter(([label]) => label !== t.messagesByHour);
  const widest = Math.min(main - VALUE_COLUMNS, Math.max(0, ...numbers.map(([label = '']) => width(label))));
  const rows: Row[] = numbers.map(([label = '', value = '']) => [
    piece(MARGIN),
    theirs(`${fill(label, widest)}  `),
    theirs(value, 'strong'),
  ]);
  const hours = all.flatMap(([label, value = '']) =>
    label === t.messagesByHour ? wrap(value, main - 2) : [],
  );
  const below: Row[] = hours.map((line) => [piece(MARGIN), theirs(line)]);
  const head: Row[] = hours.length > 0 ? [BLANK, [piece(`${MARGIN}${t.messagesByHour}`, 'dim')]] : [];
  return windowOf([...rows, ...head, ...below], 0, height);
}

function nameColumns(main: number): number {
  return main < NARROW_COLUMNS ? NAME_COLUMNS.narrow : NAME_COLUMNS.wide;
}

function told(text: string, height: number): Row[] {
  return windowOf([[piece(text, 'dim')]], 0, height);
}
