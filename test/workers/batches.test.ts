import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ROLES } from '../../src/protocol/commands.ts';
import type { Command } from '../../src/protocol/parse.ts';
import {
  connectionNumber,
  InputWriter,
  MAX_WORKERS,
  OutputWriter,
  readInput,
  readOutput,
  weightOf,
  workerOf,
} from '../../src/workers/batches.ts';

const conn = fc.nat(2 ** 40);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });

it('a connection number tells its worker, and is never given twice', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 40), fc.nat(MAX_WORKERS - 1), (count, worker) => {
      expect(workerOf(connectionNumber(count, worker))).toBe(worker);
      expect(connectionNumber(count + 1, 0)).toBeGreaterThan(connectionNumber(count, worker));
    }),
  );
});

it('what connections did comes out of a batch as it went in', () => {
  const command = fc.record<Command>({
    verb: fc.integer({ min: -1, max: 12 }),
    label: fc.constantFrom('', 'a:1'),
    fault: fc.constantFrom('', 'BAD-COMMAND', 'FORBIDDEN'),
    args: fc.array(text, { maxLength: 5 }),
  });
  const event = fc.oneof(
    fc.tuple(fc.constant('command'), conn, command),
    fc.tuple(fc.constantFrom('halfClosed', 'gone'), conn),
  );
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const input = new InputWriter();
      for (const [kind, from, command] of events) {
        if (command) input.command(from, command);
        else if (kind === 'gone') input.connectionGone(from);
        else input.halfClosed(from);
      }
      const seen: unknown[] = [];
      readInput(structuredClone(input.take()), {
        command: (...args) => seen.push(['command', ...args]),
        halfClosed: (...args) => seen.push(['halfClosed', ...args]),
        gone: (...args) => seen.push(['gone', ...args]),
      });
      expect(seen).toEqual(events);
      expect(input.empty).toBe(true);
    }),
  );
});

it('what is to be done comes out of a batch as it went in', () => {
  const operation = fc.oneof(
    fc.tuple(fc.constant('send' as const), conn, text),
    fc.tuple(fc.constant('shared' as const), fc.array(conn, { maxLength: 5 }), text),
    fc.tuple(fc.constant('entered' as const), conn, fc.constantFrom(...ROLES), text, text),
    fc.tuple(fc.constant('resumed' as const), conn, fc.constantFrom(...ROLES), fc.boolean()),
    fc.tuple(fc.constant('replay' as const), conn, text, text, text),
    fc.tuple(fc.constant('unresumed' as const), conn, text),
    fc.tuple(fc.constant('language' as const), conn, fc.constantFrom('pt' as const, 'en' as const)),
    fc.tuple(fc.constant('close' as const), conn),
    fc.tuple(fc.constant('answered' as const), conn),
  );
  fc.assert(
    fc.property(fc.array(operation), (operations) => {
      const out = new OutputWriter();
      const expected: unknown[] = [];
      for (const [kind, ...args] of operations) {
        if (kind === 'shared') {
          const [conns, line] = args as [number[], string];
          for (const one of conns) {
            out.sendShared(one, line);
            expected.push(['sendShared', one, line]);
          }
          out.endShared();
        } else {
          (out[kind] as (...all: unknown[]) => void).apply(out, args);
          expected.push([kind, ...args]);
        }
      }
      const seen: unknown[] = [];
      const note =
        (kind: string) =>
        (...args: unknown[]) => {
          seen.push([kind, ...args]);
        };
      readOutput(structuredClone(out.packed()), {
        send: note('send'),
        sendShared: note('sendShared'),
        entered: note('entered'),
        resumed: note('resumed'),
        replay: note('replay'),
        unresumed: note('unresumed'),
        language: note('language'),
        close: note('close'),
        answered: note('answered'),
      });
      expect(seen).toEqual(expected);
    }),
  );
});

it('a line to many crosses once, and counts as often as it comes to be written', () => {
  const out = new OutputWriter();
  out.send(1, 'abc');
  for (const one of [1, 2, 3, 4]) out.sendShared(one, 'defgh');
  out.endShared();
  out.endShared();
  out.entered(1, 'membro', 'i', 'jk');
  expect(out.packed()).toMatchObject({ text: 'abcdefghijk', toWrite: 3 + 4 * 5 + 3 });
  expect(out.size).toBe(11);
  out.clear();
  expect(out.packed()).toMatchObject({ text: '', toWrite: 0 });
});

it('a command to a room weighs what it causes, so that fewer of them are under way', () => {
  const command = (...args: string[]): Command => ({ verb: 3, label: '', fault: '', args });
  const [many, one] = [weightOf(command('#sala', 'olá')), weightOf(command('ana', 'olá'))];
  expect(many).toBeGreaterThan(20 * one);
  expect(weightOf(command('#sala', 'x'.repeat(500)))).toBeGreaterThan(many + 490);
  expect(weightOf(command())).toBeGreaterThan(0);
});
