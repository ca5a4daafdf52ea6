import { expect, it } from 'vitest';
import { SharedText } from '../../src/workers/shared-text.ts';
import { open } from './fake-connection.ts';

it('lines behind a long command wait for its reply', () => {
  const { arrives, verbs, socket, connection } = open();
  arrives('PING', 'HELP', 'PING', 'HELP', 'PING');
  expect(verbs()).toEqual(['PING', 'HELP']);
  expect([socket.reading, connection.unread]).toEqual([false, true]);
  connection.answered();
  expect(verbs()).toEqual(['PING', 'HELP', 'PING', 'HELP']);
  connection.answered();
  expect(verbs()).toEqual(['PING', 'HELP', 'PING', 'HELP', 'PING']);
  expect([socket.reading, connection.unread]).toEqual([true, false]);
});

it.each([
  ['the usual outbox', 1024 * 1024, undefined],
  ['a larger one', 8 * 1024 * 1024, 8 * 1024 * 1024],
])(
  'with %s, who does not read is not read past a quarter of it, and given up past all of it',
  (_, most, set) => {
    const limits = set === undefined ? {} : { maxOutboxBytes: set };
    const { connection, socket, commands, arrives, verbs } = open(limits);
    const unsent = (bytes: number) => {
      connection.send('x'.repeat(bytes));
      connection.flush();
    };
    unsent(most / 4);
    expect(socket.reading).toBe(true);
    unsent(1);
    arrives('PING');
    expect(commands).toEqual([]);
    // The silence of who does not read counts.
    expect([socket.reading, connection.unread]).toEqual([false, false]);
    socket.writableLength = 0;
    socket.emit('drain');
    expect(verbs()).toEqual(['PING']);
    expect(socket.reading).toBe(true);
    unsent(most);
    expect(connection.closing).toBe(false);
    unsent(1);
    expect(connection.closing).toBe(true);
    expect(socket.written).toContain('QUIT SLOW-CONSUMER ');
    arrives('PING');
    expect(verbs()).toEqual(['PING']);
  },
);

it('who goes on being too quick is refused a hundred times, then the rest waits', () => {
  const { commands, arrives, socket, connection } = open({ commandsPerSecond: 1, burst: 4 });
  arrives(...Array.from({ length: 1000 }, () => 'PING'));
  const refused = commands.filter(({ fault }) => fault === 'RATE-LIMITED').length;
  expect([commands.length - refused, refused]).toEqual([4, 100]);
  expect([socket.reading, connection.unread]).toEqual([false, true]);
});

it('an attendant may send four times as many at once', () => {
  const { commands, arrives, connection } = open({ commandsPerSecond: 0.001, burst: 10 });
  connection.enter('atendente', '+ok ana atendente ', ' bem-vinda\r\n');
  arrives(...Array.from({ length: 50 }, () => 'PING'));
  expect(commands.filter(({ fault }) => fault === '')).toHaveLength(40);
});

it('a line and a text may be as long as the limits say', () => {
  const { commands, arrives } = open({ maxLineBytes: 1024, maxTextBytes: 10 });
  arrives(`PING ${'x'.repeat(10)}`, `PING ${'x'.repeat(11)}`, `MSG ana ${'é'.repeat(5)}`, 'MSG ana ééééé!');
  arrives('x'.repeat(1023), 'x'.repeat(1024), 'PING');
  expect(commands.map(({ fault }) => fault)).toEqual([
    ...['', 'TEXT-TOO-LONG', '', 'TEXT-TOO-LONG'],
    ...['BAD-COMMAND', 'LINE-TOO-LONG', ''],
  ]);
});

it('what many are sent alike is one piece of memory, and what else each is sent stands in its place', () => {
  const empty = new SharedText('');
  const members = Array.from({ length: 4 }, () => open());
  const [first, second, third, fourth] = members;
  const all = (line: string) => {
    for (const { connection } of members) connection.sendShared(line, empty);
  };
  third!.connection.send('antes\r\n');
  all('MSG 1 olá\r\n');
  fourth!.connection.send('entre\r\n');
  all('MSG 2 até já\r\n');
  fourth!.connection.send('depois\r\n');
  const both = 'MSG 1 olá\r\nMSG 2 até já\r\n';
  expect(members.map(({ written }) => written())).toEqual([
    both,
    both,
    `antes\r\n${both}`,
    'MSG 1 olá\r\nentre\r\nMSG 2 até já\r\ndepois\r\n',
  ]);
  expect(first!.socket.last).toBe(second!.socket.last);
  expect(first!.written()).toBe(both);
});

it('who does not read what many are sent is given up, as with anything else', () => {
  const most = 64 * 1024;
  const { connection, socket } = open({ maxOutboxBytes: most });
  const sent = (text: string) => {
    connection.sendShared(text, new SharedText(''));
    connection.flush();
  };
  // Two bytes each.
  sent('é'.repeat(most / 8));
  expect(socket.reading).toBe(true);
  sent('é');
  expect([socket.reading, connection.closing]).toEqual([false, false]);
  sent('é'.repeat((3 * most) / 8));
  expect(connection.closing).toBe(true);
  expect(socket.written).toMatch(/éQUIT SLOW-CONSUMER [^\r]+\r\n$/);
  sent('mais');
  expect(socket.written).not.toContain('mais');
});

it('what many are sent waits behind the reply to somebody who comes back', () => {
  const { connection, written } = open();
  connection.resumed('membro', true);
  connection.sendShared('MSG 2\r\n', new SharedText(''));
  expect(written()).toBe('');
  connection.replay('+ok ana membro ', ' 1\r\n', 'MSG 1\r\n');
  expect(written()).toMatch(/^\+ok ana membro .* 1\r\nMSG 1\r\nMSG 2\r\n$/);
});
