/** What a terminal tells others of its person, what it shows of them, and when it rings. */

import { afterEach, describe, expect, it } from 'vitest';
import { wayBack } from '../../src/cli/client/flags.ts';
import { Bell, Hands, Sight } from '../../src/cli/client/manners.ts';
import { SeenMarks } from '../../src/cli/client/seen-marks.ts';
import { View } from '../../src/cli/client/view.ts';
import { chatting } from './client-chatting.ts';
import { closeServers, type FakeServer, type Script, serve, usual } from './client-fake-server.ts';
import { leaveTerminals } from './client-person.ts';
import { JOAO, run } from './client-process.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

const TIME = '2026-03-09T14:03:00.000Z';

function event(line: string) {
  const end = line.indexOf(' ');
  return { verb: line.slice(0, end), rest: line.slice(end + 1) };
}

const told = (server: FakeServer) => server.received.filter((line) => /^(?:SEEN|TYPING) /.test(line));

describe('what was seen', () => {
  const due = (...lines: string[]) => {
    const sight = new Sight();
    const view = new View('ana', 'atendente', 'pt');
    for (const line of lines) sight.shown(event(line), view);
    return [sight.due(), sight.due()];
  };

  it('is told once, of each sender the last', () => {
    expect(due(`MSG 7 ${TIME} joao * a`, `MSG 8 ${TIME} maria * b`, `MSG 9 ${TIME} JOAO * c`)).toEqual([
      [9, 8],
      [],
    ]);
  });

  it('is never told of rooms, of notes, of oneself', () => {
    expect(
      due(`MSG 7 ${TIME} bia #geral a`, `NOTE 8 ${TIME} bia joao b`, `MSG 9 ${TIME} ana joao c`),
    ).toEqual([[], []]);
  });
});

describe('who types', () => {
  it('says so once, again while they go on, and that it is over after a while', () => {
    const hands = new Hands();
    expect(hands.at(0, 'o', 'joao')).toBe('joao on');
    expect(hands.at(1_000, 'oi', 'joao')).toBe('');
    expect(hands.at(7_000, 'oi, ', 'joao')).toBe('');
    expect(hands.at(8_000, 'oi, ', 'joao')).toBe('joao on');
    expect(hands.at(16_999, 'oi, ', 'joao')).toBe('');
    expect(hands.at(17_000, 'oi, ', 'joao')).toBe('joao off');
    expect(hands.at(60_000, 'oi, ', 'joao')).toBe('');
    expect(hands.at(61_000, 'oi, e', 'joao')).toBe('joao on');
  });

  it('says that it is over when the line is wiped or is for another, not when it is sent', () => {
    const hands = new Hands();
    hands.at(0, 'oi', 'joao');
    expect(hands.at(1_000, '', 'joao')).toBe('joao off');
    hands.at(2_000, 'oi', 'joao');
    expect(hands.at(3_000, 'oi', 'maria')).toBe('joao off');
    expect(hands.at(4_000, 'oi', 'maria')).toBe('maria on');
    hands.entered();
    expect(hands.at(5_000, '', 'maria')).toBe('');
  });

  it('says nothing of commands, nor again to whom the server did not pass it on', () => {
    const hands = new Hands();
    expect(hands.at(0, '/fila', null)).toBe('');
    expect(hands.at(1_000, 'oi', 'joao')).toBe('joao on');
    hands.refused('joao');
    expect(hands.at(2_000, 'oi,', 'joao')).toBe('');
    expect(hands.at(3_000, 'oi,', 'maria')).toBe('maria on');
  });
});

describe('the bell', () => {
  it('rings once for each who waits, and every 30 s until nobody does', () => {
    const bell = new Bell();
    expect(bell.isDue(0, [])).toBe(false);
    expect(bell.isDue(1_000, ['joao', 'maria'])).toBe(true);
    expect(bell.isDue(2_000, ['maria', 'joao'])).toBe(false);
    expect(bell.isDue(3_000, ['maria', 'rui'])).toBe(true);
    expect(bell.isDue(32_999, ['maria'])).toBe(false);
    expect(bell.isDue(33_000, ['maria'])).toBe(true);
    expect(bell.isDue(34_000, [])).toBe(false);
    expect(bell.isDue(90_000, [])).toBe(false);
    expect(bell.isDue(91_000, ['maria'])).toBe(true);
  });
});

describe('marks of what others saw', () => {
  const ana = { role: 'atendente' } as const;
  const due = (...lines: string[]) => {
    const marks = new SeenMarks();
    for (const line of lines) marks.learn(event(line), ana);
    return marks.due().map(({ rest }) => rest);
  };

  it('are one for each person, the last', () => {
    expect(due('SEEN joao 7', 'SEEN joao 9', 'SEEN maria 8', 'SEEN joao 8')).toEqual(['joao 9', 'maria 8']);
  });

  it('are none for who has answered, and none twice', () => {
    expect(due('SEEN joao 7', `MSG 9 ${TIME} JOAO * oi`)).toEqual([]);
    const marks = new SeenMarks();
    marks.learn(event('SEEN joao 7'), ana);
    marks.due();
    marks.learn(event('SEEN joao 7'), ana);
    expect(marks.due()).toEqual([]);
  });

  it('are one to a customer, whichever attendants saw it', () => {
    const marks = new SeenMarks();
    const told = (...lines: string[]) => {
      for (const line of lines) marks.learn(event(line), { role: 'consumidor' });
      return marks.due().map(({ rest }) => rest);
    };
    expect(told('SEEN ana 7')).toEqual(['ana 7']);
    expect(told('SEEN rui 7')).toEqual([]);
    expect(told('SEEN rui 9')).toEqual(['rui 9']);
    expect(told('SEEN rui 11', `MSG 12 ${TIME} rui joao oi`)).toEqual([]);
  });

  it('never become more than a few', () => {
    expect(due(...Array.from({ length: 1_000 }, (_, i) => `SEEN joao${i} 7`))).toHaveLength(200);
  });
});

describe('at a terminal', () => {
  const serving: Script = (line) => {
    if (line.startsWith('CONNECT')) return [...usual(line), 'ASSIGNED joao ana'];
    if (line.startsWith('MSG')) return ['@+ok mensagem recebida 31'];
    return /^(?:SEEN|TYPING)/.test(line) ? ['@+ok'] : usual(line);
  };

  it('the sender learns that a message stood there', async () => {
    const { server, sees, pass } = await chatting('atendente', serving);
    server.write(`MSG 7 ${TIME} joao * oi`, `MSG 8 ${TIME} joao * alô`);
    await sees('alô');
    expect(told(server)).toEqual([]);
    pass(2);
    await server.saw((line) => line === 'SEEN 8');
    expect(told(server)).toEqual(['SEEN 8']);
  });

  it('the other side learns that one types, and nobody learns of a command', async () => {
    const { server, sees, type, pass } = await chatting('atendente', serving);
    await sees('ana → joao> ');
    type('/fi');
    pass(1);
    type('\x15bom d');
    pass(3);
    await server.saw((line) => line === 'TYPING joao on');
    type('ia\r');
    await sees('bom dia ✓ #31');
    pass(3);
    expect(told(server)).toEqual(['TYPING joao on']);
  });

  it('a customer who waits types for nobody', async () => {
    const { server, sees, type, pass } = await chatting('consumidor', (line, at) =>
      line.startsWith('CONNECT') ? [...usual(line), 'QUEUE 1 1 ?'] : serving(line, at),
    );
    await sees('1º da fila');
    type('oi');
    pass(2);
    server.write('ASSIGNED joao ana');
    await sees('ana vai atender você');
    type('!');
    pass(1);
    await server.saw((line) => line === 'TYPING * on');
    expect(told(server)).toEqual(['TYPING * on']);
  });

  it('one mark says that all was seen, with the words, and its number stands behind each line', async () => {
    const { server, sees, type, pass, screen } = await chatting('atendente', serving);
    await sees('ana → joao> ');
    type('bom dia\r');
    await sees('ana → joao: bom dia ✓ #31');
    server.write('SEEN joao 31');
    server.write('PRESENCE joao lost');
    await sees('perdeu');
    expect(screen()).not.toContain('viu');
    pass(2);
    await sees('✓✓ joao viu: "bom dia" (');
    pass(5);
    expect(screen().match(/viu/g)).toHaveLength(1);
  });

  it('tells nothing that the person does not want told', async () => {
    const quiet = { seen: false, typing: false, bell: false };
    const { server, sees, type, pass } = await chatting('atendente', serving, {}, quiet);
    server.write(`MSG 7 ${TIME} joao * oi`);
    await sees('joao: oi');
    type('olá');
    pass(40);
    type('\r');
    await sees('olá ✓');
    expect(told(server)).toEqual([]);
  });

  it('gives up what the server does not know', async () => {
    const { server, sees, pass, type } = await chatting('atendente', (line, at) =>
      /^(?:SEEN|TYPING)/.test(line) ? ['@-err BAD-COMMAND comando desconhecido'] : serving(line, at),
    );
    server.write(`MSG 7 ${TIME} joao * oi`);
    await sees('joao: oi');
    pass(1);
    await server.saw((line) => line === 'SEEN 7');
    type('PING\r');
    await sees('O servidor responde.');
    server.write(`MSG 8 ${TIME} joao * oi`);
    await sees('oi\n');
    pass(2);
    type('PING\r');
    expect(told(server)).toEqual(['SEEN 7']);
  });

  it('rings for who waits until they are taken, and not for who was assigned at once', async () => {
    const { server, sees, pass, rings } = await chatting('atendente', serving);
    await sees('ana → joao> ');
    server.write('WAITING rui 1', 'ASSIGNED rui ana', 'WAITING maria 1');
    await sees('maria espera');
    pass(29);
    expect(rings()).toBe(1);
    pass(2);
    expect(rings()).toBe(2);
    server.write('WAITING-END maria taken');
    await sees('outro atendente já atende maria');
    pass(60);
    expect(rings()).toBe(2);
  });
});

it('the line that leads back here keeps what the person does not want told', () => {
  const ana = { name: 'ana', role: 'membro', server: { host: '127.0.0.1', port: 3627 } } as const;
  expect(wayBack(ana, { seen: false, typing: true, bell: false, plain: true }, 'en')).toBe(
    'telechat client --name ana --role member --plain --no-seen --no-bell',
  );
});

it('in a pipe nobody is told anything', async () => {
  const { server, port } = await serve((line) =>
    line.startsWith('MSG') ? [...usual(line), `MSG 901 ${TIME} ana * oi`] : usual(line),
  );
  await run('oi\n', port, JOAO);
  expect(told(server)).toEqual([]);
});
