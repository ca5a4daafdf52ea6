/** What every store has to do, whatever it keeps its records in. */

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeliveryRecord, HistoryQuery, LogEvent, LogQuery } from '../../src/desk/journal.ts';
import type { Store } from '../../src/store/store.ts';
import { anyBatches, anyKey, erases } from './any-batches.ts';
import { accountRecord, type Call, conversationRecord, Model, personRecord, records } from './model.ts';
import { searchOf } from './model-answers.ts';

/** Opens a new, empty store. */
export type OpenStore = () => Promise<Store>;

const AT = 1_700_000_000_000;
/** A log without notes, rooms and former names. */
const PLAIN = { notes: false, others: [] };
const ALL = { after: 0, before: Number.MAX_SAFE_INTEGER, limit: 500, notes: true };

export function storeContract(name: string, openStore: OpenStore, runs: number): void {
  describe(`${name} as a store`, () => {
    const opened: Store[] = [];
    const open = async () => {
      const store = await openStore();
      opened.push(store);
      return store;
    };
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });

    const withPeople = async () => {
      const store = await open();
      await store.commit(
        records(['party', 1, 'ana', 'Ana'], ['party', 2, 'bia', 'Bia'], ['party', 3, 'rui', 'Rui']),
      );
      return store;
    };
    const seqs = async (store: Store, query: Partial<HistoryQuery> & { key: string }) =>
      (await store.history({ ...ALL, ...query })).messages.map(({ seq }) => seq);

    it('starts from nothing', async () => {
      const store = await open();
      expect(await store.load()).toEqual(new Model().load());
    });

    it('knows nobody who was never there, and somebody who never wrote', async () => {
      const store = await withPeople();
      expect(await store.history({ key: 'nobody', ...ALL })).toEqual({ known: false, messages: [] });
      expect(await store.history({ key: 'ana', ...ALL })).toEqual({ known: true, messages: [] });
    });

    it('gives a message back to its sender, its recipient and who served them, under their names', async () => {
      const store = await withPeople();
      await store.commit(
        records(['message', 7, AT, 1, 0, 2, 'oi', 0], ['message', 8, AT + 1, 2, 1, 2, 'olá', 0]),
      );
      const messages = [
        { seq: 8, at: AT + 1, from: 'Bia', to: 'Ana', text: 'olá', gone: false, note: false },
        { seq: 7, at: AT, from: 'Ana', to: '*', text: 'oi', gone: false, note: false },
      ];
      for (const key of ['ana', 'bia']) {
        expect(await store.history({ key, ...ALL })).toEqual({ known: true, messages });
      }
      expect(await seqs(store, { key: 'rui' })).toEqual([]);
    });

    it('gives the newest first, between two seqs, and no more than asked for', async () => {
      const store = await withPeople();
      for (let seq = 1; seq <= 60; seq += 2) {
        await store.commit(
          records(
            ['message', seq, AT, 1, 2, 2, `${seq}`, 0],
            ['message', seq + 1, AT, 3, 2, 0, `${seq + 1}`, 0],
          ),
        );
      }
      expect(await seqs(store, { key: 'ana', limit: 3 })).toEqual([59, 57, 55]);
      expect(await seqs(store, { key: 'ana', limit: 3, before: 55 })).toEqual([53, 51, 49]);
      expect(await seqs(store, { key: 'ana', after: 53 })).toEqual([59, 57, 55]);
      expect(await seqs(store, { key: 'ana', after: 3, before: 7 })).toEqual([5]);
      expect(await seqs(store, { key: 'ana', before: 1 })).toEqual([]);
      expect(await seqs(store, { key: 'ana', after: 60 })).toEqual([]);
      expect(await seqs(store, { key: 'ana', limit: 0 })).toEqual([]);
      expect(await seqs(store, { key: 'bia' })).toHaveLength(60);
    });

    it('shows a message to oneself once', async () => {
      const store = await withPeople();
      await store.commit(records(['message', 1, AT, 2, 2, 2, 'a mim', 0]));
      expect(await seqs(store, { key: 'bia' })).toEqual([1]);
    });

    it('shows all who bore a name, each under the spelling of that time', async () => {
      const store = await withPeople();
      await store.commit(records(['message', 1, AT, 1, 0, 0, 'a primeira', 0]));
      await store.commit(records(['party', 4, 'ana', 'ANA'], ['message', 2, AT, 4, 0, 0, 'a segunda', 0]));
      const { messages } = await store.history({ key: 'ana', ...ALL });
      expect(messages.map(({ from }) => from)).toEqual(['ANA', 'Ana']);
    });

    it('forgets the text of a message that is gone, and keeps its place', async () => {
      const store = await withPeople();
      await store.commit(
        records(['message', 1, AT, 1, 2, 2, 'segredo', 0], ['message', 2, AT, 1, 2, 2, '', 0]),
      );
      await store.commit(records(['gone', 1]));
      expect((await store.history({ key: 'ana', ...ALL })).messages).toEqual([
        { seq: 2, at: AT, from: 'Ana', to: 'Bia', text: '', gone: false, note: false },
        { seq: 1, at: AT, from: 'Ana', to: 'Bia', text: '', gone: true, note: false },
      ]);
    });

    it('leaves the same when a batch is given twice', async () => {
      const store = await withPeople();
      const batch = records(
        ['party', 4, 'ana', 'ANA'],
        personRecord(4, { display: 'Ana Maria', since: AT }),
        conversationRecord(1, 4, { ticket: 9, waitingSince: AT, at: AT }),
        ['message', 1, AT, 4, 0, 0, 'um', 0],
        ['message', 2, AT, 4, 0, 0, 'dois', 0],
        ['gone', 1],
        ['personEnded', 1],
      );
      await store.commit(batch);
      const before = [await store.load(), await store.history({ key: 'ana', ...ALL })];
      await store.commit(batch);
      expect([await store.load(), await store.history({ key: 'ana', ...ALL })]).toEqual(before);
    });

    it.each([
      ['quotes', `'"\`; DROP TABLE message; -- %_?1 :key \\n \\\\`],
      ['emoji', '👩‍👩‍👧‍👦 🇧🇷 é é ﷺ \u202e'],
      ['7680 bytes', 'x'.repeat(7680)],
      ['7680 bytes of four each', '😀'.repeat(1920)],
      ['what looks like a number', '007'],
      ['nothing', ''],
    ])('keeps a text as it is: %s', async (_, text) => {
      const store = await open();
      await store.commit(records(['party', 1, text || 'key', text], ['message', 1, AT, 1, 0, 0, text, 0]));
      const { messages } = await store.history({ key: text || 'key', ...ALL });
      expect(messages).toEqual([{ seq: 1, at: AT, from: text, to: '*', text, gone: false, note: false }]);
    });

    it('begins again where it was, even when the newest of everything has ended', async () => {
      const store = await withPeople();
      const served = { attendant: 2, ticket: 7, waitingSince: AT + 5 };
      await store.commit(
        records(
          personRecord(1, { display: 'Ana Maria', tokenHash: 'hash-1', since: AT }),
          personRecord(3, { role: 'membro', tokenHash: 'hash-3', lang: 'en', since: AT + 90, sinceSeq: 4 }),
          conversationRecord(1, 1, { waitingSince: AT, at: AT }),
          conversationRecord(2, 3, { ...served, state: 'open', at: AT + 6 }),
          ['message', 5, AT + 7, 1, 0, 0, 'oi', 0],
        ),
      );
      await store.commit(
        records(['personEnded', 3], conversationRecord(2, 3, { ...served, state: 'closed', at: AT + 8 })),
      );
      const message = {
        seq: 5,
        at: AT + 7,
        from: 'Ana',
        to: '*',
        text: 'oi',
        gone: false,
        note: false,
        sender: 1,
        recipient: 0,
      };
      expect(await store.load()).toEqual({
        lastSeq: 5,
        lastDelivery: 0,
        lastParty: 3,
        lastConversation: 2,
        lastTicket: 7,
        lastAt: AT + 90,
        durations: [],
        rooms: [],
        accounts: [],
        people: [
          {
            ...{ party: 1, key: 'ana', name: 'Ana', role: 'consumidor', display: 'Ana Maria' },
            ...{ tokenHash: 'hash-1', lang: 'pt', since: AT, sinceSeq: 0, away: null, labels: [] },
            own: [{ ...message, attendant: 0 }],
            ...{ status: 'online', former: [], rooms: [], stays: [], rateable: null },
          },
        ],
        conversations: [
          {
            ...{
              id: 1,
              customer: 1,
              attendant: 0,
              state: 'waiting',
              ticket: 1,
              waitingSince: AT,
              firstSeq: 1,
            },
            ...{ openedAt: 0, answeredAt: 0, notes: [], returnedBy: [] },
            ...{ count: 1, newest: [message] },
          },
        ],
      });
    });

    it('counts the messages of a conversation from its first seq, and gives the newest 50, oldest first', async () => {
      const store = await withPeople();
      await store.commit(
        records(
          conversationRecord(1, 1, { attendant: 2, state: 'open', waitingSince: AT, firstSeq: 11, at: AT }),
        ),
      );
      for (let seq = 1; seq <= 200; seq++) {
        const other = seq % 2 ? 3 : 1;
        await store.commit(records(['message', seq, AT, other, 2, 2, `${seq}`, 0]));
      }
      const [conversation] = (await store.load()).conversations;
      expect(conversation!.count).toBe(95);
      expect(conversation!.newest.map(({ seq }) => seq)).toEqual(
        Array.from({ length: 50 }, (_, i) => 102 + 2 * i),
      );
    });

    it('gives back who has an account, and where everybody went away', async () => {
      const store = await withPeople();
      await store.commit(
        records(
          accountRecord(1, { role: 'atendente', verifier: 'old', since: AT, sinceSeq: 4 }),
          ['presence', 1, { seq: 4, delivery: 2 }],
          personRecord(2),
          ['presence', 2, { seq: 5, delivery: 3 }],
          personRecord(3),
          ['presence', 3, { seq: 5, delivery: 3 }],
        ),
      );
      await store.commit(
        records(accountRecord(1, { role: 'atendente', verifier: 'new', since: AT, sinceSeq: 4 }), [
          'presence',
          3,
          null,
        ]),
      );
      const { accounts, people } = await store.load();
      expect(accounts).toEqual([
        {
          ...{
            party: 1,
            key: 'ana',
            name: 'Ana',
            role: 'atendente',
            verifier: 'new',
            since: AT,
            sinceSeq: 4,
          },
          ...{ away: { seq: 4, delivery: 2 }, labels: [] },
        },
      ]);
      expect(people.map(({ party, away }) => [party, away])).toEqual([
        [2, { seq: 5, delivery: 3 }],
        [3, null],
      ]);
      await store.commit(records(['accountRemoved', 1]));
      expect((await store.load()).accounts).toEqual([]);
    });

    it('gives back the labels of the last thousand labelled messages of each identity, and no older ones', async () => {
      const store = await withPeople();
      await store.commit(records(personRecord(1, { sinceSeq: 3500 }), accountRecord(2), personRecord(3)));
      const label = (seq: number) => (seq % 6 < 2 ? 0 : Number.MAX_SAFE_INTEGER - seq);
      const messages = (from: number, to: number) =>
        Array.from({ length: to - from }, (_, i): Call => {
          const seq = from + i;
          return ['message', seq, AT, 1 + (seq % 2), 0, 0, 'x', label(seq)];
        });
      await store.commit(records(...messages(1, 2000)));
      await store.commit(records(...messages(2000, 4000)));
      const labelled = (seqs: readonly number[]) => seqs.filter(label).map((seq) => [label(seq), seq]);
      const everySecond = (from: number) => Array.from({ length: 2000 }, (_, i) => from + 2 * i);
      const { people, accounts } = await store.load();
      const labels = people.map(({ party, labels }) => [party, labels]);
      const ofAna = everySecond(2).filter((seq) => seq > 3500 && seq < 4000);
      expect(new Map(labels as [])).toEqual(
        new Map<unknown, unknown>([
          [1, labelled(ofAna)],
          [3, []],
        ]),
      );
      expect(accounts.map((account) => account.labels)).toEqual([labelled(everySecond(1)).slice(-1000)]);
    });

    describe('what a person can undo', () => {
      /** Ana was here for 4 minutes before AT; `messages` is what she said since, unless told. */
      const ownOf = async (...calls: readonly Call[]) => {
        const store = await withPeople();
        await store.commit(records(personRecord(1, { since: AT - 4 * 60_000, sinceSeq: 2 })));
        await store.commit(records(...calls));
        return (await store.load()).people[0]!.own;
      };
      const says = (seq: number, rest: { at?: number; from?: number; text?: string } = {}): Call => {
        return ['message', seq, rest.at ?? AT, rest.from ?? 1, 2, 0, rest.text ?? 'x', 0];
      };
      const seqsOf = (own: readonly { readonly seq: number }[]) => own.map(({ seq }) => seq);

      it('comes back whole, whomever it was said to, with who served', async () => {
        const own = await ownOf(
          conversationRecord(1, 1, { attendant: 3, state: 'closed' }),
          ['message', 3, AT, 1, 0, 3, 'à mesa', 0],
          ['message', 4, AT + 1, 1, 2, 0, 'à bia', 7],
        );
        const party = { sender: 1, gone: false, note: false };
        expect(own).toEqual([
          { ...party, seq: 3, at: AT, from: 'Ana', to: '*', text: 'à mesa', recipient: 0, attendant: 3 },
          { ...party, seq: 4, at: AT + 1, from: 'Ana', to: 'Bia', text: 'à bia', recipient: 2, attendant: 0 },
        ]);
      });

      it('is only what they said themselves, and is not gone', async () => {
        const own = await ownOf(says(3), says(4, { from: 2 }), says(5), says(6), ['gone', 5]);
        expect(seqsOf(own)).toEqual([3, 6]);
      });

      it('reaches back five minutes from the last moment that is known', async () => {
        const last = conversationRecord(1, 3, { at: AT + 3 * 60_000 });
        const messages = [says(3, { at: AT - 2 * 60_000 - 1 }), says(4, { at: AT - 2 * 60_000 }), says(5)];
        expect(seqsOf(await ownOf(...messages))).toEqual([3, 4, 5]);
        expect(seqsOf(await ownOf(...messages, last))).toEqual([4, 5]);
      });

      it('begins when they entered, also under a name with an account', async () => {
        const before = AT - 4 * 60_000 - 1;
        const messages = [says(2, { at: before }), says(3, { at: before }), says(4, { at: before + 1 })];
        expect(seqsOf(await ownOf(...messages))).toEqual([4]);
        expect(seqsOf(await ownOf(accountRecord(1, { sinceSeq: 1 }), ...messages))).toEqual([4]);
      });

      it('is the newest 50, oldest first', async () => {
        const messages = Array.from({ length: 120 }, (_, i) => says(3 + i, { from: 1 + (i % 2) }));
        const own = await ownOf(...messages, ['gone', 121]);
        expect(seqsOf(own)).toEqual(Array.from({ length: 50 }, (_, i) => 21 + 2 * i));
      });
    });

    describe('the delivery log', () => {
      const NOW = { seq: Number.MAX_SAFE_INTEGER, delivery: Number.MAX_SAFE_INTEGER };
      const ANA = { ...PLAIN, party: 1, key: 'ana', after: 0, upto: NOW, since: 0, limit: 1000 };
      const delivery = (id: number, rest: Partial<DeliveryRecord>): Call => [
        'delivery',
        { id, party: 1, place: 0, kind: 'CLOSED', seq: 0, text: '', ...rest },
      ];
      const brief = (events: readonly LogEvent[]) =>
        events.map((event) =>
          event.kind === 'MSG' ? event.message.seq : event.kind === 'UNDO' ? `UNDO ${event.seq}` : event.text,
        );
      const logOf = async (store: Store, query: Partial<LogQuery> = {}) =>
        brief(await store.log({ ...ANA, ...query }));
      /** 1 and 2 are handed to Ana behind 4; 3 and 6 are hers; 5 is nobody's here; 3 was undone behind 6. */
      const withLog = async () => {
        const store = await withPeople();
        await store.commit(
          records(
            accountRecord(1),
            ['message', 1, AT, 3, 0, 0, 'um', 0],
            ['message', 2, AT, 3, 0, 0, 'dois', 0],
            ['message', 3, AT, 2, 1, 0, 'três', 0],
            ['message', 4, AT, 1, 2, 0, 'quatro', 0],
            delivery(1, { place: 4, kind: 'MSG', seq: 1 }),
            delivery(2, { place: 4, kind: 'MSG', seq: 2 }),
            ['message', 5, AT, 2, 3, 0, 'cinco', 0],
            delivery(3, { place: 5, text: 'CLOSED rui quit' }),
            ['message', 6, AT, 3, 0, 1, 'seis', 0],
            ['gone', 3],
            delivery(4, { place: 6, kind: 'UNDO', seq: 3 }),
          ),
        );
        return store;
      };

      it('has messages in the places of their seqs and deliveries behind them, without what is gone', async () => {
        const store = await withLog();
        expect(await store.log(ANA)).toEqual([
          {
            kind: 'MSG',
            message: { seq: 4, at: AT, from: 'Ana', to: 'Bia', text: 'quatro', gone: false, note: false },
          },
          {
            kind: 'MSG',
            message: { seq: 1, at: AT, from: 'Rui', to: '*', text: 'um', gone: false, note: false },
          },
          {
            kind: 'MSG',
            message: { seq: 2, at: AT, from: 'Rui', to: '*', text: 'dois', gone: false, note: false },
          },
          { kind: 'CLOSED', text: 'CLOSED rui quit' },
          {
            kind: 'MSG',
            message: { seq: 6, at: AT, from: 'Rui', to: '*', text: 'seis', gone: false, note: false },
          },
          { kind: 'UNDO', seq: 3, from: 'Bia', to: 'Ana' },
        ]);
      });

      it('goes on behind what the client saw last, in its own place or handed over', async () => {
        const store = await withLog();
        expect(await logOf(store, { after: 4 })).toEqual([1, 2, 'CLOSED rui quit', 6, 'UNDO 3']);
        expect(await logOf(store, { after: 1 })).toEqual([2, 'CLOSED rui quit', 6, 'UNDO 3']);
        expect(await logOf(store, { after: 6 })).toEqual(['UNDO 3']);
        // It is gone, but stands in its place.
        expect(await logOf(store, { after: 3 })).toEqual([4, 1, 2, 'CLOSED rui quit', 6, 'UNDO 3']);
      });

      it('is sent whole when it does not have what the client saw last', async () => {
        const store = await withLog();
        const all = await logOf(store);
        expect(await logOf(store, { after: 5 })).toEqual(all);
        expect(await logOf(store, { after: 99 })).toEqual(all);
        expect(await logOf(store, { limit: 3 })).toEqual(all.slice(-3));
        expect(await logOf(store, { after: 2, limit: 3 })).toEqual(all.slice(-3));
        expect(await logOf(store, { after: 2, limit: 4 })).toEqual(all.slice(-3));
      });

      it('goes from a place to a place', async () => {
        const store = await withLog();
        expect(await logOf(store, { after: { seq: 4, delivery: 1 } })).toEqual([
          2,
          'CLOSED rui quit',
          6,
          'UNDO 3',
        ]);
        expect(await logOf(store, { after: { seq: 6, delivery: 4 } })).toEqual([]);
        expect(await logOf(store, { upto: { seq: 5, delivery: 2 } })).toEqual([4, 1, 2]);
        expect(await logOf(store, { since: 4 })).toEqual([1, 2, 'CLOSED rui quit', 6, 'UNDO 3']);
        expect(await logOf(store, { since: 5 })).toEqual(['CLOSED rui quit', 6, 'UNDO 3']);
      });

      it('has nothing of another who bore the name', async () => {
        const store = await withLog();
        await store.commit(
          records(['party', 9, 'ana', 'Ana'], personRecord(9), ['message', 7, AT, 9, 2, 0, 'sete', 0]),
        );
        expect(await logOf(store, { party: 9 })).toEqual([7]);
        expect((await logOf(store)).at(-1)).toBe('UNDO 3');
      });

      it('outlives a person with an account, and nobody else', async () => {
        const store = await withLog();
        await store.commit(
          records(personRecord(1), personRecord(2), delivery(5, { party: 2, text: 'CLOSED ana quit' })),
        );
        await store.commit(records(['personEnded', 1], ['personEnded', 2]));
        expect(await logOf(store)).toHaveLength(6);
        expect(await logOf(store, { party: 2, key: 'bia', since: 6 })).toEqual([]);
        await store.commit(records(['accountRemoved', 1]));
        expect(await logOf(store)).toEqual([4, 6]);
        expect((await store.load()).lastDelivery).toBe(5);
      });

      it('keeps the newest thousand deliveries, and not many more', async () => {
        const store = await withLog();
        for (let id = 5; id < 4005; id += 100) {
          await store.commit(
            records(
              ...Array.from({ length: 100 }, (_, i) => delivery(id + i, { place: 6, text: `${id + i}` })),
            ),
          );
        }
        const all = await logOf(store, { limit: 10_000, after: { seq: 6, delivery: 4 } });
        expect(all.slice(-1000)).toEqual(Array.from({ length: 1000 }, (_, i) => `${3005 + i}`));
        expect(all.length).toBeLessThan(2000);
      });
    });

    it('gives the oldest messages of a name page by page, without those that are gone', async () => {
      const store = await withPeople();
      for (let seq = 1; seq <= 30; seq++) {
        await store.commit(records(['message', seq, AT, seq % 2 ? 1 : 2, 3, 0, `${seq}`, 0], ['gone', 7]));
      }
      const page = async (after: number) =>
        (await store.page({ key: 'ana', after, limit: 5 })).map(({ seq }) => seq);
      expect(await page(0)).toEqual([1, 3, 5, 9, 11]);
      expect(await page(11)).toEqual([13, 15, 17, 19, 21]);
      expect(await page(21)).toEqual([23, 25, 27, 29]);
      expect(await page(29)).toEqual([]);
      expect(await store.page({ key: 'nobody', after: 0, limit: 5 })).toEqual([]);
    });

    it('forgets a person at once: what they said and were told, and their name, but not what they were told for others', async () => {
      const store = await withPeople();
      await store.commit(
        records(
          accountRecord(2, { role: 'atendente' }),
          personRecord(1),
          personRecord(2, { role: 'atendente' }),
          conversationRecord(1, 1, { state: 'open', attendant: 2 }),
          ['message', 1, AT, 1, 0, 2, 'à mesa', 0],
          ['message', 2, AT, 2, 1, 2, 'à ana', 0],
          ['message', 3, AT, 3, 1, 0, 'do rui', 0],
          ['delivery', { id: 1, party: 1, place: 3, kind: 'MSG', seq: 2, text: '' }],
          ['delivery', { id: 2, party: 1, place: 3, kind: 'CLOSED', seq: 0, text: 'CLOSED Bia tchau' }],
          [
            'delivery',
            { id: 3, party: 1, place: 3, kind: 'CLOSED', seq: 0, text: 'CLOSED Rui ligue para a Bia.' },
          ],
          ['delivery', { id: 4, party: 1, place: 3, kind: 'CLOSED', seq: 0, text: 'CLOSED Rui biatlo' }],
        ),
      );
      await store.commit(records(['forgotten', 'bia']));
      for (const when of ['at once', 'when it is erased']) {
        if (when !== 'at once') await store.erase();
        expect(await store.history({ key: 'bia', ...ALL })).toEqual({ known: false, messages: [] });
        expect(await store.page({ key: 'bia', after: 0, limit: 9 })).toEqual([]);
        expect(await seqs(store, { key: 'ana' })).toEqual([3, 1]);
        const log = {
          ...PLAIN,
          party: 1,
          key: 'ana',
          after: 0,
          upto: { seq: 3, delivery: 4 },
          since: 0,
          limit: 9,
        };
        expect(
          (await store.log(log)).map((event) => (event.kind === 'CLOSED' ? event.text : event.kind)),
        ).toEqual(['MSG', 'MSG', 'CLOSED Rui biatlo']);
        const { accounts, people, conversations } = await store.load();
        expect(accounts).toEqual([]);
        expect(people.map(({ party }) => party)).toEqual([1]);
        expect(conversations.map(({ id, count }) => [id, count])).toEqual([[1, 2]]);
      }
      // Whoever takes the name now is somebody else.
      await store.commit(records(['party', 4, 'bia', 'Bia'], ['message', 4, AT, 4, 3, 0, 'outra', 0]));
      await store.erase();
      expect(await seqs(store, { key: 'bia' })).toEqual([4]);
    });

    it('drops what is too old, and the names that nothing refers to any more', async () => {
      const store = await withPeople();
      await store.commit(
        records(
          personRecord(2, { role: 'atendente' }),
          conversationRecord(1, 1),
          ['message', 1, AT, 3, 2, 0, 'um', 0],
          ['message', 2, AT + 1, 1, 0, 0, 'dois', 0],
          ['delivery', { id: 1, party: 2, place: 2, kind: 'MSG', seq: 2, text: '' }],
          ['message', 3, AT + 2, 1, 0, 0, 'três', 0],
          ['delivery', { id: 2, party: 2, place: 3, kind: 'MSG', seq: 3, text: '' }],
        ),
      );
      await store.commit(records(['expired', AT + 2]));
      for (const when of ['at once', 'when it is erased']) {
        if (when !== 'at once') await store.erase();
        expect(await seqs(store, { key: 'ana' })).toEqual([3]);
        expect(await seqs(store, { key: 'bia' })).toEqual([]);
        const log = {
          ...PLAIN,
          party: 2,
          key: 'bia',
          after: 0,
          upto: { seq: 3, delivery: 2 },
          since: 0,
          limit: 9,
        };
        expect(await store.log(log)).toMatchObject([{ kind: 'MSG', message: { seq: 3 } }]);
        const [conversation] = (await store.load()).conversations;
        expect([conversation!.count, conversation!.newest.map(({ seq }) => seq)]).toEqual([1, [3]]);
      }
      expect((await store.history({ key: 'rui', ...ALL })).known).toBe(false);
      expect((await store.history({ key: 'bia', ...ALL })).known).toBe(true);
    });

    it('goes on with its ids, seqs and time when the newest of everything was erased', async () => {
      const store = await withPeople();
      await store.commit(
        records(
          ['party', 4, 'lia', 'Lia'],
          personRecord(4),
          conversationRecord(1, 4, { ticket: 3 }),
          ['delivery', { id: 8, party: 4, place: 0, kind: 'CLOSED', seq: 0, text: 'CLOSED Ana x' }],
          ['message', 9, AT + 9, 4, 0, 0, 'oi', 0],
        ),
      );
      await store.commit(records(['forgotten', 'lia']));
      await store.erase();
      const last = {
        lastSeq: 9,
        lastDelivery: 8,
        lastParty: 4,
        lastConversation: 1,
        lastTicket: 3,
        lastAt: AT + 9,
      };
      expect(await store.load()).toMatchObject(last);
      await store.commit(records(['message', 10, AT + 10, 1, 0, 0, 'oi', 0], ['expired', AT + 11]));
      await store.erase();
      expect(await store.load()).toMatchObject({ ...last, lastSeq: 10, lastAt: AT + 10 });
    });

    it('answers as the model does, whatever was committed', async () => {
      const query = fc.record({
        key: anyKey,
        after: fc.oneof(fc.constant(0), fc.nat(80)),
        before: fc.oneof(fc.constant(Number.MAX_SAFE_INTEGER), fc.nat(80)),
        limit: fc.nat(12),
        notes: fc.boolean(),
      });
      const scope = fc.record({
        party: fc.integer({ min: 1, max: 20 }),
        after: fc.oneof(fc.constant(0), fc.nat(60)),
        upto: fc.oneof(fc.constant(Number.MAX_SAFE_INTEGER), fc.nat(80)),
      });
      const logQuery = fc.record({
        party: fc.nat(),
        after: fc.oneof(fc.constant(0), fc.nat(80), fc.constant('place' as const)),
        chance: fc.tuple(fc.nat(), fc.nat()),
        since: fc.oneof(fc.constant(0), fc.nat(80)),
        limit: fc.oneof(fc.nat(12), fc.constant(1000)),
        notes: fc.boolean(),
        others: fc.array(scope, { maxLength: 4 }),
      });
      const queries = fc.array(fc.tuple(query, logQuery, fc.nat(4 * 3_600_000)), {
        minLength: 12,
        maxLength: 12,
      });
      const plan = fc.tuple(anyBatches, queries, fc.infiniteStream(fc.nat(3)));
      await fc.assert(
        fc.asyncProperty(plan, async ([batches, queries, chance]) => {
          const store = await openStore();
          const model = new Model();
          const places = [model.here];
          const compare = async ([query, logQuery, later]: (typeof queries)[number]) => {
            const { after, chance, others, ...rest } = logQuery;
            const at = model.last.at + later;
            expect(await store.stats(at)).toEqual(model.stats(at));
            expect(await store.history(query)).toEqual(model.history(query));
            expect(await store.page(query)).toEqual(model.page(query));
            const parties = [...model.parties];
            if (parties.length === 0) return;
            const [party, { key }] = parties[rest.party % parties.length]!;
            const [from, upto] = chance
              .map((by) => by % places.length)
              .sort((a, b) => a - b)
              .map((i) => places[i]!);
            const scopes = others.flatMap((one) => {
              const known = model.parties.get(one.party);
              return known ? [{ ...one, key: known.key }] : [];
            });
            const log = { ...rest, party, key, after: after === 'place' ? from! : after, upto: upto! };
            const whole = { ...log, others: scopes };
            expect(await store.log(whole)).toEqual(model.log(whole));
            const text = ['ana', 'Acao', "'", '🙃 🙂', '.', 'bob ana', '%'][rest.party % 7]!;
            const search = { text, scopes: chance[0] % 2 ? scopes : null, limit: rest.limit };
            expect(await store.search(search)).toEqual({
              messages: searchOf(model, search),
              complete: true,
            });
          };
          try {
            for (const [i, batch] of batches.entries()) {
              model.commit(batch);
              places.push(model.here);
              const twice = chance.next().value === 0 && !erases(batch);
              for (let n = twice ? 2 : 1; n > 0; n--) await store.commit(records(...batch));
              // Names that are not needed any more go with the last of what is erased.
              if (batch.some(([name]) => name === 'expired') || chance.next().value === 0)
                await store.erase();
              await compare(queries[i % queries.length]!);
            }
            for (const query of queries) await compare(query);
            expect(await store.load()).toEqual(model.load());
          } finally {
            await store.close();
          }
        }),
        { numRuns: runs },
      );
    });
  });
}
