/**
 * One wire case, delivered every way: whole, byte by byte, cut in two at every place, and at random cuts. The
 * network chooses the chunks, so no test of lines may depend on them (after node-redis, RESP/decoder.spec.ts).
 */

import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { MAX_LINE_BYTES } from '../../src/protocol/limits.ts';
import { type Line, LineReader } from '../../src/protocol/lines.ts';
import { type Random, randomFrom, SEED } from './random.ts';

export interface WireCase {
  /** The stream: a string as UTF-8, or bytes, or pieces of both. */
  readonly bytes: Piece | readonly Piece[];
  /** What must come out. */
  readonly lines: readonly Line[];
  /** Bytes still held when all is in; 0 unless told. */
  readonly held?: number;
  readonly limit?: number;
}

export type Piece = string | Uint8Array;

export const TOO_LONG: Line = { fault: 'LINE-TOO-LONG' };
export const BAD_ENCODING: Line = { fault: 'BAD-ENCODING' };

const RANDOM_DELIVERIES = 20;
/** A longer case is cut in two at random places only: every place would take seconds. */
const CUT_EVERYWHERE = 512;

/** Registers the tests of one case; `sentence` says what it shows. */
export function deliver(sentence: string, wire: WireCase): void {
  const bytes = joinPieces(wire.bytes);
  const limit = wire.limit ?? MAX_LINE_BYTES;
  const check = (chunks: Iterable<Uint8Array>, how: string) => {
    const { lines, held } = read(chunks, limit);
    expect(lines, how).toEqual(wire.lines);
    expect(held, how).toBe(wire.held ?? 0);
  };
  describe(sentence, () => {
    test('whole', () => check([bytes], 'whole'));
    test('byte by byte', () => check(cut(bytes, everyPlace(bytes)), 'byte by byte'));
    test('cut in two', () => {
      const random = randomFrom(SEED);
      for (let i = 0; i < Math.min(bytes.length, CUT_EVERYWHERE); i++) {
        const at = bytes.length <= CUT_EVERYWHERE ? i : random(bytes.length);
        check(cut(bytes, [at]), `cut at ${at}`);
      }
    });
    test('at random cuts', () => {
      const random = randomFrom(SEED);
      for (let i = 0; i < RANDOM_DELIVERIES; i++) {
        const places = randomPlaces(bytes, random);
        check(cut(bytes, places), `SEED=${SEED}, cuts at ${places}`);
      }
    });
  });
}

/** Reads chunks, and on the way that no more than one line within the limit is ever held. */
export function read(chunks: Iterable<Uint8Array>, limit = MAX_LINE_BYTES): { lines: Line[]; held: number } {
  const reader = new LineReader(limit);
  const lines: Line[] = [];
  for (const chunk of chunks) {
    // A copy that is wiped afterwards: the reader must not keep the chunk, which sockets may use again.
    const lent = Uint8Array.from(chunk);
    lines.push(...reader.push(lent));
    lent.fill(0xff);
    if (reader.held >= limit) throw new Error(`holds ${reader.held} bytes, the limit is ${limit}`);
  }
  return { lines, held: reader.held };
}

/** The chunks between `places`, which are ascending; equal ones give an empty chunk. */
export function* cut(bytes: Uint8Array, places: Iterable<number>): Generator<Uint8Array> {
  let start = 0;
  for (const place of places) {
    yield bytes.subarray(start, place);
    start = place;
  }
  yield bytes.subarray(start);
}

/** Every place at which bytes can be cut. */
export function* everyPlace(bytes: Uint8Array): Generator<number> {
  for (let place = 1; place < bytes.length; place++) yield place;
}

/** Up to eight places, ascending, equal ones now and then. */
export function randomPlaces(bytes: Uint8Array, random: Random): number[] {
  return Array.from({ length: random(9) }, () => random(bytes.length + 1)).sort((a, b) => a - b);
}

/** Pieces as one stream. */
export function joinPieces(pieces: Piece | readonly Piece[]): Uint8Array {
  const list = typeof pieces === 'string' || pieces instanceof Uint8Array ? [pieces] : pieces;
  return Buffer.concat(list.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
}

/** Bytes as they stand, for what is not UTF-8. */
export function raw(...bytes: number[]): Uint8Array {
  return Uint8Array.from(bytes);
}
