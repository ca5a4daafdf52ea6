/**
 * The summary of the commands in docs/PROTOCOL.md, from the table that the code works by.
 */

import type { CommandSpec, Phase, Role } from '../../src/protocol/commands.ts';
import { ROLES } from '../../src/protocol/commands.ts';

const WHO: Readonly<Record<Role, string>> = {
  atendente: 'attendants',
  consumidor: 'customers',
  membro: 'members',
};
const WHEN: Readonly<Record<Phase, string>> = {
  before: 'before',
  entered: 'after',
  any: 'any time',
};

/** A table of the commands, how each is written, and which of them change the desk; as Markdown. */
export function commandTable(commands: readonly CommandSpec[]): string {
  return [
    '| verb | also | who | entry | what it does |',
    '|---|---|---|---|---|',
    ...commands.map(
      (spec) =>
        `| [${spec.verb}](#${spec.verb.toLowerCase()}) | ${spec.aliases.join(', ')} | ${who(spec)} ` +
        `| ${WHEN[spec.phase]} | ${spec.help.en} |`,
    ),
    '',
    '```text',
    ...commands.map(synopsis),
    '```',
    '',
    'These change the desk, and are refused while the store cannot be written:',
    '',
    `${commands
      .filter(({ changes }) => changes)
      .map(({ verb }) => verb)
      .join(', ')}.`,
  ].join('\n');
}

/** `VERB arguments` */
export function synopsis({ verb, syntax }: CommandSpec): string {
  return syntax === '' ? verb : `${verb} ${syntax}`;
}

function who({ roles }: CommandSpec): string {
  return roles.length === ROLES.length ? 'all' : roles.map((role) => WHO[role]).join(', ');
}
