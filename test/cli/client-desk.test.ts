/** The client in pipes against the real server: the two sides of one conversation. */

import { afterEach, describe, expect, it } from 'vitest';
import { visit } from '../../src/cli/client/visit.ts';
import { BadNetwork } from '../support/bad-network.ts';
import { printedChance } from '../support/chance.ts';
import { Program, startTestServer, type TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';
import { temporary } from './client-process.ts';

let server: TestServer | null = null;

afterEach(async () => {
  await server?.end();
  server = null;
});

function client(name: string, role: string, ...flags: string[]): Program {
  const port = String(server?.port);
  const who = ['--name', name, '--role', role, '--port', port, '--lang', 'pt'];
  return new Program(['client', ...who, ...flags], { XDG_STATE_HOME: temporary() });
}

/** Resolves once the program has said this. */
function said(program: Program, text: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (program.stdout.includes(text)) resolve();
    };
    program.child.stdout?.on('data', look);
    look();
  });
}

describe('the client and the server', () => {
  it('hold a conversation through pipes', async () => {
    server = await startTestServer('--memory', '--capacity', '0');
    const joao = client('joao', 'consumidor');
    joao.child.stdin?.write('bom dia\n');
    await said(joao, 'bom dia ✓');

    const ana = client('ana', 'atendente');
    ana.child.stdin?.end('QUEUE\nNEXT\nolá!\nHISTORY\nclose joao até logo\n');
    expect(await ana.exit).toMatchObject({ code: 0 });
    const clock = /\d\d:\d\d/g;
    expect(ana.stdout.replaceAll(clock, 'HH:MM').split('\n')).toEqual([
      'NOME  DESDE  MENSAGENS',
      'joao  HH:MM  1',
      'Você atende joao (1 mensagem da espera).',
      '[HH:MM] joao: bom dia',
      '[HH:MM] ana → joao: olá! ✓',
      '#1  HH:MM  joao → balcão  bom dia',
      '#2  HH:MM  ana → joao     olá!',
      'Conversa com joao encerrada: "até logo"',
      '',
    ]);
    expect(ana.stderr).toBe('');

    await said(joao, 'ana encerrou a conversa');
    joao.child.stdin?.end();
    expect(await joao.exit).toMatchObject({ code: 0 });
    expect(joao.stdout.replaceAll(clock, 'HH:MM').split('\n').slice(0, 5)).toEqual([
      'Você é o 1º da fila (1 na fila).',
      '[HH:MM] joao: bom dia ✓',
      'ana vai atender você.',
      '[HH:MM] ana: olá!',
      '[HH:MM] ana: até logo',
    ]);
  });

  it('hand a customer over with what was said and noted, of which the customer sees no note', async () => {
    server = await startTestServer('--memory', '--capacity', '0');
    const joao = client('joao', 'consumidor');
    joao.child.stdin?.write('bom dia\n');
    await said(joao, 'bom dia ✓');
    const bia = client('bia', 'atendente');
    bia.child.stdin?.write('PING\n');
    await said(bia, 'O servidor responde.');
    const ana = client('ana', 'atendente');
    ana.child.stdin?.write('NEXT\nNOTE * cliente antigo\nTRANSFER * bia\n');
    await said(ana, 'Você passou joao a bia.');
    await said(bia, 'nota interna de ana sobre joao: cliente antigo');
    bia.child.stdin?.end('oi, sou bia\nCLOSE\n');
    expect(await bia.exit).toMatchObject({ code: 0 });
    await said(joao, 'bia encerrou a conversa');
    joao.child.stdin?.end('/avaliar 5 ótimo\nHISTORY\n');
    expect(await joao.exit).toMatchObject({ code: 0 });
    ana.child.stdin?.end('alguém?\nHISTORY joao\n');
    expect(await ana.exit).toMatchObject({ code: 1 });

    const clock = /\d\d:\d\d/g;
    expect(bia.stdout.replaceAll(clock, 'HH:MM').split('\n').slice(-6)).toEqual([
      'Você atende joao.',
      '[HH:MM] joao: bom dia',
      '[HH:MM] nota interna de ana sobre joao: cliente antigo',
      '[HH:MM] bia → joao: oi, sou bia ✓',
      'Conversa com joao encerrada.',
      '',
    ]);
    expect(ana.stderr).toMatch(/^linha 4: Você não fala com ninguém/);
    expect(ana.stdout).toContain('avaliação de joao');
    expect(joao.stdout).toContain('ana vai atender você.\nbia vai atender você.\n');
    expect(joao.stdout).not.toMatch(/nota|antigo/);
  });

  it('talk in a room, each line in the one that was joined last', async () => {
    server = await startTestServer('--memory');
    const mia = client('mia', 'membro');
    mia.child.stdin?.write('JOIN #geral\n');
    await said(mia, 'Você entrou em #geral (1 pessoa).');
    const leo = client('leo', 'membro');
    leo.child.stdin?.end('CREATE vendas tudo sobre vendas\nJOIN vendas\nsó eu\nJOIN geral\noi\nROOMS\n');
    expect([await leo.exit, leo.stderr]).toMatchObject([{ code: 0 }, '']);
    await said(mia, 'leo saiu de #geral.');
    mia.child.stdin?.end();
    const clock = /\d\d:\d\d/g;
    expect(leo.stdout.replaceAll(clock, 'HH:MM').split('\n')).toEqual([
      'Sala #vendas criada: JOIN #vendas (/entrar) entra nela.',
      'Você entrou em #vendas (1 pessoa).',
      '[HH:MM] #vendas  leo: só eu ✓',
      'Você entrou em #geral (2 pessoas).',
      '[HH:MM] #geral  leo: oi ✓',
      'SALA     PESSOAS  ASSUNTO',
      '#geral   2',
      '#vendas  1        tudo sobre vendas',
      '',
    ]);
    expect(mia.stdout.replaceAll(clock, 'HH:MM').split('\n').slice(1)).toEqual([
      'leo entrou em #geral.',
      '[HH:MM] #geral  leo: oi',
      'leo saiu de #geral.',
      '',
    ]);
  });

  it('keep more lines than the server allows at once in order, none refused', async () => {
    server = await startTestServer('--memory');
    const joao = client('joao', 'consumidor');
    const lines = Array.from({ length: 230 }, (_, i) => `linha ${i}`);
    joao.child.stdin?.end(lines.join('\n'));
    expect(await joao.exit).toMatchObject({ code: 0 });
    expect(joao.stdout.match(/linha \d+/g)).toEqual(lines);
  });

  it('end together when the server stops', async () => {
    server = await startTestServer('--memory');
    const joao = client('joao', 'consumidor', '--retry', '0');
    await said(joao, 'Você é o 1º da fila');
    await server.end();
    expect(await joao.exit).toMatchObject({ code: 1 });
    expect(joao.stderr).toBe('O servidor está parando.\n');
  });
});

describe('a bad network', () => {
  /** Connections that are cut at all; later ones hold, so that it comes to an end. */
  const CUT_LINKS = 25;
  const MESSAGES = 120;

  it('takes nothing away and doubles nothing, in either direction', async () => {
    const random = printedChance();
    server = await startTestServer('--memory');
    const ana = await Wire.enter(server.port, 'ana', 'atendente');
    const network = await BadNetwork.to(server.port);
    let cuts = 0;
    network.onLink = ({ up, down }) => {
      // None so early that the first entry fails, which nobody tries again.
      if (++cuts > CUT_LINKS) return;
      const how = random(2) === 0 ? 'fin' : 'rst';
      if (random(2) === 0) up.cutAfter(100 + random(600), how);
      else down.cutAfter(300 + random(700), how);
    };
    const options = {
      folder: null,
      fresh: false,
      retryMs: Number.POSITIVE_INFINITY,
      clock: { now: () => 0, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
    };
    const who = { name: 'joao', role: 'consumidor', lang: 'pt', password: null } as const;
    const entry = await visit({ host: '127.0.0.1', port: network.port }, who, options);
    if (entry.how !== 'entered') throw new Error(JSON.stringify(entry));
    const { link } = entry;
    const shown: string[] = [];
    let all = () => {};
    const complete = new Promise<void>((resolve) => (all = resolve));
    const show = (text: string) => {
      shown.push(text);
      if (shown.length === 2 * MESSAGES) all();
    };
    link.listen(({ verb, rest }) => {
      if (verb === 'MSG') show(rest.split(' ').slice(4).join(' '));
    });
    await ana.until(/^ASSIGNED joao ana$/);

    for (let i = 0; i < MESSAGES; i++) {
      await ana.ask(`MSG joao de ana ${i}`);
      await new Promise<void>((resolve) => {
        link.send(`MSG * de joao ${i}`, (reply, repeated) => {
          if (!repeated) show(reply?.kind === 'ok' ? `de joao ${i}` : `${reply?.kind} at ${i}`);
        });
        // Some wait for nothing, so that several are under way when it is cut.
        if (random(10) < 7) resolve();
        else link.send('PING', () => resolve());
      });
    }
    await complete;
    const whole = Array.from({ length: MESSAGES }, (_, i) => i);
    expect(shown.filter((text) => !text.startsWith('de ana'))).toEqual(whole.map((i) => `de joao ${i}`));
    expect(shown.filter((text) => text.startsWith('de ana'))).toEqual(whole.map((i) => `de ana ${i}`));
    const stored = (await ana.list('HISTORY joao 500')).map((item) => item.split(' ').slice(5).join(' '));
    expect(stored.filter((text) => text.startsWith('de joao'))).toEqual(whole.map((i) => `de joao ${i}`));
    expect(cuts).toBeGreaterThan(5);
    expect(await link.quit('', () => {})).toEqual({ how: 'left' });
    await network.close();
    ana.cut();
  });
});
