/** What happens in a world, as it can be written down and repeated; and who looks on. */

import type { ListingRead, LogRead } from '../../../src/desk/effects.ts';
import type { Snapshot } from '../../../src/desk/journal.ts';
import type { Order } from '../../../src/desk/orders.ts';
import type { Line } from '../../../src/protocol/lines.ts';
import type { ModelStore } from '../model-store.ts';
import type { JournalRecord } from '../recorder.ts';
import type { Seen } from '../witness/witness.ts';

/** An entry as it can be written down and repeated. */
export type Action =
  | { readonly kind: 'command'; readonly at: number; readonly conn: number; readonly line: Line }
  /** A client is gone, and has not seen so many of the last lines; the server does not know yet. */
  | { readonly kind: 'dies'; readonly at: number; readonly conn: number; readonly unseen: number }
  | { readonly kind: 'lost'; readonly at: number; readonly conn: number; readonly unseen: number }
  | { readonly kind: 'tick'; readonly at: number }
  | { readonly kind: 'order'; readonly at: number; readonly order: Order }
  | { readonly kind: 'restart'; readonly at: number; readonly unseen: number };

/** Somebody who looks on. */
export interface Onlookers {
  /** What clients see. */
  readonly sees?: (seen: Seen) => void;
  /** What the journal is told. */
  readonly records?: (record: JournalRecord) => void;
  /** What the desk asks the store; the model store answers too. */
  readonly asks?: (read: ListingRead | LogRead, store: ModelStore) => void;
  /** What the server starts again from, in place of what the model store gives. */
  readonly snapshot?: (store: ModelStore) => Snapshot;
}
