/**
 * Where a text stops being JSON (RFC 8259): what `JSON.parse` tells of it differs from one text to the next. Pure.
 */

export interface JsonFault {
  /** From 1; a column counts UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** What stands there, up to the next space or mark; '' at the end of the text. */
  readonly found: string;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const PLAIN = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
/** Deeper than any text that is meant. */
const MAX_DEPTH = 100;

/** The first place at which `text` cannot be JSON, or null if it is. O(n); deeper nesting than 100 is a fault. */
export function jsonFault(text: string): JsonFault | null {
  const scanner = new Scanner(text);
  if (scanner.value(0) && scanner.atEnd()) return null;
  const before = text.slice(0, scanner.at);
  const line = before.split('\n').length;
  return {
    line,
    column: scanner.at - before.lastIndexOf('\n'),
    found: /[^\s,:{}[\]]{0,20}|/.exec(text.slice(scanner.at))![0] || text.slice(scanner.at, scanner.at + 1),
  };
}

/** Goes through a text as long as it is JSON. After a `false`, `at` is where it is not. */
class Scanner {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): boolean {
    this.#take(SPACE);
    if (depth > MAX_DEPTH) return false;
    if (this.#mark('{')) return this.#members('}', () => this.#member(depth));
    if (this.#mark('[')) return this.#members(']', () => this.value(depth + 1));
    return this.#take(STRING) || this.#take(PLAIN);
  }

  atEnd(): boolean {
    this.#take(SPACE);
    return this.at === this.#text.length;
  }

  #members(end: string, member: () => boolean): boolean {
    if (this.#mark(end)) return true;
    do {
      if (!member()) return false;
    } while (this.#mark(','));
    return this.#mark(end);
  }

  #member(depth: number): boolean {
    this.#take(SPACE);
    return this.#take(STRING) && this.#mark(':') && this.value(depth + 1);
  }

  /** A mark, behind whatever space. */
  #mark(mark: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.#text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }
}
