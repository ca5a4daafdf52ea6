/**
 * Messages that are too old are erased, at the start and then once an hour.
 */

import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { DeskLoop } from './desk-loop.ts';

const EVERY_MS = 3_600_000;

/**
 * Begins to erase what is older than `retainMs`, now; returns how to cease.
 *
 * @param clock what messages bear the time of. A wall that was set ahead by mistake, and back, leaves it ahead, and
 * what is erased is gone for ever: so the earlier of it and the wall counts.
 */
export function expireRegularly(
  loop: Pick<DeskLoop, 'order'>,
  retainMs: number,
  clock: Clock,
  log: Logger,
  wall: () => number = Date.now,
): () => void {
  const expire = async () => {
    const outcome = await loop.order({ do: 'expire', before: Math.min(clock(), wall()) - retainMs });
    if (outcome === 'store-failed')
      log.warn('what is too old could not be erased; it is tried again in an hour');
  };
  void expire();
  const timer = setInterval(expire, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
