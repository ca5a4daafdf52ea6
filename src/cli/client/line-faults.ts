/**
 * What is wrong with a line before it leaves for the server. Owns the checks whose failure the server could not tell
 * with the label of the command; says it before anything is sent. Pure.
 */

import type { Code } from '../../protocol/codes.ts';
import { MAX_LINE_BYTES, MAX_TEXT_BYTES } from '../../protocol/limits.ts';
import { exceedsUtf8 } from '../../protocol/utf8.ts';

/** What a label and the end take of a line at most. */
const FRAME_BYTES = 64;

const CONTROL = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;

/**
 * Why the server would refuse this line, without label and end; '' if it would read it. O(length).
 *
 * @param maxLine the bytes that a line to this server may have.
 */
export function lineFault(line: string, maxLine = MAX_LINE_BYTES): Code | '' {
  if (CONTROL.test(line)) return 'BAD-ENCODING';
  return exceedsUtf8(line, maxLine - FRAME_BYTES) ? 'LINE-TOO-LONG' : '';
}

/** Why it would refuse this text of a message, escaped; or ''. */
export function textFault(text: string, maxLine = MAX_LINE_BYTES): Code | '' {
  return exceedsUtf8(text, MAX_TEXT_BYTES) ? 'TEXT-TOO-LONG' : lineFault(text, maxLine);
}
