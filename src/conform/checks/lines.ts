/** Bytes, lines and labels: what a server reads, whatever it says. */

import { MAX_LABEL_LENGTH, MAX_LINE_BYTES, MAX_TEXT_BYTES } from '../../protocol/limits.ts';
import type { Peer } from '../peer.ts';
import { type Check, check, demand, demandLines, error, refuses } from './check.ts';

/** A PING that makes a line of so many bytes, its end included. */
function pingOf(bytes: number, end = '\r\n'): Buffer {
  const head = 'PING ';
  return Buffer.from(`${head}${'x'.repeat(bytes - head.length - end.length)}${end}`);
}

/** The connection has done nothing else, and lives. */
async function lives(peer: Peer): Promise<void> {
  demandLines([], await peer.soFar(), peer);
}

async function answers(peer: Peer, bytes: Uint8Array, pattern: RegExp, expected: string): Promise<void> {
  peer.sayBytes(bytes);
  await peer.expect(pattern, expected);
}

const badEncoding = (code = 'BAD-ENCODING') => [error(code), `-err ${code} …, without a label`] as const;

export const LINE_CHECKS: readonly Check[] = [
  check('GREET-1', async (stage) => {
    const peer = await stage.connect();
    await peer.expect(
      /^\+ok 3MCP\/1 \S+ max-line=\d+ auth=(?:open|required) lang=(?:pt|en)(?: |$)/,
      '+ok 3MCP/1 product max-line=8192 auth=open lang=pt',
    );
  }),

  check('LINE-2', async (stage) => {
    const peer = await stage.greeted();
    await answers(peer, Buffer.from('PING a\n'), /^\+ok PONG a$/, '+ok PONG a');
    peer.sayBytes(Buffer.from('PING b\nPING c\r\nPING d\n'));
    for (const text of ['b', 'c', 'd'])
      await peer.expect(new RegExp(`^\\+ok PONG ${text}$`), `+ok PONG ${text}`);
    await lives(peer);
  }),

  check('LINE-3', async (stage) => {
    const peer = await stage.greeted();
    for (const byte of Buffer.from('@a PING açaí 🍇\r\nPING b\r\n')) peer.sayBytes(Buffer.from([byte]));
    await peer.expect(/^@a \+ok PONG açaí 🍇$/, '@a +ok PONG açaí 🍇');
    await peer.expect(/^\+ok PONG b$/, '+ok PONG b');
    // A cut inside a character, and one between CR and LF, each behind an answer, so that they travel apart.
    for (const [first, second] of [
      ['PING \xf0\x9f', '\x8d\x87\r\n'],
      ['PING \xf0\x9f\x8d\x87\r', '\n'],
    ] as const) {
      peer.sayBytes(Buffer.from(`PING c\r\n${first}`, 'latin1'));
      await peer.expect(/^\+ok PONG c$/, '+ok PONG c');
      await answers(peer, Buffer.from(second, 'latin1'), /^\+ok PONG 🍇$/, '+ok PONG 🍇');
    }
  }),

  check('LINE-4', async (stage) => {
    const peer = await stage.greeted();
    await answers(
      peer,
      Buffer.from('\r\n\n\r\nPING a\r\n\r\n'),
      /^\+ok PONG a$/,
      '+ok PONG a, and nothing before',
    );
    await lives(peer);
  }),

  check('LINE-5', async (stage) => {
    const peer = await stage.greeted();
    // The text is too long for any command, and the line is not: so it was read.
    await answers(peer, pingOf(MAX_LINE_BYTES), error('TEXT-TOO-LONG'), '-err TEXT-TOO-LONG …');
    await answers(peer, pingOf(MAX_LINE_BYTES, '\n'), error('TEXT-TOO-LONG'), '-err TEXT-TOO-LONG …');
    await lives(peer);
  }),

  check('LINE-6', async (stage) => {
    const peer = await stage.greeted();
    const [tooLong, expected] = badEncoding('LINE-TOO-LONG');
    await answers(peer, pingOf(MAX_LINE_BYTES + 1), tooLong, expected);
    await lives(peer);
    const endless = Buffer.from(`@a PING ${'x'.repeat(3 * MAX_LINE_BYTES)}`);
    await answers(peer, endless, tooLong, `${expected}, before the end of the line`);
    await answers(peer, Buffer.from('yyy\r\nPING b\r\n'), /^\+ok PONG b$/, '+ok PONG b');
    await lives(peer);
  }),

  check('LINE-7', async (stage) => {
    const peer = await stage.greeted();
    const text = 'x'.repeat(MAX_TEXT_BYTES);
    await peer.asked(`PING ${text}`, new RegExp(`^\\+ok PONG ${text}$`), '+ok PONG and the 7680 bytes');
    await refuses(peer, `PING ${text}x`, 'TEXT-TOO-LONG');
    // Bytes count, not characters.
    await refuses(peer, `PING ${'ç'.repeat(MAX_TEXT_BYTES / 2)}x`, 'TEXT-TOO-LONG');
  }),

  check('LINE-8', async (stage) => {
    const peer = await stage.greeted();
    const [pattern, expected] = badEncoding();
    // A lone byte, a cut sequence, an overlong slash, a surrogate, above U+10FFFF.
    for (const bytes of ['\xff', '\xc3', '\xc0\xaf', '\xed\xa0\x80', '\xf4\x90\x80\x80']) {
      await answers(peer, Buffer.from(`@a PING ${bytes}\r\n`, 'latin1'), pattern, expected);
    }
    await lives(peer);
  }),

  check('LINE-9', async (stage) => {
    const peer = await stage.greeted();
    const [pattern, expected] = badEncoding();
    for (const control of ['\x00', '\x07', '\x1b', '\x7f', '\u0085', '\u009b', '\r']) {
      await answers(peer, Buffer.from(`@a PING a${control}b\r\n`), pattern, expected);
    }
    await peer.asked('PING a\tb', /^\+ok PONG a\tb$/, '+ok PONG a\tb');
    await lives(peer);
  }),

  check('LINE-11', async (stage) => {
    const peer = await stage.greeted();
    for (const verb of ['PING', 'ping', 'PiNg']) await peer.asked(`${verb} a`, /^\+ok PONG a$/, '+ok PONG a');
    const name = stage.name('ana');
    await peer.asked(`connect ${name} MEMBRO`, / membro /, `+ok ${name} membro <token> …`);
  }),

  check('LINE-12', async (stage) => {
    const peer = await stage.greeted();
    peer.sayBytes(Buffer.from('PING a\r\nPING b'));
    peer.halfClose();
    demandLines(['+ok PONG a'], await peer.toEnd(), peer);
  }),

  check('LABEL-1', async (stage) => {
    const peer = await stage.greeted();
    const long = 'Az09_.:-'.repeat(MAX_LABEL_LENGTH / 8);
    for (const label of ['a', '7', 'x9f.1', long]) {
      await peer.asked(`@${label} PING a`, new RegExp(`^@${label} \\+ok PONG a$`), `@${label} +ok PONG a`);
    }
    await peer.asked('@e NONSENSE', error('BAD-COMMAND', 'e'), '@e -err BAD-COMMAND …');
    await peer.asked('PING a', /^\+ok PONG a$/, '+ok PONG a, without a label');
    const head = await peer.asked('@l HELP', /^@l \+ok \*\d+/, '@l +ok *<n>');
    for (const item of await peer.items(head))
      demand(!item.startsWith('@'), 'items without a label', item, peer);
  }),

  check('LABEL-2', async (stage) => {
    const peer = await stage.greeted();
    for (const label of ['', 'a/b', 'ç', 'a@b', 'x'.repeat(MAX_LABEL_LENGTH + 1)]) {
      await refuses(peer, `@${label} PING a`, 'BAD-ARGUMENT');
    }
    await lives(peer);
  }),
];
