/** Rooms in the client: to whom a plain line goes, and what is shown of joining and leaving. */

import { afterEach, describe, expect, it } from 'vitest';
import { View } from '../../src/cli/client/view.ts';
import type { Role } from '../../src/protocol/commands.ts';
import { chatting, STILL } from './client-chatting.ts';
import { closeServers, type FakeServer, type Script, serve, usual } from './client-fake-server.ts';
import { leaveTerminals } from './client-person.ts';
import { ANA, JOAO, run } from './client-process.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

const BIA = ['--name', 'bia', '--role', 'membro'];

function view(role: Role, ...events: string[]): View {
  const seen = new View('ana', role, 'pt');
  learn(seen, ...events);
  return seen;
}

function learn(by: View, ...events: string[]): void {
  for (const line of events) {
    const [verb = '', ...rest] = line.split(' ');
    by.learn({ verb, rest: rest.join(' ') });
  }
}

describe('a member', () => {
  it('talks in the room joined last, and after leaving it in the one before', () => {
    const here = view('membro');
    here.joined('#geral');
    here.joined('#Vendas');
    expect([here.partner, here.rooms]).toEqual(['#Vendas', ['#geral', '#Vendas']]);
    here.left('#vendas');
    expect([here.partner, here.rooms]).toEqual(['#geral', ['#geral']]);
    here.left('#geral');
    expect([here.partner, here.rooms]).toEqual([null, []]);
  });

  it('goes on talking to a person when leaving a room', () => {
    const here = view('membro');
    here.joined('#geral');
    here.turnTo('joao');
    here.left('#geral');
    expect(here.partner).toBe('joao');
  });

  it('who comes back in a new process talks in the room joined last', () => {
    const here = view('membro', 'JOIN #geral ana', 'JOIN #vendas ana', 'JOIN #vendas bia');
    expect([here.partner, here.rooms]).toEqual(['#vendas', ['#geral', '#vendas']]);
  });

  it('who comes back talks where they did, if they are still there', () => {
    const here = view('membro');
    here.joined('#geral');
    here.joined('#vendas');
    here.turnTo('#geral');
    here.returned();
    learn(here, 'JOIN #geral ana', 'JOIN #vendas ana');
    here.settled();
    expect(here.partner).toBe('#geral');
    here.returned();
    learn(here, 'JOIN #vendas ana');
    here.settled();
    expect([here.partner, here.rooms]).toEqual(['#vendas', ['#vendas']]);
  });

  it('is in no room after coming as somebody new', () => {
    const here = view('membro');
    here.joined('#geral');
    here.joined('#vendas');
    here.startAnew();
    expect([here.partner, here.rooms]).toEqual([null, []]);
  });

  it('keeps rooms and room of talk under a new name', () => {
    const here = view('membro');
    here.joined('#geral');
    here.rename('aninha');
    learn(here, 'JOIN #outra aninha');
    expect([here.name, here.partner, here.rooms]).toEqual(['aninha', '#outra', ['#geral', '#outra']]);
  });
});

describe('others in a room', () => {
  it('an attendant stays with the customer, and talks in the room only if there is none', () => {
    const here = view('atendente', 'ASSIGNED joao ana');
    here.joined('#geral');
    expect(here.partner).toBe('joao');
    here.release('joao');
    here.joined('#vendas');
    expect(here.partner).toBe('#vendas');
    learn(here, 'ASSIGNED maria ana');
    expect(here.partner).toBe('#vendas');
    here.left('#vendas');
    expect([here.partner, here.rooms]).toEqual([null, ['#geral']]);
    learn(here, 'JOIN #geral ana');
    expect(here.partner).toBeNull();
  });

  it('a customer talks in the room that they join, and to the desk once they leave it or turn back', () => {
    const here = view('consumidor');
    expect(here.target).toBe('*');
    here.joined('#geral');
    learn(here, 'JOIN #vendas ana', 'ASSIGNED ana bia');
    expect([here.target, here.rooms]).toEqual(['#geral', ['#geral', '#vendas']]);
    here.left('#geral');
    expect(here.target).toBe('*');
    here.turnTo('#vendas');
    expect(here.target).toBe('#vendas');
    here.turnTo('bia');
    expect(here.target).toBe('*');
  });
});

const rooms: Script = (line) => {
  const [verb, room = '#geral'] = line.split(' ');
  if (verb === 'JOIN') return room === '#cheia' ? ['@-err FULL cheio'] : [`@+ok ${room} 2`];
  if (verb === 'LEAVE') return [`@+ok ${room}`];
  if (verb === 'CREATE') return room === '#nova' ? ['@+ok #nova'] : ['@-err ROOM-EXISTS esta sala já existe'];
  if (line.startsWith('MSG #longe')) return ['@-err NOT-IN-ROOM você não está nesta sala; JOIN entra'];
  if (line.startsWith('MSG #nada')) return ['@-err NO-SUCH-ROOM esta sala não existe'];
  return usual(line);
};

function sent(server: FakeServer): string[] {
  return server.received.filter((line) => /^(?:MSG|JOIN|LEAVE|CREATE|HISTORY)/.test(line));
}

describe('a script', () => {
  it('talks in the room that it joined last', async () => {
    const { server, port } = await serve(rooms);
    const lines = [
      'JOIN #geral',
      'um',
      '/entrar vendas',
      'dois',
      'LEAVE #vendas',
      'três',
      '/msg joao oi',
      'e aí?',
    ];
    const { code, stdout } = await run(`${lines.join('\n')}\n`, port, BIA);
    expect(sent(server)).toEqual([
      'JOIN #geral',
      'MSG #geral um',
      'JOIN #vendas',
      'MSG #vendas dois',
      'LEAVE #vendas',
      'MSG #geral três',
      'MSG joao oi',
      'MSG joao e aí?',
    ]);
    expect(
      stdout
        .replaceAll(/\d\d:\d\d/g, 'HH:MM')
        .split('\n')
        .slice(0, 5),
    ).toEqual([
      'Você entrou em #geral (2 pessoas).',
      '[HH:MM] #geral  bia: um ✓',
      'Você entrou em #vendas (2 pessoas).',
      '[HH:MM] #vendas  bia: dois ✓',
      'Você saiu de #vendas.',
    ]);
    expect(code).toBe(0);
  });

  it('says nothing in another room when the one that it wanted did not let it in', async () => {
    const { server, port } = await serve(rooms);
    const { stderr } = await run('JOIN #geral\nJOIN #cheia\noi\n', port, BIA);
    expect(sent(server)).toEqual(['JOIN #geral', 'JOIN #cheia']);
    expect(stderr).toBe('linha 2: Cheio\nlinha 3: Não enviada: "oi" (você não entrou na sala)\n');
  });

  it('of an attendant goes on with the customer, whether the room let them in or not', async () => {
    const { server, port } = await serve((line, at) =>
      line.startsWith('CONNECT') ? [...usual(line), 'ASSIGNED joao ana'] : rooms(line, at),
    );
    const { stdout } = await run('JOIN #geral\num\nJOIN #cheia\ndois\n', port, ANA);
    expect(sent(server)).toEqual(['JOIN #geral', 'MSG joao um', 'JOIN #cheia', 'MSG joao dois']);
    expect(stdout).toContain('Você entrou em #geral (2 pessoas). /para #geral fala nela.\n');
  });

  it('of a customer talks in the room, and to the desk again', async () => {
    const { server, port } = await serve(rooms);
    const lines = [
      'JOIN #geral',
      'oi',
      '/para atendimento',
      'olá',
      'MSG #geral e aí',
      'alô',
      'MSG * só a vocês',
      '/to *',
      'ei',
    ];
    const { stdout } = await run(`${lines.join('\n')}\n`, port, JOAO);
    expect(sent(server)).toEqual([
      'JOIN #geral',
      'MSG #geral oi',
      'MSG * olá',
      'MSG #geral e aí',
      'MSG #geral alô',
      'MSG * só a vocês',
      'MSG * ei',
    ]);
    expect(stdout).toContain('/para atendimento volta a falar com o atendimento.');
  });

  it('is told what helps in a room that it is not in, or that there is, or is not', async () => {
    const { port } = await serve(rooms);
    const { stdout, stderr } = await run(
      'CREATE nova\nCREATE geral\nMSG #longe oi\nMSG #nada oi\n',
      port,
      BIA,
    );
    expect(stdout).toBe('Sala #nova criada: JOIN #nova (/entrar) entra nela.\n');
    expect(stderr.split('\n')).toEqual([
      'linha 2: A sala #geral já existe: /entrar #geral',
      'linha 3: Não enviada a #longe: "oi" (você não está em #longe: /entrar #longe)',
      'linha 4: Não enviada a #nada: "oi" (esta sala não existe; /salas mostra as que existem, /entrar com um nome novo cria outra)',
      '',
    ]);
  });
});

describe('LEAVE', () => {
  const refusing: Script = (line, at) =>
    line.startsWith('LEAVE') ? ['@-err NOT-IN-ROOM você não está nesta sala; JOIN entra'] : rooms(line, at);

  it('says to who is in no room that there is none to leave', async () => {
    const { port } = await serve(refusing);
    const pt = await run('LEAVE\nLEAVE #longe\n', port, BIA);
    expect(pt.stderr).toBe('linha 1: Você não está em nenhuma sala\nlinha 2: Você não está em #longe\n');
    const en = await run('LEAVE\n', port, [...BIA, '--lang', 'en']);
    expect(en.stderr).toBe('line 1: You are in no room\n');
  });
});

describe('a member at a terminal', () => {
  it('sees the room in the prompt, turns to another, and only to those that they are in', async () => {
    const { server, type, sees } = await chatting('membro', rooms);
    type('JOIN #geral\r');
    await sees('bia → #geral> ');
    type('JOIN #vendas\r');
    await sees('bia → #vendas> ');
    type('/para #longe\r');
    await sees('Você não está em #longe: /entrar #longe');
    type('/para #GERAL\r');
    await sees('Você fala com #geral.');
    type('HISTORY\r');
    await server.saw((line) => line === 'HISTORY #geral');
  });

  it('does not write in another room what was typed right behind LEAVE', async () => {
    let leave = '';
    const {
      server,
      type,
      sees,
      view: here,
    } = await chatting('membro', (line, at) => {
      if (!line.startsWith('LEAVE')) return rooms(line, at);
      leave = at.raw.at(-1)?.split(' ', 1)[0] ?? '';
      return null;
    });
    type('JOIN #geral\r');
    await sees('→ #geral> ');
    type('JOIN #vendas\r');
    await sees('→ #vendas> ');
    type('LEAVE\roi\r');
    await server.saw((line) => line === 'MSG #vendas oi');
    server.write(`${leave} +ok #vendas`);
    await sees('Você saiu de #vendas.');
    expect(here.partner).toBe('#geral');
  });

  it('is in their rooms again after a loss, without noise, and no longer in those that are gone', async () => {
    const {
      server,
      type,
      sees,
      screen,
      view: here,
    } = await chatting(
      'membro',
      (line, at) => {
        if (!line.startsWith('RESUME')) return rooms(line, at);
        return ['@+ok bia membro 00ff 0', 'JOIN #geral bia'];
      },
      { clock: STILL },
    );
    type('JOIN #geral\rJOIN #vendas\r');
    await sees('→ #vendas> ');
    server.socket?.destroy();
    await sees('nova tentativa');
    type('\r');
    await sees('De volta.');
    await sees('De volta.');
    type('PING\r');
    await sees('O servidor responde.');
    expect([here.partner, here.rooms]).toEqual(['#geral', ['#geral']]);
    expect(screen()).not.toContain('Você está em');
  });

  it('has a new name in the prompt, and comes back under it', async () => {
    const {
      server,
      type,
      sees,
      view: here,
    } = await chatting(
      'membro',
      (line, at) => {
        if (line.startsWith('NICK')) return ['@+ok Beatriz'];
        if (line.startsWith('RESUME')) return ['@-err RESUME-FAILED não'];
        return rooms(line, at);
      },
      { clock: STILL },
    );
    type('/apelido Beatriz\r');
    await sees('Agora você se chama Beatriz.');
    await sees('Beatriz> ');
    server.socket?.destroy();
    await sees('nova tentativa');
    type('\r');
    await sees('De volta, mas numa nova visita');
    expect(server.received).toContain('CONNECT Beatriz membro');
    expect(here.name).toBe('Beatriz');
  });

  it('learns on the way back of a new name whose reply was lost', async () => {
    const { server, type, sees } = await chatting(
      'membro',
      (line, at) => {
        if (line.startsWith('RESUME')) return ['@+ok Beatriz membro 00ff 0'];
        if (!line.startsWith('NICK')) return rooms(line, at);
        at.socket?.destroy();
        return null;
      },
      { clock: STILL },
    );
    type('NICK Beatriz\r');
    await sees('nova tentativa');
    type('\r');
    await sees('Beatriz> ');
    expect(server.received).toContain('NICK Beatriz');
  });
});
