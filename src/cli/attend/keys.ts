/**
 * What keys do: those that work everywhere, and those of the three panes. Owns which key means what there; what is open
 * over the panes, questions among it, has its own keys elsewhere.
 */

import { mainColumns } from './columns.ts';
import { type Draft, edited, insert } from './editor.ts';
import { choose, focusOn, goTo, stepTo, toUnread } from './going.ts';
import { layoutOf } from './layout.ts';
import { modeKey, open } from './mode-keys.ts';
import { keepNote, say, sayTyping } from './saying.ts';
import { scroll } from './scrolling.ts';
import { chosenAt, isAskedToQuit, isTooSmall, listed, panes, shownChat } from './selectors.ts';
import type { Mode, State } from './state.ts';
import { lookSoon, NOTICE_MS, notice, put, putChat, send, type Turn, tellIfOffline, words } from './turn.ts';
import { draftIn, PROMPT_COLUMNS, setOut } from './typed.ts';

/** What is open to be read only, and the key that opens it. */
const READ: Readonly<Partial<Record<Mode['is'], string>>> = { help: 'ctrl-g', figures: 'ctrl-d' };

/** Keys and texts that close it and do nothing else; so does the key that opens it. */
const CLOSING: ReadonlySet<string> = new Set(['escape', 'enter', '?', 'q', ' ']);

/** Milliseconds for which a complaint stands at least, whatever is done. */
const COMPLAINT_MS = 1_500;

export function pressed(turn: Turn, key: string) {
  if (key === 'ctrl-c' || key === 'ctrl-q') return open(turn, 'quit');
  if (key === 'ctrl-l') {
    turn.orders.push({ do: 'redraw' });
    return;
  }
  // What nobody sees happen does not happen; what is typed is kept.
  if (isTooSmall(turn.state)) {
    if (isAskedToQuit(turn.state)) return modeKey(turn, key);
    const draft = draftIn(turn.state);
    if (draft && key !== 'enter') edit(turn, edited(draft, key));
    return;
  }
  if (turn.state.link.is === 'waiting' && key === 'enter') turn.orders.push({ do: 'try-now' });
  // Who has read what a key does presses it: that closes the help, and is done.
  const opener = READ[turn.state.mode.is];
  if (opener !== undefined) {
    close(turn);
    if (key !== opener && !CLOSING.has(key)) everywhere(turn, key);
    return;
  }
  forgetComplaint(turn, key);
  const { mode } = turn.state;
  if (mode.is !== 'talk' && mode.is !== 'note' && modeKey(turn, key)) return;
  // A question wants an answer, and nothing else meanwhile.
  if (mode.is !== 'confirm' && everywhere(turn, key)) return;
  const draft = draftIn(turn.state);
  if (mode.is === 'note' && draft) return noteKey(turn, key, draft);
  if (mode.is !== 'talk') {
    if (draft) edit(turn, edited(draft, key));
    return;
  }
  paneKey(turn, key, draft);
}

/** What was wrong is read, or of no matter, when something else is done. */
function forgetComplaint(turn: Turn, key: string): void {
  const { notice: said } = turn.state;
  const isDoing = /^(?:ctrl|alt)-|^enter$|^tab$/.test(key);
  if (said?.isBad && isDoing && turn.now >= said.untilMs - NOTICE_MS + COMPLAINT_MS)
    put(turn, { notice: null });
}

/** Text was typed or pasted. */
export function wrote(turn: Turn, text: string) {
  const { state } = turn;
  if (READ[state.mode.is] !== undefined && CLOSING.has(text)) return close(turn);
  if (state.mode.is === 'talk' && state.focus !== 'input' && !isTooSmall(state)) {
    if (text === '?') return open(turn, 'help');
    // Who types means the conversation, not the list; and never one that is not on the screen.
    const chat = shownChat(state);
    if (!chat) return;
    if (chat.key !== state.current) return notice(turn, words(turn).takeFirst(chat.name), true);
    put(turn, { focus: 'input' });
    lookSoon(turn);
  }
  const draft = draftIn(turn.state);
  if (!draft) return;
  const changed = insert(draft, text);
  if (changed.full) notice(turn, words(turn).tooLong, true);
  edit(turn, changed.draft);
}

function close(turn: Turn): void {
  put(turn, { mode: { is: 'talk' } });
  lookSoon(turn);
}

/** Puts a draft back where it came from. */
function edit(turn: Turn, draft: Draft) {
  const { mode } = turn.state;
  switch (mode.is) {
    case 'search':
      return put(turn, { mode: { ...mode, query: oneLine(draft) } });
    case 'canned':
    case 'rooms':
    case 'people':
      return put(turn, { mode: { ...mode, filter: oneLine(draft), at: 0 } });
    case 'confirm':
      return put(turn, { mode: { ...mode, text: oneLine(draft) } });
    case 'note': {
      const chat = shownChat(turn.state);
      return chat ? putChat(turn, chat.key, { note: draft }) : undefined;
    }
    case 'talk': {
      const chat = shownChat(turn.state);
      if (!chat || chat.draft === draft) return;
      const isTyped = chat.draft.text !== draft.text;
      putChat(turn, chat.key, { draft });
      if (isTyped) sayTyping(turn, { ...chat, draft });
    }
  }
}

function oneLine({ text, at }: Draft): Draft {
  return { text: text.replaceAll('\n', ' '), at };
}

/** Keys that do not depend on where one is. Whether it was one of them. */
function everywhere(turn: Turn, key: string): boolean {
  const { state } = turn;
  switch (key) {
    case 'escape':
      back(turn);
      return true;
    case 'ctrl-n':
      takeNext(turn);
      return true;
    case 'ctrl-f':
      open(turn, 'search');
      return true;
    case 'ctrl-p':
      open(turn, 'canned');
      return true;
    case 'ctrl-t':
      open(turn, 'transfer');
      return true;
    case 'ctrl-r':
      open(turn, 'return');
      return true;
    case 'ctrl-w':
      open(turn, 'close');
      return true;
    case 'ctrl-z':
      open(turn, 'undo');
      return true;
    case 'ctrl-o':
      open(turn, 'note');
      return true;
    case 'ctrl-g':
      open(turn, 'help');
      return true;
    case 'ctrl-x':
      open(turn, 'rooms');
      return true;
    case 'ctrl-y':
      open(turn, 'people');
      return true;
    case 'ctrl-d':
      open(turn, 'figures');
      return true;
    case 'ctrl-s':
      if (!tellIfOffline(turn)) send(turn, `STATUS ${state.isAway ? 'online' : 'away'}`, { is: 'status' });
      return true;
    case 'pageup':
    case 'pagedown': {
      const by = Math.max(1, layoutOf(state).chat - 2);
      scroll(turn, key === 'pageup' ? by : -by);
      return true;
    }
    case 'alt-up':
    case 'alt-down':
      stepTo(turn, key === 'alt-up' ? -1 : 1, 'input');
      return true;
  }
  if (key === 'alt-0') {
    toUnread(turn);
    return true;
  }
  const [, digit] = /^alt-([1-9])$/.exec(key) ?? [];
  if (digit === undefined) return false;
  const chat = listed(state)[Number(digit) - 1];
  if (chat) goTo(turn, chat.key, 'input');
  else notice(turn, words(turn).noSuchChat(digit), true);
  return true;
}

function takeNext(turn: Turn): void {
  if (tellIfOffline(turn)) return;
  // What is open is about somebody else; the search is asked again soon enough.
  if (turn.state.queue.length > 0) put(turn, { mode: { is: 'talk' } });
  // Who began to wait just now may not stand on the screen yet: if nobody does, the server says so.
  send(turn, 'NEXT', { is: 'taken' });
}

/** Closes what is open; then goes down to the newest line; then to the input line. */
function back(turn: Turn): void {
  const { mode, notice: said, focus, current } = turn.state;
  const chat = shownChat(turn.state);
  if (mode.is !== 'talk') put(turn, { mode: { is: 'talk' } });
  else if (chat?.anchor) putChat(turn, chat.key, { anchor: null });
  else if (said) put(turn, { notice: null });
  else if (focus !== 'input' && current !== null) put(turn, { focus: 'input' });
  lookSoon(turn);
}

function noteKey(turn: Turn, key: string, draft: Draft): void {
  const chat = shownChat(turn.state);
  if (key === 'enter' && chat) {
    keepNote(turn, chat);
    put(turn, { mode: { is: 'talk' } });
    return;
  }
  editKey(turn, key, draft);
}

function paneKey(turn: Turn, key: string, draft: Draft | null) {
  const { focus, current } = turn.state;
  if (key === 'tab' || key === 'shift-tab') return cycle(turn, key === 'tab' ? 1 : -1);
  if (focus === 'input') {
    if (!draft) return;
    if (key === 'enter' && current !== null) return say(turn, current);
    return editKey(turn, key, draft);
  }
  if (focus === 'queue') return queueKey(turn, key);
  if (key === 'up' || key === 'down') return stepTo(turn, key === 'up' ? -1 : 1, 'chats');
  if ((key === 'enter' || key === 'right') && current !== null) return focusOn(turn, 'input');
}

function queueKey(turn: Turn, key: string): void {
  const { queue } = turn.state;
  const at = chosenAt(turn.state);
  const waiting = queue[at];
  if (key === 'up' && at > 0) choose(turn, at - 1);
  else if (key === 'down' && at < queue.length - 1) choose(turn, at + 1);
  else if (key === 'down') cycle(turn, 1);
  else if (key === 'enter' && waiting && !tellIfOffline(turn))
    send(turn, `TAKE ${waiting.name}`, { is: 'taken' });
}

/** The pane after or before this one, of those in which there is something. */
function cycle(turn: Turn, by: 1 | -1): void {
  const all = panes(turn.state);
  const at = all.indexOf(turn.state.focus);
  const next = all[(at + by + all.length) % all.length];
  if (next) focusOn(turn, next);
}

/** Editing, with rows to go up and down in; beyond them the conversation scrolls. */
function editKey(turn: Turn, key: string, draft: Draft) {
  if (key === 'alt-enter' || key === 'ctrl-j') return wrote(turn, '\n');
  if (key === 'up' || key === 'down') {
    const moved = movedRow(draft, key === 'up' ? -1 : 1, turn.state);
    if (moved) edit(turn, moved);
    else scroll(turn, key === 'up' ? 1 : -1);
    return;
  }
  edit(turn, edited(draft, key));
}

/** The cursor a row higher or lower; null if there is none. */
function movedRow(draft: Draft, by: 1 | -1, state: State): Draft | null {
  const columns = mainColumns(state.size) - PROMPT_COLUMNS;
  const { x, y, rows } = setOut(draft, columns);
  if (y + by < 0 || y + by >= rows.length) return null;
  let best = draft;
  for (let at = 0; at <= draft.text.length; at++) {
    const there = setOut({ ...draft, at }, columns);
    if (there.y === y + by && there.x <= x) best = { ...draft, at };
  }
  return best;
}
