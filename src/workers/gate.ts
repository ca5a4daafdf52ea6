/**
 * What waits behind the reply to somebody who has come back, until the store has said what was missed: whatever else
 * the connection is sent, and its end. Bounded by who puts it there.
 */

export class Gate {
  readonly #token: string;
  #waiting = '';
  /** Bytes that wait. */
  bytes = 0;
  /** Whether the connection ends behind what waits. */
  closing = false;

  constructor(token: string) {
    this.#token = token;
  }

  wait(text: string): void {
    this.#waiting += text;
    this.bytes += Buffer.byteLength(text);
  }

  /** All that leaves now: the reply around the token, what was missed, and what waited. */
  open(before: string, after: string, lines: string): string {
    return before + this.#token + after + lines + this.#waiting;
  }
}
