/** What listings make of the state of an attendant's screen. Owns how the items of each are read. */

import { type Role, readRole } from '../../protocol/commands.ts';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { unescapeText } from '../../protocol/text.ts';
import { disarmed } from '../client/harmless.ts';
import { keyOf } from '../client/view.ts';
import { gotNewer, gotOlder } from './archive.ts';
import { safe } from './cells.ts';
import { withColleagues } from './choices.ts';
import { type Line, readLine } from './lines.ts';
import { chooseCanned } from './mode-keys.ts';
import { gotMembers } from './rooms.ts';
import { say } from './saying.ts';
import { type Chat, MAX_QUEUE, type Person, presenceOf, type Unattended, type Waiting } from './state.ts';
import { type About, addLines, askNewest, newId, PAGE, put, putChat, send, type Turn } from './turn.ts';

/**
 * Milliseconds for which a listing of everybody does, for each of them: of a thousand it is asked for once a minute, of
 * five thousand once in five. It cannot be made shorter, as almost all of it are customers.
 */
const EACH_MS = 60;

export function gotListing(turn: Turn, about: About, items: readonly Event[]) {
  switch (about.is) {
    case 'queue':
      return gotQueue(turn, items);
    case 'colleagues':
      return gotColleagues(turn, items);
    case 'members':
      return gotMembers(turn, about.key, items);
    case 'rooms':
      return gotRooms(turn, items);
    case 'people':
    case 'unattended':
      return gotPeople(turn, items, about.is === 'people');
    case 'figures':
      if (turn.state.mode.is === 'figures') put(turn, { mode: { is: 'figures', items } });
      return;
    case 'canned':
      return gotCanned(turn, about, items);
    case 'history':
      return gotHistory(turn, about.key, about.page, items);
    case 'archive':
      return gotOlder(turn, about.seq, linesOf(turn, items), items.length < PAGE);
    case 'newer':
      return gotNewer(turn, about, linesOf(turn, items), items.length >= PAGE);
    case 'search':
      return gotHits(turn, about.asked, linesOf(turn, items).reverse());
  }
}

function gotHistory(turn: Turn, key: string, page: number, items: readonly Event[]): void {
  const chat = turn.state.chats.get(key);
  if (!chat) return;
  const lines = linesOf(turn, items);
  const isAll = items.length < page || chat.older === 'none';
  const seqs = [...lines.map(({ seq }) => seq), ...(chat.lowestSeq > 0 ? [chat.lowestSeq] : [])];
  putChat(turn, key, { older: isAll ? 'none' : 'some', lowestSeq: seqs.length > 0 ? Math.min(...seqs) : 0 });
  addLines(
    turn,
    key,
    lines.filter((line) => belongs(line, chat, turn.state.me)),
  );
}

/** A person's history has all that they said: in private only what we two wrote counts, and rooms have their own. */
function belongs({ from, to, kind }: Line, { key, standing }: Chat, me: string): boolean {
  if (standing === 'room') return true;
  if (standing !== 'private') return !to.startsWith('#');
  const two = [keyOf(from), keyOf(to)];
  return kind === 'said' && two.includes(key) && two.includes(keyOf(me));
}

function linesOf(turn: Turn, items: readonly Event[]): Line[] {
  return items.flatMap((item) => readLine(item, turn.state.me, newId(turn)) ?? []);
}

function gotQueue(turn: Turn, items: readonly Event[]): void {
  const queue = items.slice(0, MAX_QUEUE).map(({ rest }) => {
    const [name = '', since = '', messages = ''] = splitWords(disarmed(rest), 3);
    const sinceMs = Date.parse(since) || turn.now;
    return { key: keyOf(name), name, sinceMs, messages: Number(messages) || 0 };
  });
  const { chosen, focus, queue: before, chats, current } = turn.state;
  const isThere = queue.some(({ key }) => key === chosen);
  put(turn, { queue, chosen: isThere ? chosen : (queue[0]?.key ?? null) });
  if (queue.length === 0 && focus === 'queue' && current !== null) put(turn, { focus: 'chats' });
  turn.orders.push({ do: 'settle' });
  // Whoever is looked at and wrote more meanwhile.
  const wrote = (all: readonly Waiting[]) => all.find(({ key }) => key === chosen)?.messages ?? 0;
  const chat = chosen === null || focus !== 'queue' ? undefined : chats.get(chosen);
  if (chat && isThere && wrote(queue) !== wrote(before)) askNewest(turn, chat);
}

function gotColleagues(turn: Turn, items: readonly Event[]): void {
  const all = readPeople(turn, items);
  const isMe = (key: string) => key === keyOf(turn.state.me);
  const colleagues = all.flatMap(({ key, name, state }) =>
    isMe(key) || state === 'lost'
      ? []
      : [{ name, state: state === 'away' ? ('away' as const) : ('online' as const) }],
  );
  const own = all.find(({ key }) => isMe(key));
  askUnattended(turn, absentAmong(turn, all));
  for (const { name } of turn.state.colleagues) {
    const key = keyOf(name);
    const isGone = !all.some((one) => one.key === key);
    if (isGone && turn.state.chats.get(key)?.standing === 'private') putChat(turn, key, { presence: 'lost' });
  }
  put(turn, withColleagues(turn.state, colleagues));
  if (own) put(turn, { isAway: own.state === 'away' });
  areNoCustomers(turn, all);
  areHere(turn, all);
}

/** Asks whom those who are absent serve: at once if they are others than before, and else when that is due. */
function askUnattended(turn: Turn, absent: string): void {
  const { unattendedAsOf: last } = turn.state;
  if (absent === '') put(turn, { unattended: null });
  else if (absent !== last.absent || turn.now >= last.dueMs) send(turn, 'LIST-USERS', { is: 'unattended' });
}

/** The colleagues who are not there, and how. */
function absentAmong({ state: { me } }: Turn, people: readonly Person[]): string {
  const absent = people.filter(
    ({ key, role, state }) => role === 'atendente' && key !== keyOf(me) && state !== 'online',
  );
  return absent.map(({ key, state }) => `${key} ${state}`).join('\n');
}

function gotRooms(turn: Turn, items: readonly Event[]): void {
  const { mode } = turn.state;
  if (mode.is !== 'rooms') return;
  const rooms = items.map(({ rest }) => {
    const [name = '', members = '', topic = ''] = splitWords(disarmed(rest), 2);
    return { key: keyOf(name), name, members: Number(members) || 0, topic: unescapeText(topic) };
  });
  put(turn, { mode: { ...mode, rooms } });
}

/**
 * Who can be taken over comes first, then those to write to, then the other customers. A list that is open changes only
 * if it was asked for: nothing moves under the hands of who chooses from it.
 */
function gotPeople(turn: Turn, items: readonly Event[], isWanted: boolean): void {
  const all = readPeople(turn, items);
  areNoCustomers(turn, all);
  areHere(turn, all);
  const dueMs = turn.now + all.length * EACH_MS;
  put(turn, {
    unattended: unattendedAmong(all),
    unattendedAsOf: { absent: absentAmong(turn, all), dueMs },
  });
  const { mode } = turn.state;
  if (mode.is !== 'people' || !isWanted) return;
  const place = ({ absent, role }: Person) => (absent !== '' ? 0 : PLACES[role]);
  put(turn, { mode: { ...mode, people: all.sort((a, b) => place(a) - place(b)) } });
}

const PLACES: Readonly<Record<Role, number>> = { atendente: 1, membro: 2, consumidor: 3 };

/** A listing of USER; whom I serve lacks nobody. O(items). */
function readPeople(turn: Turn, items: readonly Event[]): Person[] {
  const me = keyOf(turn.state.me);
  const all = items.flatMap(({ rest }) => {
    const [name = '', written = '', state = '', , display = ''] = splitWords(disarmed(rest), 4);
    const role = readRole(written);
    return role ? [{ key: keyOf(name), name, display, role, state }] : [];
  });
  const away = new Map<string, Person['absent']>();
  for (const { key, role, state } of all) {
    if (role === 'atendente' && key !== me && (state === 'away' || state === 'lost')) away.set(key, state);
  }
  return all.map((person) => ({ ...person, absent: away.get(attendantOf(person)) ?? '' }));
}

function unattendedAmong(people: readonly Person[]): Unattended | null {
  const customers = people.filter(({ absent }) => absent !== '');
  const attendants = new Map(customers.map((one) => [attendantOf(one), one]));
  const colleagues = people.flatMap(({ key, name }) => {
    const absent = attendants.get(key)?.absent;
    return absent ? [{ name, absent }] : [];
  });
  return customers.length === 0 ? null : { customers: customers.length, colleagues };
}

/** The key of who serves this customer; '' if nobody does. */
function attendantOf({ state }: Pick<Person, 'state'>): string {
  return state.startsWith('with:') ? keyOf(state.slice('with:'.length)) : '';
}

/** What came again after a return does not say whom I wrote to: an attendant or a member, as it turns out. */
function areNoCustomers(turn: Turn, people: readonly Person[]): void {
  for (const { key, role } of people) {
    if (role === 'consumidor' || turn.state.chats.get(key)?.standing !== 'ended') continue;
    putChat(turn, key, { standing: 'private' });
  }
}

/** Whether those to whom I write are there: as of now, and without a word about it. */
function areHere(turn: Turn, people: readonly Person[]): void {
  for (const { key, state } of people) {
    if (turn.state.chats.get(key)?.standing !== 'private') continue;
    putChat(turn, key, { presence: presenceOf(state) });
  }
}

function gotCanned(turn: Turn, { next }: About & { is: 'canned' }, items: readonly Event[]): void {
  const canned = items.map(({ rest }) => {
    const [name = '', text = ''] = splitWords(rest, 1);
    return { key: keyOf(name), name: disarmed(name), text: safe(unescapeText(text)) };
  });
  put(turn, { canned });
  if (next?.do === 'say') say(turn, next.key, true);
  if (next?.do === 'choose') chooseCanned(turn, next.key);
}

export function gotHits(turn: Turn, asked: string, hits: readonly Line[]): void {
  const { mode } = turn.state;
  if (mode.is === 'search' && mode.asked === asked) put(turn, { mode: { ...mode, hits, at: 0 } });
}
