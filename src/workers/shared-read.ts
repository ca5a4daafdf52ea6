/**
 * One reading for all who ask at about the same time. It never gives anybody what was read, even in part, before they
 * asked: who asks while it reads shares the next reading with all who do.
 */

export class SharedRead<T> {
  readonly #read: (at: number) => Promise<T>;
  #underWay: Promise<T> | null = null;
  #next: { at: number; readonly answer: Promise<T> } | null = null;

  /** @param read reads as of a moment */
  constructor(read: (at: number) => Promise<T>) {
    this.#read = read;
  }

  /** As of this moment, or of a later one at which somebody else asked. */
  at(at: number): Promise<T> {
    if (this.#underWay === null) return this.#begin(at);
    if (this.#next === null) {
      const begin = () => {
        const { at: newest } = this.#next!;
        this.#next = null;
        return this.#begin(newest);
      };
      this.#next = { at, answer: this.#underWay.then(begin, begin) };
    }
    this.#next.at = Math.max(this.#next.at, at);
    return this.#next.answer;
  }

  #begin(at: number): Promise<T> {
    const underWay = this.#read(at).finally(() => {
      if (this.#underWay === underWay) this.#underWay = null;
    });
    this.#underWay = underWay;
    return underWay;
  }
}
