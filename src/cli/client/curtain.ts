/**
 * A terminal's output as readline gets it, with a curtain in front: while that is drawn, nothing that is typed
 * shows. Owns the curtain, and that what is typed stands on the screen as wide as readline believes, since it would
 * wipe what stands above otherwise; everything else passes, at once.
 */

import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { apart } from './harmless.ts';

export class Curtain extends Writable {
  readonly #output: WriteStream;
  #drawn = false;

  constructor(output: WriteStream) {
    super({ decodeStrings: false });
    this.#output = output;
    output.on('resize', () => this.emit('resize'));
  }

  get columns(): number {
    return this.#output.columns;
  }

  get rows(): number {
    return this.#output.rows;
  }

  get isDrawn(): boolean {
    return this.#drawn;
  }

  draw(): void {
    this.#drawn = true;
  }

  lift(): void {
    this.#drawn = false;
  }

  override _write(chunk: string | Uint8Array, _encoding: string, done: () => void): void {
    if (!this.#drawn) this.#output.write(typeof chunk === 'string' ? apart(chunk) : chunk);
    done();
  }
}
