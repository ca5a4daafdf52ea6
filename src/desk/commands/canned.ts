/** CANNED: the answers that attendants have at hand. */

import { listing, takeFitting } from '../../protocol/format.ts';
import type { Desk } from '../desk.ts';
import { entered } from './handler.ts';

export const canned = entered((desk, person, command, effects) => {
  effects.send(person.session.conn, listing(command.label, takeFitting(items(desk))));
  return '';
});

function* items(desk: Desk): Generator<string> {
  for (const { name, text } of desk.canned) yield `CANNED ${name} ${text}`;
}
