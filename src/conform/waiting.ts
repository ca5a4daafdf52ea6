/** Waiting that has an end. */

import { both, type Telling } from './telling.ts';

/** When it is too late for something, in `performance.now()`, and how long that was. */
export interface Deadline {
  readonly at: number;
  readonly ms: number;
}

export function deadlineIn(ms: number): Deadline {
  return { at: performance.now() + ms, ms };
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
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([event.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
