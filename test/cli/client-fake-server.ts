/**
 * A server that says what a test wants: one connection at a time, each line that comes is answered by the
 * script. Loopback only, on a port where nobody else listens after it either: a client may still try to come back.
 */

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { heldPort } from '../support/held-port.ts';

/** Gets a line without its label and returns the lines to write; `@` stands for the label of the command. */
export type Script = (line: string, server: FakeServer) => readonly string[] | null;

export const GREETING = '+ok 3MCP/1 telechat/test max-line=8192 auth=open lang=pt';

export class FakeServer {
  readonly received: string[] = [];
  /** Lines as they came, labels included. */
  readonly raw: string[] = [];
  socket: Socket | null = null;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #waiting: { test: (line: string) => boolean; done: () => void }[] = [];

  constructor(script: Script, greeting: string | null, tls?: TlsOptions) {
    const connected = (socket: Socket) => {
      this.socket = socket;
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
      if (greeting !== null) socket.write(`${greeting}\r\n`);
      let rest = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\r\n');
        rest = lines.pop() ?? '';
        for (const line of lines) this.#line(line, socket, script);
      });
    };
    this.#server = tls ? createTlsServer(tls, connected) : createServer(connected);
  }

  async listen(): Promise<number> {
    const port = await heldPort();
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return port;
  }

  /** Resolves once a line has come that fits. */
  saw(test: (line: string) => boolean): Promise<void> {
    if (this.received.some(test)) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ test, done }));
  }

  write(...lines: string[]): void {
    this.socket?.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #line(raw: string, socket: Socket, script: Script): void {
    const [, label = '', line = ''] = /^(@\S+ )?(.*)$/.exec(raw) ?? [];
    this.raw.push(raw);
    this.received.push(line);
    const answer = script(line, this);
    const lines = (answer ?? []).map((one) => `${one.replace(/^@(?=[+-])/, label)}\r\n`);
    if (lines.length > 0) socket.write(lines.join(''));
    if (line.startsWith('QUIT') && answer) socket.end();
    for (const waiting of this.#waiting.filter(({ test }) => test(line))) waiting.done();
    this.#waiting = this.#waiting.filter(({ test }) => !test(line));
  }
}

/** What a well-behaved server answers; a script may fall back to it. */
export function usual(line: string): readonly string[] {
  const [verb = '', first = '', second = ''] = line.split(' ');
  switch (verb) {
    case 'CONNECT':
      return [`@+ok ${first} ${second} 00ff bem-vindo(a)`];
    case 'MSG':
      return [`@+ok mensagem recebida ${++seq}`];
    case 'LANG':
      return [`@+ok ${first}`];
    case 'PING':
      return ['@+ok PONG'];
    case 'QUIT':
      return ['@+ok até logo'];
    default:
      return ['@-err BAD-COMMAND comando desconhecido'];
  }
}

let seq = 0;

const servers: FakeServer[] = [];

/** A server that listens; closed by `closeServers`. */
export async function serve(
  script: Script = usual,
  greeting: string | null = GREETING,
  tls?: TlsOptions,
): Promise<{ server: FakeServer; port: number }> {
  const server = new FakeServer(script, greeting, tls);
  servers.push(server);
  return { server, port: await server.listen() };
}

export function closeServers(): void {
  for (const server of servers.splice(0)) server.close();
}
