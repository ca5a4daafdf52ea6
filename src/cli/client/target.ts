/** To whom a typed line goes. Pure: it says so, and turns to nobody. */

import { readName, readRoom } from '../../protocol/names.ts';
import type { Intent } from './input.ts';
import type { View } from './view.ts';

/** To whom this goes, or whom it makes the partner, as written; null if to nobody. */
export function targetOf(intent: Intent, view: View): string | null {
  const isCustomer = view.role === 'consumidor';
  switch (intent.do) {
    case 'say':
      return isCustomer ? '*' : view.partner;
    case 'say-to':
    case 'turn-to': {
      if (intent.do === 'turn-to' && isCustomer) return null;
      if (intent.to === '') return isCustomer ? null : view.partner;
      const name = (readName(intent.to) ?? readRoom(intent.to))?.name;
      return name === undefined ? null : view.spelled(name);
    }
    case 'command':
      return view.partner;
    default:
      return null;
  }
}
