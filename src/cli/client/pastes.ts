/**
 * Which lines came in a paste with others. A terminal that is asked to puts marks around what is pasted; without them
 * nothing is taken for pasted, since keys may come together too. Owns where in a paste one is; reads no keys.
 */

/** Has the terminal mark what is pasted (DECSET 2004), or no longer. */
export const MARK_PASTES = '\x1b[?2004h';
export const LEAVE_PASTES = '\x1b[?2004l';

export class Pastes {
  #isUnderWay = false;
  /** The line was begun by hand before the paste. */
  #isTypedFirst = false;
  /** The line came behind others that were pasted. */
  #isRest = false;

  /** A key, by readline's name for it, while `line` stands there. */
  key(name: string | undefined, line: string): void {
    if (name === 'paste-end') this.#isUnderWay = false;
    if (name !== 'paste-start') return;
    this.#isUnderWay = true;
    this.#isTypedFirst = line !== '';
  }

  /** A line was entered: whether it was pasted with others. */
  entered(): boolean {
    const isPasted = this.#isUnderWay ? !this.#isTypedFirst : this.#isRest;
    this.#isRest = this.#isUnderWay;
    this.#isTypedFirst = false;
    return isPasted;
  }

  /** The line was cleared. */
  cleared(): void {
    this.#isRest = false;
  }
}
