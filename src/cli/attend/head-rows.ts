/** The heading of the screen: who I am, how the connection stands, how many wait, what time it is. Pure. */

import { clock } from '../client/times.ts';
import { piece, type Row, spread, theirs } from './row.ts';
import type { State } from './state.ts';
import { TEXTS } from './texts.ts';

export function headRow(state: State): Row {
  const { lang, me, server, isAway, queue, now, size } = state;
  const t = TEXTS[lang];
  const line = linkText(state);
  const own = isAway ? [piece('○ ', 'warm'), piece(t.away, 'warm')] : [piece('● ', 'good'), piece(t.online)];
  // Without a connection nobody is there, whatever they chose.
  const status = line === '' ? own : [piece(`○ ${line}`, 'bad')];
  const left = [piece(' '), theirs(me, 'strong'), piece('  '), ...status, piece(`   ${server}`, 'dim')];
  const right = [
    piece(t.waiting(queue.length), queue.length > 0 ? 'warm' : 'dim'),
    piece(`   ${clock(now)} `, 'dim'),
  ];
  return spread(left, right, size.columns);
}

function linkText({ link, now, lang }: State): string {
  const t = TEXTS[lang];
  if (link.is === 'up') return '';
  if (link.is === 'trying') return t.trying;
  return t.offline(Math.max(0, Math.ceil((link.dueMs - now) / 1_000)));
}

/** A rule across the screen, joined to the border between side and conversation. */
export function ruleRow(side: number, columns: number, joint: string): Row {
  return [piece('─'.repeat(side) + joint + '─'.repeat(columns - side - 1), 'dim')];
}
