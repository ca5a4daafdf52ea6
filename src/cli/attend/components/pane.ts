/** What every pane of the screen is given. */

import type { Layout } from '../layout.ts';
import type { State } from '../state.ts';
import type { Theme } from '../theme.ts';

export interface Pane {
  readonly state: State;
  readonly layout: Layout;
  readonly theme: Theme;
}
