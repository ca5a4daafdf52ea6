/**
 * The server under test as sessions and checks use it: connections, people with names that nobody else has, and
 * everything gone again afterwards, so that one clause leaves nothing behind for the next. Decides nothing about what
 * holds.
 */

import { ERRORS } from '../protocol/codes.ts';
import type { Account } from './account.ts';
import { asFaultOf, Fault, Lacking } from './fault.ts';
import { neededBy } from './lines.ts';
import type { Link, Target, Watch } from './link.ts';
import { Patience } from './patience.ts';
import { Peer } from './peer.ts';
import type { Stage } from './play.ts';
import { both } from './telling.ts';
import { TOKEN } from './tokens.ts';
import { within } from './waiting.ts';

export interface StageOptions {
  readonly target: Target;
  /** Milliseconds for each thing that is waited for. */
  readonly timeoutMs: number;
  /** Milliseconds for which a server may be late in telling others what somebody did. */
  readonly settleMs: number;
  /** Milliseconds for which a timeout of the server is waited for, at most; 0 where that is not to be tried. */
  readonly slowMs: number;
  /** For attendants, in the order in which they enter. */
  readonly accounts: readonly Account[];
  /** Makes the names of this run its own: letters and digits, 3 of them will do. */
  readonly run: string;
}

/** Somebody at the desk. */
export interface Person {
  readonly name: string;
  readonly token: string;
  readonly peer: Peer;
}

export type RoleWord = 'atendente' | 'consumidor' | 'membro';

/** Milliseconds in which a server should have said goodbye, at most; then it is done without. */
const FAREWELL_MS = 500;

/** So many farewells in vain, and the next ones are hardly waited for: milliseconds. */
const IN_VAIN = 8;
const HARDLY_MS = 20;
const ENTERED = /^(?:@\S+ )?\+ok (\S+) (?:atendente|consumidor|membro) ([\w-]{22}) /;

export class LiveStage implements Stage, Watch {
  readonly options: StageOptions;
  /** Broken rules that hold for every line, under the ids of their clauses: the first of each. */
  readonly violations = new Map<string, Fault>();
  /** What the server does without: verbs, `@` for labels, `membro`. Nothing of it is sent any more. */
  readonly missing = new Set<string>();
  readonly #patience: Patience;
  #peers: Peer[] = [];
  /** Who bore which token last. */
  readonly #bearers = new Map<string, Link>();
  #scene = 0;
  /** Farewells that were waited for in vain. */
  #inVain = 0;
  #attendants = 0;

  constructor(options: StageOptions) {
    this.options = options;
    this.#patience = new Patience(options.timeoutMs);
  }

  /** Milliseconds to wait for each thing, as things are. */
  get patienceMs(): number {
    return this.#patience.ms;
  }

  /** What names of this session or check end in. */
  get suffix(): string {
    return `-${this.options.run}${this.#scene.toString(36)}`;
  }

  /** The name of somebody who is called so in a check. */
  name(base: string): string {
    return `${base}${this.suffix}`;
  }

  /** New names from here on, and the accounts from the beginning. */
  begin(): void {
    this.#scene++;
    this.#attendants = 0;
  }

  async connect(): Promise<Peer> {
    const peer = await Peer.open(this.options.target, this.patienceMs, this);
    this.#peers.push(peer);
    return peer;
  }

  /** A new connection behind its greeting. */
  async greeted(): Promise<Peer> {
    const peer = await this.connect();
    await asFaultOf('GREET-1', () => peer.expect(/^\+ok 3MCP\/1(?: |$)/, '+ok 3MCP/1 …'));
    return peer;
  }

  /** Somebody new in this role, up to the reply to CONNECT; with an account, if it is an attendant and there is one. */
  async enter(base: string, role: RoleWord): Promise<Person> {
    const peer = await this.greeted();
    const account = role === 'atendente' ? this.options.accounts[this.#attendants++] : undefined;
    if (account) await peer.asked(`PASS ${account.password}`, /^\+ok/, '+ok');
    const name = account?.name ?? this.name(base);
    const reply = await asFaultOf('CONNECT-1', () =>
      peer.asked(`CONNECT ${name} ${role}`, ENTERED, `+ok ${name} ${role} <token> …`),
    );
    return { name, token: ENTERED.exec(reply)![2]!, peer };
  }

  /** Somebody who has taken everything that was said on entering. */
  async settledIn(base: string, role: RoleWord): Promise<Person> {
    const person = await this.enter(base, role);
    await this.settled(person.peer);
    return person;
  }

  /** The role of who is in a check where any will do: a member disturbs nobody, but there need not be any. */
  get anyone(): RoleWord {
    return this.missing.has('membro') ? 'consumidor' : 'membro';
  }

  /** Two who can write to each other, `mia` by name: members, or a customer and the attendant. */
  async pair(): Promise<{
    readonly leo: Person;
    readonly mia: Person;
    /** How leo calls mia. */
    readonly her: string;
  }> {
    const served = this.missing.has('membro');
    const mia = await this.settledIn('mia', served ? 'atendente' : 'membro');
    const leo = await this.settledIn('leo', this.anyone);
    await this.settled(mia.peer);
    return { leo, mia, her: served ? '*' : mia.name };
  }

  /** Comes back on a new connection. Returns it behind the reply, and how many events that announces. */
  async resume(token: string, lastSeq = ''): Promise<{ peer: Peer; missed: number }> {
    const peer = await this.greeted();
    const reply = await asFaultOf('RESUME-1', () =>
      peer.asked(
        `RESUME ${token} ${lastSeq}`.trimEnd(),
        /^\+ok \S+ \S+ [\w-]{22} \d+$/,
        `+ok <name> <role> ${token} <n>`,
      ),
    );
    return { peer, missed: Number(reply.split(' ').at(-1)) };
  }

  async settled(peer: Peer): Promise<string[]> {
    const said = await peer.soFar();
    if (this.options.settleMs === 0) return said;
    await within(this.options.settleMs, new Promise(() => {}));
    return [...said, ...(await peer.soFar())];
  }

  password(name: string): string | undefined {
    return this.options.accounts.find((account) => account.name === name)?.password;
  }

  /** Everybody says goodbye, those who were cut off too. Takes a second or two at most; never throws. */
  async clear(): Promise<void> {
    const peers = this.#peers;
    this.#peers = [];
    await Promise.all(peers.map((peer) => this.#goodbye(peer)));
    const lost = [...this.#bearers].filter(([, bearer]) => !bearer.quitting).map(([token]) => token);
    this.#bearers.clear();
    if (!this.missing.has('RESUME')) await Promise.all(lost.map((token) => this.#fetch(token)));
    for (const peer of this.#peers) peer.cut();
    this.#peers = [];
    this.#bearers.clear();
  }

  /** Says goodbye for everybody and waits for nothing. */
  abandon(): void {
    for (const peer of this.#peers) {
      peer.say('QUIT');
      peer.halfClose();
    }
  }

  waited(ms: number, inTime: boolean): void {
    this.#patience.waited(ms, inTime);
  }

  sending(line: string): void {
    for (const what of neededBy(line)) if (this.missing.has(what)) throw new Lacking(what);
  }

  line(fault: Fault): void {
    this.#violated('LINE-1', fault);
  }

  said(line: string, peer: Link): void {
    const token = TOKEN.exec(line)?.[0];
    if (token) this.#bearers.set(token, peer);
    const code = /^(?:@\S+ )?-err(?: (\S+))?/.exec(line);
    if (code && !Object.hasOwn(ERRORS, code[1] ?? '')) {
      const expected = both('-err and a code of the document', '-err e um código do documento');
      this.#violated('REPLY-2', new Fault(expected, line, peer.context));
    }
  }

  #violated(clause: string, fault: Fault): void {
    if (!this.violations.has(clause)) this.violations.set(clause, fault);
  }

  async #goodbye(peer: Peer): Promise<void> {
    if (!peer.ended && !peer.socket.destroyed) {
      peer.say('QUIT');
      const ms = this.#inVain < IN_VAIN ? Math.min(this.patienceMs, FAREWELL_MS) : HARDLY_MS;
      if (!(await within(ms, ended(peer)))) this.#inVain++;
    }
    peer.cut();
  }

  async #fetch(token: string): Promise<void> {
    try {
      const peer = await this.connect();
      peer.say(`RESUME ${token}`);
      await this.#goodbye(peer);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
}

async function ended(peer: Peer): Promise<void> {
  try {
    await peer.toEnd();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}
