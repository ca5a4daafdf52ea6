/**
 * A session worker: the thread that owns some of the connections. It reads, splits, parses and writes; the main
 * thread decides. Whatever its connections do within a tick crosses in one batch, and so does what comes back.
 *
 * The worker's credit bounds what may be under way to the main thread: past it, connections that send more are
 * not read until some of it is settled.
 */

import type { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { EOL, greeting } from '../protocol/format.ts';
import type { Command } from '../protocol/parse.ts';
import { InputWriter, type OutputReader, readOutput, weightOf } from './batches.ts';
import { Connection, type ConnectionEvents } from './connection.ts';
import { Handshakes } from './handshakes.ts';
import type { FromWorker, SessionOptions, ToWorker } from './messages.ts';
import { SharedText } from './shared-text.ts';

/** The weight of the commands that may be under way to the main thread. */
const CREDIT = 2 * 1024 * 1024;
/** Characters of output after which the worker says, even if it has nothing else to say, that it took them in. */
const SAY_TAKEN_AFTER = 256 * 1024;
const SWEEP_MS = 1000;

const { version, lang, auth, limits, tls } = workerData as SessionOptions;
const GREETING = greeting({ version, maxLine: limits.maxLineBytes, auth, lang }) + EOL;
const port = parentPort!;
const connections = new Map<number, Connection>();
const handshakes = new Handshakes(limits.entryTimeoutMs, tls);
const input = new InputWriter();
/** The addresses of connections that are gone since the last input. */
let gone: string[] = [];
let dirty: Connection[] = [];
/** Connections that are not read for want of credit. */
const thirsty = new Set<Connection>();
let taken = 0;
/** The weight of the commands that are not settled. */
let underWay = 0;
let flushing = false;
let shuttingDown = false;
/** What all text begins with that the connections are sent alike. */
let empty = new SharedText('');

const events: ConnectionEvents = {
  command(connection: Connection, command: Command) {
    input.command(connection.number, command);
    underWay += weightOf(command);
    if (underWay >= CREDIT) {
      connection.outOfCredit();
      thirsty.add(connection);
    }
    schedule();
  },
  verify({ number, address }, key, password) {
    post({ kind: 'verify', conn: number, address, key, password });
  },
  halfClosed(connection) {
    input.halfClosed(connection.number);
    schedule();
  },
  gone(connection) {
    connections.delete(connection.number);
    thirsty.delete(connection);
    input.connectionGone(connection.number);
    left(connection.address);
  },
  dirty(connection) {
    dirty.push(connection);
    schedule();
  },
};

const outputs: OutputReader = {
  send(conn, text) {
    connections.get(conn)?.send(text);
  },
  sendShared(conn, text) {
    connections.get(conn)?.sendShared(text, empty);
  },
  entered(conn, role, before, after) {
    connections.get(conn)?.enter(role, before, after);
  },
  resumed(conn, role, fresh) {
    connections.get(conn)?.resumed(role, fresh);
  },
  replay(conn, before, after, lines) {
    connections.get(conn)?.replay(before, after, lines);
  },
  unresumed(conn, text) {
    connections.get(conn)?.unresumed(text);
  },
  language(conn, chosen) {
    const connection = connections.get(conn);
    if (connection) connection.lang = chosen;
  },
  close(conn) {
    connections.get(conn)?.close();
  },
  answered(conn) {
    connections.get(conn)?.answered();
  },
};

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'output':
      if (message.output) {
        taken += message.output.toWrite;
        readOutput(message.output, outputs);
        // What has grown out of it is not kept any longer than it takes to write it.
        empty = new SharedText('');
      }
      settle(message.settled);
      flushSockets();
      if (taken >= SAY_TAKEN_AFTER) schedule();
      break;
    case 'socket': {
      const { conn, socket, address, secure } = message;
      if (!secure) open(conn, socket, address);
      else {
        const secured = (over: Socket) => open(conn, over, address);
        handshakes.begin(socket, secured, () => left(address));
      }
      break;
    }
    case 'verified':
      connections.get(message.conn)?.verified(message.proof);
      break;
    case 'secure':
      handshakes.use(message.tls);
      break;
    case 'quiesce':
      handshakes.abandon();
      for (const connection of connections.values()) connection.stop();
      flushInput();
      post({ kind: 'quiet' });
      break;
    case 'shutdown':
      shuttingDown = true;
      handshakes.abandon();
      for (const connection of connections.values()) connection.dismiss('SHUTDOWN');
      finishIfAlone();
      break;
  }
});

/** A connection, over TLS or not, that can be spoken with. */
function open(conn: number, socket: Socket, address: string): void {
  const connection = new Connection(conn, socket, events, { lang, limits, address, now: performance.now() });
  connections.set(conn, connection);
  connection.send(GREETING);
}

/** A connection from this address is gone, or did not come about. */
function left(address: string): void {
  gone.push(address);
  schedule();
  finishIfAlone();
}

let sweptAt = performance.now();
setInterval(sweep, SWEEP_MS).unref();

/** Silent and slow connections, once a second. */
function sweep(): void {
  const now = performance.now();
  // While the machine stood still nobody was heard: what came meanwhile has not been read yet.
  const stoodStillMs = now - sweptAt - 2 * SWEEP_MS;
  sweptAt = now;
  for (const connection of connections.values()) {
    if (stoodStillMs > 0) connection.excuse(stoodStillMs, now);
    const silence = now - connection.heardAt;
    if (connection.closing) {
      if (connection.overdue(now)) connection.destroy();
    } else if (!connection.entered && now - connection.startedAt > limits.entryTimeoutMs) {
      connection.dismiss('ENTRY-TIMEOUT');
    } else if (connection.unread) {
      connection.heardAt = now;
    } else if (silence > limits.idleAfterMs) connection.dismiss('IDLE');
    else if (silence > limits.pingAfterMs && !connection.pinged) {
      connection.pinged = true;
      connection.send(`PING ${Math.trunc(now)}${EOL}`);
    }
  }
}

/** Commands of this weight are settled: there is credit again. */
function settle(weight: number): void {
  // What a worker that died had under way is settled with the one in its place.
  underWay = Math.max(0, underWay - weight);
  if (thirsty.size === 0 || underWay > CREDIT / 2) return;
  const waiting = [...thirsty];
  thirsty.clear();
  for (const connection of waiting) connection.credit();
}

/** Batches leave at the end of the tick, when all sockets that had something were read. */
function schedule(): void {
  if (flushing) return;
  flushing = true;
  setImmediate(() => {
    flushing = false;
    flushSockets();
    flushInput();
  });
}

function flushInput(): void {
  if (input.empty && gone.length === 0 && taken < SAY_TAKEN_AFTER) return;
  post({ kind: 'input', input: input.take(), gone, taken });
  gone = [];
  taken = 0;
}

function flushSockets(): void {
  const writing = dirty;
  dirty = [];
  for (const connection of writing) connection.flush();
}

function finishIfAlone(): void {
  if (!shuttingDown || connections.size > 0 || handshakes.size > 0) return;
  flushInput();
  post({ kind: 'done' });
}

function post(message: FromWorker): void {
  port.postMessage(message);
}
