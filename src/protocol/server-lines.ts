/**
 * What the server says, as a client reads it: replies, listings and events, told apart without knowing the
 * command. Pure, and it never throws.
 */

import { MAX_LISTING_BYTES } from './limits.ts';

export type ServerLine =
  /** `+ok text`. */
  | { readonly kind: 'ok'; readonly label: string; readonly text: string }
  /** `-err CODE text`. */
  | { readonly kind: 'err'; readonly label: string; readonly code: string; readonly text: string }
  /** A whole listing, once its dot has come. */
  | {
      readonly kind: 'listing';
      readonly label: string;
      readonly text: string;
      readonly items: readonly Event[];
    }
  | ({ readonly kind: 'event' } & Event);

/** A verb and what follows it. */
export interface Event {
  readonly verb: string;
  readonly rest: string;
}

/** The text may hold U+2028 and U+2029, which a dot takes only with the flag `s`. */
const REPLY = /^(?:@([A-Za-z0-9_.:-]{1,64}) )?(\+ok|-err)(?: (.*))?$/s;

/**
 * Gathers lines into replies, whole listings and events. Holds at most one listing, and no more of it than the
 * protocol allows: of a longer one the end is left out.
 */
export class ServerLines {
  #listing: { label: string; text: string; items: Event[] } | null = null;
  #length = 0;

  /** Takes one line without its end; returns what it completes, or null inside a listing. */
  push(line: string): ServerLine | null {
    if (this.#listing) {
      if (line !== '.') {
        this.#length += line.length;
        if (this.#length <= MAX_LISTING_BYTES) this.#listing.items.push(readEvent(line));
        return null;
      }
      const whole = { kind: 'listing', ...this.#listing } as const;
      this.#listing = null;
      return whole;
    }
    const reply = REPLY.exec(line);
    if (!reply) return { kind: 'event', ...readEvent(line) };
    const [, label = '', mark, text = ''] = reply;
    if (mark === '-err') {
      const [code, rest] = splitWord(text);
      return { kind: 'err', label, code, text: rest };
    }
    if (text.startsWith('*')) {
      this.#listing = { label, text: splitWord(text)[1], items: [] };
      this.#length = 0;
      return null;
    }
    return { kind: 'ok', label, text };
  }
}

function readEvent(line: string): Event {
  const [verb, rest] = splitWord(line);
  return { verb, rest };
}

/** The first `count` words of `text`, then the rest of it: missing ones are ''. */
export function splitWords(text: string, count: number): string[] {
  const parts: string[] = [];
  let rest = text;
  for (let i = 0; i < count; i++) {
    const [word, tail] = splitWord(rest);
    parts.push(word);
    rest = tail;
  }
  parts.push(rest);
  return parts;
}

function splitWord(text: string): [string, string] {
  const end = text.indexOf(' ');
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
}
