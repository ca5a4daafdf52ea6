/**
 * The desk without a server: opens the store of a folder for a moment, and carries out requests on it as a server
 * would. Nobody is connected then, so of what the desk wants done only its records count.
 */

import { apply, type Desk } from '../desk/desk.ts';
import type { Effects } from '../desk/effects.ts';
import type { Order, OrderResult } from '../desk/orders.ts';
import { restoreDesk } from '../desk/restore.ts';
import { RecordWriter } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { openSqliteStore } from '../workers/sqlite-store.ts';
import { carryOut } from './carry-out.ts';
import type { Answer, Request } from './request.ts';

export interface OfflineDesk {
  /** Rejects only because of a bug. */
  ask(request: Request): Promise<Answer>;
  /** Gives the folder up. */
  close(): Promise<void>;
}

/** Claims the folder. Rejects with a `StoreError`, `in-use` if somebody else has it; nothing is left open then. */
export async function openOffline(dir: string): Promise<OfflineDesk> {
  const store = await openSqliteStore({ dir, durability: 'full' });
  try {
    const effects = new Unheard();
    const desk = restoreDesk({}, await store.load(), Date.now(), effects);
    const order = (wanted: Order) => carryOutOrder(desk, effects, store, wanted);
    return { ask: (request) => carryOut(request, dir, { order, store }), close: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Rejects with a `StoreError`; the desk is not to be used again then. */
async function carryOutOrder(desk: Desk, effects: Unheard, store: Store, order: Order): Promise<OrderResult> {
  apply(desk, { kind: 'order', at: Date.now(), request: 0, order }, effects);
  if (!effects.empty) await store.commit(effects.take());
  if (order.do === 'forget') await store.erase();
  if (!effects.result) throw new Error(`the desk did not answer ${order.do}`);
  return effects.result;
}

/** Effects that reach nobody, but for the records and the answer. */
class Unheard extends RecordWriter implements Effects {
  result: OrderResult | null = null;

  answer(_request: number, result: OrderResult): void {
    this.result = result;
  }

  send(): void {}
  sendAll(): void {}
  entered(): void {}
  resumed(): void {}
  language(): void {}
  close(): void {}
  read(): void {}
}
