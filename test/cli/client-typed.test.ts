/** The client at a terminal made of streams, against a server that follows a script. */

import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import { afterEach, describe, expect, it } from 'vitest';
import { type Entered, enterTyped, wayBack } from '../../src/cli/client/command.ts';
import { openConnection } from '../../src/cli/client/connection.ts';
import { Terminal } from '../../src/cli/client/terminal.ts';
import { chatTyped } from '../../src/cli/client/typed.ts';
import { View } from '../../src/cli/client/view.ts';
import type { Role } from '../../src/protocol/commands.ts';
import { closeServers, type Script, serve, usual } from './client-fake-server.ts';

const terminals: Terminal[] = [];

afterEach(() => {
  for (const terminal of terminals.splice(0)) terminal.close();
  closeServers();
});

/** A person before a screen: types, and waits until something stands there. */
function person() {
  const input = new PassThrough();
  const output = new PassThrough();
  const terminal = new Terminal(input as unknown as ReadStream, output as unknown as WriteStream);
  terminals.push(terminal);
  let screen = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    screen += stripVTControlCharacters(text);
  });
  const sees = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!screen.includes(text)) return;
        output.off('data', look);
        resolve();
      };
      output.on('data', look);
      look();
    });
  return { terminal, type: (text: string) => input.write(text), sees, screen: () => screen };
}

async function chatting(role: Role, script: Script) {
  const { server, port } = await serve(script);
  const opened = await openConnection('127.0.0.1', port);
  if ('end' in opened) throw new Error(opened.end.how);
  const at = person();
  const view = new View('ana', role, 'pt');
  const over = chatTyped(opened.connection, view, new Chalk({ level: 0 }), at.terminal);
  return { server, over, view, ...at };
}

const waiting: Script = (line) =>
  line === 'QUEUE' ? ['@+ok *1', 'WAITING João 2026-03-09T14:03:00.000Z 1', '.'] : usual(line);

describe('an attendant at a terminal', () => {
  it('is told of those who wait already', async () => {
    const { server, sees } = await chatting('atendente', waiting);
    await sees('1 na fila: NEXT (/próximo) chama');
    expect(server.received).toEqual(['QUEUE']);
  });

  it('is told nothing if nobody waits', async () => {
    const { server, type, sees, screen } = await chatting('atendente', (line) =>
      line === 'QUEUE' ? ['@+ok *0', '.'] : usual(line),
    );
    type('PING\r');
    await sees('O servidor responde.');
    expect(server.received).toEqual(['QUEUE', 'PING']);
    expect(screen()).not.toContain('na fila');
  });

  it('turns only to names that were on the screen, and sees them as they are written', async () => {
    const { type, sees, view } = await chatting('atendente', waiting);
    await sees('1 na fila');
    type('/para ninguem\r');
    await sees('Não vi ninguém chamado ninguem: LIST (/listar) mostra quem está aqui.');
    expect(view.partner).toBeNull();
    type('/para joão\r');
    await sees('Você fala com João.');
    await sees('ana → João> ');
  });

  it('keeps a mistyped command to themselves', async () => {
    const { server, type, sees } = await chatting('atendente', waiting);
    await sees('1 na fila');
    type('/para joão\rCLOSE !\r');
    await sees('uso: CLOSE nome [texto]');
    type('AJUDA REGRAS\r');
    await sees('Escrita errada, ela não vai a ninguém.');
    expect(server.received).toEqual(['QUEUE']);
  });
});

describe('a connection that falls', () => {
  it('leaves the line that was being typed on the screen', async () => {
    const { server, type, sees, over, screen } = await chatting('consumidor', usual);
    type('oi\r');
    await sees('✓');
    type('meu pedido é');
    await sees('meu pedido é');
    server.close();
    expect(await over).toEqual({ how: 'lost' });
    expect(screen()).toContain('Ficou por enviar: meu pedido é');
  });

  it('can be made again by one command line', () => {
    const here = { host: '127.0.0.1', port: 3627 };
    expect(wayBack('ana', 'atendente', here, undefined, 'client')).toBe(
      'npm run client -- --name ana --role atendente',
    );
    expect(wayBack('ana', 'membro', { host: '::1', port: 4000 }, 'en', undefined)).toBe(
      'telechat client --name ana --role membro --host ::1 --port 4000 --lang en',
    );
  });
});

describe('the questions', () => {
  const none = { lang: 'pt', name: undefined, role: undefined, server: undefined } as const;

  function entering(wishes: Parameters<typeof enterTyped>[0]) {
    const at = person();
    const over = enterTyped(wishes, at.terminal);
    return { over, ...at };
  }

  it('ask for another server, and for nothing else, when nobody answers at the first', async () => {
    const { server, port } = await serve();
    const gone = await serve();
    gone.server.close();
    const { over, type, sees, screen } = entering(none);
    await sees('Nome: ');
    type('joao\r');
    await sees('Tipo');
    type('c\r');
    await sees('Servidor (Enter aceita 127.0.0.1:3627): ');
    type(`127.0.0.1:${gone.port}\r`);
    await sees(`Ninguém atende em 127.0.0.1:${gone.port}`);
    type(`127.0.0.1:${port}\r`);
    const entry = (await over) as Entered;
    expect(entry.view.name).toBe('joao');
    expect(server.received).toEqual(['CONNECT joao consumidor']);
    expect(screen().match(/Nome: /g)?.length).toBe(screen().match(/Tipo \(/g)?.length);
    entry.connection.give({ how: 'left' });
  });

  it('are none when name, role and server are given', async () => {
    const { port } = await serve();
    const { over, screen } = entering({
      ...none,
      name: 'joao',
      role: 'consumidor',
      server: { host: '127.0.0.1', port },
    });
    ((await over) as Entered).connection.give({ how: 'left' });
    expect(screen()).not.toContain(': ');
  });
});
