/** Rooms in memory, and who is in them or was. */

import { MAX_STAYS } from '../desk/bounds.ts';
import type { RoomRecord } from '../desk/journal.ts';

/** Somebody's being in a room: the later they joined, the higher the number. */
interface Stay {
  readonly number: number;
  readonly after: number;
}

/** Somebody's having been in a room. */
export interface PastStay {
  readonly room: number;
  readonly after: number;
  readonly upto: number;
}

export class MemoryRooms {
  readonly rooms = new Map<number, RoomRecord>();
  /** By who and where. */
  readonly #stays = new Map<number, Map<number, Stay>>();
  /** By who, the newest MAX_STAYS in the order of leaving. */
  readonly #past = new Map<number, readonly PastStay[]>();
  #joined = 0;

  room(room: RoomRecord): void {
    this.rooms.set(room.party, room);
  }

  /** O(people in rooms). */
  roomEnded(party: number): void {
    this.rooms.delete(party);
    for (const stays of this.#stays.values()) stays.delete(party);
  }

  joined(room: number, party: number, seq: number): void {
    const stays = this.#stays.get(party) ?? new Map<number, Stay>();
    this.#stays.set(party, stays);
    stays.set(room, { number: ++this.#joined, after: seq });
    // Given again, it has not ended yet.
    this.#keepPast(
      party,
      this.pastOf(party).filter((one) => one.room !== room || one.after !== seq),
    );
  }

  left(room: number, party: number, seq: number): void {
    const stays = this.#stays.get(party);
    const stay = stays?.get(room);
    if (!stays || !stay || stay.after > seq) return;
    stays.delete(room);
    if (stays.size === 0) this.#stays.delete(party);
    if (stay.after < seq) {
      this.#keepPast(party, [...this.pastOf(party), { room, after: stay.after, upto: seq }]);
    }
  }

  /** Whoever was the first party is the second. */
  moved(from: number, to: number): void {
    const past = this.pastOf(from);
    const stays = this.#stays.get(from) ?? new Map<number, Stay>();
    this.dropped(from);
    const now = new Map([...(this.#stays.get(to) ?? []), ...stays]);
    if (now.size > 0) this.#stays.set(to, now);
    const isThere = ({ room, after }: PastStay) =>
      stays.get(room)?.after === after || past.some((one) => one.room === room && one.after === after);
    this.#keepPast(to, [...this.pastOf(to).filter((one) => !isThere(one)), ...past]);
  }

  /** The party is in no room, and never was. */
  dropped(party: number): void {
    this.#stays.delete(party);
    this.#past.delete(party);
  }

  /** Who is in each room, in the order of joining. O(people in rooms). */
  members(): ReadonlyMap<number, readonly { readonly party: number; readonly after: number }[]> {
    const all = [...this.#stays].flatMap(([party, stays]) =>
      [...stays].map(([room, stay]) => ({ room, party, ...stay })),
    );
    const byRoom = Map.groupBy(
      all.sort((a, b) => a.number - b.number),
      ({ room }) => room,
    );
    return new Map(
      [...byRoom].map(([room, some]) => [room, some.map(({ party, after }) => ({ party, after }))]),
    );
  }

  /** The rooms that somebody is in, in the order of joining. */
  roomsOf(party: number): readonly number[] {
    const stays = [...(this.#stays.get(party) ?? [])].sort(([, a], [, b]) => a.number - b.number);
    return stays.map(([room]) => room);
  }

  /** The rooms that somebody was in, in the order of leaving. */
  pastOf(party: number): readonly PastStay[] {
    return this.#past.get(party) ?? [];
  }

  #keepPast(party: number, past: readonly PastStay[]): void {
    if (past.length === 0) {
      this.#past.delete(party);
      return;
    }
    const inOrder = [...past].sort((a, b) => a.upto - b.upto || a.after - b.after || a.room - b.room);
    this.#past.set(party, inOrder.slice(-MAX_STAYS));
  }
}
