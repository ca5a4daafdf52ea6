/**
 * A desk in a world that checks it: after each entry, everything that WIRE.md promises of the desk is compared
 * with what the world knows by itself, from the lines that went over the connections and from the journal. Two
 * desks get every entry, and must want the same effects. It draws no chance: see simulation.test.ts.
 */

import assert from 'node:assert/strict';
import { historyReply } from '../../src/desk/commands/history.ts';
import { resumeReply } from '../../src/desk/commands/resume.ts';
import { apply, createDesk, type Desk, type DeskOptions, type Entry } from '../../src/desk/desk.ts';
import type { LogRead } from '../../src/desk/effects.ts';
import type { ConversationRecord, Journal } from '../../src/desk/journal.ts';
import type { Order, OrderResult } from '../../src/desk/orders.ts';
import { restoreDesk } from '../../src/desk/restore.ts';
import { COMMANDS, type Role } from '../../src/protocol/commands.ts';
import { EOL } from '../../src/protocol/format.ts';
import type { Line } from '../../src/protocol/lines.ts';
import { readName } from '../../src/protocol/names.ts';
import type { Command } from '../../src/protocol/parse.ts';
import { type ServerLine, ServerLines } from '../../src/protocol/server-lines.ts';
import { Client, LOG_KEPT, Logs, type Outgoing } from './clients.ts';
import { Edge } from './edge.ts';
import { type ModelConversation, type ModelMessage, ModelStore } from './model-store.ts';
import { fingerprint, observeKept } from './observe.ts';
import { type Effect, type JournalRecord, Recorder, record } from './recorder.ts';

/** An entry as it can be written down and repeated. */
export type Action =
  | { readonly kind: 'command'; readonly at: number; readonly conn: number; readonly line: Line }
  /** A client is gone, and has not seen so many of the last lines; the server does not know yet. */
  | { readonly kind: 'dies'; readonly at: number; readonly conn: number; readonly unseen: number }
  | { readonly kind: 'lost'; readonly at: number; readonly conn: number; readonly unseen: number }
  | { readonly kind: 'tick'; readonly at: number }
  | { readonly kind: 'order'; readonly at: number; readonly order: Order }
  | { readonly kind: 'restart'; readonly at: number; readonly unseen: number };

/** Somebody at the far end of a connection. */
interface End {
  readonly conn: number;
  /** Who entered here: the number of the party, or 0. */
  party: number;
  role: Role | '';
  /** The desk has ended it. */
  closed: boolean;
  /** Whoever is behind it, once entered. */
  client: Client | null;
  /** The last seq that its RESUME told; and where in the log what it gets begins. */
  last: string;
  from: number;
  /** The place in the line that the last QUEUE event told. */
  told: number;
  /** Who waits, as an attendant knows from the line at entry and the events since: names. */
  readonly waiting: Set<string>;
  /** Who of the other sides is lost, as the events tell: names. */
  readonly lost: Set<string>;
}

/** Every text of a MSG holds one of these, and no two the same one. */
export const marker = (n: number): string => `<m${n}>`;
const MARKER = /<m\d+>/g;

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

/** What each event looks like. */
const EVENTS: Readonly<Record<string, RegExp>> = {
  MSG: RegExp(String.raw`^[1-9]\d* ${TIME} \S+ \S+ .`, 's'),
  UNDO: /^[1-9]\d* \S+ \S+$/,
  ASSIGNED: /^\S+ \S+$/,
  QUEUE: /^(0 \d+|[1-9]\d* [1-9]\d*) \?$/,
  WAITING: /^\S+ [1-9]\d*$/,
  'WAITING-END': /^\S+ (taken|gone)$/,
  CLOSED: /^\S+( .*)?$/s,
  PRESENCE: /^\S+ (lost|online)$/,
  QUIT: /^(TOO-MANY-ERRORS|TAKEN-OVER|KICKED) ./,
};

/** Who may hear which event. */
const HEARD_BY: Readonly<Record<Role | '', readonly string[]>> = {
  atendente: ['MSG', 'UNDO', 'ASSIGNED', 'WAITING', 'WAITING-END', 'CLOSED', 'PRESENCE', 'QUIT'],
  consumidor: ['MSG', 'UNDO', 'ASSIGNED', 'QUEUE', 'CLOSED', 'PRESENCE', 'QUIT'],
  membro: ['MSG', 'UNDO', 'QUIT'],
  '': ['QUIT'],
};

/** What is sent again to who comes back. */
const LOGGED = ['MSG', 'UNDO', 'CLOSED'];

export class World {
  readonly store = new ModelStore();
  readonly ends = new Map<number, End>();
  readonly #options: DeskOptions;
  #desk: Desk;
  /** Gets the same entries; its HashTables have other seeds. */
  #twin: Desk;
  #now = 0;
  /** The order of the last assignments: by party, higher is later. */
  #lastAssigned = new Map<number, number>();
  #assignments = 0;
  /** Whom each text was shown to by right, by its marker. */
  readonly #mayRead = new Map<string, Set<number>>();
  /** The attendant who last got the messages of a conversation, by its number. */
  readonly #servedBy = new Map<number, number>();
  #lastSeq = 0;
  readonly #edge = new Edge();
  /** What went out to each identity. */
  readonly #logs = new Logs();
  /** Clients without a connection, that may come back. */
  readonly absent: Client[] = [];
  /** The one token of each party that leads back. */
  readonly #tokens = new Map<number, string>();
  /** The labelled lines of each party that were stored, oldest first. */
  readonly #labels = new Map<number, { readonly line: string; readonly seq: number }[]>();
  /** Of each customer who lost messages to an order: the oldest seq that the desk may still have in memory. */
  readonly #floor = new Map<number, number>();
  /** How many messages of a conversation were erased by an order since the last restart, by its number. */
  readonly #erased = new Map<number, number>();
  /** Since when each person is at the desk, as the last seq of before, and how many messages they have said since. */
  readonly #visits = new Map<number, { readonly after: number; said: number }>();
  /** Conversations that were over at the last restart, of which the desk knows only what their messages tell. */
  #overBefore = new Set<number>();
  #lastRequest = 0;
  /** Whether the command under way is a line that was stored before. */
  #resending = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#desk = createDesk(options);
    this.#twin = createDesk(options);
  }

  get desk(): Desk {
    return this.#desk;
  }

  /** Does one thing, and checks everything. Throws what does not hold. */
  step(action: Action): void {
    if (action.kind === 'restart') {
      // Time that no record bears is forgotten.
      this.#now = Math.max(this.store.lastAt, action.at);
      for (const end of this.ends.values()) this.#dies(end, (action.unseen * end.conn) % 9);
      this.#restart(action.at);
      return;
    }
    if (action.kind === 'dies') {
      const end = this.ends.get(action.conn);
      if (end) this.#dies(end, action.unseen);
      return;
    }
    this.#now = Math.max(this.#now, action.at);
    if (action.kind === 'command') this.#command(action.at, action.conn, action.line);
    else if (action.kind === 'order') this.#order(action.at, action.order);
    else {
      if (action.kind === 'lost') {
        const end = this.ends.get(action.conn);
        if (end) this.#dies(end, action.unseen);
        if (end?.party) this.#logs.wentAway(end.party);
        this.ends.delete(action.conn);
      }
      const told = this.#run(action, null);
      for (const [conn, lines] of told) {
        for (const line of lines) assert.equal(line.kind, 'event', `only events come by themselves: ${conn}`);
      }
    }
    this.#checkState();
    if (action.kind === 'tick') this.#checkTick();
    if (action.kind === 'tick' || action.kind === 'order') this.#checkMemory();
  }

  /** The client at the far end is gone, and has all but the last lines. */
  #dies(end: End, unseen: number): void {
    const { client } = end;
    if (!client || client.dead) return;
    if (end.party === client.party) client.check(this.#logs, this.#isGone);
    client.dies(unseen);
    if (client.knowsToken) this.absent.push(client);
  }

  #command(at: number, conn: number, line: Line): void {
    const before = fingerprint(this.#desk);
    const end = this.#end(conn);
    const sender = { ...end };
    const asked = this.#edge.command(conn, line, (key) => this.#desk.accounts.find(key)?.verifier);
    const verb = asked.verb < 0 ? '' : COMMANDS[asked.verb]!.verb;
    if (verb === 'RESUME') end.last = asked.args[1] ?? '';
    const leadsBack = [...this.#tokens.values()].includes(this.#edge.token(conn));
    const again = verb === 'MSG' && asked.fault === '' ? this.#resent(sender.party, asked) : 0;
    if (verb === 'MSG' && asked.label !== '' && typeof line === 'string')
      sender.client?.says(asked.label, line);
    const effects: Effect[] = [];
    this.#resending = again > 0;
    const told = this.#run({ kind: 'command', at, conn, command: asked }, end, effects);
    this.#resending = false;
    if (sender.closed) {
      assert.equal(effects.length, 0, 'an ended connection is ignored');
      return;
    }
    const [reply] = this.#onlyReply(told, conn);
    assert.equal(reply.label, asked.label, 'a reply bears the label of its command');
    if (verb === 'RESUME' && sender.party === 0 && asked.fault === '')
      assert.equal(reply.kind, leadsBack ? 'ok' : 'err', 'a token leads back as long as it is the last one');
    if (reply.kind === 'err') {
      assert.equal(again, 0, 'what is sent again is acknowledged again');
      const records = effects.filter(({ kind }) => kind === 'record');
      if (end.closed) return;
      assert.deepEqual(records, [], 'an error writes nothing');
      if (verb === 'UNDO' && sender.party > 0 && asked.fault === '')
        this.#checkNothingToUndo(asked.args[0] ?? '', sender.party);
      assert.equal(fingerprint(this.#desk), before, 'an error changes nothing');
      assert.equal(effects.length, 1, 'an error tells only its own connection');
      return;
    }
    assert.equal(asked.fault, '', 'a faulty command never succeeds');
    this.#checkReply(asked, reply, sender, effects, again);
    if (verb === 'MSG' && again === 0) this.#probeHistory(Number(text(reply).split(' ').at(-1)));
  }

  /** The seq of the message that this line has become under this label before, or 0. */
  #resent(party: number, { label, args }: Command): number {
    if (label === '') return 0;
    const line = [label, ...args].join('\n');
    return this.#labels.get(party)?.find((one) => one.line === line)?.seq ?? 0;
  }

  #order(at: number, order: Order): void {
    const key = 'key' in order ? order.key : '';
    const account = [...this.store.accounts.values()].find(
      ({ party }) => this.store.parties.get(party)?.key === key,
    );
    const full = this.store.accounts.size >= this.#options.maxPeople;
    const accounts = [...this.store.accounts.values()].map(({ party, role, since }) => {
      return { name: this.store.nameOf(party), role, since, connected: this.#connected(party) !== undefined };
    });
    const effects: Effect[] = [];
    const told = this.#run({ kind: 'order', at, request: ++this.#lastRequest, order }, null, effects);
    for (const line of [...told.values()].flat())
      assert.equal(line.kind, 'event', 'an order replies to nobody');
    const answers = effects.flatMap((effect) => (effect.kind === 'answer' ? [effect] : []));
    assert.deepEqual(
      answers.map(({ request }) => request),
      [this.#lastRequest],
      'an order is answered once',
    );
    const expected = (): OrderResult => {
      if (order.do === 'accounts') return { ok: true, accounts };
      if (order.do === 'register' && (account || full)) {
        return { ok: false, why: account ? 'registered' : 'full' };
      }
      const needed = order.do === 'password' || order.do === 'unregister';
      return needed && !account ? { ok: false, why: 'unknown' } : { ok: true };
    };
    assert.deepEqual(answers[0]?.result, expected(), `what ${order.do} comes to`);
    if (!answers[0]?.result.ok || key === '') return;
    const person = this.#desk.people.find(key);
    if (order.do === 'password') {
      assert.equal(person?.session ?? null, null, 'another password sends away who is connected');
      if (account) this.#tokens.delete(account.party);
    } else assert.equal(person, undefined, `nobody of that name is here after ${order.do}`);
  }

  /** Applies an entry to both desks, and takes over what it did. Returns what each connection heard. */
  #run(entry: Entry, end: End | null, all: Effect[] = []): Map<number, ServerLine[]> {
    const recorder = new Recorder();
    apply(this.#desk, entry, recorder);
    const effects = recorder.take();
    apply(this.#twin, entry, recorder);
    const again = recorder.take();
    assert.equal(JSON.stringify(again), JSON.stringify(effects), 'the same entries give the same effects');
    all.push(...effects);

    const told = new Map<number, ServerLine[]>();
    /** The MSG events that must come of this entry, by connection. */
    const due = new Map<number, string[]>();
    let entered = 0;
    for (const effect of effects) {
      if (effect.kind === 'record') {
        if (effect.name === 'conversation') this.#checkOpening(effect.args[0], entry, end, due);
        if (effect.name === 'message') this.#checkMessage(effect.args, entry, end);
        if (effect.name === 'gone') this.#noteUndo(effect.args[0], due);
        if (effect.name === 'account' && !this.store.accounts.has(effect.args[0].party))
          this.#logs.begins(effect.args[0].party);
        if (effect.name === 'forgotten' || effect.name === 'expired') this.#noteErased(effect);
        if (effect.name === 'person' && !this.store.people.has(effect.args[0].party))
          this.#visits.set(effect.args[0].party, { after: this.store.lastSeq, said: 0 });
        record(this.store, effect);
        if (effect.name === 'message') this.#noteMessage(effect.args[0], due, entry);
        if (effect.name === 'person') entered = effect.args[0].party;
        if (effect.name === 'personEnded' || effect.name === 'accountRemoved') this.#ended(effect.args[0]);
        continue;
      }
      if (effect.kind === 'language' || effect.kind === 'answer') continue;
      const to = this.ends.get(effect.conn);
      assert.ok(to, `nothing is sent to a connection that is gone: ${effect.conn}`);
      assert.ok(!to.closed, 'nothing is sent to a connection after its end');
      if (effect.kind === 'close') {
        this.#dies(to, 0);
        to.closed = true;
        if (to.party) this.#logs.wentAway(to.party);
        this.#forget(to);
      } else {
        if (effect.kind === 'entered') this.#enters(to, entered, effect.role, 0);
        const lines = this.#linesOf(effect, to);
        const heard = this.#hear(to, lines);
        told.set(effect.conn, [...(told.get(effect.conn) ?? []), heard]);
        if (effect.kind === 'resumed') this.#replays(to, effect.read);
      }
    }
    this.#checkDelivery(told, due);
    return told;
  }

  /** What an effect sends: one line, or one listing; of who comes back, the reply. */
  #linesOf(effect: Effect & { kind: 'send' | 'entered' | 'read' | 'resumed' }, to: End): string {
    if (effect.kind === 'send' || effect.kind === 'entered') return effect.lines;
    if (effect.kind === 'read') return historyReply(effect.read, this.store.history(effect.read.query));
    const { before, query, after } = effect.read;
    const token = this.#edge.token(to.conn);
    const [, name, role] = /\+ok (\S+) (\S+) $/.exec(before) ?? [];
    const who = this.store.people.get(query.party);
    assert.deepEqual(
      [name, role],
      [this.store.nameOf(query.party), who?.role],
      'who comes back is told who they are',
    );
    const byToken = after === null;
    assert.ok(!byToken || this.#tokens.get(query.party) === token, 'who resumes is who bears the token');
    const { last } = to;
    const logs = this.#logs;
    const former = byToken
      ? this.absent.find((one) => one.token === token && `${one.last}` === last)
      : undefined;
    const from =
      byToken && last !== ''
        ? logs.behind(query.party, Number(last), this.#isErased)
        : logs.sinceAway(query.party);
    if (former) this.absent.splice(this.absent.indexOf(former), 1);
    // With a password it may be another device, or the one that lost its token: it has the same to send again.
    const lines = former ?? this.absent.findLast((one) => one.party === query.party);
    this.#enters(to, query.party, effect.role, from, lines, former !== undefined);
    const reply = resumeReply(effect.read, this.store.log(query));
    return `${before}${token}${reply.after}`;
  }

  /** Somebody is at this end from now on: a client that was there before, or a new one that begins with this place. */
  #enters(end: End, party: number, role: Role, from: number, former?: Client, seen = false): void {
    end.party = party;
    end.role = role;
    const token = this.#edge.token(end.conn);
    this.#tokens.set(party, token);
    const same = former && seen && from >= former.base;
    end.client = same ? former : new Client(party, token, from, former);
    end.client.revives();
    end.from = from;
    this.#logs.cameBack(party);
    for (const { customer } of this.store.waiting()) end.waiting.add(this.store.nameOf(customer));
  }

  /** The events behind the reply to somebody who came back are what they missed. */
  #replays(end: End, read: LogRead): void {
    const { lines, after } = resumeReply(read, this.store.log(read.query));
    const all = this.#logs
      .of(end.party)
      .slice(end.from)
      .filter((one) => !this.#isPast(one));
    const due = all.slice(-LOG_KEPT).flatMap((one) => this.#replayed(one));
    if (all.length > LOG_KEPT && end.client) end.client.cut = true;
    assert.deepEqual(lines, due, `who comes back gets what was missed: ${end.conn}`);
    if (read.after === null)
      assert.equal(after, ` ${lines.length}`, 'the reply tells how many events follow');
    for (const line of lines) this.#hear(end, line);
    end.client?.check(this.#logs, this.#isGone);
  }

  #replayed({ kind, seq, line }: Outgoing): string[] {
    if (kind !== 'MSG') return [line];
    const message = this.store.messages.get(seq);
    return message && !message.gone ? [this.#line(message)] : [];
  }

  /** Erased, and out of the log. */
  #isPast = ({ kind, seq, erased }: Outgoing): boolean => (kind === 'CLOSED' ? erased : this.#isErased(seq));

  #isErased = (seq: number): boolean => !this.store.messages.has(seq);

  /** Not to be seen any more by who has not seen it. */
  #isGone = (seq: number): boolean => this.store.messages.get(seq)?.gone ?? true;

  /** An identity is over, unless it has an account. */
  #ended(party: number): void {
    for (const one of this.ends.values()) {
      if (one.party !== party) continue;
      this.#logs.wentAway(party);
      this.#forget(one);
    }
    this.#tokens.delete(party);
    this.#lastAssigned.delete(party);
    this.#visits.delete(party);
    if (this.store.accounts.has(party) || this.store.people.has(party)) return;
    this.#logs.end(party);
    this.#labels.delete(party);
  }

  /** Before messages are erased by an order: what will be missing of the desk's memory. */
  #noteErased({ name, args }: JournalRecord & { name: 'forgotten' | 'expired' }): void {
    const bears = (party: number) => this.store.parties.get(party)?.key === args[0];
    const erased = [...this.store.messages.values()].filter(({ at, sender, recipient }) =>
      name === 'forgotten' ? bears(sender) || bears(recipient) : at < Number(args[0]),
    );
    const last = Math.max(0, ...erased.map(({ seq }) => seq));
    this.#logs.erase(({ kind, line, place }) => {
      if (kind !== 'CLOSED') return false;
      return name === 'expired' ? place < last : readName(line.split(' ')[1] ?? '')?.key === args[0];
    });
    for (const conversation of this.store.alive()) {
      const { id, customer } = conversation;
      const lost = this.store.messagesOf(conversation).filter((message) => erased.includes(message)).length;
      this.#erased.set(id, (this.#erased.get(id) ?? 0) + lost);
      const oldest = [...this.store.messages.values()]
        .filter(({ sender, recipient }) => sender === customer || recipient === customer)
        .at(-50)?.seq;
      this.#floor.set(customer, Math.max(this.#floor.get(customer) ?? 0, oldest ?? 0));
    }
  }

  /** One send is one line or one whole listing, and its receiver may hear it. */
  #hear(to: End, lines: string): ServerLine {
    const reader = new ServerLines();
    const each = lines.split(EOL);
    const heard = each.map((line) => reader.push(line));
    const last = heard.at(-1);
    assert.ok(last, `a listing is sent whole: ${lines}`);
    assert.ok(
      heard.slice(0, -1).every((line) => line === null),
      `nothing else is sent with it: ${lines}`,
    );
    for (const line of each) {
      assert.ok(Buffer.byteLength(line) <= 8190, 'no line is too long');
      assert.doesNotMatch(line, /[^\P{Cc}\t]/u, 'a line has no control characters');
      for (const [found] of line.matchAll(MARKER)) {
        assert.ok(
          to.role === 'atendente' || this.#mayRead.get(found)?.has(to.party) || last.kind === 'ok',
          `what is not theirs reaches nobody: ${line} → ${to.conn}`,
        );
      }
    }
    to.client?.isSent(lines, this.#resending && last.kind === 'ok');
    if (last.kind === 'listing') {
      assert.equal(last.text, '', 'a listing has nothing but its length');
      assert.equal(each[0]?.replace(/^@\S+ /, ''), `+ok *${last.items.length}`, 'a listing tells its length');
    }
    if (last.kind === 'event') {
      assert.match(last.rest, EVENTS[last.verb] ?? /^\b$/, `an event as decided: ${lines}`);
      assert.ok(HEARD_BY[to.role].includes(last.verb), `${to.role || 'nobody'} may hear ${last.verb}`);
      const [name = ''] = last.rest.split(' ');
      if (last.verb === 'ASSIGNED') for (const side of last.rest.split(' ')) to.lost.delete(side);
      if (last.verb === 'PRESENCE') {
        assert.ok(this.#isOtherSide(to.party, name), 'PRESENCE is of the other side');
        if (last.rest.endsWith(' lost')) to.lost.add(name);
        else assert.ok(to.lost.delete(name), 'who is back was lost before');
      }
      if (last.verb === 'QUEUE') to.told = Number(name);
      if (last.verb === 'WAITING') {
        assert.ok(!to.waiting.has(name), 'who begins to wait did not wait before');
        to.waiting.add(name);
      }
      if (last.verb === 'WAITING-END') assert.ok(to.waiting.delete(name), 'who ends to wait did wait before');
    }
    return last;
  }

  /** The one reply to a command: to its connection, and to no other. */
  #onlyReply(told: Map<number, ServerLine[]>, conn: number): [Exclude<ServerLine, { kind: 'event' }>] {
    const replies: Exclude<ServerLine, { kind: 'event' }>[] = [];
    for (const [to, lines] of told) {
      for (const line of lines) {
        if (line.kind === 'event') continue;
        assert.equal(to, conn, 'a reply goes to its own connection');
        replies.push(line);
      }
    }
    assert.equal(replies.length, 1, 'each command gets exactly one reply');
    return [replies[0]!];
  }

  /** Before a conversation opens or closes: is it right? What is handed over with it is due from now on. */
  #checkOpening(
    { id, customer, attendant, state, ticket, waitingSince, firstSeq, at }: ConversationRecord,
    entry: Entry,
    by: End | null,
    due: Map<number, string[]>,
  ): void {
    const former = this.store.conversations.get(id);
    assert.equal(at, this.#now, 'a record bears the time of the desk');
    if (former) {
      assert.notEqual(former.state, 'closed', 'a closed conversation stays closed');
      const same = [former.customer, former.ticket, former.waitingSince, former.firstSeq];
      assert.deepEqual([customer, ticket, waitingSince, firstSeq], same, 'a conversation keeps its place');
    } else assert.equal(state, 'waiting', 'a conversation begins by waiting');
    if (state === 'closed' && former) this.#noteClosed(former, entry, due);
    if (state !== 'open') {
      const whose = state === 'closed' ? (former?.attendant ?? 0) : 0;
      assert.equal(attendant, whose, 'a closed conversation tells whose it was, a waiting one is nobody’s');
      return;
    }
    assert.equal(former?.state, 'waiting', 'only who waits is assigned');
    const to = this.#connected(attendant);
    assert.ok(to && to.role === 'atendente', 'only a connected attendant is given a customer');
    assert.ok(this.#connected(customer), 'a lost customer is not assigned');
    const verb =
      entry.kind === 'command' && entry.command.verb >= 0 ? COMMANDS[entry.command.verb]!.verb : '';
    const byHand = by?.party === attendant && ['NEXT', 'TAKE', 'MSG'].includes(verb);
    if (!byHand || verb === 'NEXT') {
      const first = this.store.waiting().find((one) => this.#connected(one.customer));
      assert.equal(id, first?.id, 'the longest-waiting connected customer comes first');
    }
    if (!byHand)
      assert.equal(attendant, this.#leastLoaded(), 'the least-loaded attendant is given a customer');
    this.#lastAssigned.set(attendant, ++this.#assignments);
    this.#servedBy.set(id, attendant);
    // After NEXT and TAKE no ASSIGNED says that the customer is here.
    to.lost.delete(this.store.nameOf(customer));
    const floor = this.#floor.get(customer) ?? 0;
    const newest = this.store
      .messagesOf(former!)
      .slice(-50)
      .filter(({ seq }) => seq >= floor);
    for (const message of newest) {
      this.#allow(message, attendant);
      if (message.gone) continue;
      push(due, to.conn, this.#line(message));
      this.#notes(attendant, 'MSG', message.seq);
    }
  }

  /** A conversation is over: the side that did not end it is told, now or later. */
  #noteClosed({ customer, attendant }: ModelConversation, entry: Entry, due: Map<number, string[]>): void {
    const asked = entry.kind === 'command' && entry.command.verb >= 0 ? entry.command : undefined;
    const verb = asked && COMMANDS[asked.verb]!.verb;
    const byAttendant = verb === 'CLOSE';
    const party = byAttendant ? customer : attendant;
    if (party === 0) return;
    const text = asked?.args[1] ?? '';
    const how = verb === 'QUIT' ? 'quit' : 'abandoned';
    const event = byAttendant
      ? `CLOSED ${this.store.nameOf(attendant)}${text === '' ? '' : ` ${text}`}`
      : `CLOSED ${this.store.nameOf(customer)} ${how}`;
    const to = this.#connected(party);
    if (to) push(due, to.conn, event);
    this.#notes(party, 'CLOSED', 0, event);
  }

  #notes(party: number, kind: Outgoing['kind'], seq: number, line = ''): void {
    this.#logs.note(party, { kind, seq, line, place: this.store.lastSeq, erased: false });
  }

  #isOtherSide(party: number, name: string): boolean {
    return this.store.alive().some(({ customer, attendant, state }) => {
      const other = party === customer ? attendant : party === attendant ? customer : 0;
      return state === 'open' && other !== 0 && this.store.nameOf(other) === name;
    });
  }

  #leastLoaded(): number | undefined {
    const able = [...this.store.people.values()]
      .filter(({ party, role }) => role === 'atendente' && this.#connected(party))
      .map(({ party }) => ({ party, load: this.store.servedBy(party).length }))
      .filter(({ load }) => load < this.#options.capacity);
    const last = (party: number) => this.#lastAssigned.get(party) ?? 0;
    const order = [...this.store.people.keys()];
    const entered = (party: number) => order.indexOf(party);
    able.sort(
      (a, b) => a.load - b.load || last(a.party) - last(b.party) || entered(a.party) - entered(b.party),
    );
    return able[0]?.party;
  }

  /** Before a message is stored: does it say what its sender said? */
  #checkMessage(
    [seq, at, sender, recipient, attendant, said, label]: Parameters<Journal['message']>,
    entry: Entry,
    by: End | null,
  ): void {
    assert.ok(entry.kind === 'command' && by, 'only a command stores a message');
    const [to, text] = entry.command.args;
    assert.ok(seq > this.#lastSeq, 'seq grows strictly');
    this.#lastSeq = seq;
    assert.deepEqual([at, sender, said], [this.#now, by.party, text]);
    assert.equal(label !== 0, entry.command.label !== '', 'a label is kept with its message');
    const conversation = this.store.conversationOf(sender) ?? this.store.conversationOf(recipient);
    if (by.role === 'consumidor') {
      const serving = this.store.conversationOf(sender)?.attendant ?? 0;
      assert.equal(attendant, serving, 'a message belongs to the attendant who serves');
      assert.equal(recipient, to === '*' ? 0 : serving, 'a customer writes to the desk or to that attendant');
    } else if (this.store.people.get(recipient)?.role === 'consumidor') {
      assert.equal(by.role, 'atendente', 'only attendants write to customers');
      assert.equal(conversation?.attendant, sender, 'only the attendant who serves writes to a customer');
      assert.equal(attendant, sender);
    } else {
      assert.equal(this.store.parties.get(recipient)?.key, to, 'it goes where it was sent');
      assert.equal(attendant, 0);
    }
  }

  /** After a message is stored: who is to hear it? */
  #noteMessage(seq: number, due: Map<number, string[]>, entry: Entry): void {
    const message = this.store.messages.get(seq)!;
    const { sender, recipient, attendant } = message;
    const fromCustomer = this.store.people.get(sender)?.role === 'consumidor';
    const receiver = fromCustomer ? attendant : recipient;
    this.#allow(message, sender);
    this.#allow(message, receiver);
    this.#visits.get(sender)!.said++;
    const to = this.#connected(receiver);
    if (to) push(due, to.conn, this.#line(message));
    this.#notes(sender, 'MSG', seq);
    if (receiver !== 0 && receiver !== sender) this.#notes(receiver, 'MSG', seq);
    if (entry.kind !== 'command' || entry.command.label === '') return;
    const labels = this.#labels.get(sender) ?? [];
    labels.push({ line: [entry.command.label, ...entry.command.args].join('\n'), seq });
    this.#labels.set(sender, labels);
  }

  /** Before a message is undone: who is told, now or later? */
  #noteUndo(seq: number, due: Map<number, string[]>): void {
    const message = this.store.messages.get(seq)!;
    // A customer's message goes to whoever serves the conversation that it belongs to, or did so last.
    const conversation = [...this.store.conversations.values()].findLast(
      ({ customer, firstSeq }) => customer === message.sender && firstSeq <= seq,
    );
    const over = conversation && this.#overBefore.has(conversation.id);
    const served = over ? message.attendant : (conversation && this.#servedBy.get(conversation.id)) || 0;
    const receiver = conversation ? served : message.recipient;
    if (!this.store.people.has(receiver) && !this.store.accounts.has(receiver)) return;
    const { from, to: shown } = this.store.shown(message);
    const event = `UNDO ${seq} ${from} ${shown}`;
    const to = this.#connected(receiver);
    if (to) push(due, to.conn, event);
    this.#notes(receiver, 'UNDO', seq, event);
  }

  /** Everybody hears the messages that are theirs, each once and in order, and no others. */
  #checkDelivery(told: Map<number, ServerLine[]>, due: Map<number, string[]>): void {
    for (const conn of new Set([...told.keys(), ...due.keys()])) {
      const heard = (told.get(conn) ?? []).flatMap((line) =>
        line.kind === 'event' && LOGGED.includes(line.verb) ? [`${line.verb} ${line.rest}`] : [],
      );
      assert.deepEqual(heard, due.get(conn) ?? [], `what goes out arrives once and in order: ${conn}`);
    }
  }

  /** What a reply says is so. */
  #checkReply(
    asked: Command,
    reply: ServerLine,
    sender: End,
    effects: readonly Effect[],
    again: number,
  ): void {
    const stored = effects.flatMap((effect) =>
      effect.kind === 'record' && effect.name === 'message' ? [effect.args] : [],
    );
    const gone = effects.flatMap((effect) =>
      effect.kind === 'record' && effect.name === 'gone' ? [effect.args[0]] : [],
    );
    const { verb } = COMMANDS[asked.verb]!;
    const stores = verb === 'MSG' && again === 0;
    assert.equal(stored.length, stores ? 1 : 0, 'MSG stores one message, and nothing else does');
    assert.equal(gone.length, verb === 'UNDO' ? 1 : 0, 'UNDO erases one message, and nothing else does');
    switch (verb) {
      case 'MSG':
        assert.equal(text(reply), `mensagem recebida ${again || stored[0]?.[0]}`);
        if (again > 0) assert.equal(effects.length, 1, 'what is sent again tells nobody again');
        break;
      case 'CONNECT':
        this.#checkAdmission(asked.args);
        break;
      case 'UNDO':
        assert.equal(text(reply), `${gone[0]}`);
        this.#checkUndo(gone[0]!, asked.args[0] ?? '', sender);
        break;
      case 'HISTORY':
        assert.deepEqual(items(reply), this.#history(asked.args, sender), 'HISTORY shows what was stored');
        break;
      case 'NEXT':
      case 'TAKE': {
        const [name, n] = text(reply).split(' ');
        const mine = this.store.servedBy(sender.party).map(({ customer }) => this.store.nameOf(customer));
        assert.ok(name && mine.includes(name), 'who was taken is served');
        const heard = effects.filter(
          (effect) =>
            effect.kind === 'send' && effect.conn === sender.conn && effect.lines.startsWith('MSG '),
        );
        assert.equal(Number(n), heard.length, 'as many messages follow as the reply says');
        break;
      }
      case 'QUEUE':
        this.#checkQueue(reply, sender);
        break;
      case 'LIST-USERS':
        this.#checkList(asked.args, reply);
        break;
    }
  }

  /** Whoever was let in under a name that has an account, or where attendants need one, gave its password. */
  #checkAdmission([, key = '', role, , , proof]: readonly string[]): void {
    const account = [...this.store.accounts.values()].find(
      ({ party }) => this.store.parties.get(party)?.key === key,
    );
    if (account) assert.deepEqual([proof, role], [account.verifier, account.role], 'a password is needed');
    else assert.equal(proof, '', 'a password fits no name without an account');
    if (role === 'atendente' && this.#options.attendantsNeedAccount)
      assert.ok(account, 'attendants need one');
  }

  #checkUndo(seq: number, wanted: string, sender: End): void {
    const message = this.store.messages.get(seq)!;
    assert.equal(message.sender, sender.party, 'one undoes only messages of one’s own');
    assert.ok(this.#now - message.at <= 5 * 60_000, 'a message can be undone for five minutes');
    if (wanted !== '') assert.equal(wanted, `${seq}`);
    else {
      const later = [...this.store.messages.values()].find(
        (other) => other.seq > seq && other.sender === sender.party && !other.gone,
      );
      assert.equal(later, undefined, 'the newest message is undone first');
    }
  }

  /** UNDO was refused: there is nothing of this visit that it reaches. */
  #checkNothingToUndo(wanted: string, party: number): void {
    const { after, said } = this.#visits.get(party)!;
    if (said > 50) return;
    const message = [...this.store.messages.values()].find(
      ({ seq, at, sender, gone }) =>
        sender === party &&
        seq > after &&
        !gone &&
        this.#now - at <= 5 * 60_000 &&
        (!wanted || seq === +wanted),
    );
    assert.equal(message, undefined, 'what can be undone is undone');
  }

  /** The items that HISTORY must list. */
  #history([who = '', limit = '', before = '']: readonly string[], asker: End): string[] {
    const partner = this.#desk.sessions.get(asker.conn)?.person?.partner?.customer.party.key;
    const star = asker.role === 'atendente' ? partner : this.store.parties.get(asker.party)?.key;
    const key = who === '*' ? star : who;
    const own = (party: number) =>
      asker.role === 'atendente' ? this.store.parties.get(party)?.key === key : party === asker.party;
    return [...this.store.messages.values()]
      .filter(({ sender, recipient, attendant }) => own(sender) || own(recipient) || own(attendant))
      .filter(({ seq }) => before === '' || seq < Number(before))
      .slice(-Math.min(500, limit === '' ? 50 : Number(limit)))
      .map((message) => this.#line(message));
  }

  /** Right after it was acknowledged, a message is the newest in the history of its sender and its receiver. */
  #probeHistory(seq: number): void {
    const { sender, recipient, attendant } = this.store.messages.get(seq)!;
    for (const party of new Set([sender, recipient, attendant])) {
      const end = this.#connected(party);
      if (!end) continue;
      const name = this.store.nameOf(party);
      const entry: Entry = {
        kind: 'command',
        at: this.#now,
        conn: end.conn,
        command: this.#edge.command(end.conn, `HISTORY ${name} 1`, () => undefined),
      };
      const [reply] = this.#onlyReply(this.#run(entry, end), end.conn);
      assert.equal(
        items(reply)[0]?.split(' ')[1],
        `${seq}`,
        `what is acknowledged is in the history of ${name}`,
      );
    }
  }

  #checkQueue(reply: ServerLine, asker: End): void {
    const line = this.store.waiting();
    if (asker.role === 'consumidor') {
      const place = line.findIndex(({ customer }) => customer === asker.party) + 1;
      assert.equal(text(reply), `${place} ${line.length} ?`);
      return;
    }
    const expected = line.map((one) => {
      const since = new Date(one.waitingSince).toISOString();
      return `WAITING ${this.store.nameOf(one.customer)} ${since} ${this.store.messagesOf(one).length + (this.#erased.get(one.id) ?? 0)}`;
    });
    assert.deepEqual(items(reply), expected, 'QUEUE lists who waits, longest first');
  }

  #checkList([role = '', after = '']: readonly string[], reply: ServerLine): void {
    const line = this.store.waiting();
    const everybody = [...this.store.people.values()];
    const first = everybody.findIndex(({ party }) => this.store.parties.get(party)?.key === after) + 1;
    const expected = everybody
      .slice(first)
      .filter((person) => role === '' || person.role === role)
      .map(({ party, role, since, display }) => {
        const conversation = this.store.conversationOf(party);
        const place = line.findIndex(({ customer }) => customer === party) + 1;
        const served = conversation ? `with:${this.store.nameOf(conversation.attendant)}` : 'online';
        const here = place > 0 ? `waiting:${place}` : served;
        const state = this.#connected(party) ? here : 'lost';
        const item = `USER ${this.store.nameOf(party)} ${role} ${state} ${new Date(since).toISOString()}`;
        return display === '' ? item : `${item} ${display}`;
      });
    assert.deepEqual(items(reply), expected, 'LIST-USERS lists everybody by time of entry');
  }

  /** What must hold whenever the desk is at rest. */
  #checkState(): void {
    const desk = this.#desk;
    assert.equal(desk.now, this.#now, 'desk time is the latest that any entry had');
    const line = [...desk.waiting];
    assert.deepEqual(
      line.map(({ id }) => id),
      this.store.waiting().map(({ id }) => id),
      'the line is as the journal has it, by ticket',
    );
    assert.equal(desk.waiting.length, line.length);
    line.forEach((one, index) => {
      assert.equal(desk.waiting.position(one), index + 1, 'places are 1 to n');
      assert.equal(one.attendant, null, 'who waits is not served');
      assert.equal(one.customer.conversation, one);
    });
    const served = new Map<number, number>();
    for (const person of desk.people.inOrder()) {
      const { party, role, conversation, serving } = person;
      const known = this.store.people.get(party.id);
      assert.equal(known?.role, role, 'who is at the desk is in the journal');
      assert.equal(
        person.session?.conn,
        this.#connected(party.id)?.conn,
        'who is connected is, and no one else',
      );
      assert.deepEqual(
        person.away,
        this.store.away.get(party.id),
        'the journal knows where who is lost went away',
      );
      assert.equal(person.away === null, person.session !== null, 'who is here is not away');
      assert.equal(person.tokenHash, known?.tokenHash);
      if (person.tokenHash !== '') assert.equal(desk.people.bearerOf(person.tokenHash), person);
      assert.ok(person.history.size <= 50 && person.undo.size <= 50, 'memory is bounded');
      assert.equal(conversation?.id, this.store.conversationOf(party.id)?.id);
      assert.ok(role === 'consumidor' || conversation === null, 'only customers have a conversation');
      assert.ok(role === 'atendente' || serving.size === 0, 'only attendants serve');
      assert.ok(person.partner === null || serving.has(person.partner), '* is somebody who is served');
      for (const one of serving) {
        assert.ok(!served.has(one.id), 'no customer has two attendants');
        served.set(one.id, party.id);
        assert.equal(one.attendant, person);
        assert.ok(!line.includes(one), 'who is served does not wait');
      }
    }
    assert.equal(desk.people.size, this.store.people.size, 'whom the journal knows is at the desk');
    assert.deepEqual(
      [...desk.accounts].map(({ party, verifier }) => [party.id, verifier]),
      [...this.store.accounts.values()].map(({ party, verifier }) => [party, verifier]),
      'accounts are as the journal has them',
    );
    for (const { party, away } of desk.accounts) {
      if (!this.store.people.has(party.id)) assert.deepEqual(this.store.away.get(party.id), away);
    }
    for (const { party } of this.store.people.values()) {
      const conversation = this.store.conversationOf(party);
      if (conversation?.state === 'open') assert.equal(served.get(conversation.id), conversation.attendant);
    }
    for (const conn of desk.sessions.keys())
      assert.ok(this.ends.has(conn), 'a connection that is gone is forgotten');
    const names = this.store.waiting().map(({ customer }) => this.store.nameOf(customer));
    for (const { role, waiting } of this.ends.values()) {
      if (role === 'atendente')
        assert.deepEqual([...waiting].sort(), names.toSorted(), 'attendants know the line');
    }
    for (const end of this.ends.values()) this.#checkPresence(end);
    const first = this.store.waiting().find(({ customer }) => this.#connected(customer));
    if (first) assert.equal(this.#leastLoaded(), undefined, 'nobody waits while an attendant has room');
  }

  /** Whoever is in an open conversation knows whether the other side is here. */
  #checkPresence({ party, lost }: End): void {
    if (party === 0) return;
    for (const { customer, attendant, state } of this.store.alive()) {
      if (state !== 'open' || (party !== customer && party !== attendant)) continue;
      const other = party === customer ? attendant : customer;
      const name = this.store.nameOf(other);
      assert.equal(lost.has(name), !this.#connected(other), `${name}: both sides know who is lost`);
    }
  }

  /** What the desk remembers of messages is what the store has: nothing that was erased. */
  #checkMemory(): void {
    for (const { history, undo } of this.#desk.people.inOrder()) {
      for (const { seq, text, gone } of [...history, ...undo]) {
        const kept = this.store.messages.get(seq);
        assert.deepEqual([text, gone], [kept?.text, kept?.gone], 'nothing that was erased is remembered');
      }
    }
    for (const { client, party } of this.ends.values()) {
      if (client && client.party === party) client.check(this.#logs, this.#isGone);
    }
  }

  /** After a tick, who waits knows the place, and nobody's grace is over. */
  #checkTick(): void {
    this.store.waiting().forEach(({ customer }, index) => {
      const end = this.#connected(customer);
      if (end) assert.equal(end.told, index + 1, 'a tick tells every customer a changed place');
    });
    for (const { lostAt, role } of this.#desk.people.lost) {
      const grace = role === 'atendente' ? this.#options.graceAttendantMs : this.#options.graceCustomerMs;
      assert.ok(this.#now - lostAt < grace, 'nobody stays lost beyond the grace');
    }
  }

  /** The server stops and starts: the new desk shows what the old one did, from the journal alone. */
  #restart(at: number): void {
    const snapshot = this.store.snapshot();
    const old = observeKept(this.#desk);
    const presence = new Recorder();
    const again = new Recorder();
    this.#desk = restoreDesk(this.#options, snapshot, at, presence);
    this.#twin = restoreDesk(this.#options, snapshot, at, again);
    const records = presence.take();
    assert.deepEqual(again.take(), records, 'the same snapshot gives the same desk');
    for (const effect of records) if (effect.kind === 'record') record(this.store, effect);
    const restored = observeKept(this.#desk);
    const bare = ({ people, ...rest }: typeof old) => ({
      ...rest,
      people: people.map(({ undo, conversation, ...person }) => {
        if (!conversation) return { ...person, conversation };
        const { backlog, count, ...same } = conversation;
        return { ...person, conversation: { ...same, count: count - (this.#erased.get(same.id) ?? 0) } };
      }),
    });
    const erased = new Map(this.#erased);
    const keptBare = bare(old);
    this.#erased.clear();
    assert.deepEqual(bare(restored), keptBare, 'a restart keeps what can be seen');
    old.people.forEach(({ conversation }, index) => {
      if (!conversation) return;
      const { backlog } = restored.people[index]!.conversation!;
      const less = erased.has(conversation.id) ? conversation.backlog.length : backlog.length;
      const same = less === 0 ? [] : backlog.slice(-less);
      assert.deepEqual(same, conversation.backlog, 'a restart keeps what is handed over');
    });
    old.people.forEach(({ party, undo }, index) => {
      this.#checkUndoKept(party.id, undo, restored.people[index]!.undo);
    });
    const alive = new Set(this.store.alive().map(({ id }) => id));
    this.#overBefore = new Set([...this.store.conversations.keys()].filter((id) => !alive.has(id)));
    for (const person of this.#desk.people.inOrder()) {
      assert.equal(person.session, null, 'everybody is lost by a restart');
      assert.equal(person.lostAt, this.#now, 'grace runs from the restart');
    }
    for (const { party } of this.ends.values()) if (party) this.#logs.wentAway(party);
    this.ends.clear();
    this.#lastAssigned.clear();
    this.#servedBy.clear();
    for (const { id, attendant } of this.store.alive()) if (attendant) this.#servedBy.set(id, attendant);
    this.#floor.clear();
    // The labels of messages that were erased are gone with them.
    for (const [party, labels] of this.#labels)
      this.#labels.set(
        party,
        labels.filter(({ seq }) => !this.#isErased(seq)),
      );
    this.#checkState();
    this.#checkMemory();
  }

  /** UNDO reaches what it reached before a restart, from the newest to the oldest, but what can never be undone. */
  #checkUndoKept(party: number, before: readonly number[], after: readonly number[]): void {
    const { after: entered, said } = this.#visits.get(party)!;
    const inTime = (seq: number) => this.store.lastAt - this.store.messages.get(seq)!.at <= 5 * 60_000;
    // What they said at the visit before in the millisecond in which they entered may come back.
    const reached = after.filter((seq) => seq > entered);
    const expected = before.filter(inTime);
    assert.deepEqual(reached.slice(0, expected.length), expected, 'UNDO reaches what it reached');
    if (said <= 50) assert.equal(reached.length, expected.length, 'UNDO reaches no more than it reached');
    assert.ok(after.every(inTime), 'what is too old to be undone is not remembered');
    assert.deepEqual(
      after,
      after.toSorted((a, b) => b - a),
    );
  }

  #end(conn: number): End {
    const known = this.ends.get(conn);
    if (known) return known;
    const end: End = {
      ...{ conn, party: 0, role: '', closed: false, client: null, last: '', from: 0, told: 0 },
      waiting: new Set(),
      lost: new Set(),
    };
    this.ends.set(conn, end);
    return end;
  }

  #forget(end: End): void {
    end.party = 0;
    end.role = '';
  }

  #connected(party: number): End | undefined {
    if (party === 0) return undefined;
    for (const end of this.ends.values()) if (end.party === party) return end;
    return undefined;
  }

  #allow({ text }: ModelMessage, party: number): void {
    for (const [found] of text.matchAll(MARKER)) {
      const readers = this.#mayRead.get(found) ?? new Set();
      this.#mayRead.set(found, readers.add(party));
    }
  }

  #line(message: ModelMessage): string {
    const { seq, at, from, to, text, gone } = this.store.shown(message);
    const head = `${seq} ${new Date(at).toISOString()} ${from} ${to}`;
    return gone ? `GONE ${head}` : `MSG ${head} ${text}`;
  }
}

function text(line: ServerLine): string {
  assert.equal(line.kind, 'ok');
  return line.kind === 'ok' ? line.text : '';
}

function items(line: ServerLine): string[] {
  assert.equal(line.kind, 'listing');
  return line.kind === 'listing' ? line.items.map(({ verb, rest }) => `${verb} ${rest}`) : [];
}

function push(lists: Map<number, string[]>, key: number, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
