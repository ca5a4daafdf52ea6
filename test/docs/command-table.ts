/**
 * The summary of the commands in docs/PROTOCOL.md and docs/PROTOCOLO.md, from the table that the code works by.
 */

import type { Lang } from '../../src/protocol/codes.ts';
import type { CommandSpec, Phase, Role } from '../../src/protocol/commands.ts';
import { ROLES } from '../../src/protocol/commands.ts';

interface Words {
  readonly head: string;
  readonly all: string;
  readonly who: Readonly<Record<Role, string>>;
  readonly when: Readonly<Record<Phase, string>>;
  readonly changes: string;
}

const WORDS: Readonly<Record<Lang, Words>> = {
  en: {
    head: '| verb | also | who | entry | what it does |',
    all: 'all',
    who: { atendente: 'attendants', consumidor: 'customers', membro: 'members' },
    when: { before: 'before', entered: 'after', any: 'any time' },
    changes: 'These change the desk, and are refused while the store cannot be written:',
  },
  pt: {
    head: '| verbo | também | quem | entrada | o que faz |',
    all: 'todos',
    who: { atendente: 'atendentes', consumidor: 'consumidores', membro: 'membros' },
    when: { before: 'antes', entered: 'depois', any: 'tanto faz' },
    changes: 'Estes mudam o balcão, e são recusados enquanto não é possível gravar:',
  },
};

/** A table of the commands, how each is written, and which of them change the desk; as Markdown. */
export function commandTable(commands: readonly CommandSpec[], lang: Lang): string {
  const words = WORDS[lang];
  return [
    words.head,
    '|---|---|---|---|---|',
    ...commands.map(
      (spec) =>
        `| [${spec.verb}](#${spec.verb.toLowerCase()}) | ${spec.aliases.join(', ')} | ${who(spec, words)} ` +
        `| ${words.when[spec.phase]} | ${spec.help[lang]} |`,
    ),
    '',
    '```text',
    ...commands.map(synopsis),
    '```',
    '',
    words.changes,
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

function who({ roles }: CommandSpec, words: Words): string {
  return roles.length === ROLES.length ? words.all : roles.map((role) => words.who[role]).join(', ');
}
