/** How the columns of the screen are shared between the side and the conversation. Pure. */

import type { Size } from './state.ts';

/** Columns of what stands in place of the conversation below which it shows less, and that closer together. */
export const NARROW_COLUMNS = 80;

/** Columns of the side, without the border, for a terminal this wide. */
export function sideColumns(columns: number): number {
  return Math.min(42, Math.max(25, Math.floor(columns * 0.27)));
}

/** Columns in which a conversation is set: behind a border with a space at each side. */
export function mainColumns({ columns }: Size): number {
  return columns - sideColumns(columns) - 3;
}
