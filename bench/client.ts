/**
 * A connection of the driver: as light as Node allows, because it shares the machine with the server. One buffer
 * serves all connections, lines come as one latin1 text per read, and nobody looks at more of it than they must.
 */

import { connect, type Socket } from 'node:net';

const ANSWER_WITHIN_MS = 30_000;
const shared = Buffer.allocUnsafe(64 * 1024);

export class Client {
  /** Takes whole lines, one or more, each with its end. */
  onLines: (text: string) => void = () => {};
  readonly #socket: Socket;
  #rest = '';
  #failed: (error: Error) => void = () => {};
  #closing = false;

  constructor(port: number) {
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length) => {
          this.#read(length);
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => this.#failed(error));
    this.#socket.on('close', () => {
      if (!this.#closing) this.#failed(new Error('the server closed a connection'));
    });
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Sends a command, or nothing, and resolves with the first line that matches; rejects with a `-err`. */
  ask(command: string, wanted: RegExp): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(reject, ANSWER_WITHIN_MS, new Error(`no answer to ${command || wanted}`));
    this.#failed = reject;
    this.onLines = (text) => {
      for (const line of text.split('\r\n')) {
        if (wanted.test(line)) resolve(line);
        else if (line.startsWith('-err') || line.startsWith('QUIT '))
          reject(new Error(`${command}: ${line}`));
      }
    };
    if (command !== '') this.#socket.write(`${command}\r\n`);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#failed = ended;
      this.onLines = () => {};
    });
  }

  /** Ends it at once. */
  end(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  #read(length: number): void {
    const read = shared.toString('latin1', 0, length);
    const text = this.#rest === '' ? read : this.#rest + read;
    const end = text.lastIndexOf('\n') + 1;
    if (end === text.length) {
      this.#rest = '';
      this.onLines(text);
    } else {
      this.#rest = text.slice(end);
      if (end > 0) this.onLines(text.slice(0, end));
    }
  }
}

/** Nobody waits for an answer, and the server has ended the connection: what was measured is void. */
function ended(error: Error): void {
  throw error;
}

/** Connects and greets. */
export async function greeted(port: number): Promise<Client> {
  const client = new Client(port);
  await client.ask('', /^\+ok /);
  return client;
}

/** Connects and enters. */
export async function entered(port: number, name: string, role: string): Promise<Client> {
  const client = await greeted(port);
  await enter(client, name, role);
  return client;
}

/** @param wanted the line to wait for: the reply, or an event that follows it. */
export function enter(client: Client, name: string, role: string, wanted = /^\+ok /): Promise<string> {
  return client.ask(`CONNECT ${name} ${role}`, wanted);
}

/** Does `work` for 0 to count − 1, so many at a time; the results are in order. */
export async function inParallel<T>(
  count: number,
  atATime: number,
  work: (i: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = new Array(count);
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < count; i = next++) results[i] = await work(i);
  };
  await Promise.all(Array.from({ length: Math.min(atATime, count) }, lane));
  return results;
}
