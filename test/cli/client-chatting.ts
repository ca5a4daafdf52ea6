/** The chat of a person at a terminal made of streams, in which time passes when a test says so. */

import { Chalk } from 'chalk';
import type { Server } from '../../src/cli/client/address.ts';
import type { Clock } from '../../src/cli/client/comeback.ts';
import type { Manners } from '../../src/cli/client/manners.ts';
import { chatTyped } from '../../src/cli/client/typed.ts';
import { type VisitOptions, visit } from '../../src/cli/client/visit.ts';
import type { Role } from '../../src/protocol/commands.ts';
import { type Script, serve } from './client-fake-server.ts';
import { person } from './client-person.ts';

export const OPTIONS: VisitOptions = { folder: null, fresh: false, retryMs: Number.POSITIVE_INFINITY };

/** A clock on which waits last until somebody tries at once. */
export const STILL: Clock = {
  now: () => 0,
  sleep: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
};

/** Seconds that pass when a test says so. */
function passing() {
  let now = 0;
  let tick = () => {};
  const seconds = {
    now: () => now,
    each: (each: () => void) => {
      tick = each;
      return () => {};
    },
  };
  const pass = (count: number) => {
    for (let i = 0; i < count; i++) {
      now += 1_000;
      tick();
    }
  };
  return { seconds, pass };
}

/** A person who has entered and chats at a terminal, against a server that follows a script. */
export async function chatting(
  role: Role,
  script: Script,
  options: Partial<VisitOptions> = {},
  manners?: Manners,
  plain = false,
) {
  const { server, port } = await serve(script);
  const where: Server = { host: '127.0.0.1', port };
  const name = { atendente: 'ana', consumidor: 'joao', membro: 'bia' }[role];
  const who = { name, role, lang: 'pt', password: null } as const;
  const entry = await visit(where, who, { ...OPTIONS, random: () => 1, ...options });
  if (entry.how !== 'entered') throw new Error(JSON.stringify(entry));
  server.received.length = 0;
  const at = person(plain);
  const { link, view } = entry;
  const { seconds, pass } = passing();
  const over = chatTyped(link, view, where, new Chalk({ level: 0 }), at.terminal, seconds, manners);
  return { server, over, view, link, pass, ...at };
}
