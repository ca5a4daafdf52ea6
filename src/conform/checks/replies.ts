/** Replies, listings and the order in which faults are told. */

import { COMMANDS, type CommandSpec } from '../../protocol/commands.ts';
import { neededBy, wellFormed } from '../lines.ts';
import { both, counted } from '../telling.ts';
import {
  ATTENDANT,
  answersPing,
  BOTH,
  type Check,
  check,
  checkOfOne,
  checkOfTwo,
  demand,
  demandLines,
  error,
  refuses,
  tells,
  withWords,
} from './check.ts';

const SPECS: readonly CommandSpec[] = COMMANDS;
const MANY = 40;
const ITEM = /^[A-Z]+(?:-[A-Z]+)*(?: |$)/;

export const REPLY_CHECKS: readonly Check[] = [
  check('REPLY-1', async (stage) => {
    const peer = await stage.greeted();
    const commands = ['PING x', 'HELP PING', 'NONSENSE', 'LANG en', 'MSG', 'HELP', 'LANG xx'].filter(
      (line) => !neededBy(line).some((what) => stage.missing.has(what)),
    );
    const lines = Array.from({ length: MANY }, (_, index) => commands[index % commands.length]!);
    const label = (index: number) => (stage.missing.has('@') ? '' : `@r${index} `);
    peer.say(...lines.map((line, index) => label(index) + line));
    for (const [index, line] of lines.entries()) {
      const sent = label(index) + line;
      const expected = both(`a reply to ${sent}`, `uma resposta a ${sent}`);
      const head = await peer.some(expected);
      demand(new RegExp(`^${label(index)}(?:\\+ok|-err)`).test(head), expected, head, peer);
      if (/^(?:\S+ )?\+ok \*\d/.test(head)) await peer.items(head);
    }
    // Without labels too, told apart by what they say.
    await answersPing(stage, peer, 'PING a\r\nPING b\r\nPING c\r\nPING d\r\n', 'a');
    for (const text of 'bcd') await answersPing(stage, peer, '', text);
    demandLines([], await peer.soFar(), peer);
  }),

  checkOfOne('REPLY-3', async (stage) => {
    const peer = await stage.greeted();
    const name = stage.name('ana');
    peer.say(`CONNECT ${name} ${stage.anyone}`, 'HISTORY *', 'NONSENSE', 'HISTORY *', 'NONSENSE');
    peer.halfClose();
    const replies = (await peer.toEnd()).filter((line) => /^(?:\+ok|-err)/.test(line));
    demandLines(
      ['+ok', '+ok *0', '-err BAD-COMMAND', '+ok *0', '-err BAD-COMMAND'],
      replies.map((line) => /^(?:\+ok(?: \*\d+)?|-err \S+)/.exec(line)?.[0] ?? line),
      peer,
    );
  }),

  check('REPLY-4', async (stage) => {
    const peer = await stage.greeted();
    for (const line of ['NONSENSE', 'MSGS a', ' QUIT', 'QUIT\ta', '+ok', '-err X', '.', '*']) {
      await refuses(peer, line, 'BAD-COMMAND');
    }
    demandLines([], await peer.soFar(), peer);
  }),

  checkOfTwo('LIST-1', async (stage) => {
    const { leo, mia } = await stage.pair();
    const { peer } = leo;
    const expected = both('an item that begins with a verb', 'um item que começa com um verbo');
    demandLines([], await peer.list('HISTORY *'), peer);
    await tells(mia.peer, leo.name, 'oi');
    await peer.event(/^MSG /, 'MSG … oi');
    for (const [line, least] of [
      ['HISTORY *', 1],
      ['HELP', 1],
    ] as const) {
      if (stage.missing.has(line)) continue;
      const items = await peer.list(line);
      for (const item of items) demand(ITEM.test(item), expected, item, peer);
      const many = both(
        `at least ${counted(least, 'item', 'items')}`,
        `ao menos ${counted(least, 'item', 'itens')}`,
      );
      demand(items.length >= least, many, String(items.length), peer);
    }
    demandLines([], await peer.soFar(), peer);
  }),

  check(
    'LIST-2',
    async (stage) => {
      const bia = await stage.settledIn('bia', 'atendente');
      const ana = await stage.settledIn('ana', 'consumidor');
      await bia.peer.soFar();
      for (let index = 0; index < MANY; index++) {
        ana.peer.say(`MSG * ${index}`);
        bia.peer.say('LIST-USERS', 'LIST-USERS');
      }
      let [listings, messages] = [0, 0];
      while (listings < 2 * MANY || messages < MANY) {
        const line = await bia.peer.some(both('listings and messages', 'listagens e mensagens'));
        if (/^\+ok \*\d/.test(line)) {
          const items = await bia.peer.items(line);
          const stray = items.find((item) => !/^USER /.test(item));
          if (stray !== undefined) demand(false, withWords('USER …', ' or .', ' ou .'), stray, bia.peer);
          listings++;
        } else if (line.startsWith('MSG ')) messages++;
        else {
          const expected = withWords('+ok *<n>', ' or an event', ' ou um evento');
          demand(/^(?:SEEN|TYPING|PING|QUEUE) /.test(line), expected, line, bia.peer);
        }
      }
    },
    BOTH,
  ),

  checkOfOne('CHECK-1', async (stage) => {
    const peer = await stage.greeted();
    peer.sayBytes(Buffer.from('@/ NONSENSE \xff\r\n', 'latin1'));
    await peer.expect(
      error('BAD-ENCODING'),
      withWords('-err BAD-ENCODING …', ', before the label', ', antes do rótulo'),
    );
    if (!stage.missing.has('@')) await refuses(peer, '@/ NONSENSE', 'BAD-ARGUMENT');
    await refuses(peer, 'NONSENSE !! !!', 'BAD-COMMAND');
    await refuses(peer, 'MSG !!', 'NOT-CONNECTED');
    const ana = await stage.enter('ana', stage.anyone);
    await refuses(ana.peer, 'CONNECT !! !!', 'ALREADY-CONNECTED');
    if (!stage.missing.has('TAKE')) await refuses(ana.peer, 'TAKE !!', 'FORBIDDEN');
    await refuses(ana.peer, 'MSG !! x', 'NAME-INVALID');
    await refuses(ana.peer, `MSG ${stage.name('ninguem')}`, 'BAD-ARGUMENT');
  }),

  check('CHECK-2', async (stage) => {
    const peer = await stage.greeted();
    for (const { verb, phase } of SPECS.filter((spec) => !stage.missing.has(spec.verb))) {
      if (phase === 'entered') await refuses(peer, wellFormed(verb), 'NOT-CONNECTED');
    }
    for (const verb of ['PING', 'LANG', 'HELP'].filter((each) => !stage.missing.has(each))) {
      const reply = await peer.asked(wellFormed(verb), /^\+ok/, '+ok');
      if (verb === 'HELP') await peer.items(reply);
    }
  }),

  checkOfOne('CHECK-3', async (stage) => {
    const { peer } = await stage.enter('leo', stage.anyone);
    for (const { verb, phase, roles } of SPECS.filter((spec) => !stage.missing.has(spec.verb))) {
      if (phase === 'entered' && !roles.includes(stage.anyone))
        await refuses(peer, wellFormed(verb), 'FORBIDDEN');
    }
  }),

  check(
    'CANNED-1',
    async (stage) => {
      const { peer } = await stage.settledIn('bia', 'atendente');
      for (const item of await peer.list('CANNED')) {
        demand(/^CANNED \S+ \S/.test(item), 'CANNED name text', item, peer);
      }
    },
    ATTENDANT,
  ),
];
