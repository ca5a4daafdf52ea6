/** To whom the prompt turns, and when: on the server's word alone. */

import { afterEach, describe, expect, it } from 'vitest';
import { chatting, STILL } from './client-chatting.ts';
import { closeServers, type FakeServer, type Script, usual } from './client-fake-server.ts';
import { leaveTerminals } from './client-person.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

const TIME = '2026-03-09T14:03:00.000Z';

/** What the server says of whom ana cannot write to. */
const REFUSED: Readonly<Record<string, string>> = {
  bia: 'TAKEN outro atendente já atende este cliente',
  ninguem: 'NO-SUCH-USER não há ninguém com este nome',
  '#nada': 'NO-SUCH-ROOM esta sala não existe',
  '#longe': 'NOT-IN-ROOM você não está nesta sala; JOIN entra',
};

/** A desk where ana serves joao, and zé waits. */
const desk: Script = (line) => {
  const [verb = '', to = '', text = ''] = line.split(' ');
  if (verb === 'CONNECT') return [...usual(line), 'ASSIGNED joao ana'];
  if (line === 'QUEUE') return ['@+ok *1', `WAITING zé ${TIME} 1`, '.'];
  if (verb === 'CANNED') return ['@+ok *0', '.'];
  if ((verb === 'TYPING' || verb === 'MSG') && REFUSED[to]) return [`@-err ${REFUSED[to]}`];
  if (verb === 'MSG' && text === 'sumiu') return ['@-err NO-SUCH-USER não há ninguém com este nome'];
  if (verb === 'TYPING') return [to === 'zé' ? '@-err NO-CONVERSATION não há conversa aberta' : '@+ok'];
  if (verb === 'JOIN') return [`@+ok ${to} 2`];
  if (verb === 'NOTE') return [`@+ok ${text === 'paga' ? 901 : 902}`];
  if (verb === 'TRANSFER') return ['@+ok', `ASSIGNED ${to} ${text}`];
  return verb === 'CLOSE' ? ['@+ok'] : usual(line);
};

const said = (server: FakeServer) =>
  server.received.filter((line) => /^(?:MSG|NOTE|TRANSFER|CLOSE)/.test(line));

describe('/para', () => {
  it('turns to whom the server lets one write, seen or not, and to who waits', async () => {
    const { type, sees, view } = await chatting('atendente', desk);
    await sees('ana → joao> ');
    type('/para leo\r');
    await sees('Você fala com leo.');
    await sees('ana → leo> ');
    type('/para ZÉ\r');
    await sees('ana → zé> ');
    type('/para\r');
    await sees('Você fala com zé.');
    expect(view.partner).toBe('zé');
  });

  it('stays where one is, and says why, if the server refuses', async () => {
    const { type, sees, view, screen } = await chatting('atendente', desk);
    await sees('ana → joao> ');
    type('/para bia\r');
    await sees('! Não dá para falar com bia: outro atendente já atende este cliente');
    type('/para ninguem\r');
    await sees('! Não dá para falar com ninguem: não há ninguém com este nome');
    type('/para #longe\r');
    await sees('! Você não está em #longe: /entrar #longe');
    type('/para a b\r');
    await sees('! "a b" não é um nome válido.');
    expect(view.partner).toBe('joao');
    expect(screen()).not.toMatch(/→ (?:bia|ninguem|#longe)> /);
  });

  it('takes one at their word where the server knows no TYPING, until it refuses a message', async () => {
    const { type, sees } = await chatting('membro', (line) => {
      return line === 'MSG leo oi' ? ['@-err FORBIDDEN você não tem permissão para isto'] : usual(line);
    });
    type('/para leo\r');
    await sees('bia → leo> ');
    type('oi\r');
    await sees('! Não enviada a leo: "oi" (só atendentes podem escrever a clientes)');
    await sees('Você não fala com ninguém: JOIN #geral');
    await sees('\nbia> ');
  });
});

describe('MSG to somebody else', () => {
  it('turns the prompt once the server has taken it', async () => {
    const { server, type, sees, view } = await chatting('atendente', desk);
    await sees('ana → joao> ');
    type('/msg bia oi\r/msg #nada oi\r');
    await sees('! Não enviada a #nada: "oi"');
    expect(view.partner).toBe('joao');
    type('olá\r/msg rui oi\r');
    await sees('ana → rui> ');
    expect(said(server)).toEqual(['MSG bia oi', 'MSG #nada oi', 'MSG joao olá', 'MSG rui oi']);
  });

  it('takes what is typed right behind it along, or that goes to nobody', async () => {
    const { server, type, sees, view } = await chatting('atendente', desk);
    await sees('ana → joao> ');
    type('/msg bia oi\re aí?\r');
    await sees('! Não enviada: "e aí?" (a conversa não passou a bia)');
    type('/msg rui oi\re aí?\r/para leo\rfora\r/para ninguem\rpara quem\r');
    await sees('! Não enviada: "para quem" (a conversa não passou a ninguem)');
    expect(said(server)).toEqual(['MSG bia oi', 'MSG rui oi', 'MSG rui e aí?', 'MSG leo fora']);
    expect(view.partner).toBe('leo');
    type('/próximo\r');
    await sees('Não conheço /next');
    type('ainda leo\r');
    await server.saw((line) => line === 'MSG leo ainda leo');
  });

  it('shows nobody in the prompt while there is no connection to ask', async () => {
    const { server, type, sees } = await chatting(
      'atendente',
      (line, at) =>
        line.startsWith('RESUME') ? ['@+ok ana atendente 00ff 0', 'ASSIGNED joao ana'] : desk(line, at),
      { clock: { ...STILL, sleep: () => new Promise(() => {}) } },
    );
    await sees('ana → joao> ');
    server.socket?.destroy();
    await sees('nova tentativa');
    type('/msg rui oi\r');
    await sees('ana → …> ');
  });
});

describe('a partner', () => {
  it('to whom nothing arrives any more is left, and that is said', async () => {
    const { type, sees, view } = await chatting('atendente', desk);
    await sees('ana → joao> ');
    type('/para leo\r');
    await sees('ana → leo> ');
    type('sumiu\r');
    await sees('! Não enviada a leo: "sumiu" (leo saiu ou mudou de nome)');
    await sees('Você não fala com ninguém: /para joao, ou NEXT');
    expect(view.partner).toBeNull();
  });

  it('under a new name stays the partner, and what is being typed goes to them', async () => {
    const { server, type, sees, screen } = await chatting('atendente', desk);
    await sees('ana → joao> ');
    type('ol');
    await sees('ol');
    server.write('NICK joao joca');
    await sees('ana → joca> ol');
    type('á\r');
    await server.saw((line) => line === 'MSG joca olá');
    expect(screen()).not.toContain('mudou enquanto');
  });
});

describe('a command about a customer', () => {
  it('without a name is about the one in the prompt; in a room it says what to write', async () => {
    const { server, type, sees } = await chatting('atendente', desk);
    await sees('ana → joao> ');
    type('/nota paga tarde\r');
    await sees('nota interna sobre joao: paga tarde');
    type('/nota zé liga depois\r');
    await sees('nota interna sobre zé: liga depois');
    type('/transferir rui\r');
    await sees('Você passou joao a rui.');
    server.write('ASSIGNED mia ana');
    await sees('ana → mia> ');
    type('JOIN #geral\r/para #geral\r/encerrar\r');
    await sees('! #geral é uma sala, não um cliente. Diga o nome (mia): /encerrar nome [texto]');
    type('/para mia\rclose\r');
    await sees('Conversa com mia encerrada.');
    expect(said(server)).toEqual([
      'NOTE joao paga tarde',
      'NOTE zé liga depois',
      'TRANSFER joao rui',
      'CLOSE mia',
    ]);
  });
});

describe('UNDO', () => {
  it('says whose message it took back, and what that was, shortened', async () => {
    const seqs: number[] = [];
    let last = 0;
    const undoing: Script = (line, at) => {
      if (line.startsWith('MSG')) return [`@+ok mensagem recebida ${seqs[seqs.push(++last) - 1]}`];
      return line.startsWith('UNDO') ? [`@+ok ${line === 'UNDO 9' ? 9 : seqs.pop()}`] : desk(line, at);
    };
    const { type, sees } = await chatting('atendente', undoing);
    await sees('ana → joao> ');
    type('oi\r');
    await sees('✓ #1');
    type(`MSG #geral ${'x'.repeat(62)}\r`);
    await sees('✓ #2');
    type('/para joao\r/desfazer\r/desfazer\r/desfazer 9\r');
    await sees('Mensagem em #geral desfeita:');
    await sees(`${'x'.repeat(29)}…"`);
    await sees('Mensagem a joao desfeita: "oi"');
    await sees('Mensagem 9 desfeita.');
    type('LANG en\r');
    await sees('Now in English.');
    type('de novo\r');
    await sees('✓ #3');
    type('/undo\r');
    await sees('Message to joao retracted: "de novo"');
  });

  it('of a customer was said to the desk', async () => {
    const { type, sees } = await chatting(
      'consumidor',
      (line) => {
        if (line.startsWith('UNDO')) return ['@+ok 1'];
        return line.startsWith('MSG') ? ['@+ok mensagem recebida 1'] : usual(line);
      },
      {},
      undefined,
      true,
    );
    type('oi\n');
    await sees('Enviada, número 1.');
    type('/desfazer\n');
    await sees('Mensagem ao atendimento desfeita: "oi"');
  });
});

describe('a customer', () => {
  const rooms: Script = (line, at) => (line.startsWith('CONNECT') ? usual(line) : desk(line, at));

  it('turns to a room and back to the desk, by its words or by the name of who serves them', async () => {
    const { server, type, sees, view } = await chatting('consumidor', rooms);
    server.write('ASSIGNED joao ana');
    await sees('ana vai atender você.');
    for (const desk of ['atendimento', 'ANA', '*', 'desk', 'balcão']) {
      type('/para #geral\r');
      await sees('joao → #geral> ');
      type(`/para ${desk}\r/para\r`);
      await sees('Você fala com o atendimento: basta escrever.');
      type(`${desk}?\r`);
      await server.saw((line) => line === `MSG * ${desk}?`);
    }
    expect(view.target).toBe('*');
  });

  it('in a room is told how to turn to who serves them, and is back at the desk when the room is gone', async () => {
    const { server, type, sees } = await chatting('consumidor', rooms);
    type('JOIN #geral\r');
    await sees('joao → #geral> ');
    server.write('ASSIGNED joao ana');
    await sees('ana vai atender você. /para atendimento volta a falar com o atendimento.');
    type('sumiu\r');
    await sees('! Não enviada a #geral: "sumiu"');
    await sees('Você fala com o atendimento: basta escrever.');
    await sees('\njoao> ');
  });
});
