/**
 * The time that entries carry: that of the wall, for as long as the wall goes forward.
 *
 * Somebody sets the clock back, a time server corrects it, a machine starts with a wrong one: the desk must see time
 * pass all the same, and pass at its usual pace, or graces would never end and messages would all bear one time.
 */

/** Milliseconds since 1970, a whole number. */
export type Clock = () => number;

/**
 * A clock that never goes back and never stands still. It starts at the wall's time, but not before `startAt`; from
 * there it goes on with the monotonic clock, and jumps forward whenever the wall is ahead.
 */
export function createClock(
  startAt: number,
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): Clock {
  /** What to add to the monotonic clock. It only grows. */
  let ahead = startAt - monotonic();
  return () => {
    const sinceStart = monotonic();
    ahead = Math.max(ahead, wall() - sinceStart);
    return Math.floor(ahead + sinceStart);
  };
}
