/** CONNECT name role [display name]: a person enters, or one with an account comes back. */

import type { Role } from '../../protocol/commands.ts';
import { ok } from '../../protocol/format.ts';
import { MAX_DISPLAY_BYTES } from '../../protocol/limits.ts';
import { exceedsUtf8 } from '../../protocol/utf8.ts';
import { type Account, admission } from '../accounts.ts';
import { announce, assign, begin } from '../conversations.ts';
import { makePlace } from '../crowd.ts';
import { here } from '../deliveries.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { tellRooms } from '../gathering.ts';
import { Labels } from '../labels.ts';
import { end } from '../leaving.ts';
import { newPerson, type Person } from '../people.ts';
import { attach, replay, tellHowThingsStand } from '../returning.ts';
import { isHere, type Session } from '../session.ts';
import { changeStatus } from '../status.ts';
import { WELCOME } from '../texts.ts';
import type { Handler } from './handler.ts';

export const connect: Handler = (desk, session, command, effects) => {
  const [name = '', key = '', roleWord, display = '', tokenHash = '', proof = '', origin = ''] = command.args;
  const role = roleWord as Role;
  if (exceedsUtf8(display, MAX_DISPLAY_BYTES)) return 'TEXT-TOO-LONG';
  const account = desk.accounts.find(key);
  const refused = admission(desk, account, role, proof);
  if (refused !== '') return refused;
  const former = desk.people.find(key);
  if (former?.session && !account) return 'NAME-TAKEN';
  // Whoever comes back to a conversation does not make the line longer.
  const waits = role === 'consumidor' && !(account && former?.conversation);
  if (!makePlace(desk, effects, { account, former, origin, waits })) return 'FULL';

  const self: Self = { role, display, tokenHash };
  if (account) comeBack(desk, effects, account, former, session, self, command.label);
  else {
    // Whoever was lost under this name is somebody else: the old token is void from now on.
    if (former) end(desk, effects, former, 'abandoned');
    const party = { id: ++desk.lastParty, key, name };
    effects.party(party.id, key, name);
    const identity = { party, sinceSeq: desk.lastSeq, labels: new Labels(), origin };
    const person = enter(desk, effects, session, self, identity);
    effects.entered(session.conn, role, ok(command.label, `${name} ${role} `), ` ${WELCOME[session.lang]}`);
    begins(desk, effects, person);
  }
  return '';
};

/** What somebody says of themselves. */
type Self = Pick<Person, 'role' | 'display' | 'tokenHash'>;

/** Who that is to the desk. */
type Identity = Pick<Person, 'party' | 'sinceSeq' | 'labels' | 'origin'>;

function enter(
  desk: Desk,
  effects: Effects,
  session: Session,
  self: Self,
  { party, sinceSeq, labels, origin }: Identity,
): Person {
  const entered = { ...self, lang: session.lang, since: desk.now, sinceSeq };
  const person = newPerson({ ...entered, party, session, labels, origin });
  session.person = person;
  desk.people.add(person);
  effects.person({ ...entered, party: party.id });
  return person;
}

/** A customer begins to wait; an attendant is given who does. */
function begins(desk: Desk, effects: Effects, person: Person): void {
  if (person.role === 'consumidor') announce(desk, effects, [begin(desk, person)]);
  else if (person.role === 'atendente') assign(desk, effects);
}

/** The same person as ever, from another connection: with a token of its own, and what waited for them. */
function comeBack(
  desk: Desk,
  effects: Effects,
  account: Account,
  former: Person | undefined,
  session: Session,
  self: Self,
  label: string,
): void {
  const from = former ? (former.away ?? here(desk)) : account.away;
  const person = former ?? enter(desk, effects, session, self, { ...account, origin: '' });
  if (former) {
    desk.people.giveToken(former, self.tokenHash);
    former.display = self.display;
    if (former.status === 'away') changeStatus(desk, effects, former, 'online');
    const { role, since, sinceSeq, lang } = former;
    effects.person({ ...self, party: former.party.id, role, since, sinceSeq, lang });
    attach(desk, effects, former, session);
  } else {
    effects.presence(account.party.id, null);
    // What they said at earlier visits is in the store alone.
    person.heldAfter = desk.lastSeq;
  }
  if (!isHere(person)) return;
  replay(desk, effects, person, from, { label, after: ` ${WELCOME[session.lang]}` });
  // A customer whose conversation ended meanwhile has come for a new one.
  if (former && (former.conversation || former.role !== 'consumidor')) {
    tellHowThingsStand(desk, effects, person);
  } else {
    begins(desk, effects, person);
    tellRooms(effects, person);
  }
}
