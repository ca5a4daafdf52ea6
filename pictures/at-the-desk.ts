/** The full screen: Ana attends several customers at once, and looks up what was said. */

import type { Wire } from '../test/support/wire.ts';
import { ask, look, Scene } from './scene.ts';
import type { Script } from './scripts.ts';
import type { Picture } from './svg.ts';

const WIDE = { columns: 100, rows: 28 };
const SMALL = { columns: 80, rows: 24 };

export async function atTheDesk({
  locale,
  room,
  desk: said,
  search: sought,
  customers,
}: Script): Promise<{ readonly desk: Picture; readonly search: Picture }> {
  const scene = await Scene.open(4, locale);
  try {
    const ana = await scene.sit('telechat attend --name ana', WIDE, /^ ana {2}/m);
    const { terminal } = ana;
    const joao = await scene.come('joao', 'consumidor', `MSG * ${said.asks}`);
    await terminal.sees(said.asks);
    terminal.enter(said.greets);
    await saw(joao, said.greets);
    terminal.press('C-o');
    terminal.type(said.note);
    terminal.press('Enter');
    await terminal.sees(new RegExp(`${RegExp.escape(said.note)}.*✓`));

    const rui = await scene.come('rui', 'atendente', 'STATUS away');
    for (const [name, ...texts] of customers) {
      await scene.come(name, 'consumidor', ...texts.map((text) => `MSG * ${text}`));
    }
    await ask(rui, `MSG ana ${said.ruiKnows}`);
    await terminal.sees(/clara/);
    await terminal.sees(/rui/);
    terminal.press('C-x');
    terminal.type(room);
    await terminal.sees(room);
    terminal.press('Enter');
    await terminal.sees(new RegExp(`^\\s*▸.*${room}`, 'm'));
    terminal.press('M-1');
    await terminal.sees(/^\s*▸.*joao/m);
    await ask(rui, `JOIN ${room}`);
    await ask(rui, `MSG ${room} ${said.ruiLeaves}`);

    terminal.enter(said.promises);
    await saw(joao, said.promises);
    await ask(joao, `MSG * ${said.asksMore}`);
    await terminal.sees(said.asksMore);
    terminal.enter(said.agrees);
    await saw(joao, said.agrees);
    await terminal.sees(new RegExp(`${RegExp.escape(said.agrees)}.*✓✓`));
    await ask(joao, 'TYPING * on');
    terminal.type(said.draft);
    await terminal.sees(said.typing);
    await terminal.sees(said.draft);
    const windows = [await look(ana)];
    const desk: Picture = { title: 'telechat attend', description: said.seen, windows };

    terminal.resize(SMALL);
    await terminal.until((screen) => screen.split('\n')[1]?.length === SMALL.columns, 'rules of 80 columns');
    terminal.press('C-f');
    terminal.type(sought.words);
    await terminal.sees(sought.words);
    terminal.press('Enter');
    await terminal.sees(sought.found);
    const small = [await look({ ...ana, size: SMALL })];
    return { desk, search: { title: 'telechat attend, ^F', description: sought.seen, windows: small } };
  } finally {
    await scene.over();
  }
}

/** João gets what is written to him, and says that he saw it. */
async function saw(joao: Wire, text: string): Promise<void> {
  const message = await joao.until(new RegExp(`^MSG \\d+ .*${RegExp.escape(text)}`));
  await ask(joao, `SEEN ${message.split(' ')[1]}`);
}
