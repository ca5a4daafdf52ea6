/** Replies, listings and the order in which faults are told. */

import { COMMANDS, type CommandSpec } from '../../protocol/commands.ts';
import { ATTENDANT, BOTH, type Check, check, demand, demandLines, error, refuses } from './check.ts';

const SPECS: readonly CommandSpec[] = COMMANDS;

/** Arguments that are right for each verb, as far as a line can tell. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  MSG: '* a',
  HISTORY: '*',
  TAKE: 'a',
  RETURN: 'a',
  TRANSFER: 'a b',
  CLOSE: 'a',
  RATE: '5',
  NOTE: 'a b',
  STATUS: 'online',
  TYPING: '* on',
  SEEN: '1',
  NICK: 'a',
  JOIN: '#geral',
  CREATE: '#geral',
  SEARCH: 'a',
};

function wellFormed(verb: string): string {
  return `${verb} ${ARGUMENTS[verb] ?? ''}`.trimEnd();
}

const MANY = 40;
const ITEM = /^[A-Z]+(?:-[A-Z]+)*(?: |$)/;

export const REPLY_CHECKS: readonly Check[] = [
  check('REPLY-1', async (stage) => {
    const peer = await stage.greeted();
    const commands = ['PING x', 'HELP PING', 'NONSENSE', 'LANG en', 'MSG', 'HELP', 'LANG xx'];
    const lines = Array.from(
      { length: MANY },
      (_, index) => `@r${index} ${commands[index % commands.length]}`,
    );
    peer.say(...lines);
    for (let index = 0; index < MANY; index++) {
      const head = await peer.some(`@r${index} and a reply`);
      demand(new RegExp(`^@r${index} (?:\\+ok|-err)`).test(head), `@r${index} and a reply`, head, peer);
      if (/^\S+ \+ok \*\d/.test(head)) await peer.items(head);
    }
    // Without labels too, told apart by what they say.
    peer.say(...['a', 'b', 'c', 'd'].map((text) => `PING ${text}`));
    for (const text of 'abcd') await peer.expect(new RegExp(`^\\+ok PONG ${text}$`), `+ok PONG ${text}`);
    demandLines([], await peer.soFar(), peer);
  }),

  check('REPLY-3', async (stage) => {
    const peer = await stage.greeted();
    const name = stage.name('ana');
    peer.say(`@a CONNECT ${name} membro`, '@b PING x', '@c HELP PING', '@d HISTORY *', '@e PING y');
    peer.halfClose();
    const said = await peer.toEnd();
    const replies = said.filter((line) => line.startsWith('@')).map((line) => line.split(' ', 2).join(' '));
    demandLines(['@a +ok', '@b +ok', '@c +ok', '@d +ok', '@e +ok'], replies, peer);
  }),

  check('REPLY-4', async (stage) => {
    const peer = await stage.greeted();
    for (const line of ['NONSENSE', 'PINGS a', ' PING a', 'PING\ta', '+ok', '-err X', '.', '*']) {
      await refuses(peer, line, 'BAD-COMMAND');
    }
    demandLines([], await peer.soFar(), peer);
  }),

  check('LIST-1', async (stage) => {
    const peer = await stage.greeted();
    const items = await peer.list('HELP');
    for (const item of items) demand(ITEM.test(item), 'an item that begins with a verb', item, peer);
    demand(items.length >= 7, 'HELP of at least 7 commands', `${items.length} items`, peer);
    demandLines([], await peer.list('HELP LIST-USERS'), peer);
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
        bia.peer.say('HELP', 'LIST-USERS');
      }
      let [listings, messages] = [0, 0];
      while (listings < 2 * MANY || messages < MANY) {
        const line = await bia.peer.some('listings and messages');
        if (/^\+ok \*\d/.test(line)) {
          const items = await bia.peer.items(line);
          const stray = items.find((item) => !/^(?:HELP|USER) /.test(item));
          if (stray !== undefined)
            demand(false, 'HELP or USER between +ok *<n> and the dot', stray, bia.peer);
          listings++;
        } else if (line.startsWith('MSG ')) messages++;
        else demand(/^(?:SEEN|TYPING|PING|QUEUE) /.test(line), '+ok *<n> or an event', line, bia.peer);
      }
    },
    BOTH,
  ),

  check('CHECK-1', async (stage) => {
    const peer = await stage.greeted();
    peer.sayBytes(Buffer.from('@/ NONSENSE \xff\r\n', 'latin1'));
    await peer.expect(error('BAD-ENCODING'), '-err BAD-ENCODING …, before the label');
    await refuses(peer, '@/ NONSENSE', 'BAD-ARGUMENT');
    await refuses(peer, 'NONSENSE !! !!', 'BAD-COMMAND');
    await refuses(peer, 'NICK !!', 'NOT-CONNECTED');
    const ana = await stage.enter('ana', 'membro');
    await refuses(ana.peer, 'CONNECT !! !!', 'ALREADY-CONNECTED');
    await refuses(ana.peer, 'TAKE !!', 'FORBIDDEN');
    await refuses(ana.peer, 'NICK !! x', 'NAME-INVALID');
    await refuses(ana.peer, `MSG ${stage.name('ninguem')}`, 'BAD-ARGUMENT');
  }),

  check('CHECK-2', async (stage) => {
    const peer = await stage.greeted();
    for (const { verb, phase } of SPECS) {
      if (phase === 'entered') await refuses(peer, wellFormed(verb), 'NOT-CONNECTED');
    }
    for (const line of ['PING', 'LANG pt']) await peer.asked(line, /^\+ok/, '+ok');
    await peer.list('HELP');
  }),

  check('CHECK-3', async (stage) => {
    const { peer } = await stage.enter('leo', 'membro');
    for (const { verb, phase, roles } of SPECS) {
      if (phase === 'entered' && !roles.includes('membro'))
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
