/**
 * How the sessions of the document are read where they are played against a server that others made, and use: the
 * names are new ones in each run; what a transcript cannot know (seqs, times, tokens, estimates, texts for people
 * behind codes, what others do) matches whatever fits its grammar. Who gets which line, and in what order, has to be
 * as it is shown.
 */

import { readName, readRoom } from '../protocol/names.ts';
import type { Account } from './account.ts';
import type { Reading } from './reading.ts';
import { castOf, FIVE, type Session, spoken } from './sessions.ts';
import { TOKEN, Tokens } from './tokens.ts';

/** A seq: in replies to MSG, NOTE and UNDO, in events, in items. */
const SEQ =
  /(?<=^(?:@\S+ )?\+ok (?:mensagem recebida )?|^SEEN \S+ )\d+$|(?<=^(?:MSG|NOTE|GONE|UNDO) )\d+(?= )/;
const CLOSED_FIVE = /^\(\w+ has closed five conversations\)$/;
const ROLE_WORDS = new Set(['atendente', 'consumidor', 'membro', 'attendant', 'customer', 'member']);

/** Verbs whose words are names of people or rooms, as many as this. */
const NAMING: Readonly<Record<string, number>> = {
  CONNECT: 1,
  NICK: 1,
  MSG: 1,
  TYPING: 1,
  TAKE: 1,
  RETURN: 1,
  TRANSFER: 2,
  CLOSE: 1,
  NOTE: 1,
  HISTORY: 1,
  JOIN: 1,
  CREATE: 1,
  LEAVE: 1,
  ROOMS: 1,
  WHO: 2,
  'LIST-USERS': 2,
  LIST: 2,
};

/** A seq that nobody can have been given yet is so far above the last one. */
const FAR = 1_000_000;

export class TolerantReading implements Reading {
  /** What stands in place of a name of the session. */
  readonly #names: ReadonlyMap<string, string>;
  readonly #pattern: RegExp;
  readonly #ours: ReadonlySet<string>;
  /** Of the account that the session is about. */
  readonly #password: { readonly shown: string; readonly given: string };
  readonly #tokens = new Tokens();
  readonly #seqs = new Map<number, number>();
  /** What each client sent last, its verb. */
  readonly #verbs = new Map<string, string>();

  /**
   * @param suffix what makes the names of this run its own.
   * @param accounts attendants who have a password, for those of the session in their order.
   */
  constructor(session: Session, suffix: string, accounts: readonly Account[] = []) {
    const attendants = [...castOf(session)].filter(([, role]) => role === 'atendente').map(([name]) => name);
    this.#names = new Map(
      namesIn(session).map((name) => [name, accounts[attendants.indexOf(name)]?.name ?? `${name}${suffix}`]),
    );
    const longestFirst = [...this.#names.keys()].sort((a, b) => b.length - a.length);
    const either = longestFirst.map((name) => name.replaceAll('.', '\\.')).join('|');
    this.#pattern = new RegExp(
      `(?<![\\p{L}\\p{N}_.#-])(?:${either})(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])`,
      'gu',
    );
    const [, password] = /\baccount=[^:]+:[^:]+:(\S+)/.exec(session.options) ?? [];
    this.#password = { shown: password ?? '', given: accounts[0]?.password ?? '' };
    this.#ours = new Set([...this.#names.values()].map(keyOf));
  }

  /** A name of the session as it is called in this run. */
  called(name: string): string {
    return this.#names.get(name) ?? name;
  }

  sent(name: string, line: string): string {
    const [, label = '', verb = '', rest = ''] = /^(@\S+ )?(\S+)(.*)$/s.exec(line) ?? [];
    this.#verbs.set(name, verb.toUpperCase());
    if (verb === 'PASS' && rest === ` ${this.#password.shown}`) return `${label}PASS ${this.#password.given}`;
    return label + verb + this.#tokens.given(this.#named(this.#counted(verb.toUpperCase(), rest)));
  }

  shown(line: string): string {
    const shape = this.#shape(this.#named(line));
    return shape.replace(SEQ, (seq) => String(this.#seqs.get(Number(seq)) ?? '<seq>'));
  }

  fits(name: string, shown: string, said: string): boolean {
    const isFarewell = this.#verbs.get(name) === 'QUIT' && /^(?:@\S+ )?\+ok(?: |$)/.test(shown);
    const bare = (line: string) =>
      isFarewell ? line.replace(/(?<=^(?:@\S+ )?\+ok) .*/, '') : this.#shape(line);
    const expected = this.#named(shown);
    const [here, there] = [SEQ.exec(expected)?.[0], SEQ.exec(said)?.[0]];
    if (bare(expected).replace(SEQ, '<seq>') !== bare(said).replace(SEQ, '<seq>')) return false;
    if (here && there && !this.#sameSeq(Number(here), Number(there))) return false;
    return this.#tokens.fit(expected, said);
  }

  listing(lines: readonly string[]): readonly string[] {
    const [head = '', ...items] = lines;
    const known = items.filter((item) => this.#isOurs(item));
    return [head.replace(/(?<=\+ok \*)\d+/, String(known.length - 1)), ...known];
  }

  ignores(line: string): boolean {
    const [verb = '', who = ''] = line.split(' ');
    if (verb === 'PING') return true;
    return ['WAITING', 'WAITING-END', 'PRESENCE'].includes(verb) && !this.#ours.has(keyOf(who));
  }

  #named(line: string): string {
    return line.replace(this.#pattern, (name) => this.called(name));
  }

  /** The words of a command with the seqs that the server gave in place of those that the session shows. */
  #counted(verb: string, rest: string): string {
    const given = (seq: string) =>
      seq === '0' ? seq : String(this.#seqs.get(Number(seq)) ?? this.#newest() + FAR);
    if (verb === 'UNDO' || verb === 'SEEN') return rest.replace(/\d+/, given);
    if (verb === 'RESUME') return rest.replace(/(?<=^ +\S+ +)\d+/, given);
    if (verb === 'HISTORY') return rest.replace(/(?<=^ +\S+ +\d+ +)\d+/, given);
    return rest;
  }

  #newest(): number {
    return Math.max(0, ...this.#seqs.values());
  }

  /** The seq that stands for this one; a new one has to be above all that were given in this session. */
  #sameSeq(shown: number, said: number): boolean {
    const known = this.#seqs.get(shown);
    if (known !== undefined) return known === said;
    if (said <= this.#newest()) return false;
    this.#seqs.set(shown, said);
    return true;
  }

  /** Whether an item is about this session: HELP, STAT and the dot always are. */
  #isOurs(item: string): boolean {
    const [verb = '', first = '', , from = '', to = ''] = item.split(' ');
    if (['USER', 'WAITING', 'ROOM'].includes(verb)) return this.#ours.has(keyOf(first));
    if (['MSG', 'NOTE', 'GONE'].includes(verb))
      return this.#ours.has(keyOf(from)) || this.#ours.has(keyOf(to));
    return true;
  }

  /** A line without what a transcript cannot know, but for its seq. */
  #shape(line: string): string {
    return (
      line
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
        .replace(/^(\+ok 3MCP\/1)(?: .*)?$/, '$1 …')
        .replace(/(?<=^(?:@\S+ )?-err [A-Z-]+)(?: .*)?$/, ' …')
        .replace(/(?<=^(?:@\S+ )?\+ok \S+ (?:atendente|consumidor|membro) )[\w-]{22} (?!\d+$).*/, '<token> …')
        .replace(TOKEN, '<token>')
        // A search that took too long on a full desk: the newest, which are ours, are found all the same.
        .replace(/(?<=^(?:@\S+ )?\+ok \*\d+) incompleta$/, '')
        .replace(/(?<=^(?:@\S+ )?(?:\+ok|QUEUE) \d+ \d+ )(?:\d+|\?)$/, '<eta>')
        .replace(/(?<=^QUIT [A-Z-]+) .*/, ' …')
        .replace(/(?<=^HELP [A-Z-]+)(?: .*)?$/, ' …')
        .replace(/(?<=^STAT \S+ )(?:\d+(?:\.\d\d)?|\?)$/, '<value>')
    );
  }
}

/** The names of people and rooms that a session uses, as they are written there. */
function namesIn(session: Session): string[] {
  const names = new Set(castOf(session).keys());
  for (const line of session.lines) {
    if (CLOSED_FIVE.test(line)) for (const name of FIVE) names.add(name);
    const said = spoken(line);
    if (said?.way !== '>') continue;
    const words = said.text.replace(/^@\S+ /, '').split(/ +/);
    const count = NAMING[words[0]!.toUpperCase()] ?? 0;
    for (const word of words.slice(1, 1 + count)) {
      if (!ROLE_WORDS.has(word) && (readName(word) || readRoom(word))) names.add(word);
    }
  }
  return [...names];
}

function keyOf(name: string): string {
  return (readName(name) ?? readRoom(name))?.key ?? name;
}
