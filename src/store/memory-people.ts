/**
 * Who there is, in memory: names, people and accounts, where they went away, and which parties people were before. It
 * knows nothing of what was said.
 */

import type {
  AccountRecord,
  PersonRecord,
  Place,
  SnapshotIdentity,
  SnapshotPerson,
  Status,
} from '../desk/journal.ts';

interface Party {
  readonly key: string;
  readonly name: string;
}

interface Former {
  readonly party: number;
  readonly upto: number;
}

export class MemoryPeople {
  readonly people = new Map<number, PersonRecord>();
  readonly accounts = new Map<number, AccountRecord>();

  /** Kept until they are forgotten or expired: a name takes some hundred bytes. */
  readonly #parties = new Map<number, Party>();
  readonly #bearers = new Map<string, Set<number>>();
  /** Who is not connected, and who is not online. */
  readonly #away = new Map<number, Place>();
  readonly #statuses = new Map<number, Status>();
  /** By present party, in the order of renaming. */
  readonly #former = new Map<number, readonly Former[]>();

  nameOf(party: number): string {
    return this.#parties.get(party)?.name ?? '*';
  }

  keyOf(party: number): string | undefined {
    return this.#parties.get(party)?.key;
  }

  /** Whoever bore the name of this key; undefined if nobody did. */
  bearersOf(key: string): ReadonlySet<number> | undefined {
    return this.#bearers.get(key);
  }

  /** Whether the party is a person or an account. */
  has(party: number): boolean {
    return this.people.has(party) || this.accounts.has(party);
  }

  party(id: number, key: string, name: string): void {
    if (this.#parties.has(id)) return;
    this.#parties.set(id, { key, name });
    const bearers = this.#bearers.get(key);
    if (bearers === undefined) this.#bearers.set(key, new Set([id]));
    else bearers.add(id);
  }

  person(person: PersonRecord): void {
    this.people.set(person.party, person);
    this.#away.delete(person.party);
  }

  personEnded(party: number): void {
    this.people.delete(party);
    this.#statuses.delete(party);
    this.#former.delete(party);
    if (!this.has(party)) this.#away.delete(party);
  }

  status(party: number, status: Status): void {
    if (this.people.has(party)) this.#statuses.set(party, status);
  }

  presence(party: number, away: Place | null): void {
    if (away && this.has(party)) this.#away.set(party, away);
    else this.#away.delete(party);
  }

  account(account: AccountRecord): void {
    this.accounts.set(account.party, account);
  }

  accountRemoved(party: number): void {
    this.accounts.delete(party);
    if (!this.has(party)) this.#away.delete(party);
  }

  renamed(from: number, to: number, seq: number): void {
    const person = this.people.get(from);
    if (person) {
      const away = this.#away.get(from);
      // Given again, it may have been told earlier than whatever brought the first party back.
      const status = this.#statuses.get(this.people.has(to) ? to : from);
      this.people.delete(from);
      this.#away.delete(from);
      this.#statuses.delete(from);
      this.person({ ...person, party: to });
      if (away) this.#away.set(to, away);
      if (status) this.#statuses.set(to, status);
      else this.#statuses.delete(to);
    }
    const moved = [...(this.#former.get(from) ?? []), { party: from, upto: seq }];
    this.#former.delete(from);
    const others = (this.#former.get(to) ?? []).filter(
      (one) => !moved.some(({ party }) => party === one.party),
    );
    this.#former.set(
      to,
      [...others, ...moved].sort((a, b) => a.upto - b.upto || a.party - b.party),
    );
  }

  /** Whoever bears the name of this key has no name and is nobody from now on. Returns who that was. O(people). */
  forget(key: string): ReadonlySet<number> {
    const bearers = this.#bearers.get(key) ?? new Set();
    this.#bearers.delete(key);
    for (const id of bearers) {
      this.#parties.delete(id);
      this.accounts.delete(id);
      this.personEnded(id);
    }
    for (const [party, former] of this.#former) {
      this.#former.set(
        party,
        former.filter((one) => !bearers.has(one.party)),
      );
    }
    return bearers;
  }

  /** Forgets the names that nobody bears or bore, and that are not among these. O(names). */
  keepNames(needed: ReadonlySet<number>): void {
    const former = new Set([...this.#former.values()].flatMap((some) => some.map(({ party }) => party)));
    for (const [id, { key }] of this.#parties) {
      if (this.has(id) || former.has(id) || needed.has(id)) continue;
      this.#parties.delete(id);
      const bearers = this.#bearers.get(key)!;
      bearers.delete(id);
      if (bearers.size === 0) this.#bearers.delete(key);
    }
  }

  /** The present party and the former ones. */
  partiesOf(party: number): readonly number[] {
    return [party, ...this.formerOf(party).map((one) => one.party)];
  }

  formerOf(party: number): SnapshotPerson['former'] {
    return (this.#former.get(party) ?? []).map((one) => ({ ...one, ...this.#parties.get(one.party)! }));
  }

  /** What a restart brings back of an identity, but for its labels. */
  identityOf(party: number): Omit<SnapshotIdentity, 'labels'> {
    return { ...this.#parties.get(party)!, away: this.#away.get(party) ?? null };
  }

  statusOf(party: number): Status {
    return this.#statuses.get(party) ?? 'online';
  }
}
