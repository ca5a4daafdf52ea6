/**
 * The status of attendants: online, or away and given nobody.
 */

import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import type { Status } from './journal.ts';
import type { Person } from './people.ts';

/**
 * The attendant has another status from now on: the other attendants are told, and the customers whom they serve. Of
 * an attendant who is lost the customers know that, and learn the status with the return.
 */
export function changeStatus(desk: Desk, effects: Effects, attendant: Person, status: Status): void {
  attendant.status = status;
  effects.status(attendant.party.id, status);
  const conns: number[] = [];
  if (attendant.session) {
    for (const { customer } of attendant.serving) if (customer.session) conns.push(customer.session.conn);
  }
  for (const other of desk.people.attendants) {
    if (other !== attendant && other.session) conns.push(other.session.conn);
  }
  if (conns.length > 0) effects.sendAll(conns, presenceEvent(attendant));
}

/** `PRESENCE name online`, or `away`: of somebody who is connected. */
export function presenceEvent({ party, status }: Person): string {
  return `PRESENCE ${party.name} ${status}`;
}
