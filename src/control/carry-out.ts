/**
 * Carries a request out, the same way beside a running server and without one: an order by the desk, all else by the
 * store.
 */

import { existsSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Order, OrderResult } from '../desk/orders.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { type Answer, PAGE_MESSAGES, type Request } from './request.ts';

export interface Hands {
  /** Resolves once it is stored, and what it erased is erased. Rejects with a `StoreError`. */
  order(order: Order): Promise<OrderResult | 'store-failed'>;
  readonly store: Pick<Store, 'history' | 'page' | 'backup'>;
}

/** @param dir the data folder. Rejects only because of a bug. */
export async function carryOut(request: Request, dir: string, { order, store }: Hands): Promise<Answer> {
  try {
    switch (request.do) {
      case 'known': {
        const nothing = { after: 0, before: Number.MAX_SAFE_INTEGER, limit: 1, notes: false };
        return { ok: true, known: (await store.history({ key: request.key, ...nothing })).known };
      }
      case 'page': {
        const { key, after } = request;
        return { ok: true, messages: await store.page({ key, after, limit: PAGE_MESSAGES }) };
      }
      case 'backup':
        if (isInside(request.path, dir)) return { ok: false, why: 'inside-data' };
        await store.backup(request.path);
        return { ok: true };
      default: {
        const result = await order(request);
        return result === 'store-failed' ? { ok: false, why: result } : result;
      }
    }
  } catch (error) {
    if (error instanceof StoreError) return { ok: false, why: error.code, detail: error.message };
    throw error;
  }
}

/** Whether a file that is to be would lie in the folder. */
function isInside(path: string, dir: string): boolean {
  const folder = dirname(path);
  if (!existsSync(folder) || !existsSync(dir)) return false;
  const way = relative(realpathSync(dir), realpathSync(folder));
  return way === '' || !/^\.\.(?:[/\\]|$)|^(?:[a-z]:)?[/\\]/i.test(way);
}
