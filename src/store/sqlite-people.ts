/**
 * What a restart reads of people beside their own rows: the names that they bore, the rooms that they are or were in,
 * and what they may rate. It never begins or ends a transaction, nor writes.
 */

import type { DatabaseSync } from 'node:sqlite';
import type { SnapshotPerson, SnapshotRoom } from '../desk/journal.ts';

/** Somebody by all names of the identity. */
export interface Bearer {
  /** The present one and the former ones. */
  readonly parties: ReadonlySet<number>;
  readonly subjects: ReadonlySet<number>;
  readonly former: SnapshotPerson['former'];
}

/** By present party. */
export type Bearers = ReadonlyMap<number, Bearer>;

interface Named {
  readonly party: number;
  readonly subject: number;
}

/** Who these are by all their names. O(them + former names). */
export function readBearers(db: DatabaseSync, named: readonly Named[]): Bearers {
  const former = Map.groupBy(db.prepare(FORMER).all() as unknown as Former[], ({ owner }) => owner);
  return new Map(
    named.map(({ party, subject }) => {
      const before = former.get(party) ?? [];
      return [
        party,
        {
          parties: new Set([party, ...before.map((one) => one.party)]),
          subjects: new Set([subject, ...before.map((one) => one.subject)]),
          former: before.map(({ party, key, name, upto }) => ({ party, key, name, upto })),
        },
      ];
    }),
  );
}

/** Who is in which room, in the order of joining. O(members). */
export function readMembers(db: DatabaseSync): readonly Member[] {
  return db.prepare(MEMBERS).all() as unknown as Member[];
}

/** Rooms with those who are in them. O(rooms + members). */
export function readRooms(db: DatabaseSync, all: readonly Member[]): SnapshotRoom[] {
  const members = Map.groupBy(all, ({ room }) => room);
  return (db.prepare(ROOMS).all() as unknown as Omit<SnapshotRoom, 'members'>[]).map((room) => ({
    ...room,
    members: (members.get(room.party) ?? []).map(({ party, after }) => ({ party, after })),
  }));
}

/** Rooms that people left, by party. O(stays). */
export function readStays(db: DatabaseSync): ReadonlyMap<number, SnapshotPerson['stays']> {
  const rows = Map.groupBy(db.prepare(STAYS).all() as unknown as Stay[], ({ owner }) => owner);
  return new Map([...rows].map(([owner, stays]) => [owner, stays.map(({ owner: _, ...stay }) => stay)]));
}

/** What a customer may rate. O(names of theirs). */
export function readRateable(db: DatabaseSync): (bearer: Bearer) => SnapshotPerson['rateable'] {
  const newest = db.prepare(NEWEST_CONVERSATION);
  return ({ parties }) => {
    const rows = [...parties].map((party) => newest.get(party) as unknown as Conversation | undefined);
    const last = rows.reduce((one, other) => ((other?.id ?? 0) > (one?.id ?? 0) ? other : one), undefined);
    return last?.rateable ? { conversation: last.id, attendant: last.attendant } : null;
  };
}

interface Former extends Named {
  readonly owner: number;
  readonly key: string;
  readonly name: string;
  readonly upto: number;
}

const FORMER = `
  SELECT former.party AS owner, was AS party, key, name, subject, upto
  FROM former JOIN party ON party.id = was ORDER BY upto, was`;

const ROOMS = `
  SELECT room.party, party.key, party.name, topic, since, maker, coalesce(made_by.key, '') AS makerKey
  FROM room JOIN party ON party.id = room.party LEFT JOIN party made_by ON made_by.id = maker
  ORDER BY room.party`;

export interface Member {
  readonly room: number;
  readonly party: number;
  readonly after: number;
}

const MEMBERS = 'SELECT room, party, after FROM stay WHERE upto IS NULL ORDER BY id';

type Stay = SnapshotPerson['stays'][number] & { readonly owner: number };

/** Of a room that ended, the name may be gone with its last message. */
const STAYS = `
  SELECT stay.party AS owner, key, room AS party, after, upto FROM stay JOIN party ON party.id = room
  WHERE upto IS NOT NULL AND key_hash <> 0 ORDER BY upto, after, room`;

interface Conversation {
  readonly id: number;
  readonly attendant: number;
  readonly rateable: 0 | 1;
}

const NEWEST_CONVERSATION = `
  SELECT id, attendant, state = 'closed' AND attendant <> 0 AND opened_at > 0
    AND NOT EXISTS (SELECT 1 FROM rating WHERE conversation = conversation.id) AS rateable
  FROM conversation WHERE customer = ? ORDER BY id DESC LIMIT 1`;
