/**
 * Plays a session as docs/PROTOCOL.md shows it against a server, and throws a Fault where the server says something
 * else.
 *
 * `ana> …` is sent by the client `ana`, `ana< …` is what the server then says to her; a sentence in parentheses
 * is what happens around them. A line of a listing that is only `…` stands for lines that are not shown, whose number
 * is not compared either. What else may differ, the Reading says. At the end nobody may have been told more than was
 * shown.
 */

import { asFaultOf, Fault } from './fault.ts';
import { isReply, type Peer, THE_END } from './peer.ts';
import type { Reading } from './reading.ts';
import { entering, FIVE, spoken } from './sessions.ts';
import { both } from './telling.ts';

/** The server that a session is played against. */
export interface Stage {
  /** A new connection, before its greeting. */
  connect(): Promise<Peer>;
  /** All that has been said to these so far, also because of what others did. */
  settled(peer: Peer): Promise<string[]>;
  /** The password of who has this name, if it needs one here. */
  password(name: string): string | undefined;
  /** Stops the server, where that is ours to do. */
  stop?(): void;
  /** Starts it again with the same data, once it has stopped. */
  startAgain?(): Promise<void>;
}

const CONNECTS = /^\((\w+) connects\)$/;
const HANGS_UP = /^\((\w+) hangs up\)$/;
const HAS_CLOSED = /^\((\w+) has closed five conversations\)$/;
const IS_CLOSED = /^\((\w+) is closed\)$/;
const STOPS = /^\(the server stops\)$/;
const STARTS_AGAIN = /^\(the server starts again\)$/;
const LISTING = /^(?:@\S+ )?\+ok \*\d/;
const CONNECT_AS_ATTENDANT = /^(?:@\S+ )?CONNECT +(\S+) +(?:atendente|attendant)\b/i;
const HEAD = /^(@\S* )?(\+ok|-err \S+)/;
const NOT_SHOWN = '…';
const NO_REPLY = both('(no reply)', '(sem resposta)');

/**
 * Plays the lines of one session.
 * @param place tells where a line stands in the document.
 * @throws Fault, at its place.
 */
export async function play(
  lines: readonly string[],
  stage: Stage,
  reading: Reading,
  place: (index: number) => string,
): Promise<void> {
  const performance = new Performance(lines, stage, reading);
  for (const [index, line] of lines.entries()) await located(performance.step(line, index), place(index));
  await located(performance.end(), place(lines.length - 1));
}

async function located(step: Promise<void>, place: string): Promise<void> {
  try {
    await step;
  } catch (error) {
    throw error instanceof Fault ? error.at(place) : error;
  }
}

class Performance {
  readonly #lines: readonly string[];
  readonly #stage: Stage;
  readonly #reading: Reading;
  readonly #peers = new Map<string, Peer>();
  /** Whether the session is about passwords itself. */
  readonly #ownPass: boolean;

  constructor(lines: readonly string[], stage: Stage, reading: Reading) {
    this.#lines = lines;
    this.#ownPass = lines.some((line) => spoken(line)?.text.startsWith('PASS '));
    this.#stage = stage;
    this.#reading = reading;
  }

  async step(line: string, index: number): Promise<void> {
    const said = spoken(line);
    if (said?.way === '>') await this.#say(said.name, said.text);
    else if (said) await this.#hear(said.name, said.text, index);
    else await this.#scene(line);
  }

  /** Nobody may have been told more. */
  async end(): Promise<void> {
    for (const [name, peer] of this.#peers) {
      const more = (await this.#stage.settled(peer)).filter((line) => !this.#reading.ignores(line));
      if (more.length > 0) {
        throw new Fault(
          both(`nothing more to ${name}`, `nada mais a ${name}`),
          more.join('\r\n'),
          peer.context,
        );
      }
    }
  }

  async #peer(name: string): Promise<Peer> {
    const peer = this.#peers.get(name) ?? (await this.#stage.connect());
    this.#peers.set(name, peer);
    return peer;
  }

  async #say(name: string, text: string): Promise<void> {
    const peer = await this.#peer(name);
    const line = this.#reading.sent(name, text);
    const [, called = ''] = CONNECT_AS_ATTENDANT.exec(line) ?? [];
    const password = called === '' || this.#ownPass ? undefined : this.#stage.password(called);
    if (password !== undefined) await peer.asked(`PASS ${password}`, /^\+ok/, '+ok');
    peer.say(line);
  }

  async #hear(name: string, text: string, index: number): Promise<void> {
    // The lines that are not shown go by with the one that is shown next.
    if (text === NOT_SHOWN) return;
    const peer = await this.#peer(name);
    const shown = this.#reading.shown(text);
    const skips = this.#lines[index - 1] === `${name}< ${NOT_SHOWN}`;
    let said = await this.#next(peer, shown);
    while (skips && said !== '.' && !this.#reading.fits(name, text, said))
      said = await this.#next(peer, shown);
    if (LISTING.test(text) && LISTING.test(said)) said = await this.#listing(peer, said);
    const isCut = this.#isCut(index, name);
    const fits = isCut ? uncounted(text) === uncounted(said) : this.#reading.fits(name, text, said);
    if (!fits) {
      const fault = new Fault(shown, said, peer.context);
      throw differInLabel(shown, said) ? fault.of('LABEL-1') : fault;
    }
  }

  /** The next line that has to do with the session. */
  async #next(peer: Peer, awaited: string): Promise<string> {
    for (;;) {
      const said = await peer.some(awaited);
      if (isReply(said) || !this.#reading.ignores(said)) return said;
    }
  }

  /** Takes a whole listing, puts back what the session can know of it, and returns its first line. */
  async #listing(peer: Peer, head: string): Promise<string> {
    const whole = [head, ...(await peer.items(head)), '.'];
    const [known = '', ...rest] = this.#reading.listing(whole);
    peer.unread(rest);
    return known;
  }

  async #scene(line: string): Promise<void> {
    const named = (pattern: RegExp) => pattern.exec(line)?.[1] ?? '';
    const entered = entering(line);
    if (entered) await this.#enter(entered.name, entered.role);
    else if (CONNECTS.test(line)) await this.#greeted(await this.#peer(named(CONNECTS)));
    else if (HANGS_UP.test(line)) this.#drop(named(HANGS_UP));
    else if (HAS_CLOSED.test(line)) await this.#closedFive(named(HAS_CLOSED));
    else if (IS_CLOSED.test(line)) await this.#closed(named(IS_CLOSED));
    else if (STOPS.test(line)) this.#stage.stop?.();
    else if (STARTS_AGAIN.test(line)) await this.#stage.startAgain?.();
    else throw new Error(`this is no line of a session: ${line}`);
  }

  async #enter(name: string, role: string): Promise<void> {
    const isNew = !this.#peers.has(name);
    const newcomer = await this.#peer(name);
    if (isNew) await this.#greeted(newcomer);
    await this.#say(name, `CONNECT ${name} ${role}`);
    // First the newcomer, so that the others have been told by then.
    const said = await this.#stage.settled(newcomer);
    const reply = said.find(isReply);
    if (!reply?.startsWith('+ok ')) {
      const expected = this.#reading.shown(`+ok ${name} ${role}`);
      throw new Fault(`${expected} <token> …`, reply ?? NO_REPLY, newcomer.context).of('CONNECT-1');
    }
    for (const each of this.#peers.values()) await this.#stage.settled(each);
  }

  async #greeted(peer: Peer): Promise<void> {
    await asFaultOf('GREET-1', () => peer.expect(/^\+ok 3MCP\/1(?: |$)/, '+ok 3MCP/1 …'));
  }

  async #closedFive(attendant: string): Promise<void> {
    const server = await this.#peer(attendant);
    for (const customer of FIVE) {
      await this.#enter(customer, 'consumidor');
      await this.#say(attendant, `CLOSE ${customer}`);
      await this.#stage.settled(server);
      const peer = await this.#peer(customer);
      peer.say('QUIT');
      await peer.toEnd();
      this.#drop(customer);
    }
  }

  async #closed(name: string): Promise<void> {
    const peer = await this.#peer(name);
    const said = await peer.line(THE_END);
    if (said !== null) throw new Fault(THE_END, said, peer.context);
    this.#drop(name);
  }

  #drop(name: string): void {
    this.#peers.get(name)?.cut();
    this.#peers.delete(name);
  }

  /** Whether this line begins a listing that is shown only in part. */
  #isCut(index: number, name: string): boolean {
    const session = this.#lines.slice(index);
    const end = session.indexOf(`${name}< .`);
    return LISTING.test(spoken(session[0]!)!.text) && session.slice(0, end).includes(`${name}< ${NOT_SHOWN}`);
  }
}

/** Whether these are replies of the same kind under different labels. */
function differInLabel(shown: string, said: string): boolean {
  const [, label, kind] = HEAD.exec(shown) ?? [];
  const [, saidLabel, saidKind] = HEAD.exec(said) ?? [];
  return kind !== undefined && kind === saidKind && label !== saidLabel;
}

/** The first line of a listing without the number of its items. */
function uncounted(line: string): string {
  return line.replace(/(?<=\+ok \*)\d+/, '<count>');
}
