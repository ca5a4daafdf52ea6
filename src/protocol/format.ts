/**
 * Lines as the server writes them, without their ends. A label, where there is one, stands in front of a
 * reply, and of the first line of a listing only.
 */

import { type Code, errorText, type Farewell, farewellText, type Lang } from './codes.ts';
import { MAX_LINE_BYTES, MAX_LISTING_BYTES } from './limits.ts';
import { utf8Length } from './utf8.ts';

export const EOL = '\r\n';

/** `+ok text` */
export function ok(label: string, text: string): string {
  return text === '' ? `${mark(label)}+ok` : `${mark(label)}+ok ${text}`;
}

/** `-err CODE text` in the language of the session. */
export function err(label: string, code: Code, lang: Lang): string {
  return `${mark(label)}-err ${code} ${errorText(code, lang)}`;
}

/** `QUIT CODE text`, the server's farewell. */
export function farewell(code: Farewell, lang: Lang): string {
  return `QUIT ${code} ${farewellText(code, lang)}`;
}

/** What a server says of itself in its first line. */
export interface Greeting {
  readonly version: string;
  /** Bytes in a line that it reads, the end included. */
  readonly maxLine: number;
  /** `required` where attendants need a password. */
  readonly auth: 'open' | 'required';
  readonly lang: Lang;
}

/** The server's first line. */
export function greeting({ version, maxLine, auth, lang }: Greeting): string {
  return `+ok 3MCP/1 telechat/${version} max-line=${maxLine} auth=${auth} lang=${lang}`;
}

/**
 * A listing as one string, so that nothing can come between its lines: `+ok *n`, the items, a single dot.
 * The items must fit (see `takeFitting`). O(bytes).
 * @param remark for people, behind the number
 */
export function listing(label: string, items: readonly string[], remark = ''): string {
  return [ok(label, `*${items.length} ${remark}`.trimEnd()), ...items, '.'].join(EOL);
}

/** The first of `items` that fit into one listing: it stops before the one that would exceed the limit. */
export function takeFitting(items: Iterable<string>): string[] {
  const fitting: string[] = [];
  // The head and the dot fit into what is set aside for one line.
  let bytes = MAX_LINE_BYTES;
  for (const item of items) {
    bytes += utf8Length(item) + EOL.length;
    if (bytes > MAX_LISTING_BYTES) break;
    fitting.push(item);
  }
  return fitting;
}

/** RFC 3339, UTC, milliseconds. The last one is kept: a batch of messages shares its time. */
export function formatTime(at: number): string {
  if (at !== lastAt) {
    lastTime = new Date(at).toISOString();
    lastAt = at;
  }
  return lastTime;
}

let lastAt = Number.NaN;
let lastTime = '';

function mark(label: string): string {
  return label === '' ? '' : `@${label} `;
}
