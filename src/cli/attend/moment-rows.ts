/**
 * What is so at this moment, between a conversation and the line that is being typed: a question, a notice, who types,
 * how much is below. Owns which of them comes first. Pure.
 */

import { wrap } from '../client/table.ts';
import { cut, even } from './cells.ts';
import { BLANK, piece, type Row, spread, type Tone, theirs } from './row.ts';
import { shownChat } from './selectors.ts';
import type { Archive, Chat, State } from './state.ts';
import { TEXTS } from './texts.ts';
import type { Texts } from './texts-shape.ts';

/** Rows of it, at most. */
const MAX_MOMENT_ROWS = 3;

/** Characters of a text that is only named. */
const NAMED = 40;

/** One row, unless it does not fit. */
export function momentRows(state: State, main: number): Row[] {
  const t = TEXTS[state.lang];
  const { mode, notice } = state;
  const chat = shownChat(state);
  const said = notice ? wrapped(notice.text, notice.isBad ? 'bad' : 'good', main) : [];
  if (mode.is === 'confirm') {
    // Why the answer was not taken stands above the question, which stays.
    const asked = wrapped(question(state, chat), 'warm', main);
    return [...(notice?.isBad ? said : []), ...asked].slice(-MAX_MOMENT_ROWS);
  }
  if (said.length > 0) return said;
  if (mode.is === 'archive') return [archiveRow(mode, t, main)];
  if (chat?.anchor) {
    const left = chat.older === 'asked' ? [piece(t.loading, 'dim')] : [];
    return [spread(left, [piece(t.below(chat.unread), 'key')], main)];
  }
  if (chat && chat.typingUntilMs > 0) return [[theirs(cut(t.isTyping(chat.name), main), 'dim')]];
  return [BLANK];
}

/** Esc goes back to the search here, and not down. */
function archiveRow({ chat, newer }: Archive, t: Texts, main: number): Row {
  const isAsked = chat.older === 'asked' || newer === 'asked';
  const isBelow = chat.anchor !== null || newer !== 'none';
  return spread([piece(isAsked ? t.loading : '', 'dim')], [piece(isBelow ? t.moreBelow : '', 'key')], main);
}

function wrapped(text: string, tone: Tone, main: number): Row[] {
  return wrap(even(text), main)
    .slice(0, MAX_MOMENT_ROWS)
    .map((row) => [theirs(row, tone)]);
}

function question(state: State, chat: Chat | null): string {
  const t = TEXTS[state.lang];
  const { mode, chats } = state;
  const name = chat?.name ?? '';
  if (mode.is === 'confirm' && mode.person) {
    return t.askTakeOver(mode.person.name, mode.person.state.slice('with:'.length));
  }
  switch (mode.is === 'confirm' ? mode.what : 'quit') {
    case 'close':
      return t.askClose(name);
    case 'return':
      return t.askReturn(name);
    case 'undo': {
      const text = (mode.is === 'confirm' && mode.line?.text.replaceAll('\n', ' ')) || '';
      return t.askUndo(text.length > NAMED ? `${text.slice(0, NAMED)}…` : text);
    }
    default:
      return t.askQuit([...chats.values()].filter(({ standing }) => standing === 'mine').length);
  }
}
