/**
 * The rows that the line being typed takes on the screen, with its prompt. Owns wiping them and no others, where
 * readline counts rows otherwise than the terminal has them; knows nothing of keys, nor of what the line is for.
 */

import { clearScreenDown, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { WriteStream } from 'node:tty';

/** How many rows readline goes up before it draws again. It has no type, but is all that one can set. */
interface Counting {
  prevRows?: number;
}

export class LineRows {
  readonly #rl: Interface;
  readonly #output: WriteStream;
  /** The rows below the first that the entered line took. */
  #entered = 0;

  constructor(rl: Interface, output: WriteStream) {
    this.#rl = rl;
    this.#output = output;
  }

  /**
   * To be called before readline handles a key: it goes up by `prevRows` when it draws again, but does not count the
   * rows of what is pasted (Node 26, `kInsertString`). Counted here; at the right edge the cursor is moved to where
   * readline believes it.
   */
  keep(): void {
    const { rows, cols } = this.#rl.getCursorPos();
    if (rows <= this.#counted) return;
    if (cols === 0) this.#output.write(' \r');
    this.count(rows);
  }

  /**
   * To be called before readline draws for another size of the terminal. A wider one joins the rows of the line again,
   * where it does that at all. Readline would go up as many as there were, and wipe what stands above.
   */
  resized(): void {
    const { rows } = this.#rl.getCursorPos();
    if (rows < this.#counted) this.count(rows);
  }

  /** So many rows below the first are the cursor's, from now on. */
  count(rows: number): void {
    Object.assign(this.#rl, { prevRows: rows });
  }

  /** Clears prompt and line; the cursor stands where they began. */
  wipe(): void {
    this.#clearFrom(this.#rl.getCursorPos().rows);
    this.count(0);
  }

  /** The line is about to be entered: where it ends is known for the last time. */
  entering(): void {
    if (this.#rl.line !== '') this.#rl.write(null, { ctrl: true, name: 'e' });
    this.#entered = this.#rl.line === '' ? 0 : this.#rl.getCursorPos().rows;
  }

  /** Another line was entered below it, and is to be wiped with it. */
  enteredBelow(): void {
    this.#entered += 1;
  }

  /** Clears the line that was entered, with its prompt. Only while nothing stands below it. */
  wipeEntered(): void {
    this.#clearFrom(this.#entered + 1);
  }

  get #counted(): number {
    return (this.#rl as Counting).prevRows ?? 0;
  }

  #clearFrom(rowsAbove: number): void {
    moveCursor(this.#output, 0, -rowsAbove);
    cursorTo(this.#output, 0);
    clearScreenDown(this.#output);
  }
}
