/**
 * The handlers, in the order of the table of commands.
 */

import { COMMANDS } from '../../protocol/commands.ts';
import { closeConversation } from './close.ts';
import { connect } from './connect.ts';
import type { Handler } from './handler.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { lang } from './lang.ts';
import { listUsers } from './list-users.ts';
import { msg } from './msg.ts';
import { next } from './next.ts';
import { pass } from './pass.ts';
import { ping } from './ping.ts';
import { queue } from './queue.ts';
import { quit } from './quit.ts';
import { resume } from './resume.ts';
import { take } from './take.ts';
import { undo } from './undo.ts';

const BY_VERB: Readonly<Record<(typeof COMMANDS)[number]['verb'], Handler>> = {
  CONNECT: connect,
  PASS: pass,
  RESUME: resume,
  MSG: msg,
  QUIT: quit,
  'LIST-USERS': listUsers,
  HISTORY: history,
  QUEUE: queue,
  NEXT: next,
  TAKE: take,
  CLOSE: closeConversation,
  UNDO: undo,
  PING: ping,
  HELP: help,
  LANG: lang,
};

export const handlers: readonly Handler[] = COMMANDS.map(({ verb }) => BY_VERB[verb]);
