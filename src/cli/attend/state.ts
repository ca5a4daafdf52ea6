/**
 * All that the screen of an attendant knows: who waits, the conversations with their lines and drafts, what is being
 * done, and how the connection stands. Owns these shapes and the beginning; the turns change them, and `selectors.ts`
 * has what follows from it. Everything is bounded.
 */

import type { Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';
import type { Event } from '../../protocol/server-lines.ts';
import { type Draft, EMPTY } from './editor.ts';
import type { Line } from './lines.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Waiting {
  readonly key: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  readonly messages: number;
}

/** Which line is the lowest on the screen, and how many of its rows are below the edge. */
export interface Anchor {
  readonly id: number;
  readonly below: number;
}

export interface Chat {
  /** What the name is compared by. */
  readonly key: string;
  readonly name: string;
  /**
   * `waiting` is only looked at; `ended` was mine, or came to me; `private` is an attendant or a member; a `room` is
   * one that I am in.
   */
  readonly standing: 'waiting' | 'mine' | 'ended' | 'private' | 'room';
  /** Milliseconds since 1970: since when it is mine. */
  readonly sinceMs: number;
  readonly lines: readonly Line[];
  /** Whether the server has older lines, and whether we asked. */
  readonly older: 'unknown' | 'asked' | 'some' | 'none';
  /** The lowest seq of the history that came, whether it is kept or not; 0 if none did. */
  readonly lowestSeq: number;
  readonly unread: number;
  readonly presence: 'online' | 'away' | 'lost';
  /** That they are lost stands among the lines. */
  readonly isLossTold: boolean;
  /** Milliseconds since 1970 from which on that is told, if they still are; 0 if nothing is held back. */
  readonly lossDueMs: number;
  /** Milliseconds since 1970 until which they are taken to be typing; 0 if they are not. */
  readonly typingUntilMs: number;
  readonly draft: Draft;
  /** The draft was begun in a conversation that is over, perhaps with somebody else of this name. */
  readonly isDraftOld: boolean;
  readonly note: Draft;
  /** Null: the newest line is at the bottom. */
  readonly anchor: Anchor | null;
  /** The seq up to which the other side was told that I have seen it. */
  readonly saidSeen: number;
  /** Who is in a room; null as long as that was not asked, or if this is no room. At most MAX_MEMBERS. */
  readonly members: readonly string[] | null;
  /** After a return: nobody has told yet that it is still mine. */
  readonly isUnconfirmed: boolean;
}

export type Search = {
  readonly is: 'search';
  readonly query: Draft;
  /** What the hits are for; '' before the first search. */
  readonly asked: string;
  /** Newest first; null while they are awaited. */
  readonly hits: readonly Line[] | null;
  readonly at: number;
};

export type Confirm = {
  readonly is: 'confirm';
  readonly what: 'close' | 'return' | 'undo' | 'quit' | 'take-over';
  /** The conversation that it is about; null for a `quit` and a `take-over`. */
  readonly key: string | null;
  /** The message that an `undo` retracts; null for all else. */
  readonly line: Line | null;
  /** The farewell of a `close`. */
  readonly text: Draft;
  /** Whom a `take-over` is about; null for all else. */
  readonly person: Person | null;
};

/** A room that there is, whether I am in it or not. */
export interface Room {
  readonly key: string;
  readonly name: string;
  readonly members: number;
  readonly topic: string;
}

/** Somebody at the desk. */
export interface Person {
  readonly key: string;
  readonly name: string;
  readonly display: string;
  readonly role: Role;
  /** As LIST-USERS has it: `online`, `away`, `lost`, `waiting:1`, `with:ana`. */
  readonly state: string;
  /** Who serves this customer and is not there: anybody may take them over. '' if nobody is missing. */
  readonly absent: '' | 'away' | 'lost';
}

export type RoomsMode = {
  readonly is: 'rooms';
  readonly filter: Draft;
  readonly at: number;
  /** Null while they are awaited. */
  readonly rooms: readonly Room[] | null;
};

export type PeopleMode = {
  readonly is: 'people';
  readonly filter: Draft;
  readonly at: number;
  /** Null while they are awaited; who can be taken over comes first. */
  readonly people: readonly Person[] | null;
};

/** What was said around a message that was found. */
export type Archive = {
  readonly is: 'archive';
  readonly chat: Chat;
  /** Of the message that was found. */
  readonly seq: number;
  /** What came after it is there up to this seq. */
  readonly upto: number;
  /** Whether the server has newer lines, and whether we asked. */
  readonly newer: 'asked' | 'some' | 'none';
  readonly back: Search;
};

/** What is open about one conversation keeps its key: whatever happens to the lists, it stays about that one. */
export type Mode =
  | { readonly is: 'talk' }
  | { readonly is: 'note'; readonly key: string }
  | { readonly is: 'help' }
  | { readonly is: 'canned'; readonly key: string; readonly filter: Draft; readonly at: number }
  | { readonly is: 'transfer'; readonly key: string; readonly at: number }
  | Archive
  /** The figures of the day, as they came; null while they are awaited. */
  | { readonly is: 'figures'; readonly items: readonly Event[] | null }
  | RoomsMode
  | PeopleMode
  | Search
  | Confirm;

export interface CannedAnswer {
  readonly key: string;
  readonly name: string;
  /** With line breaks. */
  readonly text: string;
}

export interface Colleague {
  readonly name: string;
  readonly state: 'online' | 'away';
}

/** Customers whom colleagues serve that are not there: anybody may take them over. */
export interface Unattended {
  readonly customers: number;
  /** Who is not there and has some of them. */
  readonly colleagues: readonly Pick<Person, 'name' | 'absent'>[];
}

export type Standing =
  | { readonly is: 'up' }
  /** An attempt is due, in milliseconds since 1970. */
  | { readonly is: 'waiting'; readonly attempt: number; readonly dueMs: number }
  | { readonly is: 'trying'; readonly attempt: number };

export type Pane = 'queue' | 'chats' | 'input';

export interface State {
  readonly lang: Lang;
  readonly me: string;
  readonly server: string;
  readonly isAway: boolean;
  readonly link: Standing;
  /** The connection is back, and not all has come yet that tells how things stand. */
  readonly isReturning: boolean;
  /** Milliseconds since 1970, as of the last tick. */
  readonly now: number;
  readonly size: Size;
  readonly queue: readonly Waiting[];
  /** In the order in which they came. */
  readonly chats: ReadonlyMap<string, Chat>;
  /** The conversation that is turned to. */
  readonly current: string | null;
  readonly focus: Pane;
  /** Who is chosen among those who wait. */
  readonly chosen: string | null;
  readonly mode: Mode;
  readonly notice: { readonly text: string; readonly isBad: boolean; readonly untilMs: number } | null;
  /**
   * By the key of a name that somebody had and nobody has since: whose it was, by the key of today. At most MAX_FORMER.
   */
  readonly formerly: ReadonlyMap<string, string>;
  readonly canned: readonly CannedAnswer[];
  readonly colleagues: readonly Colleague[];
  /** As of the last listing of everybody; null if there are none. */
  readonly unattended: Unattended | null;
  /** Who was absent in it, and until when it does for them, in milliseconds since 1970. */
  readonly unattendedAsOf: { readonly absent: string; readonly dueMs: number };
  /** For whom the bell has rung, as long as they wait. */
  readonly rung: ReadonlySet<string>;
  /** To whom I was said to be typing, and when that was said and I typed last. */
  readonly typing: { readonly key: string; readonly saidMs: number; readonly keyMs: number } | null;
  /** Looking at what came is due, once for all that came together. */
  readonly isLookDue: boolean;
  /** Somebody was given to me. */
  readonly isBellDue: boolean;
  readonly lastSeq: number;
  readonly nextId: number;
}

/** Conversations that are kept; those that are mine, and rooms that I am in, are never dropped. */
export const MAX_CHATS = 200;

/** Those of all kinds, whoever a server says that I serve: past it the oldest of them go, too. */
export const MAX_KEPT = 1_000;

/** Customers who wait that are known by name. */
export const MAX_QUEUE = 10_000;

/** Members of a room that are known by name; WHO tells no more. */
export const MAX_MEMBERS = 500;

/** Former names that are known. */
export const MAX_FORMER = 200;

export const SMALLEST: Size = { columns: 80, rows: 24 };

export interface Beginning {
  readonly lang: Lang;
  readonly me: string;
  readonly server: string;
  readonly now: number;
  readonly size: Size;
}

export function begin(beginning: Beginning): State {
  return {
    ...beginning,
    isAway: false,
    link: { is: 'up' },
    isReturning: false,
    queue: [],
    chats: new Map(),
    current: null,
    focus: 'queue',
    chosen: null,
    mode: { is: 'talk' },
    notice: null,
    formerly: new Map(),
    canned: [],
    colleagues: [],
    unattended: null,
    unattendedAsOf: { absent: '', dueMs: 0 },
    rung: new Set(),
    typing: null,
    isLookDue: false,
    isBellDue: false,
    lastSeq: 0,
    nextId: 1,
  };
}

export function newChat(key: string, name: string, standing: Chat['standing'], now: number): Chat {
  return {
    key,
    name,
    standing,
    sinceMs: now,
    lines: [],
    older: 'unknown',
    lowestSeq: 0,
    unread: 0,
    presence: 'online',
    isLossTold: false,
    lossDueMs: 0,
    typingUntilMs: 0,
    draft: EMPTY,
    isDraftOld: false,
    note: EMPTY,
    anchor: null,
    saidSeen: 0,
    members: null,
    isUnconfirmed: false,
  };
}

/** Whether somebody is there, by the word that a listing or an event has for it. */
export function presenceOf(word: string): Chat['presence'] {
  return word === 'lost' || word === 'away' ? word : 'online';
}
