/** Where a chat shows itself: a terminal, a pipe. Types alone. */

import type { Event } from '../../protocol/server-lines.ts';

export interface Outlet {
  /** `time` is when it was said, if that was not now: RFC 3339. */
  show(text: string, time?: string): void;
  /** Something went wrong; `line` is the number of the input line, 0 if there is none. */
  complain(text: string, line: number): void;
  /** The prompt is another one; `byEvent` if nothing that was typed made it so. */
  prompt(text: string, byEvent: boolean): void;
  /** What stands in front of the prompt may be something else now: who types, what is unread, who waits. */
  marks(): void;
  columns(): number;
  /** Lines that a screen has; Infinity in a pipe. */
  rows(): number;
  /** Sentences for a screen reader. */
  readonly plain: boolean;
  /** An event came; true if this outlet shows it in its own time. */
  heard(event: Event): boolean;
}
