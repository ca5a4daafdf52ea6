/**
 * What kind of server it is: what it says of itself, who else is at the desk, how many customers an attendant is
 * given, whether rooms are open to customers. Takes nobody's customer: before an attendant enters, a customer looks
 * whether the desk is empty.
 */

import { Fault } from './fault.ts';
import type { LiveStage } from './stage.ts';

/** What is known of a server before the first clause. */
export interface Facts {
  /** Its first line. */
  readonly greeting: string;
  /** Whether attendants need an account. */
  readonly auth: 'open' | 'required';
  /** Why nobody may be served here now: the event that told of others; '' if the desk is ours alone. */
  readonly busy: string;
  /** Conversations that an attendant is given; at most MOST, which stands for that many or more. */
  readonly capacity: number;
  readonly roomsForCustomers: boolean;
}

/** So many customers of one attendant are tried out. */
export const MOST = 6;

/** What a server gives to an attendant unless told otherwise. */
const USUAL = 5;

/** @throws Fault when this is no server of 3MCP/1, or does not answer. */
export async function probe(stage: LiveStage): Promise<Facts> {
  stage.begin();
  try {
    const peer = await stage.connect();
    const greeting = await peer.some('+ok 3MCP/1 …');
    if (!/^\+ok 3MCP\/1(?: |$)/.test(greeting)) throw new Fault('+ok 3MCP/1 …', greeting, peer.context);
    const auth = / auth=required(?: |$)/.test(greeting) ? 'required' : 'open';
    const { busy, roomsForCustomers } = await lookAround(stage);
    await stage.clear();
    const canServe = busy === '' && (auth === 'open' || stage.options.accounts.length > 0);
    const capacity = canServe ? await capacityOf(stage) : USUAL;
    return { greeting, auth, busy, capacity, roomsForCustomers };
  } finally {
    await stage.clear();
  }
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
async function tolerating(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}
