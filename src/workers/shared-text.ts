/**
 * Text that many connections are sent alike, joined and encoded once for all of them. It only ever grows into
 * another one, and what has grown in the same way is the same object: of what is said in a room within a tick, most
 * members get the very same bytes.
 */

export class SharedText {
  readonly text: string;
  #bytes: Buffer | null = null;
  /** The line that it has last grown by, and into what: whoever is next gets the same, most of the time. */
  #line = '';
  #grown: SharedText | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** This text and a line behind it. It lives as long as this one does. O(1) if the one before asked for the same. */
  with(line: string): SharedText {
    if (this.#grown === null || this.#line !== line) {
      this.#line = line;
      this.#grown = new SharedText(this.text + line);
    }
    return this.#grown;
  }

  /** As UTF-8. Nobody writes into it. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.text);
    return this.#bytes;
  }
}
