/** Lines that came and were not looked at yet, no more of them than any honest server sends. Knows no socket. */

/** UTF-16 code units and lines that may wait. A listing has 512 KiB, so this is ample. */
const MOST_BYTES = 1024 * 1024;
const MOST_LINES = 20_000;

/** Lines first come, first served; taking one is O(1). */
export class LineQueue {
  #lines: string[] = [];
  #taken = 0;
  #length = 0;

  get count(): number {
    return this.#lines.length - this.#taken;
  }

  get isFull(): boolean {
    return this.#length > MOST_BYTES || this.count > MOST_LINES;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
  }

  take(): string | undefined {
    const line = this.#lines[this.#taken];
    if (line === undefined) return undefined;
    this.#length -= line.length;
    if (++this.#taken === this.#lines.length) {
      this.#lines = [];
      this.#taken = 0;
    }
    return line;
  }

  putBack(lines: readonly string[]): void {
    this.#lines = [...lines, ...this.#lines.slice(this.#taken)];
    this.#taken = 0;
    for (const line of lines) this.#length += line.length;
  }
}
