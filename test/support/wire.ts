/**
 * A connection for tests that speaks lines, and waits for what it expects instead of sleeping.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class Wire {
  readonly socket: Socket;
  /** Lines that came and were not taken yet. */
  #lines: string[] = [];
  #rest = '';
  #ended = false;
  #wake: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      const parts = (this.#rest + text).split('\r\n');
      this.#rest = parts.pop() ?? '';
      this.#lines.push(...parts);
      this.#stir();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#ended = true;
      this.#stir();
    });
    socket.on('end', () => {
      socket.end();
      this.#ended = true;
      this.#stir();
    });
  }

  /** Connects and takes the greeting. */
  static async open(port: number): Promise<Wire> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    const wire = new Wire(socket);
    const greeting = await wire.line();
    if (!greeting.startsWith('+ok 3MCP/1 ')) throw new Error(`not a 3MCP server: ${greeting}`);
    return wire;
  }

  /** Connects and enters. */
  static async enter(port: number, name: string, role: string): Promise<Wire> {
    const wire = await Wire.open(port);
    const reply = await wire.ask(`CONNECT ${name} ${role}`);
    if (!reply.startsWith('+ok')) throw new Error(`not entered: ${reply}`);
    return wire;
  }

  say(...lines: string[]): void {
    this.socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  /** The next line, whatever it is; '' at the end of the connection. */
  async line(): Promise<string> {
    while (this.#lines.length === 0) {
      if (this.#ended) return '';
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    return this.#lines.shift()!;
  }

  /** Takes lines up to one that matches, and returns that one. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const line = await this.line();
      if (pattern.test(line)) return line;
      if (line === '') throw new Error(`the connection ended before ${pattern}`);
    }
  }

  /** Says a line and takes lines up to its reply, which it returns. */
  async ask(line: string): Promise<string> {
    this.say(line);
    return this.until(/^(@\S+ )?[+-](ok|err)/);
  }

  /** Says a line and returns the items of the listing that it is answered with. */
  async list(line: string): Promise<string[]> {
    const head = await this.ask(line);
    if (!/^(@\S+ )?\+ok \*\d+/.test(head)) throw new Error(`not a listing: ${head}`);
    const items: string[] = [];
    for (;;) {
      const item = await this.line();
      if (item === '.') return items;
      items.push(item);
    }
  }

  /** All lines up to the end of the connection. */
  async rest(): Promise<string[]> {
    const lines: string[] = [];
    for (let line = await this.line(); line !== ''; line = await this.line()) lines.push(line);
    return lines;
  }

  /** Cuts the connection. */
  cut(): void {
    this.socket.destroy();
  }

  #stir(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
