/**
 * A server as one begins to write one: CONNECT, MSG by name, LIST-USERS, HISTORY of one's own and QUIT. It has no labels,
 * no desk and no grace, minds no lengths, and forgets whoever is gone.
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

interface Person {
  readonly name: string;
  readonly role: string;
  readonly since: string;
  readonly socket: Socket;
  readonly messages: string[];
}

type Handler = (words: readonly string[], text: string) => string | readonly string[];

const GREETING = '+ok 3MCP/1 partial/0.1 max-line=8192 auth=open lang=pt\r\n';
const ROLES = ['atendente', 'consumidor', 'membro'];

export interface Partial {
  readonly port: number;
  close(): Promise<void>;
}

export async function startPartial(roles: readonly string[] = ROLES): Promise<Partial> {
  const people = new Map<string, Person>();
  let seq = 0;

  function connection(socket: Socket): void {
    let me: Person | null = null;
    const commands: Readonly<Record<string, Handler>> = {
      CONNECT: ([name = '', role = '']) => {
        if (me) return '-err ALREADY-CONNECTED';
        if (!/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,31}$/u.test(name)) return '-err NAME-INVALID';
        if (!roles.includes(role)) return '-err BAD-ARGUMENT';
        if (people.has(name)) return '-err NAME-TAKEN';
        const token = String(seq).padStart(22, 'A');
        me = { name, role, since: new Date().toISOString(), socket, messages: [] };
        people.set(name, me);
        return `+ok ${name} ${role} ${token} oi`;
      },
      MSG: ([to = ''], text) => {
        const other = people.get(to);
        if (!other) return '-err NO-SUCH-USER';
        if (text === '') return '-err BAD-ARGUMENT';
        const line = `MSG ${++seq} ${new Date().toISOString()} ${me!.name} ${to} ${text}`;
        for (const { messages } of [me!, other]) messages.push(line);
        other.socket.write(`${line}\r\n`);
        return `+ok mensagem recebida ${seq}`;
      },
      'LIST-USERS': () =>
        [...people.values()].map((each) => `USER ${each.name} ${each.role} online ${each.since}`),
      HISTORY: ([, limit = '50']) => me!.messages.slice(-Number(limit)),
      QUIT: () => {
        socket.end('+ok tchau\r\n');
        return '';
      },
    };
    const answer = (line: string): string => {
      const [verb = '', ...words] = line.split(' ');
      const handler = commands[verb.toUpperCase()];
      if (!handler) return '-err BAD-COMMAND\r\n';
      if (!me && verb !== 'CONNECT' && verb !== 'QUIT') return '-err NOT-CONNECTED\r\n';
      const reply = handler(words, words.slice(1).join(' '));
      if (typeof reply === 'string') return reply === '' ? '' : `${reply}\r\n`;
      return [`+ok *${reply.length}`, ...reply, '.', ''].join('\r\n');
    };
    let rest = '';
    socket.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop()!;
      for (const line of lines) if (line !== '' && socket.writable) socket.write(answer(line));
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      if (me) people.delete(me.name);
    });
    socket.write(GREETING);
  }

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    connection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
