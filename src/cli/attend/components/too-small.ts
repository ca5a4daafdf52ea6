/** What stands on a screen that is too small for anything else. */

import { createElement as h, type ReactElement } from 'react';
import { piece, type Row } from '../rows.ts';
import { SMALLEST, type State } from '../state.ts';
import { TEXTS } from '../texts.ts';
import type { Theme } from '../theme.ts';
import { Rows } from './rows.ts';

export function TooSmall({ state, theme }: { readonly state: State; readonly theme: Theme }): ReactElement {
  const t = TEXTS[state.lang];
  const { columns, rows: height } = state.size;
  const lines: Row[] = [
    [piece(t.tooSmall(columns, height), 'strong')],
    [piece(t.atLeast(SMALLEST.columns, SMALLEST.rows))],
  ];
  return h(Rows, { rows: lines.slice(0, height), theme, columns });
}
