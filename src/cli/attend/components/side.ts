/** The side: who waits, and the conversations. */

import { createElement as h, type ReactElement } from 'react';
import { sideRows } from '../side-rows.ts';
import type { Pane } from './pane.ts';
import { Rows } from './rows.ts';

export function Side({ state, layout, theme }: Pane): ReactElement {
  return h(Rows, { rows: sideRows(state, layout), theme, columns: layout.side });
}
