/** Rooms: who hears what is said there. */

import { GENERAL_ROOM } from '../../protocol/limits.ts';
import { type Check, check, demand, demandLines, error, refuses, tells } from './check.ts';

export const ROOM_CHECKS: readonly Check[] = [
  check('ROOM-1', async (stage) => {
    const [leo, mia, eva] = [
      await stage.settledIn('leo', 'membro'),
      await stage.settledIn('mia', 'membro'),
      await stage.settledIn('eva', 'membro'),
    ];
    const room = `#${stage.name('sala')}`;
    await leo.peer.asked(`JOIN ${room}`, new RegExp(`^\\+ok ${room} 1$`), `+ok ${room} 1`);
    await mia.peer.asked(`JOIN ${room}`, new RegExp(`^\\+ok ${room} 2$`), `+ok ${room} 2`);
    await leo.peer.expect(/^JOIN /, `JOIN ${room} ${mia.name}`);
    const seq = await tells(mia.peer, room, 'oi');
    const event = await leo.peer.expect(/^MSG /, `MSG ${seq} <time> ${mia.name} ${room} oi`);
    demand(
      event.endsWith(` ${mia.name} ${room} oi`) && event.startsWith(`MSG ${seq} `),
      `MSG ${seq} … oi`,
      event,
      leo.peer,
    );
    await refuses(eva.peer, `MSG ${room} oi`, 'NOT-IN-ROOM');
    await refuses(eva.peer, `HISTORY ${room}`, 'NOT-IN-ROOM');
    await mia.peer.asked('LEAVE', new RegExp(`^\\+ok ${room}$`), `+ok ${room}`);
    await leo.peer.expect(/^LEAVE /, `LEAVE ${room} ${mia.name}`);
    await tells(leo.peer, room, 'sozinho');
    for (const { peer } of [leo, mia, eva]) demandLines([], await stage.settled(peer), peer);
  }),

  check('ROOM-2', async (stage) => {
    const { peer } = await stage.settledIn('leo', 'membro');
    await refuses(peer, `CREATE ${GENERAL_ROOM}`, 'ROOM-EXISTS');
    await peer.asked(`MSG ${GENERAL_ROOM} oi`, error('NOT-IN-ROOM'), '-err NOT-IN-ROOM …');
    const rooms = (await peer.list('ROOMS')).map((item) => item.split(' ').slice(0, 2).join(' '));
    demand(rooms.includes(`ROOM ${GENERAL_ROOM}`), `ROOM ${GENERAL_ROOM} …`, rooms.join(' | '), peer);
  }),
];
