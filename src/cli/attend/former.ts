/**
 * Who had which name before: what somebody said in the line under another name comes under that name when they are
 * taken, and belongs to them. Owns which former names are known: those that were told, until somebody else has them.
 */

import { keyOf } from '../client/view.ts';
import { MAX_FORMER } from './state.ts';
import { put, type Turn } from './turn.ts';

/** Somebody has another name from now on. O(former names). */
export function remember(turn: Turn, from: string, key: string): void {
  const entries = [...turn.state.formerly].filter(([former]) => former !== key && former !== from);
  const followed = entries.map(([former, now]) => [former, now === from ? key : now] as const);
  if (from !== key) followed.push([from, key]);
  put(turn, { formerly: new Map(followed.slice(-MAX_FORMER)) });
}

/** Somebody has come who has this name now. */
export function forgetFormer(turn: Turn, key: string): void {
  if (!turn.state.formerly.has(key)) return;
  put(turn, { formerly: new Map([...turn.state.formerly].filter(([former]) => former !== key)) });
}

/** The name by which the conversation is called in which something stands that was said under this one. */
export function nameNow({ state: { chats, formerly } }: Turn, name: string): string {
  const now = formerly.get(keyOf(name));
  const chat = now === undefined || chats.has(keyOf(name)) ? undefined : chats.get(now);
  return chat?.standing === 'mine' ? chat.name : name;
}
