/** The whole screen of an attendant. Owns where the panes stand, and the cursor. */

import { Box, useCursor } from 'ink';
import { createElement as h, type ReactElement } from 'react';
import { cursorOf } from '../input-rows.ts';
import { layoutOf } from '../layout.ts';
import { isTooSmall } from '../selectors.ts';
import type { State } from '../state.ts';
import type { Theme } from '../theme.ts';
import { Conversation } from './conversation.ts';
import { Foot } from './foot.ts';
import { Heading } from './heading.ts';
import { Side } from './side.ts';
import { TooSmall } from './too-small.ts';

export function Screen({ state, theme }: { readonly state: State; readonly theme: Theme }): ReactElement {
  const { setCursorPosition } = useCursor();
  const { columns, rows } = state.size;
  if (isTooSmall(state)) {
    setCursorPosition(undefined);
    return h(Box, { width: columns, height: rows }, h(TooSmall, { state, theme }));
  }
  const layout = layoutOf(state);
  setCursorPosition(cursorOf(state, layout));
  const pane = { state, layout, theme };
  return h(
    Box,
    { flexDirection: 'column', width: columns, height: rows },
    h(Heading, pane),
    h(Box, { height: layout.body }, h(Side, pane), h(Conversation, pane)),
    h(Foot, pane),
  );
}
