/** The line client: Ana attends at a prompt, João asks for his order, and Rui knows more in a room. */

import { ask, look, Scene } from './scene.ts';
import type { Picture } from './svg.ts';

const SIZE = { columns: 80, rows: 24 };

export async function atThePrompt(): Promise<Picture> {
  const scene = await Scene.open(2);
  try {
    const rui = await scene.come('rui', 'atendente', 'STATUS away', 'JOIN #plantao');
    const ana = await scene.sit('telechat client --name ana --role atendente', SIZE, /^ana>/m);
    const joao = await scene.sit('telechat client --name joao --role consumidor', SIZE, /^joao>/m);
    await ana.terminal.sees(/^ana → joao>/m);

    joao.terminal.enter('Bom dia! Meu pedido 1234 era para ontem e não chegou. 😕');
    await ana.terminal.sees('pedido 1234');
    ana.terminal.enter('Bom dia, João! Vou falar com a transportadora.');
    await joao.terminal.sees('transportadora');
    await ana.terminal.sees('✓✓');
    ana.terminal.enter('NOTE joao Segundo atraso: frete grátis no próximo.');
    await ana.terminal.sees(/joao: Segundo atraso/);

    ana.terminal.enter('JOIN #plantao');
    await ana.terminal.sees(/^(?!ana).*#plantao/m);
    ana.terminal.enter('/para #plantao');
    await ana.terminal.sees(/→ #plantao> *$/m);
    ana.terminal.enter('Rui, onde está o 1234?');
    await rui.until(/^MSG .* #plantao Rui, onde está/);
    await ask(rui, 'MSG #plantao No carro do Beto: chega hoje até as 16h.');
    await ana.terminal.sees('Beto');

    await scene.come('maria', 'consumidor', 'MSG * Oi! Posso trocar o tamanho?', 'MSG * É o vestido azul.');
    await ana.terminal.sees('vestido azul');
    await scene.come('pedro', 'consumidor', 'MSG * Boa tarde!');
    await ana.terminal.sees(/pedro/);
    ana.terminal.enter('/para joao');
    await ana.terminal.sees(/→ joao> *$/m);
    ana.terminal.enter('João, o entregador passa hoje até as 16h.');
    await ana.terminal.sees(/✓✓.*16h|16h.*✓✓/);
    joao.terminal.enter('Que bom! Muito obrigado. 🙏');
    await ana.terminal.sees('Muito obrigado');
    await joao.terminal.sees(/✓✓.*Que bom|Que bom.*✓✓/);

    const windows = [await look(ana), await look(joao)];
    return {
      title: 'telechat client',
      description:
        'Two terminals. Ana, an attendant, has the messages of João with their times, her own with ✓ and ✓✓, an ' +
        'internal note, the room #plantao, and a prompt that counts who waits and what is unread. João, a customer, ' +
        'has the same conversation without the note and the room.',
      windows,
    };
  } finally {
    await scene.over();
  }
}
