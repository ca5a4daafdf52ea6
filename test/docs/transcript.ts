/**
 * Plays a session as docs/PROTOCOL.md shows it against a server of its own, and fails where the server says something
 * else. How a session is written and what may differ, `src/conform/play.ts` and `strict-reading.ts` say.
 */

import type { Fault } from '../../src/conform/fault.ts';
import { Peer } from '../../src/conform/peer.ts';
import { play as playOn } from '../../src/conform/play.ts';
import { StrictReading } from '../support/strict-reading.ts';

/** The server that a session is played against. */
export interface Stage {
  /** Where it listens now. */
  readonly port: number;
  stop(): Promise<void>;
  /** With the same data, once it has stopped. */
  startAgain?(): Promise<void>;
}

/** Who waits for a line that never comes is told so, before the test runs out of time. */
const TIMEOUT_MS = 10_000;

/** Plays the lines of one session. `place` tells where a line stands in the document. */
export async function play(
  session: readonly string[],
  server: Stage,
  place: (line: number) => string,
): Promise<void> {
  const peers: Peer[] = [];
  const broken: Fault[] = [];
  const watch = { line: (fault: Fault) => broken.push(fault), said: () => {} };
  const stage = {
    connect: async () => {
      const peer = await Peer.open({ host: '127.0.0.1', port: server.port }, TIMEOUT_MS, watch);
      peers.push(peer);
      return peer;
    },
    settled: (peer: Peer) => peer.soFar(),
    password: () => undefined,
    stop: () => void server.stop(),
    startAgain: async () => server.startAgain?.(),
  };
  try {
    await playOn(session, stage, new StrictReading(), place);
  } finally {
    for (const peer of peers) peer.cut();
  }
  if (broken[0]) throw broken[0];
}
