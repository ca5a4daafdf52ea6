/** What every store has to do, whatever it keeps its records in. */

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { HistoryQuery } from '../../src/desk/journal.ts';
import type { Store } from '../../src/store/store.ts';
import { anyBatches, anyKey, conversationRecord, Model, personRecord, records } from './model.ts';

/** Opens a new, empty store. */
export type OpenStore = () => Promise<Store>;

const AT = 1_700_000_000_000;
const ALL = { after: 0, before: Number.MAX_SAFE_INTEGER, limit: 500 };

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
      await store.commit(records(['message', 7, AT, 1, 0, 2, 'oi'], ['message', 8, AT + 1, 2, 1, 2, 'olá']));
      const messages = [
        { seq: 8, at: AT + 1, from: 'Bia', to: 'Ana', text: 'olá', gone: false },
        { seq: 7, at: AT, from: 'Ana', to: '*', text: 'oi', gone: false },
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
          records(['message', seq, AT, 1, 2, 2, `${seq}`], ['message', seq + 1, AT, 3, 2, 0, `${seq + 1}`]),
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
      await store.commit(records(['message', 1, AT, 2, 2, 2, 'a mim']));
      expect(await seqs(store, { key: 'bia' })).toEqual([1]);
    });

    it('shows all who bore a name, each under the spelling of that time', async () => {
      const store = await withPeople();
      await store.commit(records(['message', 1, AT, 1, 0, 0, 'a primeira']));
      await store.commit(records(['party', 4, 'ana', 'ANA'], ['message', 2, AT, 4, 0, 0, 'a segunda']));
      const { messages } = await store.history({ key: 'ana', ...ALL });
      expect(messages.map(({ from }) => from)).toEqual(['ANA', 'Ana']);
    });

    it('forgets the text of a message that is gone, and keeps its place', async () => {
      const store = await withPeople();
      await store.commit(records(['message', 1, AT, 1, 2, 2, 'segredo'], ['message', 2, AT, 1, 2, 2, '']));
      await store.commit(records(['gone', 1]));
      expect((await store.history({ key: 'ana', ...ALL })).messages).toEqual([
        { seq: 2, at: AT, from: 'Ana', to: 'Bia', text: '', gone: false },
        { seq: 1, at: AT, from: 'Ana', to: 'Bia', text: '', gone: true },
      ]);
    });

    it('leaves the same when a batch is given twice', async () => {
      const store = await withPeople();
      const batch = records(
        ['party', 4, 'ana', 'ANA'],
        personRecord(4, { display: 'Ana Maria', since: AT }),
        conversationRecord(1, 4, { ticket: 9, waitingSince: AT, at: AT }),
        ['message', 1, AT, 4, 0, 0, 'um'],
        ['message', 2, AT, 4, 0, 0, 'dois'],
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
      await store.commit(records(['party', 1, text || 'key', text], ['message', 1, AT, 1, 0, 0, text]));
      const { messages } = await store.history({ key: text || 'key', ...ALL });
      expect(messages).toEqual([{ seq: 1, at: AT, from: text, to: '*', text, gone: false }]);
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
          ['message', 5, AT + 7, 1, 0, 0, 'oi'],
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
        sender: 1,
        recipient: 0,
      };
      expect(await store.load()).toEqual({
        lastSeq: 5,
        lastParty: 3,
        lastConversation: 2,
        lastTicket: 7,
        lastAt: AT + 90,
        people: [
          {
            ...{ party: 1, key: 'ana', name: 'Ana', role: 'consumidor', display: 'Ana Maria' },
            ...{ tokenHash: 'hash-1', lang: 'pt', since: AT, sinceSeq: 0 },
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
        await store.commit(records(['message', seq, AT, other, 2, 2, `${seq}`]));
      }
      const [conversation] = (await store.load()).conversations;
      expect(conversation!.count).toBe(95);
      expect(conversation!.newest.map(({ seq }) => seq)).toEqual(
        Array.from({ length: 50 }, (_, i) => 102 + 2 * i),
      );
    });

    it('answers as the model does, whatever was committed', async () => {
      const query = fc.record({
        key: anyKey,
        after: fc.oneof(fc.constant(0), fc.nat(80)),
        before: fc.oneof(fc.constant(Number.MAX_SAFE_INTEGER), fc.nat(80)),
        limit: fc.nat(12),
      });
      const plan = fc.tuple(
        anyBatches,
        fc.array(query, { minLength: 12, maxLength: 12 }),
        fc.infiniteStream(fc.nat(3)),
      );
      await fc.assert(
        fc.asyncProperty(plan, async ([batches, queries, chance]) => {
          const store = await openStore();
          try {
            const model = new Model();
            for (const [i, batch] of batches.entries()) {
              model.commit(batch);
              const twice = chance.next().value === 0;
              for (let n = twice ? 2 : 1; n > 0; n--) await store.commit(records(...batch));
              const query = queries[i % queries.length]!;
              expect(await store.history(query)).toEqual(model.history(query));
            }
            for (const query of queries) {
              expect(await store.history(query)).toEqual(model.history(query));
            }
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
