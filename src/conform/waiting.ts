/**
 * Waiting that has an end, on a clock that goes on only while this process does: what a machine that stood still kept
 * from coming is not late.
 */

import { both, type Telling } from './telling.ts';

/** How often the clock is looked at, and how much more than that may have gone by; milliseconds. */
const LOOK_MS = 100;
const MOST_MS = 200;

let counted = 0;
let lookedAt = performance.now();
setInterval(now, LOOK_MS).unref();

/** Milliseconds for which this process has gone on. */
export function now(): number {
  const at = performance.now();
  counted += Math.min(at - lookedAt, MOST_MS);
  lookedAt = at;
  return counted;
}

/** When it is too late for something, by `now()`, and how long that was. */
export interface Deadline {
  readonly at: number;
  readonly ms: number;
}

export function deadlineIn(ms: number): Deadline {
  return { at: now() + ms, ms };
}

/** Lets so many milliseconds go by. */
export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** What was seen where nothing came in time. */
export function noneWithin(ms: number): Telling {
  const seconds = String(ms / 1_000);
  return both(`nothing within ${seconds} s`, `nada em ${seconds.replace('.', ',')} s`);
}

/** Whether it comes to an end within so many milliseconds. */
export async function within(ms: number, event: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const end = now() + ms;
  const late = new Promise<false>((resolve) => {
    const look = () => {
      const leftMs = end - now();
      if (leftMs <= 0) resolve(false);
      else timer = setTimeout(look, leftMs);
    };
    look();
  });
  try {
    return await Promise.race([event.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
