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
  /** The conversation that it belongs to, or null between members. */
  readonly conversation: Sides | null;
  /** '' once it is gone. */
  text: string;
  gone: boolean;
}

/**
 * Gives the message its seq, remembers it with its sender and, where there is one, its receiver, and writes it
 * into the journal. It sends nothing. O(1).
 *
 * @param label the key of the label that it came with, or 0.
 */
export function post(
  desk: Desk,
  effects: Effects,
  sender: Person,
  to: Party,
  receiver: Person | null,
  conversation: Conversation | null,
  text: string,
  label = 0,
): Message {
  const message: Message = {
    seq: ++desk.lastSeq,
    at: desk.now,
    from: sender.party,
    to,
    conversation,
    text,
    gone: false,
  };
  remember(sender, message);
  if (receiver && receiver !== sender) remember(receiver, message);
  sender.undo.push(message);
  remembered(desk, message, receiver && receiver !== sender ? 3 : 2);
  if (conversation) conversation.count++;
  effects.message(
    message.seq,
    message.at,
    sender.party.id,
    to.id,
    conversation?.attendant?.party.id ?? 0,
    text,
    label,
  );
  if (label !== 0) sender.labels.add(label, message.seq);
  return message;
}

/** Puts a message on top of somebody's history; the oldest may fall out. O(1). */
export function remember(person: Person, message: Message): void {
  if (person.history.push(message) !== undefined) person.historyCut = true;
}

/** `MSG seq time from to text` */
export function messageEvent(message: Message): string {
  return `MSG ${message.seq} ${formatTime(message.at)} ${message.from.name} ${message.to.name} ${message.text}`;
}

/** The same of a message as a store gives it back. */
export function messageLine(message: StoredMessage): string {
  return `MSG ${message.seq} ${formatTime(message.at)} ${message.from} ${message.to} ${message.text}`;
}

/** A message in a listing: as its event, or `GONE seq time from to`. */
export function historyItem(message: StoredMessage): string {
  if (!message.gone) return messageLine(message);
  return `GONE ${message.seq} ${formatTime(message.at)} ${message.from} ${message.to}`;
}

/** A message of the desk's memory as a store would give it back. */
export function stored(message: Message): StoredMessage {
  const { seq, at, from, to, text, gone } = message;
  return { seq, at, from: from.name, to: to.name, text, gone };
}

/** Takes messages out of a history; one of them in the middle leaves no gap. O(messages) if there are any. */
export function retell(history: Stack<Message>, without: (message: Message) => boolean): void {
  const kept: Message[] = [];
  for (const message of history) if (!without(message)) kept.push(message);
  if (kept.length === history.size) return;
  history.clear();
  for (const message of kept.reverse()) history.push(message);
}
