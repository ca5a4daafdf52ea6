/**
 * What kind of server it is: what it says of itself, what it does without, who else is at the desk, how many customers
 * an attendant is given, whether rooms are open to customers. Takes nobody's customer: before an attendant enters, a
 * customer looks whether the desk is empty.
 */

import { COMMANDS } from '../protocol/commands.ts';
import { MAX_LINE_BYTES, MAX_TEXT_BYTES } from '../protocol/limits.ts';
import { Fault, Lacking } from './fault.ts';
import { wellFormed } from './lines.ts';
import type { Peer } from './peer.ts';
import type { LiveStage } from './stage.ts';
import { shortened, visible } from './visible.ts';

/** What is known of a server before the first clause. */
export interface Facts {
  /** Its first line, escaped. */
  readonly greeting: string;
  /** Whether attendants need an account. */
  readonly auth: 'open' | 'required';
  /** Why nobody may be served here now: the event that told of others, escaped; '' if the desk is ours alone. */
  readonly busy: string;
  /** Conversations that an attendant is given; at most MOST, which stands for that many or more. */
  readonly capacity: number;
  readonly roomsForCustomers: boolean;
  /** Whether one can enter as a member. */
  readonly members: boolean;
  /** Bytes of the longest line, with its end, as the greeting has it, and of the longest text, as it was found out. */
  readonly maxLine: number;
  readonly maxText: number;
}

/** Bytes of a line, at least, that are none of its text. */
const HEAD_BYTES = MAX_LINE_BYTES - MAX_TEXT_BYTES;

/** So many customers of one attendant are tried out. */
export const MOST = 6;

/** What a server gives to an attendant unless told otherwise. */
const USUAL = 5;

/** Something that greets as 3MCP/1 does, and then answers nothing. */
export class Mute extends Fault {}

/**
 * Also tells the stage what the server does without.
 * @throws Fault when this is no server of 3MCP/1, Mute when it is one that answers nothing.
 */
export async function probe(stage: LiveStage): Promise<Facts> {
  stage.begin();
  try {
    const peer = await stage.connect();
    const greeting = await peer.some('+ok 3MCP/1 …');
    if (!/^\+ok 3MCP\/1(?: |$)/.test(greeting)) throw new Fault('+ok 3MCP/1 …', greeting, peer.context);
    const auth = / auth=required(?: |$)/.test(greeting) ? 'required' : 'open';
    const maxLine = Math.min(
      Number(/ max-line=(\d{1,9})(?: |$)/.exec(greeting)?.[1]) || MAX_LINE_BYTES,
      MAX_LINE_BYTES,
    );
    await findMissing(stage, peer);
    const maxText = await longestText(stage, maxLine);
    const { busy, roomsForCustomers } = await lookAround(stage);
    await stage.clear();
    const canServe = busy === '' && (auth === 'open' || stage.options.accounts.length > 0);
    const capacity = canServe ? await capacityOf(stage) : USUAL;
    const members = !stage.missing.has('membro');
    const told = (line: string) => shortened(visible(line));
    return {
      greeting: told(greeting),
      auth,
      busy: told(busy),
      capacity,
      roomsForCustomers,
      members,
      maxLine,
      maxText,
    };
  } finally {
    await stage.clear();
  }
}

/** Asks for everything, as somebody who has not entered and so can change nothing. */
async function findMissing(stage: LiveStage, stranger: Peer): Promise<void> {
  const member = await stage.greeted();
  // In a command that every server has: what does not even answer this is not worth any more questions.
  const entry = await answerOf(member, `CONNECT ${stage.name('asker')} membro`);
  if (isUnknown(entry)) stage.missing.add('CONNECT');
  const nonsense = await tolerating(() => stranger.ask('NONSENSE'));
  const labelled = await tolerating(() => stranger.ask('@probe NONSENSE'));
  // A server may look at the entry before the verb. Then it takes somebody who has entered, and less that could harm.
  const [asker, line] = isUnknown(nonsense)
    ? [stranger, wellFormed]
    : [member, (verb: string) => (verb === 'PING' ? 'PING a' : verb)];
  await tolerating(async () => {
    for (const { verb } of COMMANDS) {
      if (verb === 'CONNECT' || verb === 'QUIT') continue;
      const reply = await asker.ask(line(verb));
      if (/^\+ok \*\d/.test(reply)) await asker.items(reply);
      if (isUnknown(reply)) stage.missing.add(verb);
    }
  });
  if (/^-err /.test(entry) && !isUnknown(entry)) stage.missing.add('membro');
  // Who forgets the label of an error may still know labels.
  const said = stage.missing.has('PING') ? undefined : await tolerating(() => stranger.ask('@probe PING'));
  const replies = [labelled, said].filter((reply) => reply !== undefined);
  if (replies.length > 0 && !replies.some((reply) => /^@probe /.test(reply))) stage.missing.add('@');
}

/** Bytes of the longest text that is taken, where a longer one is TEXT-TOO-LONG; else what the document has. */
async function longestText(stage: LiveStage, maxLine: number): Promise<number> {
  const usual = Math.max(1, Math.min(MAX_TEXT_BYTES, maxLine - HEAD_BYTES));
  const found = await tolerating(async () => {
    const peer = await stage.greeted();
    const isTooLong = async (bytes: number) =>
      /^-err TEXT-TOO-LONG(?: |$)/.test(await peer.ask(`PING ${'x'.repeat(bytes)}`));
    if (!(await isTooLong(usual))) return usual;
    let [taken, refused] = [0, usual];
    while (refused - taken > 1) {
      const middle = Math.floor((taken + refused) / 2);
      if (await isTooLong(middle)) refused = middle;
      else taken = middle;
    }
    return Math.max(1, taken);
  });
  return found ?? usual;
}

/** @throws Mute when nothing comes that looks like a reply. */
async function answerOf(peer: Peer, line: string): Promise<string> {
  try {
    return await peer.ask(line);
  } catch (error) {
    if (error instanceof Fault) throw new Mute(error.expected, error.seen, error.context);
    throw error;
  }
}

function isUnknown(reply: string | undefined): boolean {
  return /^-err BAD-COMMAND(?: |$)/.test(reply ?? '');
}

/** A customer who sees whether somebody serves or waits here already. */
async function lookAround(stage: LiveStage): Promise<Pick<Facts, 'busy' | 'roomsForCustomers'>> {
  let busy = '';
  let roomsForCustomers = false;
  await tolerating(async () => {
    const { peer } = await stage.enter('probe', 'consumidor');
    const said = await stage.settled(peer);
    busy = said.find((line) => /^ASSIGNED /.test(line) || /^QUEUE \d+ (?!1 )\d+ /.test(line)) ?? '';
    roomsForCustomers = /^\+ok/.test(await peer.ask(`JOIN #${stage.name('probe')}`));
  });
  return { busy, roomsForCustomers };
}

/** Where it cannot be found out, it is taken to be the usual one: then the clauses tell what is wrong. */
async function capacityOf(stage: LiveStage): Promise<number> {
  let assigned = USUAL;
  await tolerating(async () => {
    const attendant = await stage.settledIn('probe', 'atendente');
    for (let index = 0; index < MOST; index++) {
      const { peer } = await stage.enter(`probe${index}`, 'consumidor');
      const said = await stage.settled(peer);
      if (said.some((line) => line.startsWith('ASSIGNED '))) continue;
      // Who assigns nobody has to let attendants help themselves.
      if (index > 0 || (await attendant.peer.ask('NEXT')).startsWith('+ok ')) assigned = index;
      return;
    }
    assigned = MOST;
  });
  return assigned;
}

/** What goes wrong here, the clauses will tell. */
async function tolerating<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Fault || error instanceof Lacking) return undefined;
    throw error;
  }
}
