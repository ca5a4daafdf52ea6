/**
 * What listings look like to people: tables, by the verb of their items. Pure; knows no command, so that a
 * listing asked for by `/raw` looks the same.
 */

import { readRole } from '../../protocol/commands.ts';
import { type Event, splitWords } from '../../protocol/server-lines.ts';
import { unescapeText } from '../../protocol/text.ts';
import { harmless } from './harmless.ts';
import { fullRow } from './help.ts';
import { speak, speakRow } from './plain.ts';
import { type Look, noteParts, texts } from './screen.ts';
import { statRows } from './stats.ts';
import { table } from './table.ts';
import { clockTime } from './times.ts';

/** The whole listing as text, lines joined. */
export function showListing(items: readonly Event[], look: Look): string {
  const [first] = items;
  if (!first) return look.ink.dim(texts(look).empty);
  const head = headOf(first.verb, items, look);
  const rows = first.verb === 'STAT' ? statRows(items, texts(look)) : items.map((item) => rowOf(item, look));
  if (look.plain) return rows.map((row, i) => plainRow(items[i], head, row, look)).join('\n');
  const [top = '', ...lines] = table(head ? [head, ...rows] : rows, look.columns);
  return [head ? look.ink.dim(top) : top, ...lines].join('\n');
}

/** In a listing of STAT the rows are not those of the items. */
function plainRow(
  item: Event | undefined,
  head: readonly string[] | null,
  row: readonly string[],
  look: Look,
): string {
  if (item?.verb !== 'MSG') return speakRow(head, row, look);
  const [, time = '', from = '', to = '', text = ''] = splitWords(harmless(item.rest), 4);
  return speak({ time, from, to, text }, look);
}

function headOf(verb: string, items: readonly Event[], look: Look): string[] | null {
  const t = texts(look);
  if (verb === 'WAITING') return [t.headName, t.headSince, t.headMessages];
  if (verb === 'ROOM') return [t.headRoom, t.headMembers, t.headTopic];
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
      if (verb === 'NOTE') {
        const { head, words } = noteParts(from, to, text, look);
        return [`#${seq}`, time(at), head, unescapeText(words)];
      }
      const who = `${from} → ${to === '*' ? t.desk : to}`;
      return [`#${seq}`, time(at), who, verb === 'GONE' ? t.gone : unescapeText(text)];
    }
    case 'ROOM': {
      const [room = '', members = '', topic = ''] = splitWords(rest, 2);
      return [room, members, unescapeText(topic)];
    }
    case 'CANNED': {
      const [name = '', text = ''] = splitWords(rest, 1);
      return [`!${name}`, unescapeText(text)];
    }
    case 'HELP':
      return fullRow({ verb, rest: raw }, look);
    default: {
      const [first = '', second = '', more = ''] = splitWords(rest, 2);
      return [first, second, unescapeText(more)];
    }
  }
}
