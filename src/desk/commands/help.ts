/** HELP [verb]: the commands that are open to this role now. */

import { COMMANDS, type CommandSpec, commandIndex } from '../../protocol/commands.ts';
import { listing } from '../../protocol/format.ts';
import type { Desk } from '../desk.ts';
import { mayUse } from '../rights.ts';
import type { Session } from '../session.ts';
import type { Handler } from './handler.ts';

export const help: Handler = (desk, session, command, effects) => {
  const [verb = ''] = command.args;
  const asked = verb === '' ? -1 : commandIndex(verb);
  if (verb !== '' && asked < 0) return 'BAD-ARGUMENT';
  const open = COMMANDS.filter(
    (spec, index) => (asked < 0 || index === asked) && isOpen(desk, spec, session),
  );
  const items = open.map((spec) => item(spec, session));
  effects.send(session.conn, listing(command.label, items));
  return '';
};

function isOpen(desk: Desk, spec: CommandSpec, { person }: Session): boolean {
  if (spec.phase === 'any') return true;
  if (spec.phase === 'before') return person === null;
  return person !== null && mayUse(desk, person.role, spec);
}

/** `HELP verb syntax — text` */
function item(spec: CommandSpec, session: Session): string {
  const head = spec.syntax === '' ? spec.verb : `${spec.verb} ${spec.syntax}`;
  return `HELP ${head} — ${spec.help[session.lang]}`;
}
