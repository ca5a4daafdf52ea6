/**
 * What the tones look like: the colours of the terminal itself, so that they fit to its background. Nothing is told
 * by colour alone. Without colours, what is chosen is still inverse and what matters bold.
 */

import type { TextProps } from 'ink';
import type { Tone } from './row.ts';

export type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse' | 'italic'>;
export type Theme = Readonly<Record<Tone, Look>>;

const COLOURED: Theme = {
  plain: {},
  dim: { dimColor: true },
  strong: { bold: true },
  title: { bold: true },
  me: { color: 'green', bold: true },
  other: { color: 'cyan', bold: true },
  colleague: { color: 'magenta', bold: true },
  note: { color: 'yellow' },
  good: { color: 'green' },
  warm: { color: 'yellow' },
  bad: { color: 'red' },
  key: { color: 'cyan' },
  chosen: { inverse: true },
  bar: { dimColor: true },
};

function colourless(theme: Theme): Theme {
  const plain = Object.entries(theme).map(([tone, { color, ...look }]) => [
    tone,
    color === undefined ? look : { ...look, bold: tone !== 'note' },
  ]);
  return Object.fromEntries(plain);
}

/** Colours unless the person asked for none. */
export function themeFor(env: Readonly<Record<string, string | undefined>>): Theme {
  return env['NO_COLOR'] ? colourless(COLOURED) : COLOURED;
}
