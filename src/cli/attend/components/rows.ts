/** Rows of the screen as they are drawn, one below the other. */

import { Box, Text } from 'ink';
import { createElement as h, type ReactElement } from 'react';
import type { Row } from '../row.ts';
import type { Theme } from '../theme.ts';

interface Props {
  readonly rows: readonly Row[];
  readonly theme: Theme;
  readonly columns: number;
}

export function Rows({ rows, theme, columns }: Props): ReactElement {
  const lines = rows.map((row, y) =>
    h(
      Text,
      { key: y, wrap: 'truncate-end' },
      row.length === 0 ? ' ' : row.map(({ text, tone }, x) => h(Text, { key: x, ...theme[tone] }, text)),
    ),
  );
  return h(Box, { flexDirection: 'column', width: columns, height: rows.length, flexShrink: 0 }, lines);
}
