/** The heading, and the rule below it. */

import { createElement as h, type ReactElement } from 'react';
import { headRow, ruleRow } from '../head-rows.ts';
import type { Pane } from './pane.ts';
import { Rows } from './rows.ts';

export function Heading({ state, layout, theme }: Pane): ReactElement {
  const rows = [headRow(state), ruleRow(layout.side, layout.columns, '┬')];
  return h(Rows, { rows, theme, columns: layout.columns });
}
