/** Deliveries in memory: of each party about as many as its log can show. */

import type { DeliveryRecord, LogQuery } from '../desk/journal.ts';
import { MAX_LOG } from '../protocol/limits.ts';
import { scopesOf, tellsOf } from './delivery-log.ts';

export class MemoryDeliveries {
  /** The highest id ever. */
  last = 0;
  /** Of each party, oldest first. */
  readonly #of = new Map<number, DeliveryRecord[]>();

  /** One that came before does not come again. O(1) amortised. */
  add(delivery: DeliveryRecord): void {
    if (delivery.id <= this.last) return;
    this.last = delivery.id;
    const deliveries = this.#of.get(delivery.party) ?? [];
    this.#of.set(delivery.party, deliveries);
    if (deliveries.push(delivery) >= 2 * MAX_LOG) deliveries.splice(0, MAX_LOG);
  }

  /** The first party's are the second one's. */
  moved(from: number, to: number): void {
    const deliveries = this.#of.get(from);
    if (deliveries === undefined) return;
    this.#of.delete(from);
    const all = [...(this.#of.get(to) ?? []), ...deliveries.map((one) => ({ ...one, party: to }))];
    this.#of.set(
      to,
      all.sort((a, b) => a.id - b.id),
    );
  }

  /** The party needs them no more. */
  dropped(party: number): void {
    this.#of.delete(party);
  }

  /** O(deliveries). */
  drop(obsolete: (delivery: DeliveryRecord) => boolean): void {
    for (const [party, deliveries] of this.#of) {
      this.#of.set(
        party,
        deliveries.filter((delivery) => !obsolete(delivery)),
      );
    }
  }

  /** Those of a log, newest first, each once. O(deliveries to all whose messages are in it). */
  ofLog(query: LogQuery): DeliveryRecord[] {
    const { party, after, upto, since, others } = query;
    const scopes = scopesOf(query);
    const above = typeof after === 'number' ? 0 : after.delivery;
    const all = new Map<number, DeliveryRecord>();
    const own = { party, after: 0, upto: Number.MAX_SAFE_INTEGER };
    for (const scope of [own, ...others]) {
      for (const one of this.#of.get(scope.party) ?? []) {
        const { id, place } = one;
        if (id <= above || id > upto.delivery || place < since) continue;
        if (place < scope.after || place > scope.upto) continue;
        if (tellsOf(query, scopes, one)) all.set(id, one);
      }
    }
    return [...all.values()].sort((a, b) => b.id - a.id);
  }
}
