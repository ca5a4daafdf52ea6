/** The full screen: Ana attends several customers at once, and looks up what was said. */

import type { Wire } from '../test/support/wire.ts';
import { ask, look, Scene } from './scene.ts';
import type { Picture } from './svg.ts';

const WIDE = { columns: 100, rows: 28 };
const SMALL = { columns: 80, rows: 24 };

/** Who comes after João, and what they say; the last ones wait. */
const CUSTOMERS: readonly (readonly [string, ...string[]])[] = [
  ['maria', 'Oi! Posso trocar o tamanho?', 'É o vestido azul.'],
  ['lucas', 'O cupom PRIMAVERA não funciona.'],
  ['yuki', 'Bom dia! O kit 抹茶 não chegou inteiro.'],
  ['pedro', 'Boa tarde! A nota fiscal não chegou com o pedido.'],
  ['clara', 'Oi! O código de rastreio ainda não chegou. 📦'],
];

export async function atTheDesk(): Promise<{ readonly desk: Picture; readonly search: Picture }> {
  const scene = await Scene.open(4);
  try {
    const ana = await scene.sit('telechat attend --name ana', WIDE, /^ ana {2}/m);
    const { terminal } = ana;
    const joao = await scene.come(
      'joao',
      'consumidor',
      'MSG * Bom dia! Meu pedido 1234 era para ontem e não chegou. 😕',
    );
    await terminal.sees('pedido 1234');
    terminal.enter('Bom dia, João! Vou falar com a transportadora.');
    await saw(joao, 'transportadora');
    terminal.press('C-o');
    terminal.type('Segundo atraso neste mês: frete grátis no próximo.');
    terminal.press('Enter');
    await terminal.sees(/Segundo atraso.*✓/);

    const rui = await scene.come('rui', 'atendente', 'STATUS away');
    for (const [name, ...texts] of CUSTOMERS) {
      await scene.come(name, 'consumidor', ...texts.map((text) => `MSG * ${text}`));
    }
    await ask(rui, 'MSG ana O Beto está com o 1234: chega até as 16h.');
    await terminal.sees(/clara/);
    await terminal.sees(/rui/);
    terminal.press('C-x');
    terminal.type('#plantao');
    await terminal.sees('#plantao');
    terminal.press('Enter');
    await terminal.sees(/^\s*▸.*#plantao/m);
    terminal.press('M-1');
    await terminal.sees(/^\s*▸.*joao/m);
    await ask(rui, 'JOIN #plantao');
    await ask(rui, 'MSG #plantao Volto às 14h.');

    terminal.enter('O entregador está com o 1234: passa hoje até as 16h.');
    await saw(joao, '16h');
    await ask(joao, 'MSG * Que bom! Posso pedir que deixe com o porteiro?');
    await terminal.sees('porteiro');
    terminal.enter('Pode, sim: já avisei o entregador.');
    await saw(joao, 'avisei');
    await terminal.sees(/avisei.*✓✓/);
    await ask(joao, 'TYPING * on');
    terminal.type('Mais alguma coisa, Jo');
    await terminal.sees(/joao digita/);
    await terminal.sees(/coisa, Jo *$/m);
    const desk: Picture = {
      title: 'telechat attend',
      description:
        'A full screen. On the left those who wait, pedro and clara, the conversations and the rooms, with what is ' +
        'unread in each; on the right the conversation with joao, ✓✓ behind what he saw, an internal note, and that he ' +
        'types; below what Ana is writing, and the keys.',
      windows: [await look(ana)],
    };

    terminal.resize(SMALL);
    await terminal.until((screen) => screen.split('\n')[1]?.length === SMALL.columns, 'rules of 80 columns');
    terminal.press('C-f');
    terminal.type('nao chegou');
    await terminal.sees('nao chegou');
    terminal.press('Enter');
    await terminal.sees('rastreio');
    const search: Picture = {
      title: 'telechat attend: search',
      description:
        'The screen at 80 columns and 24 rows: a search for “nao chegou” in all conversations finds ' +
        '“não chegou” as well, and shows the chosen one in full.',
      windows: [await look({ ...ana, size: SMALL })],
    };
    return { desk, search };
  } finally {
    await scene.over();
  }
}

/** João gets what is written to him, and says that he saw it. */
async function saw(joao: Wire, text: string): Promise<void> {
  const message = await joao.until(new RegExp(`^MSG \\d+ .*${text}`));
  await ask(joao, `SEEN ${message.split(' ')[1]}`);
}
