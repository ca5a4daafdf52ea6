/**
 * What listings look like to people: tables, by the verb of their items. Pure; knows no command, so that a
 * listing asked for by `/raw` looks the same.
 */

import { type Role, readRole } from '../../protocol/commands.ts';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { unescapeText } from '../../protocol/text.ts';
import { harmless } from './harmless.ts';
import { slashFor } from './input.ts';
import { type Look, texts } from './screen.ts';
import { syntaxIn, usage } from './syntax.ts';
import { table, wrap } from './table.ts';
import { clockTime } from './times.ts';

/** Commands that each role has. */
const EXAMPLES: Readonly<Record<Role, string>> = {
  atendente: 'LIST, NEXT, HISTORY ana',
  consumidor: 'QUEUE, HISTORY, UNDO',
  membro: 'MSG ana oi, HISTORY, UNDO',
};

/** The whole listing as text, lines joined. */
export function showListing(items: readonly Event[], look: Look): string {
  const [first] = items;
  if (!first) return look.ink.dim(texts(look).empty);
  const head = headOf(first.verb, items, look);
  const rows = items.map((item) => rowOf(item, look));
  const [top = '', ...lines] = table(head ? [head, ...rows] : rows, look.columns);
  return [head ? look.ink.dim(top) : top, ...lines].join('\n');
}

/** The answer to HELP: what the server lists, what the client adds, and the rule of plain words. */
export function showHelp(items: readonly Event[], look: Look): string {
  const t = texts(look);
  const own = [
    ['', `/${look.view.lang === 'pt' ? 'para' : 'to'} ${t.nameWord}`, t.helpTo],
    ['', usage('/raw', 'RAW', look.view.lang), t.helpRaw],
  ];
  const rows = [
    ...items.map((item) => rowOf(item, look)),
    ...(look.view.role === 'consumidor' ? own.slice(1) : own),
  ];
  const rule = t.helpRule(EXAMPLES[look.view.role]).flatMap((one) => wrap(one, look.columns));
  return [...table(rows, look.columns), '', ...rule].join('\n');
}

/** The answer to `/help rules`: how commands are told from text, in full. */
export function showRules(look: Look): string {
  return texts(look)
    .rules(look.view.role)
    .flatMap((one) => wrap(one, look.columns))
    .join('\n');
}

function headOf(verb: string, items: readonly Event[], look: Look): string[] | null {
  const t = texts(look);
  if (verb === 'WAITING') return [t.headName, t.headSince, t.headMessages];
  if (verb !== 'USER') return null;
  const called = items.some(({ rest }) => splitWords(rest, 4)[4] !== '');
  return [t.headName, t.headRole, t.headState, t.headSince, called ? t.headDisplay : ''];
}

function rowOf({ verb, rest: raw }: Event, look: Look): string[] {
  const { view, now } = look;
  const t = texts(look);
  const rest = harmless(raw);
  const time = (at: string) => clockTime(at, now, view.lang);
  switch (verb) {
    case 'USER': {
      const [name = '', role = '', state = '', since = '', display = ''] = splitWords(rest, 4);
      const known = readRole(role);
      return [name, known ? t.role[known] : role, t.state(state), time(since), display];
    }
    case 'WAITING': {
      const [name = '', since = '', messages = ''] = splitWords(rest, 3);
      return [name, time(since), messages];
    }
    case 'MSG':
    case 'NOTE':
    case 'GONE': {
      const [seq = '', at = '', from = '', to = '', text = ''] = splitWords(rest, 4);
      const who = `${from} → ${to === '*' ? t.desk : to}`;
      const words = verb === 'GONE' ? t.gone : unescapeText(text);
      return [`#${seq}`, time(at), verb === 'NOTE' ? t.note(from, to) : who, words];
    }
    case 'HELP': {
      const [syntax = '', text = ''] = cut(rest, ' — ');
      const [word = '', args = ''] = splitWords(syntax, 1);
      const more = word === 'CLOSE' ? t.helpClose : '';
      return [`${word} ${syntaxIn(view.lang, args)}`.trimEnd(), slashFor(word, view.lang), text + more];
    }
    default: {
      const [first = '', second = '', more = ''] = splitWords(rest, 2);
      return [first, second, unescapeText(more)];
    }
  }
}

function cut(text: string, at: string): [string, string] {
  const i = text.indexOf(at);
  return i < 0 ? [text, ''] : [text.slice(0, i), text.slice(i + at.length)];
}
