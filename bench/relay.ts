/**
 * The floor: the least that a chat can be in Node, on one thread. It knows who is connected and passes messages
 * on, to one or to a room, with the care of the real server where care costs something (whole lines from any chunks,
 * one write per socket and tick, slow readers cut off) and with nothing else: no queue, no roles, no history, no
 * checks of UTF-8, no workers, no store. What Telechat costs is told as a ratio to this, so it must be as fast as it can be.
 *
 * Text is read and written as latin1, which passes UTF-8 through byte by byte; decoding it as UTF-8 was not
 * measurably slower or faster. What is written leaves at the end of the tick; at the end of each data event it cost
 * 5 to 10 % more.
 */

import { type AddressInfo, createServer, type Socket } from 'node:net';

const MAX_LINE = 8192;
const SLOW_ABOVE = 1024 * 1024;
const HASH = 0x23;

class Peer {
  name = '';
  rest = '';
  out = '';
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
  }
}

const peers = new Map<string, Peer>();
/** By name: arrays, as nothing is walked faster. */
const rooms = new Map<string, Peer[]>();
let dirty: Peer[] = [];
let flushing = false;
let seq = 0;
let timeAt = 0;
let time = '';

const server = createServer({ noDelay: true }, (socket) => {
  const peer = new Peer(socket);
  socket.on('data', (chunk: Buffer) => receive(peer, chunk.toString('latin1')));
  socket.on('error', () => {});
  socket.on('close', () => {
    if (peers.get(peer.name) === peer) peers.delete(peer.name);
    for (const members of rooms.values()) {
      const at = members.indexOf(peer);
      if (at >= 0) members.splice(at, 1);
    }
  });
  socket.write('+ok 3MCP/1 relay\r\n', 'latin1');
});

function receive(peer: Peer, chunk: string): void {
  const text = peer.rest === '' ? chunk : peer.rest + chunk;
  const now = Date.now();
  if (now !== timeAt) {
    timeAt = now;
    time = new Date(now).toISOString();
  }
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    line(peer, text, start, end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    start = end + 1;
  }
  peer.rest = start === text.length ? '' : text.slice(start);
  if (peer.rest.length > MAX_LINE) peer.socket.destroy();
  if (flushing || dirty.length === 0) return;
  flushing = true;
  setImmediate(flush);
}

function line(peer: Peer, text: string, start: number, end: number): void {
  if (text.startsWith('MSG ', start)) message(peer, text, start + 4, end);
  else if (text.startsWith('CONNECT ', start)) enter(peer, text.slice(start + 8, end));
  else if (text.startsWith('JOIN ', start)) join(peer, text.slice(start + 5, end));
  else send(peer, '-err BAD-COMMAND\r\n');
}

function message(peer: Peer, text: string, start: number, end: number): void {
  const nameEnd = text.indexOf(' ', start);
  const name = text.slice(start, nameEnd);
  const members = text.charCodeAt(start) === HASH ? rooms.get(name) : undefined;
  if (members !== undefined) {
    seq++;
    send(peer, `+ok mensagem recebida ${seq}\r\n`);
    sendAll(members, peer, `MSG ${seq} ${time} ${peer.name} ${name} ${text.slice(nameEnd + 1, end)}\r\n`);
    return;
  }
  const to = nameEnd > 0 && nameEnd < end ? peers.get(name) : undefined;
  if (to === undefined) {
    send(peer, '-err NO-SUCH-USER\r\n');
    return;
  }
  seq++;
  send(peer, `+ok mensagem recebida ${seq}\r\n`);
  send(to, `MSG ${seq} ${time} ${peer.name} ${name} ${text.slice(nameEnd + 1, end)}\r\n`);
}

function enter(peer: Peer, words: string): void {
  const [name = '', role = ''] = copied(words).split(' ');
  if (peers.has(name)) {
    send(peer, '-err NAME-TAKEN\r\n');
    return;
  }
  peer.name = name;
  peers.set(name, peer);
  send(peer, `+ok ${name} ${role}\r\n`);
}

function join(peer: Peer, words: string): void {
  const room = copied(words);
  const members = rooms.get(room) ?? [];
  rooms.set(room, members);
  if (!members.includes(peer)) members.push(peer);
  send(peer, `+ok ${room} ${members.length}\r\n`);
  sendAll(members, peer, `JOIN ${room} ${peer.name}\r\n`);
}

/** A slice keeps the text of its whole chunk alive; a copy does not. */
function copied(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** To all of them but this one. */
function sendAll(members: readonly Peer[], but: Peer, text: string): void {
  for (let i = 0; i < members.length; i++) if (members[i] !== but) send(members[i]!, text);
}

function send(peer: Peer, text: string): void {
  if (peer.out === '') dirty.push(peer);
  peer.out += text;
}

function flush(): void {
  flushing = false;
  const writing = dirty;
  dirty = [];
  for (const peer of writing) {
    peer.socket.write(peer.out, 'latin1');
    peer.out = '';
    if (peer.socket.writableLength > SLOW_ABOVE) peer.socket.destroy();
  }
}

server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  process.stdout.write(`ready 3mcp=127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
