/** Bytes, lines and labels: what a server reads, whatever it says. */

import { MAX_LABEL_LENGTH, MAX_LINE_BYTES, MAX_TEXT_BYTES } from '../../protocol/limits.ts';
import type { Peer } from '../peer.ts';
import { both, type Telling } from '../telling.ts';
import {
  answersPing,
  type Check,
  check,
  checkOfOne,
  demand,
  demandLines,
  error,
  NOTHING,
  pong,
  refuses,
  usualLimit,
  withWords,
} from './check.ts';

/** A PING that makes a line of so many bytes, its end included. */
function pingOf(bytes: number, end = '\r\n'): Buffer {
  const head = 'PING ';
  return Buffer.from(`${head}${'x'.repeat(bytes - head.length - end.length)}${end}`);
}

/** The connection has done nothing else, and lives. */
async function lives(peer: Peer): Promise<void> {
  demandLines([], await peer.soFar(), peer);
}

async function answers(peer: Peer, bytes: Uint8Array, pattern: RegExp, expected: Telling): Promise<void> {
  peer.sayBytes(bytes);
  await peer.expect(pattern, expected);
}

function unlabelled(code: string): readonly [RegExp, Telling] {
  return [error(code), withWords(`-err ${code} …`, ', without a label', ', sem rótulo')];
}

export const LINE_CHECKS: readonly Check[] = [
  check('GREET-1', async (stage) => {
    const peer = await stage.connect();
    await peer.expect(
      /^\+ok 3MCP\/1 \S+ max-line=\d+ auth=(?:open|required) lang=(?:pt|en)(?: |$)/,
      '+ok 3MCP/1 <product> max-line=8192 auth=open lang=pt',
    );
  }),

  check('LINE-2', async (stage) => {
    const peer = await stage.greeted();
    await answersPing(stage, peer, 'PING a\n', 'a');
    await answersPing(stage, peer, 'PING b\nPING c\r\nPING d\n', 'b');
    for (const text of ['c', 'd']) await answersPing(stage, peer, '', text);
    await lives(peer);
  }),

  check('LINE-3', async (stage) => {
    const peer = await stage.greeted();
    for (const byte of Buffer.from('PING açaí 🍇\r\nPING b\r\n')) peer.sayBytes(Buffer.from([byte]));
    for (const text of ['açaí 🍇', 'b']) await answersPing(stage, peer, '', text);
    // A cut inside a character, and one between CR and LF, each behind an answer, so that they travel apart.
    for (const [first, second] of [
      ['PING \xf0\x9f', '\x8d\x87\r\n'],
      ['PING \xf0\x9f\x8d\x87\r', '\n'],
    ] as const) {
      await answersPing(stage, peer, Buffer.from(`PING c\r\n${first}`, 'latin1'), 'c');
      await answersPing(stage, peer, Buffer.from(second, 'latin1'), '🍇');
    }
  }),

  check('LINE-4', async (stage) => {
    const peer = await stage.greeted();
    await answersPing(stage, peer, '\r\n\n\r\nPING a\r\n\r\n', 'a');
    await lives(peer);
  }),

  check('LINE-5', async (stage, { maxLine }) => {
    const peer = await stage.greeted();
    // The text is too long for any command, and the line is not: so it was read.
    const [code, expected] = stage.missing.has('PING')
      ? (['BAD-COMMAND', '-err BAD-COMMAND …'] as const)
      : (['TEXT-TOO-LONG', '-err TEXT-TOO-LONG …'] as const);
    await answers(peer, pingOf(maxLine), error(code), expected);
    await answers(peer, pingOf(maxLine, '\n'), error(code), expected);
    await lives(peer);
  }),

  check('LINE-6', async (stage, { maxLine }) => {
    const peer = await stage.greeted();
    const [tooLong, expected] = unlabelled('LINE-TOO-LONG');
    await answers(peer, pingOf(maxLine + 1), tooLong, expected);
    await lives(peer);
    const endless = Buffer.from(`@a PING ${'x'.repeat(3 * maxLine)}`);
    const early = withWords(
      '-err LINE-TOO-LONG …',
      ', without a label, before the end of the line',
      ', sem rótulo, antes do fim da linha',
    );
    await answers(peer, endless, tooLong, early);
    await answersPing(stage, peer, 'yyy\r\nPING b\r\n', 'b');
    await lives(peer);
  }),

  check('LINE-7', async (stage, { maxLine, maxText }) => {
    usualLimit('--max-line', MAX_LINE_BYTES, maxLine);
    usualLimit('--max-text', MAX_TEXT_BYTES, maxText);
    const peer = await stage.greeted();
    const text = 'x'.repeat(MAX_TEXT_BYTES);
    const expected = withWords('+ok PONG', ' and the 7680 bytes', ' e os 7680 bytes');
    await peer.asked(`PING ${text}`, new RegExp(`^\\+ok PONG ${text}$`), expected);
    await refuses(peer, `PING ${text}x`, 'TEXT-TOO-LONG');
    // Bytes count, not characters.
    await refuses(peer, `PING ${'ç'.repeat(MAX_TEXT_BYTES / 2)}x`, 'TEXT-TOO-LONG');
  }),

  check('LINE-8', async (stage) => {
    const peer = await stage.greeted();
    const [pattern, expected] = unlabelled('BAD-ENCODING');
    // A lone byte, a cut sequence, an overlong slash, a surrogate, above U+10FFFF.
    for (const bytes of ['\xff', '\xc3', '\xc0\xaf', '\xed\xa0\x80', '\xf4\x90\x80\x80']) {
      await answers(peer, Buffer.from(`@a PING ${bytes}\r\n`, 'latin1'), pattern, expected);
    }
    await lives(peer);
  }),

  check('LINE-9', async (stage) => {
    const peer = await stage.greeted();
    const [pattern, expected] = unlabelled('BAD-ENCODING');
    for (const control of ['\x00', '\x07', '\x1b', '\x7f', '\u0085', '\u009b', '\r']) {
      await answers(peer, Buffer.from(`@a PING a${control}b\r\n`), pattern, expected);
    }
    await answersPing(stage, peer, 'PING a\tb\r\n', 'a\tb');
    await lives(peer);
  }),

  checkOfOne('LINE-11', async (stage) => {
    const peer = await stage.greeted();
    for (const verb of ['PING', 'ping', 'PiNg']) await answersPing(stage, peer, `${verb} a\r\n`, 'a');
    const name = stage.name('ana');
    await peer.asked(
      `connect ${name} ${stage.anyone.toUpperCase()}`,
      new RegExp(` ${stage.anyone} `),
      `+ok ${name} ${stage.anyone} <token> …`,
    );
  }),

  check('LINE-12', async (stage) => {
    const peer = await stage.greeted();
    peer.sayBytes(Buffer.from('PING a\r\nPING b'));
    peer.halfClose();
    const said = await peer.toEnd();
    const { pattern, expected } = pong(stage, 'a');
    demand(said.length === 1 && pattern.test(said[0]!), expected, said.join(' | ') || NOTHING, peer);
  }),

  check('LABEL-1', async (stage) => {
    const peer = await stage.greeted();
    const long = 'Az09_.:-'.repeat(MAX_LABEL_LENGTH / 8);
    for (const label of ['a', '7', 'x9f.1', long]) {
      await answersPing(stage, peer, `@${label} PING a\r\n`, 'a', label);
    }
    peer.sayAnyway('@e NONSENSE');
    await peer.expect(error('BAD-COMMAND', 'e'), '@e -err BAD-COMMAND …');
    await answersPing(stage, peer, 'PING a\r\n', 'a');
    await peer.list('HELP');
    peer.sayAnyway('@l HELP');
    const head = await peer.expect(/^@l \+ok \*\d+$/, '@l +ok *<n>');
    const expected = both('items without a label', 'itens sem rótulo');
    for (const item of await peer.items(head)) demand(!item.startsWith('@'), expected, item, peer);
  }),

  check('LABEL-2', async (stage) => {
    const peer = await stage.greeted();
    for (const label of ['', 'a/b', 'ç', 'a@b', 'x'.repeat(MAX_LABEL_LENGTH + 1)]) {
      peer.sayAnyway(`@${label} PING a`);
      await peer.expect(error('BAD-ARGUMENT'), '-err BAD-ARGUMENT …');
    }
    await lives(peer);
  }),
];
