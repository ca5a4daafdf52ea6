/**
 * A proxy in front of a right server that makes it a wrong one: it passes lines on, and a flaw may change, drop or add
 * some. Bytes are kept as latin1, so that nothing else is changed on the way.
 */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One connection through the proxy. */
export interface Link {
  /** What the flaw remembers of this connection. */
  readonly memory: Map<string, string>;
  /** Everybody who is connected. */
  readonly links: ReadonlySet<Link>;
  /** Sends a line to the client, as if the server had. */
  tell(line: string): void;
  /** Closes it towards the client. */
  close(): void;
  /** Cuts it in both directions. */
  cut(): void;
}

export interface Flaw {
  /** Lines that came from the client in one piece, with their ends; returns what goes on. */
  up?(lines: readonly string[], link: Link): readonly string[];
  /** A line of the server, without its end; returns what goes on. */
  down?(line: string, link: Link): readonly string[];
  /** The client stops sending. */
  halfClosed?(link: Link): void;
  /** Takes in whatever the server says, however little of it the client reads. */
  readonly hoards?: boolean;
}

export interface Proxy {
  readonly port: number;
  close(): Promise<void>;
}

/** More than this without an end goes on at once. */
const LONG = 8000;

/** Stands in front of the server at this port. */
export async function startProxy(target: number, flaw: Flaw): Promise<Proxy> {
  const links = new Set<Link>();
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const link: Link = {
      memory: new Map(),
      links,
      tell: (line) => void client.write(`${line}\r\n`, 'latin1'),
      close: () => void client.end(),
      cut: () => {
        client.destroy();
        upstream.destroy();
      },
    };
    links.add(link);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => link.cut());
      socket.on('close', () => {
        sockets.delete(socket);
        links.delete(link);
        link.cut();
      });
    }
    pass(client, upstream, true, (lines) => flaw.up?.(lines, link) ?? lines);
    client.on('end', () => flaw.halfClosed?.(link));
    pass(upstream, client, !flaw.hoards, (lines) =>
      lines.flatMap((line) => (flaw.down?.(line.replace(/\r\n$/, ''), link) ?? [line]).map(ended)),
    );
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

/** `waits`: reads no more as long as too much is unsent. */
function pass(
  from: Socket,
  to: Socket,
  waits: boolean,
  change: (lines: readonly string[]) => readonly string[],
): void {
  let rest = '';
  from.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('latin1')).split(/(?<=\n)/);
    rest = parts.at(-1)!.endsWith('\n') ? '' : parts.pop()!;
    const out = parts.length > 0 ? change(parts).join('') : '';
    const long = rest.length > LONG ? rest : '';
    if (long !== '') rest = '';
    if (to.writable && out + long !== '' && !to.write(out + long, 'latin1') && waits) from.pause();
  });
  to.on('drain', () => from.resume());
  from.on('end', () => {
    if (to.writable) to.end(rest, 'latin1');
  });
}

function ended(line: string): string {
  return line.endsWith('\n') ? line : `${line}\r\n`;
}
