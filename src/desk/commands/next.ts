/** NEXT: an attendant takes the longest-waiting customer, over capacity too. */

import { entered } from './handler.ts';
import { takeConversation } from './take.ts';

export const next = entered((desk, attendant, command, effects) => {
  const conversation = desk.waiting.longest();
  if (!conversation) return 'QUEUE-EMPTY';
  takeConversation(desk, attendant, conversation, command.label, effects);
  return '';
});
