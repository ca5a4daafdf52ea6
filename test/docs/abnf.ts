/**
 * Grammars in ABNF (RFC 5234), read and matched exactly as it defines them: alternatives have no order, and a
 * repetition takes as much as lets the rest match. It knows what docs/PROTOCOL.md uses, prose about categories of
 * Unicode included, and refuses the rest. What the rules mean is not its business.
 *
 * A rule is matched from a place in the text to the set of places where it can end, and each rule at each place only
 * once: O(rules · length²) at worst. Left recursion is refused.
 */

export type Node =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'range'; readonly from: number; readonly to: number }
  | { readonly is: 'category'; readonly category: string }
  | { readonly is: 'rule'; readonly name: string }
  | { readonly is: 'one of'; readonly nodes: readonly Node[] }
  | { readonly is: 'all of'; readonly nodes: readonly Node[] }
  | { readonly is: 'repeat'; readonly least: number; readonly most: number; readonly node: Node };

export type Rules = ReadonlyMap<string, Node>;

/** RFC 5234, appendix B.1, as far as it is used. */
const CORE = `
ALPHA = %x41-5A / %x61-7A
DIGIT = %x30-39
SP = %x20
HTAB = %x09
CR = %x0D
LF = %x0A
CRLF = CR LF
`;

const TOKEN =
  /\s+|(?<text>"[^"]*")|%x(?<from>[0-9A-F]+)(?:-(?<to>[0-9A-F]+))?|<any code point of Unicode category (?<category>[A-Z])>|(?<repeat>\d*\*\d*|\d+)|(?<rule>[A-Za-z][A-Za-z0-9-]*)|(?<mark>[/()[\]])/guy;

/** Reads a grammar, with the core rules that it does not define. @throws where it is none. */
export function readAbnf(source: string): Rules {
  const rules = new Map<string, Node>();
  for (const [name, definition] of [...definitions(CORE), ...definitions(source)]) {
    rules.set(name, new Definition(definition).read());
  }
  for (const node of rules.values()) {
    for (const name of namesIn(node)) if (!rules.has(name)) throw new Error(`there is no rule ${name}`);
  }
  return rules;
}

/** Each rule of a grammar, and the text behind its `=`; lines that begin with a space go on with the one before. */
function definitions(source: string): [string, string][] {
  const found: [string, string][] = [];
  for (const line of source.split('\n')) {
    // No quoted text of ours has a semicolon.
    const text = line.replace(/;.*/, '').trimEnd();
    if (text === '') continue;
    const [, name, definition] = /^([A-Za-z][A-Za-z0-9-]*)\s+=\s+(.*)$/.exec(text) ?? [];
    if (name !== undefined) found.push([name, definition!]);
    else if (/^\s/.test(text) && found.length > 0) found.at(-1)![1] += text;
    else throw new Error(`this is no rule: ${line}`);
  }
  return found;
}

/** The text of one definition, read by descent. */
class Definition {
  readonly #tokens: readonly { readonly [group: string]: string | undefined }[];
  #at = 0;

  constructor(text: string) {
    const tokens = [...text.matchAll(TOKEN)];
    const length = tokens.reduce((sum, [token]) => sum + token.length, 0);
    if (length !== text.length) throw new Error(`this is no ABNF: ${text.slice(length)}`);
    this.#tokens = tokens.filter(([token]) => token.trim() !== '').map(({ groups }) => groups!);
  }

  read(): Node {
    const node = this.#alternation();
    if (this.#at < this.#tokens.length) throw new Error('a bracket too many');
    return node;
  }

  #alternation(): Node {
    const nodes = [this.#concatenation()];
    while (this.#take('/')) nodes.push(this.#concatenation());
    return nodes.length === 1 ? nodes[0]! : { is: 'one of', nodes };
  }

  #concatenation(): Node {
    const nodes: Node[] = [];
    while (
      this.#at < this.#tokens.length &&
      !['/', ')', ']'].includes(this.#tokens[this.#at]!['mark'] ?? '')
    ) {
      nodes.push(this.#repetition());
    }
    if (nodes.length === 0) throw new Error('nothing stands where something must');
    return nodes.length === 1 ? nodes[0]! : { is: 'all of', nodes };
  }

  #repetition(): Node {
    const repeat = this.#tokens[this.#at]!['repeat'];
    if (repeat === undefined) return this.#element();
    this.#at++;
    const [least = '', most = least] = repeat.split('*');
    return {
      is: 'repeat',
      least: Number(least),
      most: most === '' ? Number.POSITIVE_INFINITY : Number(most),
      node: this.#element(),
    };
  }

  #element(): Node {
    if (this.#take('(')) return this.#closed(')');
    if (this.#take('[')) return { is: 'repeat', least: 0, most: 1, node: this.#closed(']') };
    const { text, from, to = from, category, rule } = this.#tokens[this.#at++] ?? {};
    if (text !== undefined) return { is: 'text', text: text.slice(1, -1) };
    if (from !== undefined) return { is: 'range', from: Number(`0x${from}`), to: Number(`0x${to}`) };
    if (category !== undefined) return { is: 'category', category };
    if (rule !== undefined) return { is: 'rule', name: rule };
    throw new Error('an element is missing');
  }

  #closed(mark: string): Node {
    const node = this.#alternation();
    if (!this.#take(mark)) throw new Error(`${mark} is missing`);
    return node;
  }

  #take(mark: string): boolean {
    const is = this.#tokens[this.#at]?.['mark'] === mark;
    if (is) this.#at++;
    return is;
  }
}

/** The rules that a definition names. */
export function namesIn(node: Node): string[] {
  switch (node.is) {
    case 'rule':
      return [node.name];
    case 'one of':
    case 'all of':
      return node.nodes.flatMap(namesIn);
    case 'repeat':
      return namesIn(node.node);
    default:
      return [];
  }
}

/**
 * Whether the whole text is what the rule says.
 * @param anyCase whether a quoted string matches in any case, as RFC 5234 has it.
 */
export function matches(rules: Rules, rule: string, text: string, anyCase = true): boolean {
  return new Matcher(rules, text, anyCase).ends({ is: 'rule', name: rule }, 0).has(text.length);
}

const NONE: ReadonlySet<number> = new Set();

class Matcher {
  readonly #rules: Rules;
  readonly #text: string;
  readonly #anyCase: boolean;
  /** By rule and place; null while it is being found out. */
  readonly #known = new Map<string, ReadonlySet<number> | null>();

  constructor(rules: Rules, text: string, anyCase: boolean) {
    this.#rules = rules;
    this.#text = text;
    this.#anyCase = anyCase;
  }

  /** All places where this can end that begins at this place. */
  ends(node: Node, at: number): ReadonlySet<number> {
    switch (node.is) {
      case 'text':
        return this.#has(node.text, at) ? new Set([at + node.text.length]) : NONE;
      case 'range':
        return this.#character(at, (code) => code >= node.from && code <= node.to);
      case 'category': {
        const category = new RegExp(`^\\p{${node.category}}$`, 'u');
        return this.#character(at, (code) => category.test(String.fromCodePoint(code)));
      }
      case 'rule':
        return this.#rule(node.name, at);
      case 'one of':
        return union(node.nodes.map((each) => this.ends(each, at)));
      case 'all of':
        return node.nodes.reduce<ReadonlySet<number>>(
          (places, each) => this.#after(each, places),
          new Set([at]),
        );
      default:
        return this.#repeated(node.node, node.least, node.most, at);
    }
  }

  #after(node: Node, places: ReadonlySet<number>): ReadonlySet<number> {
    return union([...places].map((place) => this.ends(node, place)));
  }

  #repeated(node: Node, least: number, most: number, at: number): ReadonlySet<number> {
    const ends = new Set<number>(least === 0 ? [at] : []);
    let places: ReadonlySet<number> = new Set([at]);
    for (let times = 1; times <= most && places.size > 0; times++) {
      // Past the least, only places that are new lead anywhere.
      const reached = [...this.#after(node, places)];
      places = new Set(times <= least ? reached : reached.filter((place) => !ends.has(place)));
      if (times >= least) for (const place of places) ends.add(place);
    }
    return ends;
  }

  #rule(name: string, at: number): ReadonlySet<number> {
    const key = `${name} ${at}`;
    const known = this.#known.get(key);
    if (known === null) throw new Error(`the rule ${name} begins with itself`);
    if (known !== undefined) return known;
    this.#known.set(key, null);
    const ends = this.ends(this.#rules.get(name)!, at);
    this.#known.set(key, ends);
    return ends;
  }

  #has(text: string, at: number): boolean {
    const here = this.#text.slice(at, at + text.length);
    return here === text || (this.#anyCase && lower(here) === lower(text));
  }

  #character(at: number, fits: (code: number) => boolean): ReadonlySet<number> {
    const code = this.#text.codePointAt(at);
    return code !== undefined && fits(code) ? new Set([at + (code > 0xffff ? 2 : 1)]) : NONE;
  }
}

/** In ASCII only: that is the case of RFC 5234. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function union(sets: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  return sets.length === 1 ? sets[0]! : new Set(sets.flatMap((set) => [...set]));
}
