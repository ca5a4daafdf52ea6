/**
 * A desk in a world that checks it: after each entry, everything that WIRE.md promises of the desk is compared
 * with what the world knows by itself, from the lines that went over the connections and from the journal. Two
 * desks get every entry, and must want the same effects. It draws no chance: see simulation.test.ts. What it knows
 * and what it checks stands in world/, by theme; here is how an entry goes through it.
 */

import assert from 'node:assert/strict';
import { apply, createDesk, type Desk, type DeskOptions, type Entry } from '../../src/desk/desk.ts';
import type { Order } from '../../src/desk/orders.ts';
import { COMMANDS } from '../../src/protocol/commands.ts';
import type { Line } from '../../src/protocol/lines.ts';
import type { Command } from '../../src/protocol/parse.ts';
import type { ServerLine } from '../../src/protocol/server-lines.ts';
import { answer } from './answer.ts';
import { fingerprint } from './observe.ts';
import { type Effect, Recorder } from './recorder.ts';
import type { Seen } from './witness/witness.ts';
import type { Action, Onlookers } from './world/actions.ts';
import { enters, replayed, returns } from './world/coming-back.ts';
import { Due } from './world/due.ts';
import { hear } from './world/hearing.ts';
import { type End, Known } from './world/known.ts';
import { verbOf } from './world/openings.ts';
import { accountOf, checkOrdered, expectedResult } from './world/orders.ts';
import { seenDue, typingDue } from './world/passing.ts';
import { keepRecord } from './world/records.ts';
import { refusal } from './world/refusals.ts';
import { checkNothingToUndo, checkReply, items, text } from './world/replies.ts';
import { checkMemory, checkState, checkTick } from './world/rest.ts';
import { restart } from './world/restart.ts';
import { labelled } from './world/saying.ts';

type Outgoing = Extract<Effect, { kind: 'send' | 'entered' | 'read' | 'resumed' }>;

type Reply = Exclude<ServerLine, { kind: 'event' }>;

export class World {
  readonly known: Known;
  readonly #onlookers: Onlookers;
  #desk: Desk;
  /** Gets the same entries; its HashTables have other seeds. */
  #twin: Desk;
  /** How the desk was before the entry under way, if that may have come to an error; else nothing. */
  #before = '';
  #lastRequest = 0;
  /** Whether the command under way is a line that was stored before. */
  #resending = false;

  constructor(options: DeskOptions, onlookers: Onlookers = {}) {
    this.known = new Known(options);
    this.#onlookers = onlookers;
    this.#desk = createDesk(options);
    this.#twin = createDesk(options);
  }

  get desk(): Desk {
    return this.#desk;
  }

  /** Does one thing, and checks everything. Throws what does not hold. */
  step(action: Action): void {
    const { known } = this;
    if (action.kind === 'dies') {
      const end = known.ends.get(action.conn);
      if (end) this.#dies(end, action.unseen);
      return;
    }
    if (action.kind === 'restart') this.#restart(action.at, action.unseen);
    else known.now = Math.max(known.now, action.at);
    if (action.kind === 'command') this.#command(action.at, action.conn, action.line);
    if (action.kind === 'order') this.#order(action.at, action.order);
    if (action.kind === 'lost') this.#lost(action);
    if (action.kind === 'tick') this.#run(action, null);
    this.#sees({ kind: 'rests' });
    checkState(known, this.#desk);
    if (action.kind === 'tick') checkTick(known, this.#desk);
    if (['tick', 'order', 'restart'].includes(action.kind)) checkMemory(known, this.#desk);
  }

  #sees(seen: Seen): void {
    this.#onlookers.sees?.(seen);
  }

  /** The client at the far end is gone, and has all but the last lines. */
  #dies(end: End, unseen: number): void {
    const { client } = end;
    if (!client || client.dead) return;
    if (end.who === client.party) client.check(this.known.logs, this.known.isGone);
    client.dies(unseen);
    if (client.knowsToken) this.known.absent.push(client);
  }

  #lost(action: Action & { kind: 'lost' }): void {
    const { known } = this;
    const end = known.ends.get(action.conn);
    if (end) this.#dies(end, action.unseen);
    if (end?.who) known.logs.wentAway(end.who);
    known.ends.delete(action.conn);
    if (end) this.#sees({ kind: 'ends', conn: action.conn });
    this.#run(action, null);
  }

  #restart(at: number, unseen: number): void {
    const { known } = this;
    // Time that no record bears is forgotten.
    known.now = Math.max(known.store.lastAt, at);
    for (const end of known.ends.values()) this.#dies(end, (unseen * end.conn) % 9);
    const snapshot = this.#onlookers.snapshot?.(known.store) ?? known.store.snapshot();
    const { next, twin, records } = restart(known, this.#desk, snapshot, at);
    [this.#desk, this.#twin] = [next, twin];
    for (const one of records) this.#onlookers.records?.(one);
    this.#sees({ kind: 'restarts' });
  }

  #command(at: number, conn: number, line: Line): void {
    const { known } = this;
    const end = known.end(conn);
    const sender = { ...end };
    const asked = known.edge.command(conn, line, (key) => this.#desk.accounts.find(key)?.verifier);
    const verb = asked.verb < 0 ? '' : COMMANDS[asked.verb]!.verb;
    if (verb === 'RESUME') end.last = asked.args[1] ?? '';
    const leadsBack = [...known.tokens.values()].includes(known.edge.token(conn));
    const labels = verb === 'MSG' || verb === 'NOTE';
    const again = labels && asked.fault === '' ? this.#resent(sender.who, asked) : 0;
    if (labels && asked.label !== '' && typeof line === 'string') sender.client?.says(asked.label, line);
    const wanted = again > 0 ? '' : refusal(known, this.#desk, asked, sender);
    if (!sender.closed) this.#sees({ kind: 'says', conn, line });
    const effects: Effect[] = [];
    this.#resending = again > 0;
    const told = this.#run({ kind: 'command', at, conn, command: asked }, end, effects);
    this.#resending = false;
    if (sender.closed) {
      assert.equal(effects.length, 0, 'an ended connection is ignored');
      return;
    }
    const reply = onlyReply(told, conn);
    assert.equal(reply.label, asked.label, 'a reply bears the label of its command');
    if (verb === 'RESUME' && sender.who === 0 && asked.fault === '')
      assert.equal(reply.kind, leadsBack ? 'ok' : 'err', 'a token leads back as long as it is the last one');
    const code = reply.kind === 'err' ? reply.code : '';
    assert.equal(code, wanted ?? code, `what ${verb || 'nothing'} comes to`);
    if (reply.kind === 'err') {
      if (end.closed) return;
      // A listing that the store was asked for and does not have is an error too.
      const only = effects.length === 1 && (effects[0]!.kind === 'send' || effects[0]!.kind === 'read');
      assert.ok(only, 'an error writes nothing, and tells only its own connection');
      if (verb === 'UNDO' && sender.who > 0 && asked.fault === '' && reply.code === 'NOTHING-TO-UNDO')
        checkNothingToUndo(known, asked.args[0] ?? '', sender);
      const after = fingerprint(this.#desk);
      if (after !== this.#before)
        assert.deepEqual(JSON.parse(after), JSON.parse(this.#before), 'an error changes nothing');
      return;
    }
    assert.equal(asked.fault, '', 'a faulty command never succeeds');
    if (again > 0) assert.equal(effects.length, 1, 'what is sent again tells nobody again');
    checkReply(known, this.#desk, { asked, reply, sender, effects, again });
    if (verb === 'MSG' && again === 0) this.#probeHistory(Number(text(reply).split(' ').at(-1)));
  }

  /** The seq of the message or note that this line has become under this label before, or 0. */
  #resent(who: number, command: Command): number {
    if (command.label === '') return 0;
    const line = labelled(command);
    return this.known.labels.get(who)?.find((one) => one.line === line)?.seq ?? 0;
  }

  #order(at: number, order: Order): void {
    const { known } = this;
    const account = accountOf(known, order);
    const expected = expectedResult(known, order);
    const effects: Effect[] = [];
    const request = ++this.#lastRequest;
    this.#run({ kind: 'order', at, request, order }, null, effects);
    const answers = effects.filter((effect) => effect.kind === 'answer');
    assert.deepEqual(answers, [{ kind: 'answer', request, result: expected }], `what ${order.do} comes to`);
    if (!expected.ok) return;
    this.#sees({ kind: 'order', order });
    checkOrdered(known, this.#desk, order, account);
  }

  /** Applies an entry to both desks, and takes over what it did. Returns what each connection heard. */
  #run(entry: Entry, end: End | null, all: Effect[] = []): Map<number, ServerLine[]> {
    const recorder = new Recorder();
    apply(this.#desk, entry, recorder);
    const effects = recorder.take();
    // The twin is still as the desk was before.
    this.#before = mayBeError(effects) ? fingerprint(this.#twin) : '';
    apply(this.#twin, entry, recorder);
    const again = recorder.take();
    assert.equal(JSON.stringify(again), JSON.stringify(effects), 'the same entries give the same effects');
    all.push(...effects);

    const told = new Map<number, ServerLine[]>();
    const due = new Due(this.known);
    let entered = 0;
    for (const effect of effects) {
      if (effect.kind === 'record') {
        if (effect.name === 'person') entered = this.known.who(effect.args[0].party);
        keepRecord(this.known, effect, entry, end, due);
        this.#onlookers.records?.(effect);
      } else if (effect.kind !== 'language' && effect.kind !== 'answer') {
        const to = this.known.ends.get(effect.conn);
        assert.ok(to, `nothing is sent to a connection that is gone: ${effect.conn}`);
        assert.ok(!to.closed, 'nothing is sent to a connection after its end');
        if (effect.kind === 'close') this.#closes(to);
        else this.#sends(effect, to, entered, entry, told, due);
      }
    }
    if (end) this.#passes(entry, end, told, due);
    else {
      for (const line of [...told.values()].flat())
        assert.equal(line.kind, 'event', 'only events come by themselves');
    }
    due.check(told);
    return told;
  }

  /** TYPING and SEEN leave no record: who is to hear of them follows from the command. */
  #passes(entry: Entry, end: End, told: ReadonlyMap<number, readonly ServerLine[]>, due: Due): void {
    const done = told.get(end.conn)?.some(({ kind }) => kind === 'ok');
    if (entry.kind !== 'command' || !done) return;
    const verb = verbOf(entry);
    if (verb === 'TYPING') typingDue(this.known, this.#desk, entry.command, end, due);
    if (verb === 'SEEN') seenDue(this.known, this.#desk, entry.command, end, due);
  }

  #closes(to: End): void {
    this.#dies(to, 0);
    to.closed = true;
    if (to.who) this.known.logs.wentAway(to.who);
    this.known.leaves(to);
    this.#sees({ kind: 'ends', conn: to.conn });
  }

  /** One line, or one listing; to who comes back, the reply and what was missed. */
  #sends(
    effect: Outgoing,
    to: End,
    entered: number,
    entry: Entry,
    told: Map<number, ServerLine[]>,
    due: Due,
  ): void {
    const { known } = this;
    if (effect.kind === 'entered') enters(known, to, entered, effect.role, 0);
    const lines = this.#linesOf(effect, to);
    const ownNote = verbOf(entry) === 'NOTE' && entry.kind === 'command' && entry.conn === to.conn;
    const own = ownNote ? Number(/^(?:@\S+ )?\+ok (\d+)$/.exec(lines)?.[1] ?? 0) : 0;
    const heard = this.#hears(to, lines, own);
    told.set(to.conn, [...(told.get(to.conn) ?? []), heard]);
    if (effect.kind !== 'resumed') return;
    for (const line of replayed(known, to, effect.read)) this.#hears(to, line);
    to.client?.check(known.logs, known.isGone);
    const name = known.name(to.who);
    if (known.status(to.who) === 'away') due.push(to.who, `PRESENCE ${name} away`);
    for (const room of known.roomsOf(to.who)) due.push(to.who, `JOIN ${known.store.nameOf(room)} ${name}`);
  }

  #linesOf(effect: Outgoing, to: End): string {
    if (effect.kind === 'resumed' || effect.kind === 'read')
      this.#onlookers.asks?.(effect.read, this.known.store);
    if (effect.kind === 'resumed') return returns(this.known, to, effect.role, effect.read);
    return effect.kind === 'read' ? answer(this.known.store, effect.read) : effect.lines;
  }

  #hears(to: End, lines: string, own = 0): ServerLine {
    this.#sees({ kind: 'hears', conn: to.conn, lines });
    return hear(this.known, to, lines, this.#resending, own);
  }

  /** Right after it was acknowledged, a message is the newest in the history of its sender and its receiver. */
  #probeHistory(seq: number): void {
    const { known } = this;
    const { sender, recipient, attendant } = known.store.messages.get(seq)!;
    const about = new Set([sender, recipient, attendant].filter((party) => party !== 0));
    for (const party of about) {
      const toRoom = known.store.isRoom(party);
      const end = known.connected(known.who(toRoom ? sender : party));
      if (!end) continue;
      const name = known.store.nameOf(party);
      const line = `HISTORY ${name} 1`;
      this.#sees({ kind: 'says', conn: end.conn, line });
      const command = known.edge.command(end.conn, line, () => undefined);
      const told = this.#run({ kind: 'command', at: known.now, conn: end.conn, command }, end);
      const [newest] = items(onlyReply(told, end.conn));
      assert.equal(newest?.split(' ')[1], `${seq}`, `what is acknowledged is in the history of ${name}`);
    }
  }
}

/** The one reply to a command: to its connection, and to no other. */
function onlyReply(told: ReadonlyMap<number, readonly ServerLine[]>, conn: number): Reply {
  const replies: Reply[] = [];
  for (const [to, lines] of told) {
    for (const line of lines) {
      if (line.kind === 'event') continue;
      assert.equal(to, conn, 'a reply goes to its own connection');
      replies.push(line);
    }
  }
  assert.equal(replies.length, 1, 'each command gets exactly one reply');
  return replies[0]!;
}

/** What was read may be an error, too. */
function mayBeError(effects: readonly Effect[]): boolean {
  return effects.some(
    (effect) => effect.kind === 'read' || (effect.kind === 'send' && /^(?:@\S+ )?-err /.test(effect.lines)),
  );
}
