/** MSG: who may write to whom, and what each side sees. */

import { describe, expect, test } from 'vitest';
import { chat, START_TIME } from './chat.ts';

/** ana and bia attend by hand only; rui and sol are customers, ana serves rui; mia is a member. */
function desk() {
  const desk = chat({ capacity: 0 });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'bia atendente');
  desk.enters(3, 'rui consumidor');
  desk.enters(4, 'sol consumidor');
  desk.enters(5, 'mia membro');
  desk.says(1, 'TAKE rui');
  desk.forget();
  return desk;
}

describe('a customer’s MSG', () => {
  test('to * reaches the attendant who serves, and is shown as sent to *', () => {
    const chat = desk();
    expect(chat.asks(3, 'MSG * olá, bom dia')).toEqual(['+ok mensagem recebida 1']);
    expect(chat.heard(1)).toEqual([`MSG 1 ${START_TIME} rui * olá, bom dia`]);
    expect(chat.heard(2)).toEqual([]);
  });

  test('to the attendant by name, in any case, reaches them too', () => {
    const chat = desk();
    expect(chat.asks(3, 'MSG ANA oi')).toEqual(['+ok mensagem recebida 1']);
    expect(chat.heard(1)).toEqual([`MSG 1 ${START_TIME} rui ana oi`]);
  });

  test.each([['bia'], ['sol'], ['mia'], ['rui'], ['ninguem']])(
    'to %s, who does not serve them, is forbidden',
    (to) => {
      const chat = desk();
      expect(chat.asks(3, `MSG ${to} oi`)).toEqual(['-err FORBIDDEN você não tem permissão para isto']);
    },
  );

  test('while waiting is stored, and reaches whoever takes them', () => {
    const chat = desk();
    expect(chat.asks(4, 'MSG * alguém?')).toEqual(['+ok mensagem recebida 1']);
    expect(chat.heard(1)).toEqual([]);
    expect(chat.asks(2, 'TAKE sol')).toEqual([
      '+ok sol 1',
      `MSG 1 ${START_TIME} sol * alguém?`,
      'WAITING-END sol taken',
    ]);
  });

  test('while waiting may not name an attendant', () => {
    expect(desk().asks(4, 'MSG ana oi')[0]).toMatch(/^-err FORBIDDEN /);
  });

  test('while the attendant is lost is stored', () => {
    const chat = desk();
    chat.loses(1);
    expect(chat.asks(3, 'MSG * ainda aí?').at(-1)).toBe('+ok mensagem recebida 1');
  });

  test('after CLOSED begins a new conversation, at the end of the line', () => {
    const chat = desk();
    chat.says(1, 'CLOSE rui');
    chat.forget();
    expect(chat.asks(3, 'MSG * mais uma coisa')).toEqual(['+ok mensagem recebida 1', 'QUEUE 2 2 ?']);
    expect(chat.heard(1)).toEqual(['WAITING rui 2']);
  });

  test('after CLOSED goes with the new conversation to an attendant who has room', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(3, 'rui consumidor');
    desk.says(1, 'CLOSE rui');
    desk.forget();
    expect(desk.asks(3, 'MSG * voltei')).toEqual(['+ok mensagem recebida 1', 'ASSIGNED rui ana']);
    expect(desk.heard(1)).toEqual(['ASSIGNED rui ana', `MSG 1 ${START_TIME} rui * voltei`]);
  });

  test('after CLOSED hands over nothing of the conversation before', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(3, 'rui consumidor');
    desk.says(3, 'MSG * um');
    desk.says(1, 'CLOSE rui', 'QUIT');
    desk.says(3, 'MSG * dois');
    expect(desk.asks(2, 'CONNECT bia atendente').filter((line) => line.startsWith('MSG'))).toEqual([
      `MSG 2 ${START_TIME} rui * dois`,
    ]);
  });

  test('after CLOSED is refused while the line is full', () => {
    const desk = chat({ capacity: 0, maxWaiting: 1 });
    desk.enters(1, 'ana atendente');
    desk.enters(3, 'rui consumidor');
    desk.says(1, 'TAKE rui', 'CLOSE rui');
    desk.enters(4, 'sol consumidor');
    expect(desk.asks(3, 'MSG * oi')[0]).toMatch(/^-err FULL /);
  });
});

describe('an attendant’s MSG', () => {
  test('reaches the customer whom they serve', () => {
    const chat = desk();
    expect(chat.asks(1, 'MSG rui em que posso ajudar?')).toEqual(['+ok mensagem recebida 1']);
    expect(chat.heard(3)).toEqual([`MSG 1 ${START_TIME} ana rui em que posso ajudar?`]);
  });

  test('to * goes to the customer of their last MSG, NEXT or TAKE', () => {
    const chat = desk();
    const to = () => (chat.asks(1, 'MSG * oi') && chat.heard(3).length > 0 ? 'rui' : 'sol');
    expect(to()).toBe('rui');
    chat.says(1, 'NEXT');
    expect(to()).toBe('sol');
    chat.says(1, 'TAKE rui');
    expect(to()).toBe('rui');
    chat.says(1, 'MSG sol oi');
    chat.forget();
    expect(to()).toBe('sol');
  });

  test('to * shows the name, to the customer and in the history', () => {
    const chat = desk();
    chat.says(1, 'MSG * oi');
    expect(chat.heard(3)).toEqual([`MSG 1 ${START_TIME} ana rui oi`]);
  });

  test('to * goes nowhere before, and after the conversation is closed', () => {
    const chat = desk();
    expect(chat.asks(2, 'MSG * oi')[0]).toMatch(/^-err NO-CONVERSATION /);
    chat.says(1, 'CLOSE rui');
    expect(chat.asks(1, 'MSG * oi')[0]).toMatch(/^-err NO-CONVERSATION /);
  });

  test('an assignment of the desk does not change what * is', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(3, 'rui consumidor');
    desk.says(1, 'MSG rui oi');
    desk.enters(4, 'sol consumidor');
    desk.says(1, 'MSG * ainda você');
    expect(desk.heard(3)).toHaveLength(1);
    expect(desk.heard(4)).toEqual([]);
  });

  test('to a customer of another attendant gets TAKEN', () => {
    expect(desk().asks(2, 'MSG rui oi')[0]).toMatch(/^-err TAKEN /);
  });

  test('to a waiting customer takes them first, and hands over what they wrote', () => {
    const chat = desk();
    chat.says(4, 'MSG * alguém?');
    expect(chat.asks(2, 'MSG sol pronto')).toEqual([
      'WAITING-END sol taken',
      'ASSIGNED sol bia',
      `MSG 1 ${START_TIME} sol * alguém?`,
      '+ok mensagem recebida 2',
    ]);
    expect(chat.heard(4)).toEqual([
      '+ok mensagem recebida 1',
      'ASSIGNED sol bia',
      `MSG 2 ${START_TIME} bia sol pronto`,
    ]);
  });

  test('to a customer who waits and is lost is refused: they are taken only once back', () => {
    const chat = desk();
    chat.loses(4);
    expect(chat.asks(2, 'MSG sol oi')[0]).toMatch(/^-err NO-CONVERSATION /);
  });

  test('to their own customer who is lost is stored', () => {
    const chat = desk();
    chat.loses(3);
    chat.forget();
    expect(chat.asks(1, 'MSG rui quando voltar')).toEqual(['+ok mensagem recebida 1']);
  });

  test('to a customer after CLOSED gets NO-CONVERSATION', () => {
    const chat = desk();
    chat.says(1, 'CLOSE rui');
    expect(chat.asks(1, 'MSG rui oi')[0]).toMatch(/^-err NO-CONVERSATION /);
  });

  test('reaches attendants and members by name', () => {
    const chat = desk();
    chat.says(1, 'MSG bia vem cá', 'MSG mia oi');
    expect(chat.heard(2)).toEqual([`MSG 1 ${START_TIME} ana bia vem cá`]);
    expect(chat.heard(5)).toEqual([`MSG 2 ${START_TIME} ana mia oi`]);
  });
});

describe('a member’s MSG', () => {
  test('reaches members and attendants by name', () => {
    const chat = desk();
    chat.enters(6, 'nico membro');
    chat.says(5, 'MSG nico oi', 'MSG ana oi');
    expect(chat.heard(6)).toEqual([`MSG 1 ${START_TIME} mia nico oi`]);
    expect(chat.heard(1)).toEqual([`MSG 2 ${START_TIME} mia ana oi`]);
  });

  test('to a customer is forbidden, to * there is no conversation, to nobody there is no such user', () => {
    const chat = desk();
    expect(chat.asks(5, 'MSG rui oi')[0]).toMatch(/^-err FORBIDDEN /);
    expect(chat.asks(5, 'MSG * oi')[0]).toMatch(/^-err NO-CONVERSATION /);
    expect(chat.asks(5, 'MSG ninguem oi')[0]).toMatch(/^-err NO-SUCH-USER /);
  });

  test('to somebody within the time of grace is stored, and after it there is no such user', () => {
    const chat = desk();
    chat.enters(6, 'nico membro');
    chat.loses(6);
    expect(chat.asks(5, 'MSG nico oi')).toEqual(['+ok mensagem recebida 1']);
    chat.passes(300_000);
    expect(chat.asks(5, 'MSG nico oi')[0]).toMatch(/^-err NO-SUCH-USER /);
  });

  test('to themselves arrives', () => {
    expect(desk().asks(5, 'MSG mia lembrete')).toEqual([
      '+ok mensagem recebida 1',
      `MSG 1 ${START_TIME} mia mia lembrete`,
    ]);
  });
});

describe('MSG', () => {
  test('hands text on as it was written: spaces, escapes, and what looks like protocol', () => {
    const chat = desk();
    const text = '  a  \\n\\\\ @7 +ok *3 .\t👋 ';
    chat.says(3, `MSG * ${text}`);
    expect(chat.heard(1)).toEqual([`MSG 1 ${START_TIME} rui * ${text}`]);
  });

  test('takes a text of 7680 bytes, and no longer one', () => {
    const chat = desk();
    expect(chat.asks(3, `MSG * ${'é'.repeat(3840)}`)).toEqual(['+ok mensagem recebida 1']);
    expect(chat.asks(3, `MSG * ${'é'.repeat(3840)}x`)[0]).toMatch(/^-err TEXT-TOO-LONG /);
  });

  test('counts its seqs over the whole desk', () => {
    const chat = desk();
    expect(chat.asks(3, 'MSG * a')).toEqual(['+ok mensagem recebida 1']);
    expect(chat.asks(5, 'MSG mia b')[0]).toBe('+ok mensagem recebida 2');
    expect(chat.asks(3, 'MSG * c')).toEqual(['+ok mensagem recebida 3']);
  });

  test('bears the time of the desk, which never goes back', () => {
    const chat = desk();
    chat.passes(1500);
    chat.clock.now -= 60_000;
    chat.says(3, 'MSG * oi');
    expect(chat.heard(1)).toEqual(['MSG 1 2026-01-01T00:00:01.500Z rui * oi']);
  });

  test('to a room that is not there finds none', () => {
    for (const conn of [1, 5]) expect(desk().asks(conn, 'MSG #sala oi')[0]).toMatch(/^-err NO-SUCH-ROOM /);
  });
});
