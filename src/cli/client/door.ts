/**
 * Notices of who starts and stops waiting, held for one turn of the event loop: a customer who is taken at
 * once makes no noise. Owns only these notices; knows nothing of the protocol.
 */

export class Door {
  readonly #show: (text: string) => void;
  readonly #held = new Map<string, string>();

  constructor(show: (text: string) => void) {
    this.#show = show;
  }

  /** Shows `text` soon, unless what comes next for this key makes it idle. */
  hold(key: string, text: string): void {
    if (this.#held.size === 0) setImmediate(() => this.flush());
    this.#held.set(key, text);
  }

  /** Forgets the notice held for this key; whether there was one. */
  drop(key: string): boolean {
    return this.#held.delete(key);
  }

  flush(): void {
    const texts = [...this.#held.values()];
    this.#held.clear();
    for (const text of texts) this.#show(text);
  }
}
