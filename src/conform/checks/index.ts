/** All checks. */

import type { Check } from './check.ts';
import { DESK_CHECKS } from './desk.ts';
import { ENTRY_CHECKS } from './entry.ts';
import { LIMIT_CHECKS } from './limits.ts';
import { LINE_CHECKS } from './lines.ts';
import { MESSAGE_CHECKS } from './messages.ts';
import { REPLY_CHECKS } from './replies.ts';
import { ROOM_CHECKS } from './rooms.ts';
import { UNREAD_CHECKS } from './unread.ts';
import { WAIT_CHECKS } from './waits.ts';

export type { Check } from './check.ts';

export const CHECKS: readonly Check[] = [
  ...LINE_CHECKS,
  ...REPLY_CHECKS,
  ...ENTRY_CHECKS,
  ...MESSAGE_CHECKS,
  ...DESK_CHECKS,
  ...ROOM_CHECKS,
  ...LIMIT_CHECKS,
  ...UNREAD_CHECKS,
  ...WAIT_CHECKS,
];
