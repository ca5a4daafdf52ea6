/** Names, entering, and coming back. */

import type { LiveStage } from '../stage.ts';
import { both } from '../telling.ts';
import {
  BOTH,
  type Check,
  check,
  checkOfOne,
  checkOfTwo,
  demand,
  demandLines,
  error,
  NOTHING,
  refuses,
  tells,
  textOf,
  withWords,
} from './check.ts';

const TOKEN_REPLY = /^\+ok \S+ \S+ ([\w-]{22}) /;

/** What comes as MSG events behind a RESUME: as many lines as its reply announces. */
async function missed(stage: LiveStage, token: string, lastSeq: string): Promise<string[]> {
  const { peer, missed: count } = await stage.resume(token, lastSeq);
  const events = (await stage.settled(peer)).filter((line) => /^(?:MSG|NOTE|UNDO|CLOSED) /.test(line));
  const announced = both(
    `as many events as the reply says: ${count}`,
    `tantos eventos quanto diz a resposta: ${count}`,
  );
  demand(events.length === count, announced, events.join(' | ') || NOTHING, peer);
  peer.cut();
  return events.map(textOf);
}

export const ENTRY_CHECKS: readonly Check[] = [
  checkOfOne('NAME-1', async (stage) => {
    const peer = await stage.greeted();
    for (const name of [
      '-ana',
      '.ana',
      '_ana',
      'a!b',
      'a/b',
      'a,b',
      '#ana',
      '🍇',
      '\u0301a',
      `a${'b'.repeat(32)}`,
    ]) {
      await refuses(peer, `CONNECT ${name} ${stage.anyone}`, 'NAME-INVALID');
    }
    for (const name of ['José', '9', 'a_b.c', '名前', 'z'.repeat(32 - stage.suffix.length)]) {
      const own = stage.name(name);
      const one = await stage.greeted();
      const reply = await one.ask(`CONNECT ${own} ${stage.anyone}`);
      demand(
        reply.startsWith(`+ok ${own} ${stage.anyone} `),
        `+ok ${own} ${stage.anyone} <token> …`,
        reply,
        one,
      );
    }
  }),

  check('NAME-2', async (stage) => {
    const name = stage.name('Zé');
    const written = name.normalize('NFD');
    const peer = await stage.greeted();
    const reply = await peer.ask(`CONNECT ${written} membro`);
    const inNfc = withWords(`+ok ${name} membro <token> …`, ', in NFC', ', em NFC');
    demand(reply.startsWith(`+ok ${name} membro `), inNfc, reply, peer);
    const other = await stage.greeted();
    for (const same of [name, name.toLowerCase(), name.toUpperCase(), name.replace('Z', 'Ｚ')]) {
      await refuses(other, `CONNECT ${same} membro`, 'NAME-TAKEN');
    }
    const mia = await stage.enter('mia', 'membro');
    await tells(mia.peer, name.toUpperCase(), 'oi');
    const event = await peer.event(/^MSG /, `MSG seq time ${mia.name} ${name} oi`);
    const to = event.split(' ')[4]!;
    const asWritten = both(`the name as it was written: ${name}`, `o nome como foi escrito: ${name}`);
    demand(to === name, asWritten, to, peer);
  }),

  check('CONNECT-2', async (stage) => {
    for (const [index, word] of ['membro', 'member', 'Member'].entries()) {
      const name = stage.name(`leo${index}`);
      const one = await stage.greeted();
      const reply = await one.askAnyway(`CONNECT ${name} ${word}`);
      demand(reply.startsWith(`+ok ${name} membro `), `+ok ${name} membro <token> …`, reply, one);
    }
    const peer = await stage.greeted();
    await refuses(peer, `CONNECT ${stage.name('ana')} gerente`, 'BAD-ARGUMENT');
    await refuses(peer, `CONNECT ${stage.name('ana')}`, 'BAD-ARGUMENT');
  }),

  checkOfOne('CONNECT-3', async (stage) => {
    const tokens = new Set<string>();
    for (const base of ['leo', 'mia', 'rui']) {
      const peer = await stage.greeted();
      const reply = await peer.asked(
        `CONNECT ${stage.name(base)} ${stage.anyone}`,
        TOKEN_REPLY,
        `+ok <name> ${stage.anyone} <token> …`,
      );
      tokens.add(TOKEN_REPLY.exec(reply)![1]!);
    }
    demand(tokens.size === 3, both('three tokens', 'três tokens'), [...tokens].join(' | '));
  }),

  checkOfTwo('RESUME-2', async (stage) => {
    const { leo, mia } = await stage.pair();
    const first = await tells(mia.peer, leo.name, 'um');
    await leo.peer.event(/^MSG /, 'MSG … um');
    leo.peer.cut();
    const all = ['um', 'dois', 'três', 'quatro', 'cinco'];
    const seqs = [first];
    for (const text of all.slice(1)) seqs.push(await tells(mia.peer, leo.name, text));
    demandLines(all.slice(1), await missed(stage, leo.token, String(first)));
    demandLines(all.slice(3), await missed(stage, leo.token, String(seqs[2])));
    demandLines(all, await missed(stage, leo.token, '0'));
    demandLines([], await missed(stage, leo.token, String(seqs[4])));
  }),

  checkOfTwo('RESUME-3', async (stage) => {
    const { leo, mia } = await stage.pair();
    const { peer } = await stage.resume(leo.token);
    await leo.peer.event(/^QUIT TAKEN-OVER(?: |$)/, 'QUIT TAKEN-OVER …');
    demandLines([], await leo.peer.toEnd(), leo.peer);
    await tells(mia.peer, leo.name, 'oi');
    await peer.event(
      /^MSG \d+ \S+ \S+ \S+ oi$/,
      withWords('MSG … oi', ', on the new connection', ', na conexão nova'),
    );
  }),

  checkOfOne('RESUME-4', async (stage) => {
    const leo = await stage.enter('leo', stage.anyone);
    await leo.peer.asked('QUIT', /^\+ok/, '+ok …');
    await leo.peer.toEnd();
    const peer = await stage.greeted();
    await refuses(peer, `RESUME ${leo.token}`, 'RESUME-FAILED');
    await peer.asked(
      `CONNECT ${leo.name} ${stage.anyone}`,
      TOKEN_REPLY,
      withWords(
        `+ok ${leo.name} ${stage.anyone} <token> …`,
        ', as the name is free',
        ', pois o nome está livre',
      ),
    );
  }),

  checkOfOne('RESUME-4', async (stage) => {
    const leo = await stage.enter('leo', stage.anyone);
    leo.peer.cut();
    const other = await stage.greeted();
    // The server may still be about to notice the loss.
    for (let reply = ''; !reply.startsWith('+ok'); ) {
      reply = await other.ask(`CONNECT ${leo.name} ${stage.anyone}`);
      demand(
        reply.startsWith('+ok') || error('NAME-TAKEN').test(reply),
        both('the lost name, taken', 'o nome perdido, tomado'),
        reply,
        other,
      );
    }
    await refuses(await stage.greeted(), `RESUME ${leo.token}`, 'RESUME-FAILED');
  }),

  check(
    'RESUME-1',
    async (stage) => {
      const bia = await stage.settledIn('bia', 'atendente');
      const ana = await stage.settledIn('ana', 'consumidor');
      ana.peer.cut();
      await bia.peer.event(/^PRESENCE \S+ lost$/, `PRESENCE ${ana.name} lost`);
      const texts = ['um', 'dois', 'três'];
      for (const text of texts) await tells(bia.peer, ana.name, text);
      const { peer, missed: count } = await stage.resume(ana.token);
      demand(count === 3, both('3 events since the loss', '3 eventos desde a perda'), String(count), peer);
      for (const text of texts) {
        const event = await peer.expect(/^MSG /, `MSG … ${text}`);
        demand(textOf(event) === text, text, event, peer);
      }
      const assigned = `ASSIGNED ${ana.name} ${bia.name}`;
      await peer.expect(
        /^ASSIGNED /,
        withWords(assigned, ', behind what was missed', ', depois do que se perdeu'),
      );
      demandLines([], await peer.soFar(), peer);
    },
    BOTH,
  ),
];
