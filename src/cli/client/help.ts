/**
 * What HELP looks like to people: each command with the word of their language, what the client adds, and the rule that
 * tells commands from text. Owns how it fits on one screen. Pure.
 */

import type { Role } from '../../protocol/commands.ts';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { slashFor } from './command-words.ts';
import { harmless } from './harmless.ts';
import { type Look, texts } from './screen.ts';
import { syntaxIn, usage } from './syntax.ts';
import { table, wrap } from './table.ts';
import { TERMINAL_TEXTS } from './texts-terminal.ts';

/** Lines that fit on the smallest usual terminal, with the prompt below. */
const SCREEN_LINES = 23;

/** Commands that each role has. */
const EXAMPLES: Readonly<Record<Role, string>> = {
  atendente: 'LIST, NEXT, HISTORY ana',
  consumidor: 'QUEUE, HISTORY, UNDO',
  membro: 'JOIN #geral, HISTORY, UNDO',
};

/** Commands that are only named where not all fit, the first ones first. */
const RARE: readonly string[] = [
  'TYPING',
  'SEEN',
  'PING',
  'HELP',
  'LANG',
  'CANNED',
  'NICK',
  'STATS',
  'WHO',
  'LEAVE',
  'CREATE',
  'ROOMS',
  'QUIT',
];

/**
 * The answer to HELP: what the server lists, what the client adds, and the rule of plain words. On a terminal too small
 * for that, each command stands there once, and the rarest are only named.
 */
export function showHelp(items: readonly Event[], look: Look): string {
  let lines = helpOf(
    items.map((item) => fullRow(item, look)),
    ownRows(items, look, ['']),
    [],
    look,
  );
  const isBounded = look.columns !== Number.POSITIVE_INFINITY;
  for (let rare = 0; isBounded && lines.length > SCREEN_LINES && rare <= RARE.length; rare++) {
    lines = overview(items, RARE.slice(0, rare), look);
  }
  return lines.join('\n');
}

/** The answer to `/help rules`: how commands are told from text, in full. */
export function showRules(look: Look): string {
  const { lang, role } = look.view;
  const keys = look.plain || look.columns === Number.POSITIVE_INFINITY ? [] : TERMINAL_TEXTS[lang].keys;
  return [...texts(look).rules(role), ...keys].flatMap((one) => wrap(one, look.columns)).join('\n');
}

/** What HELP says of one command, in columns: how it is written, the word of the language, what it does. */
export function fullRow({ rest }: Event, look: Look): string[] {
  const { lang } = look.view;
  const { verb, args, text } = partsOf(rest, look);
  return [`${verb} ${syntaxIn(lang, args)}`.trimEnd(), slashFor(verb, lang), text];
}

/** Commands by their word and what they cannot do without; the `rare` ones in one line. */
function overview(items: readonly Event[], rare: readonly string[], look: Look): string[] {
  const { lang } = look.view;
  const named: string[] = [];
  const rows: string[][] = [];
  for (const { rest } of items) {
    const { verb, args, text } = partsOf(rest, look);
    const word = slashFor(verb, lang) || verb;
    const needed = syntaxIn(lang, args.replace(/ ?\[[^\]]*\]/g, ''));
    if (rare.includes(verb)) named.push(word);
    else rows.push([`${word} ${needed}`.trimEnd(), text]);
  }
  return helpOf(rows, ownRows(items, look, []), named, look);
}

function helpOf(rows: string[][], own: string[][], named: readonly string[], look: Look): string[] {
  const t = texts(look);
  const more = named.length === 0 ? [] : [t.helpMore(named)];
  const rule = [...more, ...t.helpRule(EXAMPLES[look.view.role])].flatMap((one) => wrap(one, look.columns));
  return [...table([...rows, ...own], look.columns), '', ...rule];
}

/** What the client adds, behind these cells. */
function ownRows(items: readonly Event[], look: Look, before: readonly string[]): string[][] {
  const t = texts(look);
  const { lang, role } = look.view;
  const canned = [...before, `!${t.nameWord}`, t.helpCanned];
  const to = lang === 'pt' ? '/para' : '/to';
  const turn = [...before, `${to} ${t.nameWord}`, t.helpTo];
  const turnRoom = [...before, `${to} ${syntaxIn(lang, '#room')}`, t.helpToRoom];
  const raw = [...before, usage('/raw', 'RAW', lang), t.helpRaw];
  // Customers have rooms where the server says so.
  const hasRooms = items.some(({ rest }) => rest.startsWith('JOIN '));
  if (role === 'consumidor') return hasRooms ? [turnRoom, raw] : [raw];
  return role === 'membro' ? [turn, raw] : [canned, turn, raw];
}

/** `verb arguments — text` */
function partsOf(rest: string, look: Look) {
  const [syntax = '', text = ''] = cut(harmless(rest), ' — ');
  const [verb = '', args = ''] = splitWords(syntax, 1);
  return { verb, args, text: text + (verb === 'CLOSE' ? texts(look).helpClose : '') };
}

function cut(text: string, at: string): [string, string] {
  const i = text.indexOf(at);
  return i < 0 ? [text, ''] : [text.slice(0, i), text.slice(i + at.length)];
}
