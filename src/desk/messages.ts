/**
 * Messages: made here, remembered in the histories of those whom they concern, and shown as lines.
 */

import { formatTime } from '../protocol/format.ts';
import type { Stack } from '../structures/stack.ts';
import type { Conversation } from './conversations.ts';
import type { Desk } from './desk.ts';
import type { Effects } from './effects.ts';
import type { StoredMessage } from './journal.ts';
import { remembered } from './memory.ts';
import type { Party, Person } from './people.ts';
import { isRoom } from './rooms.ts';

/** Who is on either side of a conversation: of one that was over before a restart, no more is known. */
export interface Sides {
  readonly customer: { readonly party: Party };
  readonly servedBy: { readonly party: Party } | null;
}

export interface Message {
  readonly seq: number;
  readonly at: number;
  readonly from: Party;
  readonly to: Party;
  /** Whether it is a note, which only attendants may see. */
  readonly note: boolean;
  /** The conversation that it belongs to, or null between members and in rooms. */
  readonly conversation: Sides | null;
  /** Who served that conversation then, as far as it is known still: to UNDO it. */
  readonly attendant: Party | null;
  /** '' once it is gone. */
  text: string;
  gone: boolean;
}

/** The newest messages of somebody, or of a room, newest on top: of those behind a seq none is missing. */
export interface Memory {
  readonly history: Stack<Message>;
  heldAfter: number;
}

/**
 * Gives the message its seq, remembers it with its sender and, where there is one, its receiver, and writes it
 * into the journal. What customers say in rooms is not remembered with them: their history is the backlog of their
 * conversation, and rooms could fill it. It sends nothing. O(1).
 *
 * @param label the key of the label that it came with, or 0.
 */
export function post(
  desk: Desk,
  effects: Effects,
  sender: Person,
  to: Party,
  receiver: Memory | null,
  conversation: Conversation | null,
  text: string,
  label = 0,
): Message {
  const message: Message = {
    seq: ++desk.lastSeq,
    at: desk.now,
    from: sender.party,
    to,
    note: false,
    conversation,
    attendant: conversation?.attendant?.party ?? null,
    text,
    gone: false,
  };
  if (sender.role === 'consumidor' && isRoom(to.key)) sender.heldAfter = message.seq;
  else remember(sender, message);
  if (receiver && receiver !== sender) remember(receiver, message);
  sender.undo.push(message);
  remembered(desk, message, receiver && receiver !== sender ? 3 : 2);
  if (conversation) conversation.count++;
  effects.message(message.seq, message.at, sender.party.id, to.id, message.attendant?.id ?? 0, text, label);
  if (label !== 0) sender.labels.add(label, message.seq);
  return message;
}

/** Puts a message on top of a history; the oldest may fall out. O(1). */
export function remember(memory: Memory, message: Message): void {
  const oldest = memory.history.push(message);
  if (oldest) memory.heldAfter = Math.max(memory.heldAfter, oldest.seq);
}

/** `MSG seq time from to text`; a note is `NOTE seq time from customer text`. */
export function messageEvent({ seq, at, from, to, note, text }: Message): string {
  return `${note ? 'NOTE' : 'MSG'} ${seq} ${formatTime(at)} ${from.name} ${to.name} ${text}`;
}

/** The same of a message as a store gives it back. */
export function messageLine({ seq, at, from, to, note, text }: StoredMessage): string {
  return `${note ? 'NOTE' : 'MSG'} ${seq} ${formatTime(at)} ${from} ${to} ${text}`;
}

/** A message in a listing: as its event, or `GONE seq time from to`. */
export function historyItem(message: StoredMessage): string {
  if (!message.gone) return messageLine(message);
  return `GONE ${message.seq} ${formatTime(message.at)} ${message.from} ${message.to}`;
}

/** A message of the desk's memory as a store would give it back. */
export function stored(message: Message): StoredMessage {
  const { seq, at, from, to, text, gone, note } = message;
  return { seq, at, from: from.name, to: to.name, text, gone, note };
}

/** Takes messages out of a history; one of them in the middle leaves no gap. O(messages) if there are any. */
export function retell(history: Stack<Message>, without: (message: Message) => boolean): void {
  const kept: Message[] = [];
  for (const message of history) if (!without(message)) kept.push(message);
  if (kept.length === history.size) return;
  history.clear();
  for (const message of kept.reverse()) history.push(message);
}
