/** The replies to what the desk asks the store, as the model store answers. */

import { historyReply } from '../../src/desk/commands/history.ts';
import { searchReply } from '../../src/desk/commands/search.ts';
import { statsReply } from '../../src/desk/commands/stats.ts';
import type { ListingRead } from '../../src/desk/effects.ts';
import type { ModelStore } from './model-store.ts';

export function answer(store: ModelStore, read: ListingRead): string {
  switch (read.kind) {
    case 'history':
      return historyReply(read, store.history(read.query));
    case 'search':
      return searchReply(read, { messages: store.search(read.query), complete: true });
    default:
      return statsReply(read, store.stats(read.at));
  }
}
