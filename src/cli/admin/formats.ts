/**
 * What an export looks like, for people, for programs and for spreadsheets. Pure, but for the time zone that people
 * read their times in.
 */

import type { StoredMessage } from '../../desk/journal.ts';
import { unescapeText } from '../../protocol/text.ts';
import { harmless, width } from '../client/harmless.ts';
import type { AdminTexts } from './texts.ts';

export const FORMATS = ['txt', 'json', 'csv'] as const;
export type FormatName = (typeof FORMATS)[number];

/** The whole is the head, the messages, of which the first one is told so, and the tail. */
export interface Format {
  readonly head: string;
  message(message: StoredMessage, first: boolean): string;
  readonly tail: string;
}

export function formatOf(name: FormatName, t: AdminTexts): Format {
  switch (name) {
    case 'txt':
      return { head: '', message: (message) => asText(message, t), tail: '' };
    case 'json':
      return {
        head: '[\n',
        message: (message, first) => `${first ? '' : ',\n'}  ${JSON.stringify(fields(message))}`,
        tail: '\n]\n',
      };
    default:
      return {
        head: csvRow(['seq', 'time', 'from', 'to', 'text']),
        message: (message) => csvRow(Object.values(fields(message)).map(String)),
        tail: '',
      };
  }
}

function fields({ seq, at, from, to, text }: StoredMessage) {
  return { seq, time: new Date(at).toISOString(), from, to, text: unescapeText(text) };
}

/** As the client shows HISTORY, but with the whole date: `#7  2026-03-09 14:03  ana → balcão  oi`. */
function asText({ seq, at, from, to, text }: StoredMessage, t: AdminTexts): string {
  const head = `#${seq}  ${localTime(at)}  ${from} → ${to === '*' ? t.desk : to}  `;
  const lines = unescapeText(text).split('\n').map(harmless);
  return `${head}${lines.join(`\n${' '.repeat(width(head))}`)}\n`;
}

/** `2026-03-09 14:03`, in the time zone of this machine. `at` is in milliseconds since 1970. */
export function localTime(at: number): string {
  const time = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** RFC 4180. */
function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** What a spreadsheet would take for a formula (OWASP, CSV injection), in East Asian width too. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** A cell that would be a formula gets a `'` in front: strangers write the texts. */
function csvCell(value: string): string {
  const cell = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
