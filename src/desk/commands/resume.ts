/** RESUME token [last-seq]: the same person comes back, and gets what was missed. */

import { EOL } from '../../protocol/format.ts';
import { MAX_LOG_BYTES } from '../../protocol/limits.ts';
import { utf8Length } from '../../protocol/utf8.ts';
import { here } from '../deliveries.ts';
import type { LogRead } from '../effects.ts';
import type { LogEvent } from '../journal.ts';
import { messageLine } from '../messages.ts';
import { attach, replay, tellHowThingsStand } from '../returning.ts';
import { isHere } from '../session.ts';
import type { Handler } from './handler.ts';

export const resume: Handler = (desk, session, command, effects) => {
  const [tokenHash = '', lastSeq = ''] = command.args;
  const person = desk.people.bearerOf(tokenHash);
  if (!person) return 'RESUME-FAILED';
  const from = lastSeq === '' ? (person.away ?? here(desk)) : Number(lastSeq);
  attach(desk, effects, person, session);
  if (!isHere(person)) return 'RESUME-FAILED';
  replay(desk, effects, person, from, { label: command.label, after: null });
  tellHowThingsStand(desk, effects, person);
  return '';
};

/**
 * The reply to somebody who came back, once the store has answered: what stands behind the token, and the events. Of
 * more than MAX_LOG_BYTES of them the oldest are left out.
 */
export function resumeReply(
  read: LogRead,
  events: readonly LogEvent[],
): { readonly after: string; readonly lines: readonly string[] } {
  const newestFirst: string[] = [];
  let bytes = 0;
  for (let i = events.length - 1; i >= 0; i--) {
    const line = logLine(events[i]!);
    bytes += utf8Length(line) + EOL.length;
    if (bytes > MAX_LOG_BYTES) break;
    newestFirst.push(line);
  }
  return { after: read.after ?? ` ${newestFirst.length}`, lines: newestFirst.reverse() };
}

function logLine(event: LogEvent): string {
  switch (event.kind) {
    case 'MSG':
      return messageLine(event.message);
    case 'UNDO':
      return `UNDO ${event.seq} ${event.from} ${event.to}`;
    default:
      return event.text;
  }
}
