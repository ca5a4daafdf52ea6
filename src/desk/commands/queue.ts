/** QUEUE: a customer's place in the line; for attendants, who waits. */

import { formatTime, listing, ok, takeFitting } from '../../protocol/format.ts';
import { queueState } from '../conversations.ts';
import type { Desk } from '../desk.ts';
import { entered } from './handler.ts';

export const queue = entered((desk, person, command, effects) => {
  const reply =
    person.role === 'atendente'
      ? listing(command.label, takeFitting(waiting(desk)))
      : ok(command.label, queueState(desk, person.conversation));
  effects.send(person.session.conn, reply);
  return '';
});

function* waiting(desk: Desk): Generator<string> {
  for (const { customer, waitingSince, count } of desk.waiting) {
    yield `WAITING ${customer.party.name} ${formatTime(waitingSince)} ${count}`;
  }
}
