/** The keys that do something now, below a rule. */

import { createElement as h, type ReactElement } from 'react';
import { footRows } from '../foot-rows.ts';
import { ruleRow } from '../head-rows.ts';
import type { Pane } from './pane.ts';
import { Rows } from './rows.ts';

export function Foot({ state, layout, theme }: Pane): ReactElement {
  const rows = [ruleRow(layout.side, layout.columns, '┴'), ...footRows(state, layout)];
  return h(Rows, { rows, theme, columns: layout.columns });
}
