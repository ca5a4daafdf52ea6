/** The lists that can be open over a conversation, in rows: what was found, answers, colleagues, keys. Pure. */

import { wrap } from '../client/table.ts';
import { even, fill } from './cells.ts';
import { fittingAnswers, receivers } from './choices.ts';
import type { Layout } from './layout.ts';
import type { Line } from './lines.ts';
import { blank, listRow, windowOf } from './list.ts';
import { stamp } from './moments.ts';
import { piece, type Row, theirs } from './rows.ts';
import type { State } from './state.ts';
import { TEXTS } from './texts.ts';

/** Columns of a name in a list. */
const NAME_COLUMNS = 14;

/** Columns of a list below which it shows less. */
const NARROW_COLUMNS = 80;

/** Rows of a list that stay above what is shown in full below it. */
const LIST_ROWS = 6;

export function searchRows({ lang, mode }: State, { main, chat: height }: Layout): Row[] {
  const t = TEXTS[lang];
  if (mode.is !== 'search' || mode.asked === '') return blank(height);
  const { hits, at, asked } = mode;
  if (!hits) return windowOf([[piece(t.searching, 'dim')]], 0, height);
  if (hits.length === 0) return windowOf([[theirs(t.noHits(asked), 'dim')]], 0, height);
  const rows = hits.map((hit, i) => listRow(hitRow(hit, main, lang), i === at, main));
  return withPreview(rows, at, hits[at]?.text ?? '', main, height);
}

function hitRow({ timeMs, from, to, text, mine }: Line, main: number, lang: State['lang']): Row {
  const columns = main < NARROW_COLUMNS ? 10 : NAME_COLUMNS * 2;
  const who = main < NARROW_COLUMNS ? from : `${from} → ${to === '*' ? TEXTS[lang].desk : to}`;
  return [
    piece(`${stamp(timeMs, lang)}  `, 'dim'),
    theirs(fill(who, columns), mine ? 'me' : 'other'),
    piece('  '),
    theirs(text),
  ];
}

export function cannedRows(state: State, { main, chat: height }: Layout): Row[] {
  const answers = fittingAnswers(state);
  const at = state.mode.is === 'canned' ? state.mode.at : 0;
  if (answers.length === 0) {
    return windowOf([[piece(TEXTS[state.lang].noFittingAnswer, 'dim')]], 0, height);
  }
  const rows = answers.map(({ name, text }, i) => {
    const row = [theirs(fill(`!${name}`, NAME_COLUMNS), 'key'), piece('  '), theirs(text)];
    return listRow(row, i === at, main);
  });
  return withPreview(rows, at, answers[at]?.text ?? '', main, height);
}

/** A list, and below it the chosen text in full as far as there is room. */
function withPreview(rows: readonly Row[], at: number, text: string, main: number, height: number): Row[] {
  const whole = wrap(even(text), main - 2).slice(0, Math.max(0, height - LIST_ROWS - 1));
  const preview: Row[] = whole.map((line) => [piece('▎ ', 'key'), theirs(line)]);
  return [...windowOf(rows, at, height - preview.length - 1), [], ...preview];
}

export function transferRows(state: State, { main, chat: height }: Layout): Row[] {
  const t = TEXTS[state.lang];
  const all = receivers(state);
  const at = state.mode.is === 'transfer' ? state.mode.at : 0;
  if (all.length === 0) return windowOf([[piece(t.noColleagues, 'dim')]], 0, height);
  const rows = all.map(({ name, state: is }, i) => {
    const mark = is === 'away' ? piece(`○ ${t.away}`, 'dim') : piece(`● ${t.online}`, 'good');
    return listRow([theirs(fill(name, NAME_COLUMNS * 2)), piece('  '), mark], i === at, main);
  });
  return windowOf(rows, at, height);
}

/** Above as much as fits, keys in a column of their own. */
export function helpRows({ lang }: State, { main, chat: height }: Layout): Row[] {
  const { helpRows: all } = TEXTS[lang];
  const gap = main < NARROW_COLUMNS ? 1 : 2;
  const columns = Math.max(...all.map(([keys]) => keys.length)) + gap;
  const rows: Row[] = all.map(([keys, meaning]) => [piece(fill(keys, columns), 'key'), piece(meaning)]);
  return windowOf(rows, 0, height);
}
