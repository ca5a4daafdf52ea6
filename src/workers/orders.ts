/**
 * The orders of those who run the desk, from when they are given until they are answered. It decides nothing, and
 * answers none before it is stored and, where it erases something, nothing of that is left in the files.
 */

import type { Logger } from 'pino';
import type { Order, OrderResult } from '../desk/orders.ts';
import type { Store } from '../store/store.ts';
import type { Answer } from './batch.ts';
import { reasonOf } from './reads.ts';

/** Orders that may be under way. */
const MAX_ORDERS = 256;
const ERASING: ReadonlySet<Order['do']> = new Set(['forget', 'expire'] as const);

/** How an order went. Where the store failed, nothing of it was done, or it is not known to be. */
export type OrderOutcome = OrderResult | 'store-failed';

export class Orders {
  readonly #store: Store;
  readonly #log: Logger;
  /** Who waits for the orders that are not stored yet, by request. */
  readonly #waiting = new Map<number, (outcome: OrderOutcome) => void>();
  #underWay = 0;
  #lastRequest = 0;

  constructor(store: Store, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  /** Whether all that were given are answered. */
  get idle(): boolean {
    return this.#underWay === 0;
  }

  /** Gives an order to the desk, by `submit`, under a number of its own; resolves with the answer. */
  async give(order: Order, submit: (request: number) => void): Promise<OrderOutcome> {
    if (this.#underWay >= MAX_ORDERS) return 'store-failed';
    this.#underWay++;
    try {
      const outcome = await new Promise<OrderOutcome>((resolve) => {
        const request = ++this.#lastRequest;
        this.#waiting.set(request, resolve);
        submit(request);
      });
      // Even when there was nobody to forget: an earlier order may have come only so far.
      if (ERASING.has(order.do) && outcome !== 'store-failed') await this.#store.erase();
      return outcome;
    } catch (error) {
      this.#log.error({ order: order.do, reason: reasonOf(error) }, 'the files could not be cleaned');
      return 'store-failed';
    } finally {
      this.#underWay--;
    }
  }

  /** What the desk answered is stored. */
  stored({ request, result }: Answer): void {
    this.#waiting.get(request)?.(result);
    this.#waiting.delete(request);
  }

  /** What is not stored yet will not be. */
  giveUp(): void {
    for (const answer of this.#waiting.values()) answer('store-failed');
    this.#waiting.clear();
  }
}
