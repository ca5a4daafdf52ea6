/**
 * Sample sessions, mutated and cut at random, through LineReader and parse: every line that is not empty gives
 * exactly one command or fault, and the same again. `SEED=<n> FUZZ_ROUNDS=<n>` repeats and lengthens a run.
 */

import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { MAX_LINE_BYTES } from '../../src/protocol/limits.ts';
import { parse } from '../../src/protocol/parse.ts';
import { cut, randomPlaces, read } from './deliver.ts';
import { naiveLines } from './naive-lines.ts';
import { type Random, randomFrom, SEED } from './random.ts';
import { expectWellFormed } from './well-formed.ts';

const { FUZZ_ROUNDS } = process.env;
const ROUNDS = FUZZ_ROUNDS === undefined ? 3000 : Number(FUZZ_ROUNDS);
const MOST_MUTATIONS = 12;

const SESSIONS = [
  'CONNECT Zé consumidor José da Silva\r\nMSG * Olá, preciso de ajuda\r\nPING\r\nQUEUE\r\nMSG * obrigado!\r\nQUIT tchau\r\n',
  'connect ana attendant Ana\nlang en\nnext\n@a1:1 MSG zé Bom dia 😀\n@a1:2 CLOSE zé até logo\nLIST\nquit\n',
  'CONNECT bia atendente\r\nLIST-USERS membro ana\r\nHISTORY zé 50 9007199254740991\r\nTAKE 日本語\r\nUNDO\r\nUNDO 17\r\nHELP MSG\r\n',
  '@x-1 CONNECT caio membro\r\n\r\n@x-2 MSG #geral linha um\\nlinha dois \\\\o/\r\n@x-3 MSG dani \toi\u2028\r\n@ PING\r\nNOPE\r\n',
].map((session) => Buffer.from(session));

/** What breaks readers: ends, borders of UTF-8, controls, words of the grammar. */
const SPICE = [
  '\n',
  '\r',
  '\r\n',
  ' ',
  '  ',
  '\t',
  '\0',
  '\x7f',
  '\u0085',
  '\ufeff',
  '\u2028',
  'é',
  '€',
  '😀',
  '\u0301',
  '@',
  '@a ',
  '*',
  '#',
  '.',
  '+ok',
  '-err',
  '0',
  '-1',
  '9007199254740992',
  'İ',
  'ſ',
  'MSG ',
  'CONNECT ',
  'LIST-USERS ',
  '\\n',
  'x'.repeat(33),
  'é'.repeat(3840),
  'x'.repeat(7681),
  'x'.repeat(MAX_LINE_BYTES - 2),
]
  .map((text) => Buffer.from(text))
  .concat(
    [[0xff], [0xc3], [0xa9], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0xc0, 0x80]].map((b) =>
      Buffer.from(b),
    ),
  );

test(`every line of a mutated session gives exactly one command, over ${ROUNDS} rounds (SEED=${SEED})`, () => {
  console.info(`fuzz of the protocol: SEED=${SEED}`);
  const random = randomFrom(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutate(choose(SESSIONS, random), random);
    const places = randomPlaces(bytes, random);
    try {
      check(bytes, places);
    } catch (cause) {
      const stream = JSON.stringify(Buffer.from(bytes).toString('latin1'));
      throw new Error(`SEED=${SEED}, round ${round}, cuts at ${places}: ${stream}`, { cause });
    }
  }
});

function check(bytes: Uint8Array, places: readonly number[]): void {
  const { lines } = read(cut(bytes, places));
  expect(lines).toEqual(naiveLines(bytes, MAX_LINE_BYTES));
  expect(lines).toHaveLength(countLines(bytes));
  for (const line of lines) {
    const command = parse(line);
    expectWellFormed(command);
    if (typeof line !== 'string') expect(command.fault).toBe(line.fault);
    expect(parse(line)).toEqual(command);
  }
}

/** The lines that are owed an answer: neither empty, nor unfinished and still within the limit. */
function countLines(bytes: Uint8Array): number {
  const pieces = Buffer.from(bytes).toString('latin1').split('\n');
  const unfinished = pieces.pop() as string;
  const whole = pieces.filter((piece) => piece !== '' && piece !== '\r').length;
  return whole + (unfinished.length >= MAX_LINE_BYTES ? 1 : 0);
}

/** One to MOST_MUTATIONS changes of a session. */
function mutate(session: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(session);
  for (let left = 1 + random(MOST_MUTATIONS); left > 0; left--) {
    const at = random(bytes.length + 1);
    const length = random(Math.min(24, bytes.length - at + 1));
    const [before, part, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, at + length),
      bytes.subarray(at + length),
    ];
    switch (random(7)) {
      case 0:
        bytes = Buffer.concat([before, choose(SPICE, random), part, after]);
        break;
      case 1:
        bytes = Buffer.concat([before, choose(SPICE, random), after]);
        break;
      case 2:
        bytes = Buffer.concat([before, after]);
        break;
      case 3:
        bytes = Buffer.concat([before, part, part, after]);
        break;
      case 4:
        bytes = Buffer.concat([before, after, part]);
        break;
      case 5: {
        const other = choose(SESSIONS, random);
        bytes = Buffer.concat([before, other.subarray(random(other.length))]);
        break;
      }
      default:
        if (at < bytes.length) bytes.writeUInt8(random(256), at);
    }
  }
  return bytes;
}

function choose<T>(from: readonly T[], random: Random): T {
  return from[random(from.length)] as T;
}
