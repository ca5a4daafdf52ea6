/**
 * From a person and a server to a chat that can begin: as whoever was here before, if this machine remembers, and
 * with all that is needed to come back later. Owns that wiring alone.
 */

import type { Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';
import type { Server } from './address.ts';
import type { Clock } from './comeback.ts';
import { type Entry, enter } from './entry.ts';
import { Link } from './link.ts';
import { State } from './state.ts';
import { View } from './view.ts';

/** Who wants to enter. */
export interface Who {
  /** A valid name. */
  readonly name: string;
  readonly role: Role;
  readonly lang: Lang;
  readonly password: string | null;
}

export interface VisitOptions {
  /** Where it is remembered who was here; null: nowhere. */
  readonly folder: string | null;
  /** To forget who was here. */
  readonly fresh: boolean;
  /** Milliseconds after a loss until which it must be back. */
  readonly retryMs: number;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export type Visit =
  | {
      readonly how: 'entered';
      readonly link: Link;
      readonly view: View;
      /** The server takes the person for the one who was here before. */
      readonly same: boolean;
      /** Writes what is to be remembered; to be called at the end of the process. */
      readonly close: () => void;
    }
  | Exclude<Entry, { how: 'entered' }>;

/** Connects and enters. Never throws. */
export async function visit(server: Server, who: Who, options: VisitOptions): Promise<Visit> {
  const { name, role, lang, password } = who;
  // Two clients under one name must not take each other's place for ever: the second does not know of the first.
  const state = State.claim(options.folder, server, name);
  const known = options.fresh ? null : (state?.known(name, role) ?? null);
  const entry = await enter(server, { ...who, known });
  if (entry.how !== 'entered') {
    state?.close();
    return entry;
  }
  const view = new View(entry.identity.name, role, lang);
  const link = new Link(entry, {
    ...options,
    keeper: state,
    again: (identity, signal) =>
      enter(server, { name: identity.name, role, lang: view.lang, password, known: identity }, signal),
  });
  return { how: 'entered', link, view, same: entry.same, close: () => state?.close() };
}
