/** The large part: what is looked at, the line of the moment, and the input line, behind a border. */

import { createElement as h, type ReactElement } from 'react';
import { inputRows } from '../input-rows.ts';
import { mainRows } from '../main-rows.ts';
import { momentRows } from '../moment-rows.ts';
import { piece, type Row } from '../row.ts';
import type { Pane } from './pane.ts';
import { Rows } from './rows.ts';

const BORDER = piece('│ ', 'dim');

export function Conversation({ state, layout, theme }: Pane): ReactElement {
  const { main } = layout;
  const rule: Row = [piece(`├${'─'.repeat(main + 2)}`, 'dim')];
  const bordered = (row: Row): Row => [BORDER, ...row];
  const rows = [
    ...mainRows(state, layout).map(bordered),
    ...momentRows(state, main).map(bordered),
    rule,
    ...inputRows(state, layout).map(bordered),
  ];
  return h(Rows, { rows, theme, columns: main + 3 });
}
