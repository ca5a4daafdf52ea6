/** What every store has to do with names that change, rooms, notes, ratings and returns, case by case. */

import { afterEach, describe, expect, it } from 'vitest';
import { MAX_STAYS } from '../../src/desk/bounds.ts';
import type { LogQuery, Scope } from '../../src/desk/journal.ts';
import type { Store } from '../../src/store/store.ts';
import type { OpenStore } from './contract.ts';
import { type Call, conversationRecord, personRecord, records } from './model.ts';

const AT = 1_700_000_000_000;
const ALL = { after: 0, before: Number.MAX_SAFE_INTEGER, limit: 500, notes: true };
const NOW = { seq: Number.MAX_SAFE_INTEGER, delivery: Number.MAX_SAFE_INTEGER };

const says = (seq: number, from: number, to: number, text = `${seq}`): Call => {
  return ['message', seq, AT + seq, from, to, 0, text, 0];
};
const joins = (room: number, party: number, seq: number): Call => ['joined', room, party, seq];
const leaves = (room: number, party: number, seq: number): Call => ['left', room, party, seq];
const renames = (from: number, to: number, name: string, seq: number): readonly Call[] => [
  ['party', to, name.toLowerCase(), name],
  ['renamed', from, to, seq],
];

export function peopleContract(name: string, openStore: OpenStore): void {
  describe(`${name} as a store of people and rooms`, () => {
    let store: Store;
    afterEach(() => store.close());

    /** Ana, a customer; Bia, who serves; Rui, a member; and the rooms 4 and 5. */
    const begin = async () => {
      store = await openStore();
      await store.commit(
        records(
          ['party', 1, 'ana', 'Ana'],
          personRecord(1),
          ['party', 2, 'bia', 'Bia'],
          personRecord(2, { role: 'atendente', since: 2 }),
          ['party', 3, 'rui', 'Rui'],
          personRecord(3, { role: 'membro', since: 3 }),
          ['party', 4, '#sala', '#Sala'],
          ['room', { party: 4, topic: 'de tudo', since: 5, maker: 1 }],
          ['party', 5, '#loja', '#loja'],
          ['room', { party: 5, topic: '', since: 6, maker: 0 }],
        ),
      );
    };
    /** What is given twice leaves the same; returns what a restart starts from. */
    const twice = async (...calls: readonly Call[]) => {
      await store.commit(records(...calls));
      const once = await store.load();
      await store.commit(records(...calls));
      expect(await store.load()).toEqual(once);
      return once;
    };
    const logOf = async (query: Partial<LogQuery> & { party: number; key: string }) => {
      const rest = { after: 0, upto: NOW, since: 0, limit: 1000, notes: false, others: [] };
      const events = await store.log({ ...rest, ...query });
      return events.map((event) => (event.kind === 'MSG' ? event.message.seq : event.kind));
    };

    it('gives back rooms in the order of making, with those who are in them in the order of joining', async () => {
      await begin();
      const calls = [joins(5, 3, 0), joins(4, 3, 1), joins(5, 1, 2), joins(5, 2, 2), leaves(5, 1, 2)];
      const { rooms, people } = await twice(...calls, joins(5, 1, 3));
      expect(rooms).toEqual([
        {
          ...{ party: 4, key: '#sala', name: '#Sala', topic: 'de tudo', since: 5, maker: 1, makerKey: 'ana' },
          members: [{ party: 3, after: 1 }],
        },
        {
          ...{ party: 5, key: '#loja', name: '#loja', topic: '', since: 6, maker: 0, makerKey: '' },
          members: [
            { party: 3, after: 0 },
            { party: 2, after: 2 },
            { party: 1, after: 3 },
          ],
        },
      ]);
      expect(people.map((person) => person.rooms)).toEqual([[5], [5], [5, 4]]);
    });

    it('remembers which rooms somebody was in, but for those in which nothing can have been said', async () => {
      await begin();
      const { people } = await twice(
        ...[joins(4, 1, 0), joins(5, 1, 3), leaves(5, 1, 7), joins(5, 1, 7), leaves(5, 1, 7)],
        ...[joins(5, 1, 7), leaves(4, 1, 8), leaves(5, 1, 9)],
      );
      expect(people[0]!.stays).toEqual([
        { key: '#loja', party: 5, after: 3, upto: 7 },
        { key: '#sala', party: 4, after: 0, upto: 8 },
        { key: '#loja', party: 5, after: 7, upto: 9 },
      ]);
    });

    it('remembers no more of them than are ever asked for', async () => {
      await begin();
      const calls = Array.from({ length: MAX_STAYS + 20 }, (_, i) => [
        joins(4, 1, 2 * i),
        leaves(4, 1, 2 * i + 1),
      ]);
      const { people } = await twice(...calls.flat());
      expect(people[0]!.stays).toHaveLength(MAX_STAYS);
      expect(people[0]!.stays.at(0)).toMatchObject({ after: 40 });
    });

    it('has neither a room that ended nor the rooms and former names of an identity that is over', async () => {
      await begin();
      await store.commit(records(joins(4, 1, 0), leaves(4, 1, 3), joins(5, 1, 3), joins(5, 3, 3)));
      await store.commit(records(...renames(1, 6, 'Anita', 4)));
      const { rooms, people } = await twice(['personEnded', 6], ['roomEnded', 4]);
      expect(rooms.map(({ party, members }) => [party, members.length])).toEqual([[5, 1]]);
      expect(people.map(({ party }) => party)).toEqual([2, 3]);
    });

    it('knows somebody under another name by all that was theirs', async () => {
      await begin();
      await store.commit(
        records(
          personRecord(1, { tokenHash: 'hash-of-ana' }),
          conversationRecord(1, 1, { state: 'open', attendant: 2, openedAt: 9, answeredAt: 10 }),
          ['presence', 1, { seq: 1, delivery: 0 }],
          ['message', 1, AT, 1, 0, 2, 'antes', 7],
          ['delivery', { id: 1, party: 1, place: 1, kind: 'CLOSED', seq: 0, text: 'CLOSED x' }],
          joins(4, 1, 1),
        ),
      );
      const { people, conversations, rooms } = await twice(
        ...renames(1, 6, 'Anita', 1),
        ...renames(2, 7, 'Beatriz', 1),
        ['message', 2, AT + 2, 6, 0, 7, 'depois', 8],
        ...renames(6, 8, 'Aninha', 2),
        leaves(4, 8, 2),
        joins(4, 8, 2),
      );
      expect(people.map(({ party, name }) => [party, name])).toEqual([
        [8, 'Aninha'],
        [7, 'Beatriz'],
        [3, 'Rui'],
      ]);
      expect(people[0]).toMatchObject({
        tokenHash: 'hash-of-ana',
        away: { seq: 1, delivery: 0 },
        former: [
          { party: 1, key: 'ana', name: 'Ana', upto: 1 },
          { party: 6, key: 'anita', name: 'Anita', upto: 2 },
        ],
        labels: [
          [7, 1],
          [8, 2],
        ],
        own: [
          { seq: 1, from: 'Ana' },
          { seq: 2, from: 'Anita' },
        ],
        rooms: [4],
        stays: [{ party: 4, after: 1, upto: 2 }],
      });
      expect(conversations).toMatchObject([
        { id: 1, customer: 8, attendant: 7, count: 2, openedAt: 9, answeredAt: 10 },
      ]);
      expect(rooms[0]!.members).toEqual([{ party: 8, after: 2 }]);
      expect(await logOf({ party: 8, key: 'aninha' })).toEqual(['CLOSED']);
      expect((await store.history({ ...ALL, key: 'ana' })).messages.map(({ from }) => from)).toEqual(['Ana']);
    });

    it('has in a log what was said in rooms while somebody was there, and under former names, each once', async () => {
      await begin();
      await store.commit(
        records(
          ...[says(1, 3, 4), says(2, 1, 3), says(3, 3, 4), says(4, 1, 4), says(5, 3, 4), says(6, 3, 5)],
          ['delivery', { id: 1, party: 4, place: 3, kind: 'UNDO', seq: 3, text: '' }],
          ['delivery', { id: 2, party: 4, place: 6, kind: 'UNDO', seq: 1, text: '' }],
          ['gone', 3],
          ...renames(1, 6, 'Anita', 4),
          says(7, 6, 3),
        ),
      );
      const former: Scope = { key: 'ana', party: 1, after: 0, upto: 4 };
      const sala: Scope = { key: '#sala', party: 4, after: 2, upto: 4 };
      const loja: Scope = { key: '#loja', party: 5, after: 0, upto: Number.MAX_SAFE_INTEGER };
      const anita = { party: 6, key: 'anita', others: [former, sala, sala, loja] };
      expect(await logOf(anita)).toEqual([2, 'UNDO', 4, 6, 7]);
      expect(await logOf({ ...anita, after: 2 })).toEqual(['UNDO', 4, 6, 7]);
      expect(await logOf({ ...anita, since: 4 })).toEqual([6, 7]);
      expect(await logOf({ ...anita, limit: 2 })).toEqual([6, 7]);
      expect(await logOf({ ...anita, after: { seq: 4, delivery: 1 } })).toEqual([6, 7]);
      expect(await logOf({ ...anita, upto: { seq: 6, delivery: 0 } })).toEqual([2, 4, 6]);
      expect(await logOf({ party: 6, key: 'anita' })).toEqual([7]);
    });

    it('keeps notes apart from what customers may see', async () => {
      await begin();
      await store.commit(
        records(
          conversationRecord(1, 1, { state: 'open', attendant: 2, firstSeq: 2 }),
          ['note', 1, AT, 2, 1, 0, 'de antes', 0],
          ['message', 2, AT + 2, 1, 0, 2, 'oi', 0],
          ['note', 3, AT + 3, 2, 1, 2, 'cuidado', 5],
          ['note', 4, AT + 4, 1, 1, 2, 'RATE 4', 0],
          ['delivery', { id: 1, party: 2, place: 4, kind: 'MSG', seq: 1, text: '' }],
        ),
      );
      const note = { at: AT + 3, from: 'Bia', to: 'Ana', gone: false, note: true };
      const seqs = async (key: string, notes: boolean, limit = 9) => {
        const { messages } = await store.history({ ...ALL, key, notes, limit });
        return messages.map(({ seq }) => seq);
      };
      for (const key of ['ana', 'bia']) expect(await seqs(key, true)).toEqual([4, 3, 2, 1]);
      expect(await seqs('ana', false)).toEqual([2]);
      expect(await seqs('ana', false, 1)).toEqual([2]);
      expect((await store.page({ key: 'ana', after: 0, limit: 9 })).map(({ seq }) => seq)).toEqual([2]);
      expect(await logOf({ party: 2, key: 'bia' })).toEqual([2]);
      expect(await logOf({ party: 2, key: 'bia', notes: true })).toEqual([1, 2, 3, 4, 1]);
      const { people, conversations } = await store.load();
      expect(conversations).toMatchObject([{ count: 1, newest: [{ seq: 2 }] }]);
      expect(conversations[0]!.notes).toEqual([
        { ...note, seq: 3, text: 'cuidado', sender: 2, recipient: 1 },
        { ...note, seq: 4, at: AT + 4, from: 'Ana', text: 'RATE 4', sender: 1, recipient: 1 },
      ]);
      // A rating cannot be undone.
      expect(people.map(({ own }) => own.map(({ seq }) => seq))).toEqual([[2], [1, 3], []]);
      expect(people[1]!.labels).toEqual([[5, 3]]);
      await store.commit(records(['gone', 3]));
      expect((await store.history({ ...ALL, key: 'ana' })).messages[1]).toEqual({
        ...note,
        seq: 3,
        text: '',
        gone: true,
      });
    });

    it('brings back who gave a customer back, as long as that conversation is not over', async () => {
      await begin();
      const waits = conversationRecord(1, 1);
      const { conversations } = await twice(
        waits,
        ['returned', 1, 3],
        ['returned', 1, 2],
        ...renames(2, 6, 'Bea', 0),
      );
      expect(conversations[0]!.returnedBy).toEqual([3, 6]);
      await store.commit(records(conversationRecord(1, 1, { state: 'closed' })));
      await store.commit(records(waits));
      expect((await store.load()).conversations[0]!.returnedBy).toEqual([]);
    });

    it('knows what a customer may rate: the newest conversation, if an attendant closed it, once', async () => {
      await begin();
      const closed = { state: 'closed', attendant: 2, openedAt: 5 } as const;
      const rateable = async (...calls: readonly Call[]) => {
        await store.commit(records(...calls));
        return (await store.load()).people.map((person) => person.rateable);
      };
      expect(await rateable(conversationRecord(1, 1, closed))).toEqual([
        { conversation: 1, attendant: 2 },
        null,
        null,
      ]);
      expect((await rateable(...renames(1, 6, 'Anita', 0)))[0]).toEqual({ conversation: 1, attendant: 2 });
      expect((await rateable(['rating', { conversation: 1, score: 4, at: AT }]))[0]).toBe(null);
      expect((await rateable(conversationRecord(2, 6, closed)))[0]).toEqual({
        conversation: 2,
        attendant: 2,
      });
      expect((await rateable(conversationRecord(3, 6, { state: 'closed' })))[0]).toBe(null);
    });

    it('gives back how long the last twenty conversations with an attendant were open', async () => {
      await begin();
      const closed = Array.from({ length: 30 }, (_, i): Call => {
        const open = { attendant: i === 25 ? 0 : 2, openedAt: i === 26 ? 0 : 1000 - i };
        return conversationRecord(i + 1, 1, { state: 'closed', at: 1000, ...open });
      });
      const { durations } = await twice(...closed);
      expect(durations).toEqual([...Array.from({ length: 17 }, (_, i) => 8 + i), 27, 28, 29]);
    });

    it('keeps who is away, until they end', async () => {
      await begin();
      const { people } = await twice(['status', 2, 'away']);
      expect(people.map(({ status }) => status)).toEqual(['online', 'away', 'online']);
      const renamed = await twice(...renames(2, 6, 'Bea', 0));
      expect(renamed.people[1]).toMatchObject({ party: 6, status: 'away' });
      const back = personRecord(3, { role: 'membro', since: 3 });
      const again = await twice(['status', 3, 'away'], back, ...renames(3, 7, 'Ruy', 0));
      expect(again.people[2]).toMatchObject({ party: 7, status: 'away' });
      // Another password changes who they are, and nothing else.
      await store.commit(records(personRecord(6, { role: 'atendente', tokenHash: 'other', since: 2 })));
      expect((await store.load()).people[1]).toMatchObject({ tokenHash: 'other', status: 'away' });
      await store.commit(records(['personEnded', 6], personRecord(6, { since: 4 })));
      expect((await store.load()).people.at(-1)).toMatchObject({ party: 6, status: 'online' });
    });

    it('forgets with a person their rooms, former names, notes and ratings, but no room', async () => {
      await begin();
      await store.commit(
        records(
          conversationRecord(1, 1, { state: 'closed', attendant: 2, openedAt: 5, at: AT }),
          ['rating', { conversation: 1, score: 4, at: AT }],
          ['note', 1, AT, 2, 1, 2, 'sobre a ana', 0],
          ...[joins(4, 1, 1), joins(5, 1, 1), leaves(5, 1, 2), joins(4, 3, 2), says(2, 1, 4), says(3, 3, 4)],
          ...renames(3, 6, 'Ruy', 3),
        ),
      );
      expect(await store.stats(AT)).toMatchObject({ closed: 1, ratings: 1, rating: 4 });
      await store.commit(records(['forgotten', 'ana'], ['forgotten', 'rui']));
      for (const when of ['at once', 'when it is erased']) {
        if (when !== 'at once') await store.erase();
        expect(await store.stats(AT + 9)).toMatchObject({ closed: 0, ratings: 0, rating: null, lastHour: 0 });
        const { rooms, people } = await store.load();
        expect(rooms.map(({ topic, members }) => [topic, members])).toEqual([
          ['de tudo', [{ party: 6, after: 2 }]],
          ['', []],
        ]);
        expect(people.map(({ party, former }) => [party, former])).toEqual([
          [2, []],
          [6, []],
        ]);
        expect((await store.history({ ...ALL, key: '#sala' })).messages).toEqual([]);
        expect((await store.history({ ...ALL, key: 'bia' })).messages).toEqual([]);
      }
    });

    it('has a topic until the room is given without one, and its maker’s name as long as that', async () => {
      await begin();
      await store.commit(records(says(1, 3, 5), ['personEnded', 1]));
      await store.commit(records(['expired', AT + 100]));
      await store.erase();
      const made = async () =>
        (await store.load()).rooms.map(({ topic, maker, makerKey }) => [topic, maker, makerKey]);
      expect(await made()).toEqual([
        ['de tudo', 1, 'ana'],
        ['', 0, ''],
      ]);
      await twice(['room', { party: 4, topic: '', since: 5, maker: 0 }], ['forgotten', 'ana']);
      expect(await made()).toEqual([
        ['', 0, ''],
        ['', 0, ''],
      ]);
    });

    it('tells in the log of a room that a message was undone only who was there when it was said', async () => {
      await begin();
      await store.commit(
        records(...[says(1, 3, 4), says(2, 3, 4), ['gone', 1] as Call], [
          'delivery',
          { id: 1, party: 4, place: 2, kind: 'UNDO', seq: 1, text: '' },
        ]),
      );
      const there = (after: number, upto: number) => ({ key: '#sala', party: 4, after, upto });
      const bia = { party: 2, key: 'bia' };
      const log = (...others: ReturnType<typeof there>[]) => logOf({ ...bia, others });
      expect(await log(there(0, 9))).toEqual([2, 'UNDO']);
      expect(await log(there(1, 9))).toEqual([2]);
      expect(await log(there(0, 1), there(2, 9))).toEqual(['UNDO']);
    });

    it('keeps the names of rooms and the former ones of people when all that was said is too old', async () => {
      await begin();
      await store.commit(
        records(
          ...[says(1, 3, 4), says(2, 3, 5), joins(5, 1, 0), leaves(5, 1, 2), ...renames(1, 6, 'Anita', 1)],
          conversationRecord(1, 6, { state: 'closed', attendant: 2, openedAt: 5, at: AT }),
          ['rating', { conversation: 1, score: 4, at: AT }],
          ['roomEnded', 5],
        ),
      );
      expect((await store.load()).people[0]!.stays).toHaveLength(1);
      await store.commit(records(['expired', AT + 100]));
      await store.erase();
      const { rooms, people, durations } = await store.load();
      expect(rooms.map((room) => room.name)).toEqual(['#Sala']);
      expect(people[0]).toMatchObject({ former: [{ name: 'Ana' }], stays: [], rateable: null });
      expect(durations).toEqual([]);
      expect((await store.history({ ...ALL, key: '#loja' })).known).toBe(false);
      expect(await store.stats(AT + 100)).toMatchObject({ closed: 0, ratings: 0 });
    });
  });
}
