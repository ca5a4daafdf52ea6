/**
 * A 3MCP/1 client of Node alone: node client.ts NAME ROLE [HOST [PORT]]
 *
 * What you type goes to the other side of your conversation; a line that begins with / is a command: /QUEUE.
 */

import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [name, role, host = '127.0.0.1', port = '3627'] = process.argv.slice(2);
if (name === undefined || role === undefined) {
  console.error('node client.ts NAME ROLE [HOST [PORT]]');
  process.exit(2);
}

const server = connect({ host, port: Number(port) });
const say = (line: string) => server.write(`${line}\r\n`);
/** What strangers wrote gives no orders to the terminal. */
const harmless = (text: string) => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '?');

server.on('error', ({ message }) => {
  console.error(message);
  process.exitCode = 1;
});
server.on('close', () => process.stdin.destroy());

createInterface({ input: server, crlfDelay: Infinity })
  .on('line', (line) => {
    if (line.startsWith('-err')) process.exitCode = 1;
    console.log(harmless(line));
  })
  .on('error', () => {});

say(`CONNECT ${name} ${role}`);
createInterface({ input: process.stdin })
  .on('line', (typed) => typed !== '' && say(typed.startsWith('/') ? typed.slice(1) : `MSG * ${typed}`))
  .on('close', () => say('QUIT'));
