/** What goes on elsewhere, in front of the prompt: what is unread, and who waits. */

import { Chalk } from 'chalk';
import { afterEach, describe, expect, it } from 'vitest';
import { showElsewhere } from '../../src/cli/client/screen.ts';
import { Unread } from '../../src/cli/client/unread.ts';
import { View } from '../../src/cli/client/view.ts';
import type { Role } from '../../src/protocol/commands.ts';
import { chatting } from './client-chatting.ts';
import { closeServers, type Script, usual } from './client-fake-server.ts';
import { leaveTerminals } from './client-person.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

const TIME = '2026-03-09T14:03:00.000Z';

/** Somebody to whom these events came. */
function having(role: Role, ...lines: string[]) {
  const view = new View('ana', role, 'pt');
  const unread = new Unread();
  const hears = (line: string) => {
    const [verb = '', ...rest] = line.split(' ');
    const event = { verb, rest: rest.join(' ') };
    view.learn(event);
    unread.learn(event, view);
    unread.settle(view);
  };
  for (const line of lines) hears(line);
  const shown = () =>
    showElsewhere(unread.places, { view, ink: new Chalk({ level: 0 }), now: 0, columns: 80 });
  return { view, unread, hears, shown };
}

const two = ['ASSIGNED joao ana', 'ASSIGNED maria ana'];

describe('what is unread', () => {
  it('is counted by conversation and room, but not where one talks, nor what one said oneself', () => {
    const { shown } = having(
      'atendente',
      ...two,
      'JOIN #geral ana',
      `MSG 1 ${TIME} joao * oi`,
      `MSG 2 ${TIME} maria * oi`,
      `MSG 3 ${TIME} MARIA * alô`,
      `MSG 4 ${TIME} bia #geral oi`,
      `MSG 5 ${TIME} ana #geral oi`,
    );
    expect(shown()).toBe('[MARIA 2, #geral 1] ');
  });

  it('is read once one turns there', () => {
    const { view, unread, shown } = having('atendente', ...two, `MSG 2 ${TIME} maria * oi`);
    view.turnTo('maria');
    unread.settle(view);
    expect(shown()).toBe('');
  });

  it('is over with the conversation, and with the room; not with that of a colleague', () => {
    const { hears, shown } = having('atendente', ...two, 'JOIN #geral ana');
    hears(`MSG 2 ${TIME} maria * oi`);
    hears(`MSG 3 ${TIME} bia #geral oi`);
    hears(`MSG 4 ${TIME} rui ana oi`);
    expect(shown()).toBe('[maria 1, #geral 1, rui 1] ');
    hears('CLOSED maria quit');
    hears('LEAVE #geral ana');
    expect(shown()).toBe('[rui 1] ');
  });

  it('does not hold what came with a conversation from when its people had other names', () => {
    const { shown } = having(
      'atendente',
      ...two,
      `MSG 1 ${TIME} juca * oi`,
      `MSG 2 ${TIME} rui juca olá`,
      `MSG 3 ${TIME} rui maria olá`,
      `MSG 4 ${TIME} rui ana oi`,
    );
    expect(shown()).toBe('[maria 1, rui 1] ');
  });

  it('goes on under another name', () => {
    const { hears, shown } = having('atendente', ...two, `MSG 2 ${TIME} maria * oi`);
    hears('NICK maria mara');
    hears(`MSG 3 ${TIME} mara * oi`);
    expect(shown()).toBe('[mara 2] ');
  });

  it('names three places at most, and takes no terminal orders from them', () => {
    const events = ['a', 'b', 'c', 'd', 'e'].map((name, i) => `MSG ${i + 1} ${TIME} ${name} ana oi`);
    expect(having('membro', ...events).shown()).toBe('[a 1, b 1, c 1, mais 2] ');
    expect(having('membro', `MSG 1 ${TIME} a\x1b ana oi`).shown()).toBe('[a␛ 1] ');
  });

  it('of a customer is what the desk says while they talk in a room, and the other way round', () => {
    const { view, unread, hears, shown } = having(
      'consumidor',
      'JOIN #geral ana',
      `MSG 1 ${TIME} bia ana oi`,
    );
    expect(shown()).toBe('');
    hears(`MSG 2 ${TIME} rui #geral oi`);
    expect(shown()).toBe('[#geral 1] ');
    view.turnTo('#geral');
    unread.settle(view);
    hears(`MSG 3 ${TIME} bia ana oi`);
    expect(shown()).toBe('[bia 1] ');
    view.turnTo('*');
    unread.settle(view);
    expect(shown()).toBe('');
  });

  it('is of the customer, not of the colleague who wrote to them before', () => {
    expect(having('atendente', ...two, `MSG 1 ${TIME} rui maria oi`).shown()).toBe('[maria 1] ');
  });
});

describe('who waits', () => {
  it('is counted until they are taken, or leave', () => {
    const { hears, shown } = having('atendente', 'WAITING joao 1', 'WAITING maria 2', 'WAITING joao 2');
    expect(shown()).toBe('[fila 2] ');
    hears('NICK maria mara');
    hears('WAITING-END mara gone');
    expect(shown()).toBe('[fila 1] ');
    hears('ASSIGNED joao bia');
    expect(shown()).toBe('');
  });

  it('is nobody in a new visit until that is told', () => {
    const { view, shown } = having('atendente', 'WAITING joao 1');
    view.startAnew();
    expect(shown()).toBe('');
  });
});

describe('at a terminal', () => {
  const script: Script = (line) => {
    if (line.startsWith('CONNECT')) return [...usual(line), 'ASSIGNED joao ana', 'ASSIGNED maria ana'];
    if (line === 'QUEUE') return ['@+ok *1', `WAITING zé ${TIME} 1`, '.'];
    if (line.startsWith('TAKE')) return ['@+ok zé 0'];
    return usual(line);
  };

  it('both stand in front of the prompt, and the line being typed stays', async () => {
    const { server, type, sees, terminal, screen } = await chatting('atendente', script);
    await sees('[fila 1] ana → joao> ');
    type('ol');
    await sees('ana → joao> ol');
    server.write(`MSG 901 ${TIME} maria * oi`);
    await sees('[fila 1, maria 1] ana → joao> ol');
    type('á\r');
    await sees('olá ✓');
    expect(terminal.line).toBe('');
    type('/para maria\r');
    await sees('[fila 1] ana → maria> ');
    type('/atender zé\r');
    await sees('Você atende zé.\nana → zé> ');
    expect(screen()).not.toContain('mudou');
  });

  it('the line is counted anew by a listing', async () => {
    let waits = true;
    const { server, type, sees } = await chatting('atendente', (line, at) =>
      line === 'QUEUE' && !waits ? ['@+ok *0', '.'] : script(line, at),
    );
    await sees('[fila 1] ana → joao> ');
    waits = false;
    type('FILA\r');
    await sees('Ninguém espera na fila.\nana → joao> ');
    server.write('WAITING rui 1');
    await sees('[fila 1] ana → joao> ');
  });
});
