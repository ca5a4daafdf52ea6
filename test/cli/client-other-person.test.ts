/** Names that change hands while a connection is away: what was written to one person never reaches another. */

import { afterEach, expect, it } from 'vitest';
import type { Reply } from '../../src/cli/client/connection.ts';
import type { Change, Link } from '../../src/cli/client/link.ts';
import { NAMESAKE } from '../../src/cli/client/namesakes.ts';
import { Pace, rateFor } from '../../src/cli/client/pace.ts';
import { Sending } from '../../src/cli/client/sending.ts';
import { visit } from '../../src/cli/client/visit.ts';
import { Attendant } from '../attend/attendant.ts';
import { BadNetwork } from '../support/bad-network.ts';
import { startTestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';
import { chatting, OPTIONS, STILL } from './client-chatting.ts';
import { closeServers, type Script, usual } from './client-fake-server.ts';
import { leaveTerminals } from './client-person.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  leaveTerminals();
  closeServers();
  for (const one of open.splice(0).reverse()) await one.close();
});

/** Ana attends over a network that can be cut; she tries to come back when the test says so. */
async function attending() {
  const server = await startTestServer('--memory');
  open.push({ close: () => server.end() });
  const network = await BadNetwork.to(server.port);
  open.push({ close: () => network.close() });
  const entry = await visit(
    { host: '127.0.0.1', port: network.port },
    { name: 'ana', role: 'atendente', lang: 'pt', password: null },
    { ...OPTIONS, clock: STILL },
  );
  if (entry.how !== 'entered') throw new Error(entry.how);
  const { link } = entry;
  open.push({ close: () => link.quit('', () => {}, 0) });
  link.listen(() => {});
  return { port: server.port, network, link };
}

function becomes(link: Link, is: Change['is']): Promise<Change> {
  return new Promise((resolve) => link.watch((change) => change.is === is && resolve(change)));
}

/** Ana's connection is lost, and both sides know of it. */
async function cutOff({ network, link }: { network: BadNetwork; link: Link }, customer: Wire): Promise<void> {
  const lost = becomes(link, 'waiting');
  network.cut();
  await lost;
  await customer.until(/^PRESENCE ana lost/);
}

it.each(['QUIT', 'NICK joao2'])(
  'what waited for the connection does not reach whoever took the name of one who said %s',
  async (said) => {
    const { port, network, link } = await attending();
    const joao = await Wire.enter(port, 'joao', 'consumidor');
    await joao.until(/^ASSIGNED/);
    await link.request('MSG joao Bom dia');
    await cutOff({ network, link }, joao);
    const texts = ['MSG joao Seu código é 4711', 'NOTE joao mora longe', 'MSG maria Oi'];
    const replies = Promise.all(texts.map((line) => link.request(line)));
    await joao.ask(said);
    const other = await Wire.enter(port, 'joao', 'consumidor');
    const settled = becomes(link, 'settled');
    link.tryNow();
    await settled;
    expect(await replies).toMatchObject([{ code: NAMESAKE }, { code: NAMESAKE }, { code: 'NO-SUCH-USER' }]);
    // What is written from now on is for who has the name now.
    await link.request('MSG joao Em que posso ajudar?');
    expect(await other.until(/^MSG/)).toMatch(/ Em que posso ajudar\?$/);
  },
);

const NAMESAKE_COMES: Script = (line) => {
  if (line === 'QUEUE') return ['@+ok *0', '.'];
  if (!line.startsWith('RESUME')) return usual(line);
  const missed = ['CLOSED joao quit', 'WAITING-END joao taken', 'ASSIGNED joao ana'];
  return ['@+ok ana atendente 00ff 1', ...missed];
};

it('what a script wrote meanwhile is refused in words, and what it writes afterwards is sent', async () => {
  const { port, network, link } = await attending();
  const joao = await Wire.enter(port, 'joao', 'consumidor');
  await joao.until(/^ASSIGNED/);
  await link.request('PING');
  await cutOff({ network, link }, joao);
  const sending = new Sending(link, new Pace(rateFor('atendente')));
  const replyTo = (line: string) =>
    new Promise<Reply | null>((resolve) => void sending.send(line, 'pt', resolve));
  const reply = replyTo('MSG joao Seu código é 4711');
  await joao.ask('QUIT');
  const other = await Wire.enter(port, 'joao', 'consumidor');
  link.tryNow();
  expect(await reply).toMatchObject({ code: NAMESAKE, text: 'joao saiu ou mudou de nome' });
  expect(await replyTo('MSG joao Bom dia')).toMatchObject({ kind: 'ok' });
  expect(await other.until(/^MSG/)).toMatch(/ Bom dia$/);
});

it('what is typed meanwhile at a terminal goes to nobody then, and is told', async () => {
  const { server, type, sees } = await chatting('atendente', NAMESAKE_COMES, { clock: STILL });
  server.write('ASSIGNED joao ana');
  await sees('Você atende joao');
  server.socket?.destroy();
  await sees('nova tentativa');
  type('um segredo\r/to joao\rmais um\rNOTE joao mora longe\rCLOSE joao Até logo!\r');
  await sees('De volta.');
  await sees('! Não enviada a joao: "um segredo" (joao saiu ou mudou de nome)');
  await sees('! Joao saiu ou mudou de nome');
  await sees('! Não enviada: "mais um"');
  await sees('! NOTE joao mora longe: joao saiu ou mudou de nome');
  await sees('! CLOSE joao Até logo!: joao saiu ou mudou de nome');
  expect(server.received.filter((line) => /^(?:MSG|NOTE|CLOSE)/.test(line))).toEqual([]);
  type('bom dia\r');
  await sees('bom dia ✓');
});

it('what waits behind a transfer is told in its own words, when there is nobody for it by then', async () => {
  const { server, type, sees } = await chatting(
    'atendente',
    (line) => {
      if (line === 'QUEUE') return ['@+ok *0', '.'];
      if (line.startsWith('RESUME')) return ['@+ok ana atendente 00ff 0', 'ASSIGNED joao ana'];
      return line.startsWith('TRANSFER') ? ['@+ok', 'ASSIGNED joao rui'] : usual(line);
    },
    { clock: STILL },
  );
  server.write('ASSIGNED joao ana');
  await sees('Você atende joao');
  server.socket?.destroy();
  await sees('nova tentativa');
  type('TRANSFER joao rui\rmais um\r');
  await sees('Você passou joao a rui.');
  await sees('! Não enviada: "mais um" (então você já não falava com ninguém)');
  expect(server.received.filter((line) => line.startsWith('MSG'))).toEqual([]);
});

it('what is written meanwhile on the full screen stands in its line again, and is asked about', () => {
  const ana = new Attendant().serves('joao').type('um segredo').press('enter');
  ana.take({ is: 'link', change: { is: 'waiting', attempt: 1, delayMs: 1_000, why: { how: 'lost' } } });
  ana.take({ is: 'link', change: { is: 'back', newVisit: false, name: 'ana' } });
  ana.hears('ASSIGNED joao2 ana', 'WAITING-END joao taken', 'ASSIGNED joao ana');
  ana.take({ is: 'link', change: { is: 'settled' } });
  ana.answers('MSG', `-err ${NAMESAKE} `);
  expect(ana.chat('joao').draft.text).toBe('um segredo');
  expect(ana.state.notice?.text).toContain('Não foi enviada: A conversa com joao já é outra');
});

it('what was begun before and not entered is not sent to a namesake by the next Enter', () => {
  const ana = new Attendant().serves('joao').type('um segredo');
  ana.take({ is: 'link', change: { is: 'back', newVisit: false, name: 'ana' } });
  ana.hears('ASSIGNED joao2 ana', 'WAITING-END joao taken', 'ASSIGNED joao ana');
  ana.take({ is: 'link', change: { is: 'settled' } }).press('enter');
  expect(ana.lines.filter((line) => line.startsWith('MSG'))).toEqual([]);
  expect(ana.state.notice?.text).toContain('A conversa com joao já é outra');
});

it.each(['WAITING eva 1', 'ASSIGNED eva ana'])(
  'the prompt of one who talks to a colleague turns away from a customer of that name: %s',
  async (event) => {
    const { server, type, sees } = await chatting('atendente', (line) => {
      if (line === 'QUEUE') return ['@+ok *0', '.'];
      return line.startsWith('TYPING') ? ['@+ok'] : usual(line);
    });
    type('/to eva\r');
    await sees('ana → eva>');
    type('o cofre abre com 4711');
    server.write(event, 'PRESENCE rui lost');
    await sees('rui perdeu a conexão.');
    type('\r');
    await sees('A conversa mudou enquanto você escrevia: agora você não fala com ninguém.');
    expect(server.received.filter((line) => line.startsWith('MSG'))).toEqual([]);
  },
);
