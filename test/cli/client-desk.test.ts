/** The client in pipes against the real server: the two sides of one conversation. */

import { afterEach, describe, expect, it } from 'vitest';
import { Program, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer | null = null;

afterEach(async () => {
  await server?.end();
  server = null;
});

function client(name: string, role: string): Program {
  const port = String(server?.port);
  return new Program(['client', '--name', name, '--role', role, '--port', port, '--lang', 'pt']);
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
      '[HH:MM] ana → joao: até logo ✓',
      'Conversa com joao encerrada.',
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
    const joao = client('joao', 'consumidor');
    await said(joao, 'Você é o 1º da fila');
    await server.end();
    expect(await joao.exit).toMatchObject({ code: 1 });
    expect(joao.stderr).toBe('o servidor está parando\n');
  });
});
