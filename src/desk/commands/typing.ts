/** TYPING to on|off: the other side is told that somebody is typing. It changes nothing, and is kept nowhere. */

import { ok } from '../../protocol/format.ts';
import type { Effects } from '../effects.ts';
import { tellMembers } from '../gathering.ts';
import type { Person } from '../people.ts';
import { type Addressee, addressee } from '../receiver.ts';
import { entered } from './handler.ts';

export const typing = entered((desk, person, command, effects) => {
  const [to = '', state = ''] = command.args;
  const whom = addressee(desk, person, to);
  if (typeof whom === 'string') return whom;
  // A message would take who waits; this does not.
  if (whom.kind === 'customer' && !whom.conversation.attendant) return 'NO-CONVERSATION';
  effects.send(person.session.conn, ok(command.label, ''));
  tell(effects, person, whom, `TYPING ${person.party.name} ${whom.to.name} ${state}`);
  return '';
});

function tell(effects: Effects, person: Person, whom: Addressee, event: string): void {
  if (whom.kind === 'room') {
    tellMembers(effects, whom.room, event, person);
    return;
  }
  const session = sessionOf(whom);
  if (session) effects.send(session.conn, event);
}

function sessionOf(whom: Exclude<Addressee, { kind: 'room' }>): Person['session'] {
  switch (whom.kind) {
    case 'desk':
      return whom.attendant?.session ?? null;
    case 'customer':
      return whom.conversation.customer.session;
    default:
      return whom.receiver.session;
  }
}
