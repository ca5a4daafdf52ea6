/**
 * How much the desk keeps in memory. All of it is bounded; HISTORY has the rest.
 */

/** Messages in memory per person: what HISTORY shows unless told, and what a backlog hands over. */
export const MAX_HISTORY_IN_MEMORY = 50;

/** Messages that a person can undo, one after the other. */
export const MAX_UNDO = 50;

/** Conversations that were open and ended, from which the waiting time is estimated; and how few are too few. */
export const MAX_SAMPLES = 20;
export const FEWEST_SAMPLES = 5;

/** Rooms that somebody was in and left: of these, RESUME still knows what was said while they were there. */
export const MAX_STAYS = 64;

/** Attendants who gave one conversation back: of more than these, who did so first may be given it again. */
export const MAX_RETURNED = 1000;

/** Rooms made from one address: past them one of these goes for the next, so that nobody has all of them. */
export const MAX_ROOMS_OF_ORIGIN = 100;
