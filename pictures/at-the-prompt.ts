/** The line client: Ana attends at a prompt, João asks for his order, and Rui knows more in a room. */

import { ask, look, Scene } from './scene.ts';
import type { Script } from './scripts.ts';
import type { Picture } from './svg.ts';

const SIZE = { columns: 80, rows: 24 };

export async function atThePrompt(script: Script): Promise<Picture> {
  const { room, prompt: said, customers } = script;
  const scene = await Scene.open(2, script.locale);
  try {
    const rui = await scene.come('rui', 'atendente', 'STATUS away', `JOIN ${room}`);
    const ana = await scene.sit(`telechat client --name ana --role ${script.attendant}`, SIZE, /^ana>/m);
    const joao = await scene.sit(`telechat client --name joao --role ${script.customer}`, SIZE, /^joao>/m);
    await ana.terminal.sees(/^ana → joao>/m);

    joao.terminal.enter(said.asks);
    await ana.terminal.sees(said.asks);
    ana.terminal.enter(said.greets);
    await joao.terminal.sees(said.greets);
    await ana.terminal.sees('✓✓');
    ana.terminal.enter(`NOTE joao ${said.note}`);
    await ana.terminal.sees(`joao: ${said.note}`);

    ana.terminal.enter(`JOIN ${room}`);
    await ana.terminal.sees(new RegExp(`^(?!ana).*${room}`, 'm'));
    ana.terminal.enter(`${said.to} ${room}`);
    await ana.terminal.sees(`→ ${room}>`);
    ana.terminal.enter(said.asksRui);
    await rui.until(new RegExp(`^MSG .* ${room} ${RegExp.escape(said.asksRui)}`));
    await ask(rui, `MSG ${room} ${said.ruiKnows}`);
    await ana.terminal.sees(said.ruiKnows);

    const [[maria, ...size]] = customers as [readonly [string, ...string[]]];
    await scene.come(maria, 'consumidor', ...size.map((text) => `MSG * ${text}`));
    await ana.terminal.sees(size.at(-1)!);
    await scene.come('pedro', 'consumidor', 'MSG * …');
    await ana.terminal.sees('pedro');
    ana.terminal.enter(`${said.to} joao`);
    await ana.terminal.sees(/→ joao> *$/m);
    ana.terminal.enter(said.promises);
    await ana.terminal.sees(`"${said.promises}"`);
    joao.terminal.enter(said.thanks);
    await ana.terminal.sees(said.thanks);
    await joao.terminal.sees(`"${said.thanks}"`);

    const windows = [await look(ana), await look(joao)];
    return { title: 'telechat client', description: said.seen, windows };
  } finally {
    await scene.over();
  }
}
