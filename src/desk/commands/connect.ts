/** CONNECT name role [display name]: a person enters. */

import type { Role } from '../../protocol/commands.ts';
import { ok } from '../../protocol/format.ts';
import { MAX_DISPLAY_BYTES } from '../../protocol/limits.ts';
import { exceedsUtf8 } from '../../protocol/utf8.ts';
import { announce, assign, begin } from '../conversations.ts';
import { end } from '../leaving.ts';
import { newPerson } from '../people.ts';
import { WELCOME } from '../texts.ts';
import type { Handler } from './handler.ts';

export const connect: Handler = (desk, session, command, effects) => {
  const [name = '', key = '', roleWord, display = '', tokenHash = ''] = command.args;
  const role = roleWord as Role;
  if (exceedsUtf8(display, MAX_DISPLAY_BYTES)) return 'TEXT-TOO-LONG';
  const former = desk.people.find(key);
  if (former?.session) return 'NAME-TAKEN';
  if (!former && desk.people.size >= desk.options.maxPeople) return 'FULL';
  // Whoever takes the name of one who waits does not make the line longer.
  const freed = former?.conversation && !former.conversation.attendant ? 1 : 0;
  if (role === 'consumidor' && desk.waiting.length - freed >= desk.options.maxWaiting) return 'FULL';
  // Whoever was lost under this name is somebody else: the old token is void from now on.
  if (former) end(desk, effects, former, 'abandoned');

  const party = { id: ++desk.lastParty, key, name };
  const { lang } = session;
  const entered = { role, display, tokenHash, lang, since: desk.now, sinceSeq: desk.lastSeq };
  const person = newPerson({ ...entered, party, session });
  session.person = person;
  desk.people.add(person);
  effects.party(party.id, key, name);
  effects.person({ ...entered, party: party.id });
  const before = ok(command.label, `${name} ${role} `);
  effects.entered(session.conn, role, before, ` ${WELCOME[lang]}`);
  if (role === 'consumidor') announce(desk, effects, [begin(desk, person)]);
  else if (role === 'atendente') assign(desk, effects);
  return '';
};
