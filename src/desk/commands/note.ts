/** NOTE name text: an attendant remarks something about a customer, for attendants alone. */

import { ok } from '../../protocol/format.ts';
import { labelKey } from '../labels.ts';
import { messageEvent } from '../messages.ts';
import { postNote } from '../notes.ts';
import { personOf, receiverOf } from '../receiver.ts';
import { entered } from './handler.ts';

export const note = entered((desk, author, command, effects) => {
  const [name = '', text = ''] = command.args;
  const { label } = command;
  const { conn } = author.session;
  // Keys of names are in lower case: no message under this label has that key.
  const key = label === '' ? 0 : labelKey(label, `NOTE ${name}`, text);
  const known = key === 0 ? 0 : author.labels.find(key);
  if (known > 0) {
    // It came before, and its reply was lost.
    effects.send(conn, ok(label, `${known}`));
    return '';
  }
  const customer = receiverOf(desk, name);
  if (!customer) return 'NO-SUCH-USER';
  if (customer.role !== 'consumidor') return 'FORBIDDEN';
  const person = personOf(desk, customer);
  const attendant = person?.conversation?.attendant ?? null;
  const about = { customer: customer.party, person, attendant, attendantParty: attendant?.party.id ?? 0 };
  const message = postNote(desk, effects, author, about, text, key);
  author.undo.push(message);
  effects.send(conn, ok(label, `${message.seq}`));
  if (attendant?.session && attendant !== author) effects.send(attendant.session.conn, messageEvent(message));
  return '';
});
