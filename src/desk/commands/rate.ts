/** RATE 1..5 [text]: what a customer thought of the conversation that an attendant has closed. */

import { ok } from '../../protocol/format.ts';
import { messageEvent } from '../messages.ts';
import { postNote } from '../notes.ts';
import { entered } from './handler.ts';

export const rate = entered((desk, customer, command, effects) => {
  const [score = '', text = ''] = command.args;
  const { rateable, party } = customer;
  if (!rateable) return 'NO-CONVERSATION';
  customer.rateable = null;
  effects.send(customer.session.conn, ok(command.label, ''));
  effects.rating({ conversation: rateable.conversation, score: Number(score), at: desk.now });
  const attendant = desk.people.whoIs(rateable.attendant) ?? null;
  const attendantParty = (attendant?.party ?? rateable.attendant).id;
  const said = text === '' ? `RATE ${score}` : `RATE ${score} ${text}`;
  const about = { customer: party, person: customer, attendant, attendantParty };
  const message = postNote(desk, effects, customer, about, said);
  if (attendant?.session) effects.send(attendant.session.conn, messageEvent(message));
  return '';
});
