/** What each role may do at this desk. Pure; it tells nobody. */

import type { CommandSpec, Role } from '../protocol/commands.ts';
import type { Desk } from './desk.ts';

/** Whether people of this role may use a command here. */
export function mayUse(desk: Desk, role: Role, spec: CommandSpec): boolean {
  return spec.roles.includes(role) && (!spec.rooms || mayUseRooms(desk, role));
}

/** Whether rooms are open to people of this role. */
export function mayUseRooms({ options }: Desk, role: Role): boolean {
  return role !== 'consumidor' || options.roomsForCustomers;
}
