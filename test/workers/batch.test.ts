import { expect, it } from 'vitest';
import { Batch } from '../../src/workers/batch.ts';
import { connectionNumber } from '../../src/workers/batches.ts';

const conns = (worker: number, count: number) =>
  Array.from({ length: count }, (_, n) => connectionNumber(1 + n, worker));

it('a line to many crosses once to each worker that has some of them', () => {
  const batch = new Batch();
  batch.sendAll([...conns(0, 3), ...conns(2, 100), ...conns(0, 4).slice(3)], 'MSG 1');
  batch.send(conns(1, 1)[0]!, '+ok');
  expect(batch.output(0)).toMatchObject({ text: 'MSG 1\r\n', toWrite: 4 * 7 });
  expect(batch.output(1)).toMatchObject({ text: '+ok\r\n', toWrite: 5 });
  expect(batch.output(2)).toMatchObject({ text: 'MSG 1\r\n', toWrite: 100 * 7 });
  expect(batch.output(3)).toBeNull();
  expect(batch.size).toBe(19);
  expect(batch.connections()).toEqual(new Set([...conns(0, 4), ...conns(1, 1), ...conns(2, 100)]));
});

it('a line to nobody is nothing', () => {
  const batch = new Batch();
  batch.sendAll([], 'MSG 1');
  expect([batch.output(0), batch.size]).toEqual([null, 0]);
});

it('everybody who gets a line that many get is noted where that is wanted', () => {
  const batch = new Batch();
  batch.touched = new Set();
  batch.sendAll([...conns(0, 2), ...conns(1, 2)], 'MSG 1');
  expect(batch.touched).toEqual(new Set([...conns(0, 2), ...conns(1, 2)]));
});
