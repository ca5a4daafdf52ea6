/**
 * The handlers, in the order of the table of commands.
 */

import { COMMANDS } from '../../protocol/commands.ts';
import { canned } from './canned.ts';
import { closeConversation } from './close.ts';
import { connect } from './connect.ts';
import { createRoom } from './create.ts';
import type { Handler } from './handler.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { joinRoom } from './join.ts';
import { lang } from './lang.ts';
import { leaveRoom } from './leave.ts';
import { listUsers } from './list-users.ts';
import { msg } from './msg.ts';
import { next } from './next.ts';
import { nick } from './nick.ts';
import { note } from './note.ts';
import { pass } from './pass.ts';
import { ping } from './ping.ts';
import { queue } from './queue.ts';
import { quit } from './quit.ts';
import { rate } from './rate.ts';
import { resume } from './resume.ts';
import { returnCustomer } from './return.ts';
import { listRooms } from './rooms.ts';
import { search } from './search.ts';
import { seen } from './seen.ts';
import { stats } from './stats.ts';
import { status } from './status.ts';
import { take } from './take.ts';
import { transfer } from './transfer.ts';
import { typing } from './typing.ts';
import { undo } from './undo.ts';
import { who } from './who.ts';

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
  RETURN: returnCustomer,
  TRANSFER: transfer,
  CLOSE: closeConversation,
  RATE: rate,
  NOTE: note,
  STATUS: status,
  UNDO: undo,
  TYPING: typing,
  SEEN: seen,
  NICK: nick,
  JOIN: joinRoom,
  CREATE: createRoom,
  LEAVE: leaveRoom,
  ROOMS: listRooms,
  WHO: who,
  SEARCH: search,
  STATS: stats,
  CANNED: canned,
  PING: ping,
  HELP: help,
  LANG: lang,
};

export const handlers: readonly Handler[] = COMMANDS.map(({ verb }) => BY_VERB[verb]);
