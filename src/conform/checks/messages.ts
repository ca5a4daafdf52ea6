/** Messages between two people: what arrives, in which order, once; what is undone; and notes. */

import { both } from '../telling.ts';
import {
  BOTH,
  type Check,
  check,
  checkOfTwo,
  demand,
  demandLines,
  refuses,
  tells,
  textOf,
  withWords,
} from './check.ts';

const MANY = 50;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const SAID = /^(?:@\S+ )?\+ok mensagem recebida (\d+)$/;

function above(seq: number) {
  return both(`a seq above ${seq}`, `um seq acima de ${seq}`);
}

export const MESSAGE_CHECKS: readonly Check[] = [
  checkOfTwo('MSG-1', async (stage) => {
    const { leo, mia } = await stage.pair();
    const seq = await tells(mia.peer, leo.name, 'oi');
    const event = await leo.peer.event(/^MSG /, 'MSG seq time from to text');
    const [, given, time = '', from, to] = event.split(' ');
    const same = withWords(`MSG ${seq} …`, ', the seq of the reply', ', o seq da resposta');
    demand(given === String(seq), same, event, leo.peer);
    const moment = '2026-03-02T14:05:09.120Z';
    demand(TIME.test(time), both(`a time as ${moment}`, `uma hora como ${moment}`), time, leo.peer);
    demand(from === mia.name && to === leo.name, `MSG ${seq} … ${mia.name} ${leo.name} oi`, event, leo.peer);
    await refuses(mia.peer, `MSG ${leo.name}`, 'BAD-ARGUMENT');
    await refuses(mia.peer, `MSG ${stage.name('ninguem')} oi`, 'NO-SUCH-USER');
  }),

  checkOfTwo('MSG-2', async (stage) => {
    const { leo, mia } = await stage.pair();
    const line = `@${stage.options.run}.1 MSG ${leo.name} uma vez`;
    const reply = await mia.peer.asked(line, SAID, `@${stage.options.run}.1 +ok mensagem recebida <seq>`);
    const again = await mia.peer.ask(line);
    demand(again === reply, reply, again, mia.peer);
    // A server may do without RESUME; its own clauses tell.
    if (!stage.missing.has('RESUME')) {
      mia.peer.cut();
      const { peer } = await stage.resume(mia.token);
      const later = await peer.ask(line);
      demand(
        later === reply,
        withWords(reply, ', also after RESUME', ', também depois de RESUME'),
        later,
        peer,
      );
    }
    const texts = (await leo.peer.soFar()).filter((event) => event.startsWith('MSG ')).map(textOf);
    demandLines(['uma vez'], texts, leo.peer);
  }),

  checkOfTwo('MSG-3', async (stage) => {
    const { leo, mia } = await stage.pair();
    const label = `@${stage.options.run}.1`;
    const seqs = [];
    for (const text of ['um', 'dois']) {
      const reply = await mia.peer.asked(
        `${label} MSG ${leo.name} ${text}`,
        SAID,
        `${label} +ok mensagem recebida <seq>`,
      );
      seqs.push(SAID.exec(reply)![1]);
    }
    demand(seqs[0] !== seqs[1], both('two seqs', 'dois seqs'), seqs.join(' | '), mia.peer);
    const texts = (await leo.peer.soFar()).filter((event) => event.startsWith('MSG ')).map(textOf);
    demandLines(['um', 'dois'], texts, leo.peer);
  }),

  checkOfTwo('MSG-4', async (stage) => {
    const { leo, mia } = await stage.pair();
    await tells(mia.peer, leo.name, 'oi');
    await leo.peer.event(/^MSG /, 'MSG … oi');
    demandLines([], await stage.settled(mia.peer), mia.peer);
  }),

  checkOfTwo('MSG-5', async (stage) => {
    const { leo, mia, her } = await stage.pair();
    let last = 0;
    for (let index = 0; index < 10; index++) {
      const [from, to] = index % 2 === 0 ? [leo, her] : [mia, leo.name];
      const seq = await tells(from.peer, to, String(index));
      demand(seq > last, above(last), String(seq), from.peer);
      last = seq;
    }
  }),

  checkOfTwo('MSG-6', async (stage) => {
    const { leo, mia } = await stage.pair();
    const texts = Array.from({ length: MANY }, (_, index) => `${index}`);
    mia.peer.say(...texts.map((text) => `MSG ${leo.name} ${text}`));
    const seen: string[] = [];
    while (seen.length < MANY) seen.push(textOf(await leo.peer.event(/^MSG /, `MSG … ${seen.length}`)));
    demandLines(texts, seen, leo.peer);
    let last = 0;
    for (let index = 0; index < MANY; index++) {
      const reply = await mia.peer.reply('+ok mensagem recebida <seq>');
      const seq = Number(SAID.exec(reply)?.[1] ?? 0);
      demand(seq > last, above(last), reply, mia.peer);
      last = seq;
    }
  }),

  checkOfTwo('MSG-7', async (stage) => {
    const { leo, mia } = await stage.pair();
    const texts = [
      '  two spaces',
      'end  ',
      'a\tb',
      'one\\ntwo \\\\ \\x',
      '.',
      '+ok',
      '@a b',
      '🍇 açaí שלום 今天 e\u0301',
      '\u2028',
    ];
    for (const text of texts) {
      await tells(mia.peer, leo.name, text);
      const event = await leo.peer.event(/^MSG /, `MSG … ${text}`);
      demand(textOf(event) === text, text, textOf(event), leo.peer);
    }
  }),

  checkOfTwo('QUIT-2', async (stage) => {
    const { leo, mia } = await stage.pair();
    mia.peer.say('QUIT até mais', `MSG ${leo.name} tarde demais`);
    await mia.peer.expect(/^\+ok(?: |$)/, '+ok …');
    demandLines([], await mia.peer.toEnd(), mia.peer);
    const late = (await stage.settled(leo.peer)).filter((line) => line.startsWith('MSG '));
    demandLines([], late, leo.peer);
  }),

  check('HISTORY-3', async (stage) => {
    const leo = await stage.settledIn('leo', 'membro');
    const mia = await stage.settledIn('mia', 'membro');
    const seqs: number[] = [];
    for (const text of ['1', '2', '3', '4', '5']) seqs.push(await tells(mia.peer, leo.name, text));
    const page = async (words: string) => (await mia.peer.list(`HISTORY ${words}`)).map(textOf);
    demandLines(['1', '2', '3', '4', '5'], await page('*'), mia.peer);
    demandLines(['4', '5'], await page('* 2'), mia.peer);
    demandLines(['2', '3'], await page(`* 2 ${seqs[3]}`), mia.peer);
    demandLines(['1'], await page(`${mia.name} 2 ${seqs[1]}`), mia.peer);
    demandLines([], await page(`* 2 ${seqs[0]}`), mia.peer);
    await refuses(mia.peer, 'HISTORY * 0', 'BAD-ARGUMENT');
    await refuses(mia.peer, `HISTORY ${leo.name}`, 'FORBIDDEN');
  }),

  checkOfTwo('UNDO-3', async (stage) => {
    const { leo, mia } = await stage.pair();
    const seq = await tells(mia.peer, leo.name, 'fica');
    await leo.peer.event(/^MSG /, 'MSG … fica');
    await refuses(leo.peer, `UNDO ${seq}`, 'NOTHING-TO-UNDO');
    demandLines([], await stage.settled(mia.peer), mia.peer);
    demandLines(['fica'], (await mia.peer.list('HISTORY *')).map(textOf), mia.peer);
  }),

  checkOfTwo('UNDO-4', async (stage) => {
    const { leo, mia } = await stage.pair();
    const seq = await tells(mia.peer, leo.name, `segredo ${stage.suffix.slice(1)}`);
    await mia.peer.asked('UNDO', new RegExp(`^\\+ok ${seq}$`), `+ok ${seq}`);
    await leo.peer.event(/^UNDO /, `UNDO ${seq} ${mia.name} ${leo.name}`);
    for (const { peer } of [leo, mia]) {
      const items = await peer.list('HISTORY *');
      demand(
        items.length === 1 && items[0]!.startsWith(`GONE ${seq} `),
        `GONE ${seq} …`,
        items.join(' | '),
        peer,
      );
      demand(items[0]!.split(' ').length === 5, 'GONE seq time from to', items[0]!, peer);
    }
    // A server may do without SEARCH; its own clause tells.
    if (stage.missing.has('SEARCH')) return;
    demandLines([], await leo.peer.list(`SEARCH segredo ${stage.suffix.slice(1)}`), leo.peer);
  }),

  check(
    'NOTE-2',
    async (stage) => {
      const bia = await stage.settledIn('bia', 'atendente');
      const ana = await stage.settledIn('ana', 'consumidor');
      await tells(ana.peer, '*', 'visível');
      await bia.peer.asked(`NOTE ${ana.name} invisível`, /^\+ok \d+$/, '+ok <seq>');
      await bia.peer.asked('UNDO', /^\+ok \d+$/, '+ok <seq>');
      await bia.peer.asked(`NOTE ${ana.name} invisível`, /^\+ok \d+$/, '+ok <seq>');
      demandLines([], await stage.settled(ana.peer), ana.peer);
      demandLines(['visível'], (await ana.peer.list('HISTORY *')).map(textOf), ana.peer);
      ana.peer.cut();
      await bia.peer.event(/^PRESENCE \S+ lost$/, `PRESENCE ${ana.name} lost`);
      await bia.peer.asked(`NOTE ${ana.name} invisível`, /^\+ok \d+$/, '+ok <seq>');
      const { peer } = await stage.resume(ana.token, '0');
      const events = (await stage.settled(peer)).filter((line) => /^(?:MSG|NOTE|UNDO) /.test(line));
      demandLines(['visível'], events.map(textOf), peer);
    },
    BOTH,
  ),
];
