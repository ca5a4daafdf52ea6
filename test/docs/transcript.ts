/**
 * Plays a session as docs/PROTOCOL.md shows it against a running server, and fails where the server says
 * something else.
 *
 * `ana> …` is sent by the client `ana`, `ana< …` is what the server then says to her; a sentence in parentheses
 * is what happens around them. A line of a listing that is only `…` stands for lines that are not shown, whose number
 * is not compared either. Times, tokens, estimates of the waiting, the numbers of pings and the version of the server
 * match any other of their kind, and nothing else does. At the end nobody may have been told more than was shown.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';

/** The server that a session is played against. */
export interface Stage {
  readonly port: number;
  stop(): Promise<void>;
}

const TOKEN = /(?<=^(?:@\S+ )?\+ok \S+ (?:atendente|consumidor|membro) )[\w-]{22}(?= )/;

interface Client {
  readonly socket: Socket;
  /** The lines from the server. */
  readonly lines: AsyncIterator<string>;
}

const ENTER = /^\((\w+) enters as (\w+)\)$/;
const CONNECTS = /^\((\w+) connects\)$/;
const HANGS_UP = /^\((\w+) hangs up\)$/;
const HAS_CLOSED = /^\((\w+) has closed five conversations\)$/;
const IS_CLOSED = /^\((\w+) is closed\)$/;
const STOPS = /^\(the server stops\)$/;
const LINE = /^(\w+)([<>]) (.*)$/;
const NOT_SHOWN = '…';

/** Plays the lines of one session. `place` tells where a line stands in the document. */
export async function play(
  session: readonly string[],
  server: Stage,
  place: (line: number) => string,
): Promise<void> {
  const clients = new Map<string, Client>();
  /** The tokens that the session shows, and those that the server gave in their place. */
  const tokens = new Map<string, string>();
  const say = (text: string) => text.replace(/[\w-]{22}/g, (word) => tokens.get(word) ?? word);
  const client = async (name: string) => {
    const known = clients.get(name) ?? (await open(server.port));
    clients.set(name, known);
    return known;
  };

  const drop = (name: string) => {
    clients.get(name)?.socket.destroy();
    clients.delete(name);
  };

  const step = async (line: string, index: number): Promise<void> => {
    const [, name = '', way, text = ''] = LINE.exec(line) ?? [];
    if (way === '>') (await client(name)).socket.write(`${say(text)}\r\n`);
    else if (way === '<') await hear(name, text, index);
    else await scene(line);
  };

  const hear = async (name: string, text: string, index: number): Promise<void> => {
    // The lines that are not shown go by with the one that is shown next.
    if (text === NOT_SHOWN) return;
    const skips = session[index - 1] === `${name}< ${NOT_SHOWN}`;
    let said = await next(await client(name));
    while (skips && said !== undefined && said !== '.' && shape(said) !== shape(text)) {
      said = await next(await client(name));
    }
    if (isCut(session.slice(index), name)) expect(uncounted(said)).toBe(uncounted(text));
    else expect(shape(said)).toBe(shape(text));
    const [shown, given] = [TOKEN.exec(text)?.[0], TOKEN.exec(said ?? '')?.[0]];
    if (!shown || !given) return;
    // The same token where the session shows the same, another where it shows another.
    expect(tokens.get(shown) ?? given).toBe(given);
    tokens.set(shown, given);
  };

  const scene = async (line: string): Promise<void> => {
    const named = (pattern: RegExp) => pattern.exec(line)?.[1] ?? '';
    if (CONNECTS.test(line)) await next(await client(named(CONNECTS)));
    else if (ENTER.test(line)) {
      const [, name = '', role = ''] = ENTER.exec(line) ?? [];
      const newcomer = await client(name);
      newcomer.socket.write(`CONNECT ${name} ${role}\r\n`);
      // First the newcomer, so that the others have been told by then.
      for (const each of [newcomer, ...clients.values()]) await silence(each);
    } else if (HANGS_UP.test(line)) drop(named(HANGS_UP));
    else if (HAS_CLOSED.test(line)) {
      for (const customer of ['c1', 'c2', 'c3', 'c4', 'c5']) {
        await scene(`(${customer} enters as consumidor)`);
        await served(await client(named(HAS_CLOSED)), customer, await client(customer));
        drop(customer);
      }
    } else if (IS_CLOSED.test(line)) {
      expect(await next(await client(named(IS_CLOSED)))).toBe(undefined);
      drop(named(IS_CLOSED));
    } else if (STOPS.test(line)) void server.stop();
    else throw new Error(`this is no line of a session: ${line}`);
  };

  try {
    for (const [index, line] of session.entries()) {
      await step(line, index).catch((error: Error) => {
        error.message = `${place(index)}: ${line}\n${error.message}`;
        throw error;
      });
    }
    for (const [name, each] of clients) expect(await silence(each), `${name} was told more`).toEqual([]);
  } finally {
    for (const name of clients.keys()) drop(name);
  }
}

async function open(port: number): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  // Who waits for a line that never comes is told so, before the test runs out of time.
  socket.setTimeout(10_000, () => socket.destroy(new Error('nothing came for 10 s')));
  return { socket, lines: createInterface({ input: socket })[Symbol.asyncIterator]() };
}

/** The next line, or undefined at the end of the connection. */
async function next({ lines }: Client): Promise<string | undefined> {
  const { value, done } = await lines.next();
  return done ? undefined : value;
}

/** Takes all that the server has said so far: what comes before the reply to a last command. */
async function silence(client: Client): Promise<string[]> {
  const said: string[] = [];
  client.socket.write('PING so-far\r\n');
  for (let line = await next(client); line !== '+ok PONG so-far'; line = await next(client)) {
    if (line === undefined) throw new Error('the connection ended');
    said.push(line);
  }
  return said;
}

/** The attendant closes the conversation with this customer, who then goes. */
async function served(attendant: Client, name: string, customer: Client): Promise<void> {
  attendant.socket.write(`CLOSE ${name}\r\n`);
  await silence(attendant);
  customer.socket.write('QUIT\r\n');
  for (let line = await next(customer); line !== undefined; line = await next(customer));
}

/** Whether a listing that is shown to somebody from here on is shown only in part. */
function isCut(session: readonly string[], name: string): boolean {
  const end = session.indexOf(`${name}< .`);
  return /\+ok \*\d/.test(session[0]!) && session.slice(0, end).includes(`${name}< ${NOT_SHOWN}`);
}

/** The first line of a listing without the number of its items. */
function uncounted(line: string | undefined): string {
  return shape(line).replace(/(?<=\+ok \*)\d+/, '<count>');
}

/** A line without what differs from one run to the next. */
function shape(line: string | undefined): string {
  return (line ?? '(closed)')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
    .replace(TOKEN, '<token>')
    .replace(/(?<=telechat\/)\S+/, '<version>')
    .replace(/(?<=^(?:@\S+ )?(?:\+ok|QUEUE) \d+ \d+ )\d+$/, '<seconds>')
    .replace(/^PING \d+$/, 'PING <number>');
}
