/**
 * How much the desk keeps in memory. All of it is bounded; HISTORY has the rest.
 */

/** Messages in memory per person: what HISTORY shows unless told, and what a backlog hands over. */
export const MAX_HISTORY_IN_MEMORY = 50;

/** Messages that a person can undo, one after the other. */
export const MAX_UNDO = 50;
