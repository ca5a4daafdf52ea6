/** What an attendant does with customers, and what comes of it: who talks to whom, notes, ratings, who is typing. */

import { afterEach, describe, expect, it } from 'vitest';
import { Typists } from '../../src/cli/client/typists.ts';
import { chatting } from './client-chatting.ts';
import { closeServers, type FakeServer, type Script, serve, usual } from './client-fake-server.ts';
import { leaveTerminals } from './client-person.ts';
import { ANA, JOAO, run } from './client-process.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

const TIME = '2026-03-09T14:03:00.000Z';

/** A desk where ana serves joao from the entry on. */
const serving: Script = (line) => {
  const [verb = '', first = '', second = ''] = line.split(' ');
  switch (verb) {
    case 'CONNECT':
      return [...usual(line), 'ASSIGNED joao ana'];
    case 'TRANSFER':
      return second === 'ninguem'
        ? ['@-err NO-SUCH-USER não há ninguém com este nome']
        : ['@+ok', `ASSIGNED ${first} ${second}`];
    case 'RETURN':
      return ['@+ok', 'WAITING joao 1'];
    case 'NOTE':
      return ['@+ok 7'];
    case 'STATUS':
      return [`@+ok ${first}`];
    case 'UNDO':
      return ['@+ok 7'];
    default:
      return usual(line);
  }
};

function sent(server: FakeServer): string[] {
  return server.received.filter((line) => !/^(?:CONNECT|QUIT|PING$|CANNED$|QUEUE$)/.test(line));
}

describe('an attendant', () => {
  it('is told to whom they cannot hand a customer over', async () => {
    const { port } = await serve((line) =>
      line.startsWith('TRANSFER') ? ['@-err FORBIDDEN você não tem permissão para isto'] : usual(line),
    );
    const { stderr } = await run('/transferir joao maria\n', port, ANA);
    expect(stderr).toBe('linha 1: Só atendentes recebem clientes, e maria não é atendente\n');
  });

  it("talks to nobody once the customer is another one's", async () => {
    const { server, port } = await serve(serving);
    const { stdout, stderr } = await run('um\nTRANSFER * bia\ndois\n', port, ANA);
    expect(sent(server)).toEqual(['MSG joao um', 'TRANSFER joao bia']);
    expect(stdout.split('\n').slice(2)).toEqual(['Você passou joao a bia.', '']);
    expect(stderr).toContain('linha 3: Você não fala com ninguém');
  });

  it('goes on with the customer whom nobody took over', async () => {
    const { server, port } = await serve(serving);
    await run('/transferir joao ninguem\num\n', port, ANA);
    expect(sent(server)).toEqual(['TRANSFER joao ninguem', 'MSG joao um']);
  });

  it('talks to the customer whom they took over for themselves', async () => {
    const { server, port } = await serve(serving);
    const { stdout } = await run('TRANSFER maria ana\num\n', port, ANA);
    expect(sent(server)).toEqual(['TRANSFER maria ana', 'MSG maria um']);
    expect(stdout.match(/Você atende maria/g)).toHaveLength(1);
  });

  it('gives the customer of the prompt back to the line', async () => {
    const { server, port } = await serve(serving);
    const { stdout } = await run('/devolver\num\n', port, ANA);
    expect(sent(server)).toEqual(['RETURN joao']);
    expect(stdout).toContain(
      'Você devolveu joao à fila; outro atendente já pode ter chamado essa pessoa.\njoao espera (1 na fila)\n',
    );
  });

  it('says goodbye to the customer of the prompt without writing the name again', async () => {
    const { server, port } = await serve((line, at) =>
      line.startsWith('CLOSE') ? ['@+ok'] : serving(line, at),
    );
    const { stdout } = await run('CLOSE * até logo\n', port, ANA);
    expect(sent(server)).toEqual(['CLOSE joao até logo']);
    expect(stdout).toContain('"até logo"');
  });

  it('makes notes, which stand there as notes and can be taken back', async () => {
    const { server, port } = await serve(serving);
    const { code, stdout } = await run('NOTE * paga\\tarde\nUNDO\n', port, ANA);
    expect(sent(server)).toEqual(['NOTE joao paga\\\\tarde', 'UNDO']);
    expect(stdout).toMatch(
      /^Você atende joao\.\n\[..:..\] nota interna sobre joao: paga\\tarde ✓\nNota sobre joao desfeita: "paga\\tarde"\n$/,
    );
    expect(code).toBe(0);
  });

  it("is nobody's customer in a room: CLOSE, RETURN and NOTE want a name there", async () => {
    const { server, port } = await serve((line, at) =>
      line.startsWith('JOIN')
        ? ['@+ok #geral 1']
        : line.startsWith('CONNECT')
          ? usual(line)
          : serving(line, at),
    );
    await run('JOIN #geral\nCLOSE\nRETURN\nNOTE * x\n', port, ANA);
    expect(sent(server)).toEqual(['JOIN #geral']);
  });

  it('sees in the prompt that they are away', async () => {
    const { server, type, sees } = await chatting('atendente', serving);
    type('/estado ausente\r');
    await sees('Você está ausente: só vem quem você chamar. /estado presente desfaz isso.');
    await sees('ana (ausente) → joao> ');
    type('STATUS online\r');
    await sees('Você está presente');
    await sees('ana → joao> ');
    expect(sent(server)).toEqual(['STATUS away', 'STATUS online']);
  });

  it('is away in the prompt too when a listing says so, and not after coming as somebody new', async () => {
    const { type, sees, view } = await chatting('atendente', (line, at) =>
      line === 'LIST' ? ['@+ok *1', `USER ana atendente away ${TIME}`, '.'] : serving(line, at),
    );
    type('LIST\r');
    await sees('ana (ausente) → joao> ');
    view.startAnew();
    expect(view.isAway).toBe(false);
  });

  it('sees in the prompt who is typing, until that is over, and keeps the line being typed', async () => {
    const { server, sees, type, terminal, screen } = await chatting('atendente', serving);
    await sees('ana → joao> ');
    type('ol');
    await sees('ol');
    server.write('TYPING joao * on');
    await sees('(joao está digitando…) ana → joao> ol');
    server.write(`MSG 9 ${TIME} joao * oi`);
    await sees('joao: oi');
    await sees('oi\nana → joao> ol');
    type('á\r');
    await sees('olá ✓');
    expect(terminal.line).toBe('');
    expect(screen()).not.toContain('mudou');
  });
});

describe('a customer', () => {
  const closed: Script = (line) => {
    if (line === 'MSG * oi') return ['@+ok mensagem recebida 1', 'ASSIGNED joao ana', 'CLOSED ana'];
    if (line.startsWith('RATE 4')) return ['@+ok'];
    return line.startsWith('RATE') ? ['@-err NO-CONVERSATION não há conversa aberta'] : usual(line);
  };

  it('is told how to rate when the conversation is over, and rates', async () => {
    const { server, port } = await serve(closed);
    const { stdout, stderr } = await run('oi\n/avaliar 4 muito bom\n/avaliar 5\n', port, JOAO);
    expect(stdout.match(/Para avaliar o atendimento: \/avaliar 5/g)).toHaveLength(1);
    expect(stdout).toContain('Obrigado pela avaliação.\n');
    expect(sent(server)).toEqual(['MSG * oi', 'RATE 4 muito bom', 'RATE 5']);
    expect(stderr).toBe('linha 3: Só se avalia uma vez, depois que o atendente encerra a conversa.\n');
  });

  it('is not shown who is typing in a pipe', async () => {
    const { port } = await serve((line) =>
      line.startsWith('MSG') ? [...usual(line), 'TYPING ana joao on', 'TYPING ana joao off'] : usual(line),
    );
    expect((await run('oi\n', port, JOAO)).stdout).toMatch(/^\[..:..\] joao: oi ✓\n$/);
  });
});

describe('who is typing', () => {
  const typists = (...lines: string[]) => {
    const all = new Typists();
    for (const line of lines) {
      const [verb = '', ...rest] = line.split(' ');
      all.learn({ verb, rest: rest.join(' ') }, 0);
    }
    return all;
  };

  it('is forgotten after a while', () => {
    const all = typists('TYPING joao * on', 'TYPING bia #geral on');
    expect(all.names(14_999)).toEqual(['joao', '#geral: bia']);
    expect(all.names(15_000)).toEqual([]);
  });

  it.each([
    'TYPING João * off',
    `MSG 7 ${TIME} JOÃO * oi`,
    'PRESENCE joão lost',
    'CLOSED joão quit',
    'LEAVE #geral joão',
    'NICK joão jo',
  ])('is over with %s', (line) => {
    expect(typists('TYPING joão * on', 'TYPING maria * on', line).names(0)).toEqual(['maria']);
  });

  it('is never more than a few, nor anybody over a connection that is lost', () => {
    const all = typists(...Array.from({ length: 100 }, (_, i) => `TYPING joao${i} * on`));
    expect(all.names(0)).toHaveLength(20);
    all.clear();
    expect(all.names(0)).toEqual([]);
  });
});

describe('a name that nobody has', () => {
  const nobody: Script = (line) => {
    const [verb = ''] = line.split(' ');
    if (verb === 'CONNECT') return [...usual(line), 'ASSIGNED João ana', 'ASSIGNED Zoë bia'];
    if (!/^(?:MSG|HISTORY|TRANSFER|TAKE|LIST|CLOSE)$/.test(verb)) return usual(line);
    return ['@-err NO-SUCH-USER não há ninguém com este nome'];
  };
  const why = 'ão há ninguém com este nome';

  it('may have been meant to be one that was on the screen', async () => {
    const { port } = await serve(nobody);
    const lines = [
      '/take JOAO',
      '/take pedro',
      'MSG joao oi',
      '/list consumidor zoe',
      '/take João',
      'TAKE joao',
      '/history 5',
      '/encerrar Até logo',
    ];
    const { stderr } = await run(`${lines.join('\n')}\n`, port, ANA);
    expect(stderr.split('\n')).toEqual([
      `linha 1: N${why} (seria João?)`,
      `linha 2: N${why}`,
      `linha 3: Não enviada a joao: "oi" (n${why} (seria João?))`,
      `linha 4: N${why} (seria Zoë?)`,
      `linha 5: N${why}`,
      `linha 6: N${why} (seria João?). Era uma mensagem? Comece a linha com um espaço.`,
      `linha 7: N${why}; uso: /histórico quem [limite] [antes-de]`,
      `linha 8: N${why}; uso: /encerrar nome [texto]`,
      '',
    ]);
    const en = await run('/take joao\n', port, [...ANA, '--lang', 'en']);
    expect(en.stderr).toBe(`line 1: N${why} (did you mean João?)\n`);
  });

  it('is told where there are two and one is known', async () => {
    const { port } = await serve(nobody);
    const lines = ['João zoe', 'João carla', 'joao bia', 'pedro carla', 'João bia'];
    const { stderr } = await run(lines.map((line) => `/transferir ${line}\n`).join(''), port, ANA);
    expect(stderr.split('\n')).toEqual([
      `linha 1: N${why}: zoe (seria Zoë?)`,
      `linha 2: N${why}: carla`,
      `linha 3: N${why}: joao (seria João?)`,
      `linha 4: N${why}`,
      `linha 5: N${why}: bia`,
      '',
    ]);
  });
});
