/**
 * What help looks like to people: the commands of their role in groups, the most used first, on one screen; one command
 * with all that there is to say of it; and the rule that tells commands from text. Owns how it fits. Pure.
 */

import type { CommandSpec, Role } from '../../protocol/commands.ts';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { isFor, RAW, slashFor, specOf, TURN } from './command-words.ts';
import { capital, harmless } from './harmless.ts';
import { type Look, texts } from './screen.ts';
import { argumentsOf, neededOf, syntaxIn, typedIn } from './syntax.ts';
import { table, wrap } from './table.ts';
import { GROUPS, type Group, HELP_TEXTS } from './texts-help.ts';
import { TERMINAL_TEXTS } from './texts-terminal.ts';

/** Rows of the smallest usual terminal. */
const USUAL_ROWS = 24;

/** Where the name of a group has no room beside its commands. */
const NARROW = 60;

/** What stands where, the most used first. What is in none of them comes last. */
const VERBS: Readonly<Record<Group, readonly string[]>> = {
  talks: ['NEXT', 'TAKE', 'QUEUE', 'TO', 'CLOSE', '!', 'NOTE', 'TRANSFER', 'RETURN', 'RATE'],
  messages: ['MSG', 'UNDO', 'HISTORY', 'SEARCH'],
  rooms: ['JOIN', 'ROOMS', 'WHO', 'LEAVE', 'CREATE'],
  desk: ['LIST-USERS', 'STATS', 'CANNED'],
  you: ['STATUS', 'NICK', 'LANG', 'QUIT'],
  more: ['HELP', 'TYPING', 'SEEN', 'PING', 'RAW'],
};

/** Commands that are only named where not all fit, the first ones first. */
const RARE: readonly string[] = [
  'RAW',
  'PING',
  'SEEN',
  'TYPING',
  'HELP',
  'STATS',
  'CANNED',
  'LANG',
  'CREATE',
  'NICK',
  'LEAVE',
  'WHO',
  'RETURN',
];

/** Commands that each role has. */
const EXAMPLES: Readonly<Record<Role, string>> = {
  atendente: 'LIST, NEXT, HISTORY ana',
  consumidor: 'QUEUE, HISTORY, UNDO',
  membro: 'JOIN #geral, HISTORY, UNDO',
};

interface Entry {
  readonly verb: string;
  readonly group: Group;
  /** As one types it, without what may be left out. */
  readonly typed: string;
  /** As the protocol writes it, with everything; '' if it does not know it. */
  readonly wire: string;
  readonly what: string;
}

/**
 * The answer to HELP: what the server lists, what the client adds, and the rule of plain words. On a terminal too small
 * for all of them the rarest are only named.
 */
export function showHelp(items: readonly Event[], look: Look): string {
  const entries = entriesOf(items, look);
  if (look.plain) return spoken(entries, look).join('\n');
  let lines = page(entries, [], look);
  const room = look.columns === Number.POSITIVE_INFINITY ? look.columns : (look.rows ?? USUAL_ROWS) - 1;
  for (let rare = 1; lines.length > room && rare <= RARE.length; rare++) {
    lines = page(entries, RARE.slice(0, rare), look);
  }
  return lines.join('\n');
}

/**
 * The answer to `/help msg`: how this command is written, what it does, an example. Whoever may not use it is told who
 * may.
 */
export function showCommand(verb: string, look: Look): string {
  const { lang, role } = look.view;
  const t = HELP_TEXTS[lang];
  const spec = specOf(verb);
  const said = t.commands[spec?.verb ?? verb];
  const { more } = said ?? {};
  const example = (role === 'consumidor' ? t.customersExamples[verb] : undefined) ?? said?.example ?? '';
  const what = whatOf(spec?.verb ?? verb, look) ?? '';
  const word = wordFor(verb, look);
  const args = typedIn(lang, argumentsOf(verb));
  const lines = [
    `${`${word} ${args}`.trimEnd()} — ${what}`,
    ...(isFor(verb, role) ? [] : [`${capital(t.onlyFor(spec?.roles ?? []))}.`]),
    ...(more === undefined ? [] : [more]),
    ...(example === '' ? [] : [t.example(`${word} ${example}`)]),
    ...(spec ? [t.onWire(wireOf(spec, look))] : []),
  ];
  return lines.flatMap((one, i) => wrap(`${i === 0 ? '' : '  '}${one}`, look.columns, 2)).join('\n');
}

/** The answer to `/help rules`: how commands are told from text, in full. */
export function showRules(look: Look): string {
  const { lang, role, rooms } = look.view;
  const { pasted, keys } = TERMINAL_TEXTS[lang];
  const isPlain = look.plain === true;
  const isScript = !isPlain && look.columns === Number.POSITIVE_INFINITY;
  const atTerminal = isScript ? [] : [pasted(isPlain), ...(isPlain ? [] : keys(role))];
  return [...texts(look).rules(role, rooms.length > 0), ...atTerminal]
    .flatMap((one) => wrap(one, look.columns))
    .join('\n');
}

/** What HELP says of one command, in columns: how it is written, the word of the language, what it does. */
export function fullRow({ rest }: Event, look: Look): string[] {
  const { lang } = look.view;
  const { verb, args, text } = partsOf(rest);
  return [`${verb} ${syntaxIn(lang, args)}`.trimEnd(), slashFor(verb, lang), text];
}

/** All that there is, in the order in which it is shown. */
function entriesOf(items: readonly Event[], look: Look): Entry[] {
  const { lang, role } = look.view;
  // Customers have rooms where the server says so.
  const hasRooms = items.some(({ rest }) => partsOf(rest).verb === 'JOIN');
  const own = [
    'RAW',
    ...(role !== 'consumidor' || hasRooms ? ['TO'] : []),
    ...(role === 'atendente' && !look.hasNoCanned ? ['!'] : []),
  ];
  const listed = new Map([
    ...items.map(({ rest }) => [partsOf(rest).verb, partsOf(rest)] as const),
    ...own.map((verb) => [verb, { verb, args: argumentsOf(verb), text: '' }] as const),
  ]);
  const placed = new Set(GROUPS.flatMap((group) => VERBS[group]));
  const strangers = [...listed.keys()].filter((verb) => !placed.has(verb));
  return GROUPS.flatMap((group) =>
    [...VERBS[group], ...(group === 'more' ? strangers : [])].flatMap((verb) => {
      const found = listed.get(verb);
      if (!found) return [];
      const spec = specOf(verb);
      const typed = `${wordFor(verb, look)} ${typedIn(lang, neededOf(verb, found.args))}`.trimEnd();
      const wire = own.includes(verb) ? '' : `${verb} ${syntaxIn(lang, found.args)}`.trimEnd();
      const roomless =
        role === 'consumidor' && !hasRooms ? HELP_TEXTS[lang].toCustomersWithoutRooms[verb] : undefined;
      const what = roomless ?? whatOf(spec?.verb ?? verb, look) ?? found.text;
      return [{ verb, group, typed: verb === '!' ? wordFor(verb, look) : typed, wire, what }];
    }),
  );
}

function whatOf(verb: string, { view }: Look): string | undefined {
  const t = HELP_TEXTS[view.lang];
  return (view.role === 'consumidor' ? t.toCustomers[verb] : undefined) ?? t.commands[verb]?.what;
}

/** A screen of it; the `rare` ones are only named. */
function page(entries: readonly Entry[], rare: readonly string[], look: Look): string[] {
  const { lang } = look.view;
  const t = HELP_TEXTS[lang];
  const isWhole = look.columns === Number.POSITIVE_INFINITY;
  const shown = entries.filter(({ verb }) => !rare.includes(verb));
  const named = entries.filter(({ verb }) => rare.includes(verb)).map(({ verb }) => wordFor(verb, look));
  const rows = GROUPS.flatMap((group) =>
    shown
      .filter((entry) => entry.group === group)
      .map(({ typed, wire, what }, i) => {
        const cells = isWhole
          ? [wire || typed, wire === '' ? '' : (typed.split(' ')[0] ?? ''), what]
          : [typed, what];
        const head = i === 0 ? t.groups[group] : '';
        return { head, cells };
      }),
  );
  const lines =
    look.columns < NARROW
      ? table(
          rows.map(({ cells }) => cells),
          look.columns,
        )
      : table(
          rows.map(({ head, cells }) => [head, ...cells]),
          look.columns,
        );
  const rest = [...(named.length === 0 ? [] : [t.also(named)]), ...ruleOf(look)];
  return [...lines, '', ...rest.flatMap((one) => wrap(one, look.columns))];
}

/** For a screen reader: a sentence for each. */
function spoken(entries: readonly Entry[], look: Look): string[] {
  const { lang } = look.view;
  const t = HELP_TEXTS[lang];
  const lines = GROUPS.flatMap((group) => {
    const mine = entries.filter((entry) => entry.group === group);
    const said = mine.map(({ typed, what }) => `${typed}: ${what}.`);
    return mine.length === 0 ? [] : [`${t.groups[group]}:`, ...said];
  });
  return [...lines, ruleOf(look).join(' ')];
}

/** How commands are told from text, in short; a script is read like an attendant's lines. */
function ruleOf({ view, columns, plain }: Look): readonly string[] {
  const t = HELP_TEXTS[view.lang];
  const isScript = columns === Number.POSITIVE_INFINITY && !plain;
  if (view.role === 'atendente' || isScript) return t.rule(EXAMPLES[view.role]);
  return t.chatRule(view.role === 'membro' ? '#geral' : '*');
}

/** What people write for it: `/listar`, `/para`, `!nome`. */
function wordFor(verb: string, look: Look): string {
  const { lang } = look.view;
  if (verb === '!') return `!${texts(look).nameWord}`;
  if (verb === 'TO') return `/${TURN[lang === 'pt' ? 0 : 1]}`;
  if (verb === 'RAW') return `/${RAW}`;
  return slashFor(verb, lang) || `/${verb.toLowerCase()}`;
}

function wireOf({ verb, syntax }: CommandSpec, { view }: Look): string {
  return `${verb} ${syntaxIn(view.lang, syntax)}`.trimEnd();
}

/** `verb arguments — text` */
function partsOf(rest: string) {
  const [syntax = '', text = ''] = cut(harmless(rest), ' — ');
  const [verb = '', args = ''] = splitWords(syntax, 1);
  return { verb, args, text };
}

function cut(text: string, at: string): [string, string] {
  const i = text.indexOf(at);
  return i < 0 ? [text, ''] : [text.slice(0, i), text.slice(i + at.length)];
}
