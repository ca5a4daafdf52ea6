/**
 * What was said around a message that the search found: what came before it, and what came after, page by page up to
 * the present. Owns what is asked of the server for that, and where the message stands on the screen.
 *
 * HISTORY shows the newest messages below a seq; there is no word for the oldest above one. So what came after is
 * sought from the present on: as long as a page does not reach down to what is there, the next one begins half as far
 * above it. Seqs rise, so each page halves the rest: a message that lies a million seqs back takes some fifteen of
 * them.
 */

import { keyOf } from '../client/view.ts';
import { scrolled, settingOf } from './chat-rows.ts';
import { layoutOf } from './layout.ts';
import { type Line, withGone, withLines } from './lines.ts';
import { type Archive, type Chat, newChat, type Search } from './state.ts';
import { type About, PAGE, put, send, type Turn, tellIfFull } from './turn.ts';

/** Which page of what came after is asked for, or came. */
export type Newer = About & { readonly is: 'newer' };

/** Shows a message that was found, at once with what came before and after. */
export function openArchive(turn: Turn, { from, to, seq, mine }: Line, back: Search): void {
  const isFromThem = to === '*' || (!mine && keyOf(to) === keyOf(turn.state.me));
  const name = isFromThem ? from : to;
  const chat: Chat = { ...newChat(keyOf(name), name, 'ended', turn.now), older: 'asked' };
  const mode: Archive = { is: 'archive', chat, seq, upto: seq, newer: 'some', back };
  put(turn, { mode });
  send(turn, `HISTORY ${name} ${PAGE} ${seq + 1}`, { is: 'archive', seq });
  askPage(turn, mode, null, null);
}

/** Asks for what came before all that is there. */
export function askOlder(turn: Turn, { chat, seq }: Archive): void {
  if (chat.older !== 'some' || tellIfFull(turn, chat)) return;
  putChatOf(turn, { older: 'asked' });
  const before = chat.lines.find((line) => line.seq > 0)?.seq ?? seq + 1;
  send(turn, `HISTORY ${chat.name} ${PAGE} ${before}`, { is: 'archive', seq });
}

/** Asks for what came after all that is there. */
export function askNewer(turn: Turn, mode: Archive): void {
  if (mode.newer === 'some') askPage(turn, mode, null, null);
}

/** Older lines came, the first time with the message itself at their end; `isAll` if there are no more. */
export function gotOlder(turn: Turn, seq: number, lines: readonly Line[], isAll: boolean): void {
  const mode = archiveOf(turn, seq);
  if (!mode) return;
  const isFirst = mode.chat.lines.length === 0;
  const all = withLines(mode.chat.lines, marked(lines, seq));
  const found = isFirst ? all.find((line) => line.seq === seq) : undefined;
  const anchor = found ? { id: found.id, below: 0 } : mode.chat.anchor;
  putChatOf(turn, { lines: all, anchor, older: isAll ? 'none' : 'some' });
}

/** A page of what came after; `isCut` if there are older messages than those on it. */
export function gotNewer(turn: Turn, about: Newer, page: readonly Line[], isCut: boolean) {
  const mode = archiveOf(turn, about.seq);
  if (mode?.upto !== about.from) return;
  const { upto } = mode;
  const before = about.before ?? Math.max(upto, ...page.map(({ seq }) => seq)) + 1;
  const reaches = !isCut || page.some(({ seq }) => seq <= upto) || before - upto - 1 <= PAGE;
  if (!reaches) return askPage(turn, mode, half(upto, before), before);
  const fresh = page.filter(({ seq }) => seq > upto);
  const { full } = about;
  // Nothing up to there; but between that and where a page was full there is something.
  if (fresh.length === 0 && full !== null && full - before > 1) {
    return askPage(turn, { ...mode, upto: before - 1 }, half(before - 1, full), full);
  }
  addNewer(turn, mode, fresh, { upto: before - 1, newer: full === null ? 'none' : 'some' });
}

/** What was asked for will not come: it can be asked for again. */
export function missed(turn: Turn, seq: number): void {
  const mode = archiveOf(turn, seq);
  if (!mode) return;
  const older = mode.chat.older === 'asked' ? 'some' : mode.chat.older;
  const newer = mode.newer === 'asked' ? 'some' : mode.newer;
  put(turn, { mode: { ...mode, newer, chat: { ...mode.chat, older } } });
}

/** A message is retracted, and its text with it, wherever the search has it on the screen. O(lines). */
export function retractFound(turn: Turn, seq: number): void {
  const { mode } = turn.state;
  if (mode.is === 'search') put(turn, { mode: withoutHit(mode, seq) });
  if (mode.is !== 'archive') return;
  const chat = { ...mode.chat, lines: withGone(mode.chat.lines, seq) };
  put(turn, { mode: { ...mode, chat, back: withoutHit(mode.back, seq) } });
}

function withoutHit(search: Search, seq: number): Search {
  const hits = search.hits?.filter((hit) => hit.seq !== seq) ?? null;
  return { ...search, hits, at: Math.max(0, Math.min(search.at, (hits?.length ?? 0) - 1)) };
}

/**
 * @param before null for the present.
 * @param full a seq below which there are more messages above `upto` than fit on a page; null if none is known.
 */
function askPage(turn: Turn, mode: Archive, before: number | null, full: number | null): void {
  const { chat, seq, upto } = mode;
  put(turn, { mode: { ...mode, newer: 'asked' } });
  const below = before === null ? '' : ` ${before}`;
  send(turn, `HISTORY ${chat.name} ${PAGE}${below}`, { is: 'newer', seq, from: upto, before, full });
}

/** A seq in the middle between the two; above the first, and below the second if there is one between. */
function half(above: number, below: number): number {
  return above + Math.ceil((below - above) / 2);
}

/** Puts them below; the rows that are on the screen stay, but the message comes to the middle as soon as it can. */
function addNewer(
  turn: Turn,
  mode: Archive,
  fresh: readonly Line[],
  change: Pick<Archive, 'upto' | 'newer'>,
): void {
  const { chat, seq } = mode;
  const lines = withLines(chat.lines, marked(fresh, seq));
  const last = chat.lines.at(-1);
  const anchor = chat.anchor ?? (last ? { id: last.id, below: 0 } : null);
  const isCut = lines.length > 0 && chat.lines.length > 0 && lines[0] !== chat.lines[0];
  const after: Chat = { ...chat, lines, anchor, older: isCut ? 'some' : chat.older };
  const { state } = turn;
  const layout = layoutOf(state);
  const height = layout.chat;
  const isAtFoot = anchor?.below === 0 && lines.some((line) => line.id === anchor.id && line.seq === seq);
  const moved = isAtFoot
    ? scrolled(after, -Math.floor(height / 2), height, settingOf(state, layout)).anchor
    : anchor;
  put(turn, { mode: { ...mode, ...change, chat: { ...after, anchor: moved } } });
}

/** The message that was found is marked as such. */
function marked(lines: readonly Line[], seq: number): readonly Line[] {
  return lines.map((line) => (line.seq === seq && line.mark !== 'gone' ? { ...line, mark: 'found' } : line));
}

/** What is open, if it is still about this message. */
function archiveOf({ state: { mode } }: Turn, seq: number): Archive | undefined {
  return mode.is === 'archive' && mode.seq === seq ? mode : undefined;
}

function putChatOf(turn: Turn, change: Partial<Chat>): void {
  const { mode } = turn.state;
  if (mode.is === 'archive') put(turn, { mode: { ...mode, chat: { ...mode.chat, ...change } } });
}
