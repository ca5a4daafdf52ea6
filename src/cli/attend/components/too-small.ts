/** What stands on a screen that is too small for anything else. */

import { createElement as h, type ReactElement } from 'react';
import { wrap } from '../../client/table.ts';
import { momentRows } from '../moment-rows.ts';
import { piece, type Row } from '../row.ts';
import { isAskedToQuit } from '../selectors.ts';
import { SMALLEST, type State } from '../state.ts';
import { TEXTS } from '../texts.ts';
import type { Theme } from '../theme.ts';
import { Rows } from './rows.ts';

export function TooSmall({ state, theme }: { readonly state: State; readonly theme: Theme }): ReactElement {
  const t = TEXTS[state.lang];
  const { columns, rows: height } = state.size;
  const has = wrap(t.tooSmall(columns, height), columns);
  const needs = wrap(t.atLeast(SMALLEST.columns, SMALLEST.rows), columns);
  const asked: Row[] = isAskedToQuit(state)
    ? [...momentRows(state, columns), [piece(`Enter ${t.keys.yes}   Esc ${t.keys.no}`)]]
    : [];
  const lines: Row[] = [
    ...asked,
    ...has.map((row) => [piece(row, 'strong')]),
    ...needs.map((row) => [piece(row)]),
  ];
  return h(Rows, { rows: lines.slice(0, height), theme, columns });
}
