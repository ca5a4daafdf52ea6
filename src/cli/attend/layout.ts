/**
 * Where everything stands: how wide the panes are and how high. Owns that arithmetic. Pure.
 */

import { mainColumns, sideColumns } from './columns.ts';
import { momentRows } from './moment-rows.ts';
import type { State } from './state.ts';
import { typedOf } from './typed.ts';

/** Rows of what is being typed, at most. */
const MAX_INPUT_ROWS = 5;

/** Rows from which on conversations are set with more air. */
const ROOMY_ROWS = 40;

export interface Layout {
  readonly columns: number;
  /** Of the side, without the border. */
  readonly side: number;
  /** Of the conversation, behind border and margin. */
  readonly main: number;
  /** Rows between the two rules. */
  readonly body: number;
  /** Rows of those who wait, without their title. */
  readonly queue: number;
  /** Rows of my conversations, without their title. */
  readonly chats: number;
  /** Rows of rooms and colleagues, without their title. */
  readonly team: number;
  /** Rows of the conversation, between its title and the line of the moment. */
  readonly chat: number;
  /** Rows of what is so at this moment. */
  readonly moment: number;
  readonly input: number;
  /** Rows of keys at the foot. */
  readonly keys: number;
  /** Whether a blank row stands between what two people said. */
  readonly isRoomy: boolean;
}

/** Heading and two rules. */
const FRAME_ROWS = 3;

/** Columns from which on the keys fit into one row. */
const ONE_ROW_COLUMNS = 190;

/** How much of the lists is of those who wait, and as much of rooms and colleagues. */
const SHARE = 0.3;

/** Title of the conversation, rule above the input. */
const CHAT_FRAME_ROWS = 2;
/** Three titles, and a blank row between the lists. */
const SIDE_FRAME_ROWS = 5;

export function layoutOf(state: State): Layout {
  const { size } = state;
  const side = sideColumns(size.columns);
  const main = mainColumns(size);
  const keys = size.columns < ONE_ROW_COLUMNS ? 2 : 1;
  const body = size.rows - FRAME_ROWS - keys;
  const lists = body - SIDE_FRAME_ROWS;
  // However many wait: a list that moves is one in which one errs.
  const queue = Math.floor(lists * SHARE);
  const typed = typedOf(state);
  const input = typed ? Math.min(MAX_INPUT_ROWS, typed.rows.length) : 1;
  const moment = momentRows(state, main).length;
  return {
    columns: size.columns,
    side,
    main,
    body,
    queue,
    chats: lists - 2 * queue,
    team: queue,
    chat: body - CHAT_FRAME_ROWS - moment - input,
    moment,
    input,
    keys,
    isRoomy: size.rows >= ROOMY_ROWS,
  };
}
