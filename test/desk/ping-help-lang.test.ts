/** PING, HELP and LANG: open to everybody at any time. */

import { describe, expect, test } from 'vitest';
import { COMMANDS, type CommandSpec } from '../../src/protocol/commands.ts';
import { chat } from './chat.ts';

const ROOMS = ['JOIN', 'CREATE', 'LEAVE', 'ROOMS', 'WHO'];
const CUSTOMER = [
  ...['MSG', 'QUIT', 'HISTORY', 'QUEUE', 'RATE', 'UNDO', 'TYPING', 'SEEN', 'NICK', 'SEARCH', 'PING', 'HELP'],
  'LANG',
];

/** The verbs that HELP shows. */
const verbs = (lines: readonly string[]) => lines.slice(1, -1).map((line) => line.split(' ')[1]);

describe('PING', () => {
  test('gets PONG, and its text back', () => {
    const desk = chat();
    expect(desk.asks(1, 'PING')).toEqual(['+ok PONG']);
    expect(desk.asks(1, 'ping  a  b ')).toEqual(['+ok PONG  a  b ']);
  });
});

describe('HELP', () => {
  test.each([
    ['before entry', '', ['CONNECT', 'PASS', 'RESUME', 'QUIT', 'PING', 'HELP', 'LANG']],
    [
      'to a member',
      'mia membro',
      [
        'MSG',
        'QUIT',
        'HISTORY',
        'UNDO',
        'TYPING',
        'SEEN',
        'NICK',
        ...ROOMS,
        'SEARCH',
        'PING',
        'HELP',
        'LANG',
      ],
    ],
    ['to a customer', 'rui consumidor', CUSTOMER],
    [
      'to an attendant',
      'ana atendente',
      COMMANDS.filter(({ phase, verb }) => phase !== 'before' && verb !== 'RATE').map(({ verb }) => verb),
    ],
  ])('shows %s exactly the commands that are open', (_, who, expected) => {
    const desk = chat();
    if (who !== '') desk.enters(1, who);
    expect(verbs(desk.asks(1, 'HELP'))).toEqual(expected);
  });

  test('shows what is about rooms to customers where rooms are open to them', () => {
    const desk = chat({ roomsForCustomers: true });
    desk.enters(1, 'rui consumidor');
    const shown = verbs(desk.asks(1, 'HELP'));
    expect(shown).toEqual(CUSTOMER.toSpliced(CUSTOMER.indexOf('SEARCH'), 0, ...ROOMS));
    expect(chat().asks(1, 'HELP JOIN')).toEqual(['+ok *0', '.']);
  });

  test('shows only commands that are not refused for their time or role', () => {
    for (const who of ['', 'mia membro', 'rui consumidor', 'ana atendente']) {
      const desk = chat();
      if (who !== '') desk.enters(1, who);
      const shown = verbs(desk.asks(1, 'HELP'));
      for (const { verb } of COMMANDS) {
        if (verb === 'QUIT') continue;
        const refused = /^-err (NOT-CONNECTED|ALREADY-CONNECTED|FORBIDDEN) /.test(desk.asks(1, verb)[0]!);
        expect(refused, `${who} ${verb}`).toBe(!shown.includes(verb));
      }
    }
  });

  test('shows verb, syntax and text, in the language of the session', () => {
    const desk = chat();
    expect(desk.asks(1, 'HELP connect')).toEqual([
      '+ok *1',
      'HELP CONNECT name role [display name] — entra como atendente, consumidor ou membro',
      '.',
    ]);
    desk.says(1, 'LANG en');
    const spec = COMMANDS.find(({ verb }) => verb === 'PING') as CommandSpec;
    expect(desk.asks(1, 'HELP PING')[1]).toBe(`HELP PING [text] — ${spec.help.en}`);
  });

  test('of a command without arguments has no gap', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    expect(desk.asks(1, 'HELP next')[1]).toMatch(/^HELP NEXT — /);
  });

  test('of an alias shows the command, of one that is not open nothing, of none BAD-ARGUMENT', () => {
    const desk = chat();
    expect(desk.asks(1, 'HELP MSG')).toEqual(['+ok *0', '.']);
    expect(desk.asks(1, 'HELP FROB')[0]).toMatch(/^-err BAD-ARGUMENT /);
    desk.enters(1, 'ana atendente');
    expect(verbs(desk.asks(1, 'HELP list'))).toEqual(['LIST-USERS']);
  });
});

describe('LANG', () => {
  test('changes the language of all texts, and of no code', () => {
    const desk = chat();
    expect(desk.asks(1, 'NEXT')).toEqual(['-err NOT-CONNECTED entre primeiro: CONNECT nome tipo']);
    expect(desk.asks(1, 'LANG EN')).toEqual(['+ok en']);
    expect(desk.asks(1, 'NEXT')).toEqual(['-err NOT-CONNECTED enter first: CONNECT name role']);
    expect(desk.asks(1, 'lang pt')).toEqual(['+ok pt']);
    expect(desk.asks(1, 'XYZ')).toEqual([
      '-err BAD-COMMAND comando desconhecido; HELP mostra os que existem',
    ]);
    expect(desk.asks(1, 'LANG fr')[0]).toMatch(/^-err BAD-ARGUMENT /);
  });

  test('is each connection’s own, and begins as the server is told', () => {
    const desk = chat({ lang: 'en' });
    desk.says(1, 'LANG pt');
    expect(desk.asks(1, 'QUIT')).toEqual(['+ok até logo']);
    expect(desk.asks(2, 'QUIT')).toEqual(['+ok goodbye']);
  });
});
