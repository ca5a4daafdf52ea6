/**
 * A network that delays, splits and cuts at random, in the middle of lines too: whoever is on it loses nothing, whoever
 * is not notices nothing, and the server keeps nothing of the connections that are gone.
 */

import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { BadNetwork, type Link } from '../support/bad-network.ts';
import { printedChance } from '../support/chance.ts';
import { socketsOf, untilSockets } from '../support/handles.ts';
import { Stage, talk } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { Wire } from '../support/wire.ts';

/** It listens for TLS, too. */
const FIXTURES = fileURLToPath(new URL('../fixtures/tls/', import.meta.url));
const TLS = [
  '--tls-port',
  '0',
  '--tls-cert',
  `${FIXTURES}desk.cert.pem`,
  '--tls-key',
  `${FIXTURES}desk.key.pem`,
];

/** If those that are gone were still counted, nobody would be let in any more. */
const FEW = ['--max-connections', '100'];

let stage: Stage;
let network: BadNetwork;
afterEach(async () => {
  await network.close();
  await stage.close();
});

it('connections cut at random places lose nothing, and the others notice nothing', async () => {
  const random = printedChance();
  stage = await Stage.open({ flags: ['--workers', '2'] });
  network = await BadNetwork.to(stage.server.port);
  let cuts = 0;
  network.onLink = (link) => {
    for (const flow of [link.up, link.down]) {
      flow.piece = random(2) ? (atHand) => 1 + random(atHand) : (atHand) => atHand;
      flow.delayMs = random(4) === 0 ? 1 : 0;
    }
    if (++cuts > 150) return;
    const [flow, within] = random(2) ? [link.up, 1000] : [link.down, 4000];
    flow.cutAfter(random(within), random(2) ? 'fin' : 'rst');
  };
  const bad: Visitor[] = [];
  for (let n = 0; n < 6; n++) bad.push(await stage.enter(`b${n}`, 'membro', { address: () => network.port }));
  const good: Visitor[] = [];
  for (let n = 0; n < 2; n++) good.push(await stage.enter(`g${n}`, 'membro'));
  await Promise.all([
    ...bad.map((visitor, n) => talk(visitor, `b${(n + 1) % 6}`, 150)),
    ...good.map((visitor, n) => talk(visitor, `g${(n + 1) % 2}`, 150)),
  ]);
  await Promise.all(stage.visitors.map((visitor) => visitor.settle()));
  // Each first connection is cut, since what goes over it either way is more than it is cut at.
  for (const { connections } of bad) expect(connections).toBeGreaterThan(1);
  for (const { connections, events } of good) expect([connections, events]).toEqual([1, []]);
  expect(await stage.judge()).toEqual([]);
});

it('connections cut behind every byte of a TLS handshake leave nothing behind, and others notice nothing', async () => {
  stage = await Stage.open({ flags: ['--workers', '2', ...FEW, ...TLS] });
  network = await BadNetwork.to(stage.server.tlsPort);
  const { pid = 0 } = stage.server.program.child;
  const [ines, rui] = [await stage.enter('ines', 'membro'), await stage.enter('rui', 'membro')];
  const before = socketsOf(pid);
  /** A handshake through the network; resolves when its connection is gone, with the bytes that went by each way. */
  const handshake = async (prepare: (link: Link) => void): Promise<number[]> => {
    const linked = new Promise<Link>((resolve) => {
      network.onLink = (link) => {
        prepare(link);
        resolve(link);
      };
    });
    const socket = connectTls({ port: network.port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.on('error', () => {});
    // It was let through: the server has greeted.
    socket.once('data', () => socket.destroy());
    const link = await linked;
    await link.closed;
    return [link.up.passed, link.down.passed];
  };
  const [up = 0, down = 0] = await handshake(() => {});
  expect(Math.min(up, down)).toBeGreaterThan(200);
  const cuts = [
    ...Array.from({ length: up }, (_, cut) => (link: Link) => link.up.cutAfter(cut, cut % 2 ? 'fin' : 'rst')),
    ...Array.from(
      { length: down },
      (_, cut) => (link: Link) => link.down.cutAfter(cut, cut % 2 ? 'fin' : 'rst'),
    ),
  ];
  for (const [n, cut] of cuts.entries()) {
    await handshake(cut);
    if (n % 100 === 0) ines.say('rui', `${n}`);
  }
  await Promise.all([ines.settle(), rui.settle()]);
  await untilSockets(pid, before);
  // Nor are they counted any more.
  await stage.enter('fim', 'membro');
  for (const { connections, events } of [ines, rui]) expect([connections, events]).toEqual([1, []]);
  expect(await stage.judge()).toEqual([]);
});

it('who speaks TLS over a network that cuts at random loses nothing either', async () => {
  const random = printedChance();
  stage = await Stage.open({ flags: ['--workers', '2', ...TLS] });
  network = await BadNetwork.to(stage.server.tlsPort);
  let cuts = 0;
  network.onLink = (link) => {
    if (++cuts <= 60) (random(2) ? link.up : link.down).cutAfter(random(6000), random(2) ? 'fin' : 'rst');
  };
  const address = () => network.port;
  const connect = (port: number) => connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  for (const name of ['ines', 'rui', 'bia']) await stage.enter(name, 'membro', { address, connect });
  const [ines, rui, bia] = stage.visitors as [Visitor, Visitor, Visitor];
  await Promise.all([talk(ines, 'rui', 100), talk(rui, 'bia', 100), talk(bia, 'ines', 100)]);
  await Promise.all(stage.visitors.map((visitor) => visitor.settle()));
  // Each first connection is cut, since what goes over it either way is more than it is cut at.
  for (const { connections } of [ines, rui, bia]) expect(connections).toBeGreaterThan(1);
  expect(await stage.judge()).toEqual([]);
});

it('hundreds of connections cut in the middle of a line leave nothing behind', async () => {
  const random = printedChance();
  stage = await Stage.open({ flags: ['--workers', '2', ...FEW] });
  network = await BadNetwork.to(stage.server.port);
  const ana = await stage.enter('ana', 'atendente');
  const line = 'CONNECT alguém consumidor e um nome bem comprido para mostrar\r\n';
  network.onLink = (link) => link.up.cutAfter(random(line.length - 1), random(2) ? 'fin' : 'rst');
  const cutMany = async () => {
    const all = Array.from({ length: 50 }, async () => {
      const wire = await Wire.open(network.port).catch(() => null);
      wire?.say(line);
      await wire?.rest();
    });
    await Promise.all(all);
    await ana.settle();
  };
  const { pid = 0 } = stage.server.program.child;
  const before = socketsOf(pid);
  for (let round = 0; round < 10; round++) await cutMany();
  await untilSockets(pid, before);
  expect(await ana.ask('LIST')).toMatchObject({ kind: 'listing', items: [{ verb: 'USER' }] });
  // Nor are they counted any more.
  await stage.enter('fim', 'membro');
  expect(ana.connections).toBe(1);
  expect(await stage.judge()).toEqual([]);
});
