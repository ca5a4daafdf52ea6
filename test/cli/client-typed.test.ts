/** The client at a terminal made of streams, against a server that follows a script. */

import { afterEach, describe, expect, it } from 'vitest';
import { USUAL_SERVER } from '../../src/cli/client/address.ts';
import { type Wishes, wayBack } from '../../src/cli/client/flags.ts';
import { type Entered, enterTyped } from '../../src/cli/client/questions.ts';
import { MAX_WAITING } from '../../src/cli/client/typed.ts';
import { chatting, OPTIONS, STILL } from './client-chatting.ts';
import { FakeDesk } from './client-fake-desk.ts';
import { closeServers, type Script, serve, usual } from './client-fake-server.ts';
import { leaveTerminals, person } from './client-person.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

/** Waits that last until a test ends them, however often somebody tries at once. */
function closed() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { sleep: () => promise, open: resolve };
}

const waiting: Script = (line) =>
  line === 'QUEUE' ? ['@+ok *1', 'WAITING João 2026-03-09T14:03:00.000Z 1', '.'] : usual(line);

describe('an attendant at a terminal', () => {
  it('is told of those who wait already', async () => {
    const { server, sees } = await chatting('atendente', waiting);
    await sees('1 na fila: NEXT (/próximo) chama o primeiro');
    expect(server.received).toEqual(['CANNED', 'QUEUE']);
  });

  it('is told nothing if nobody waits', async () => {
    const { server, type, sees, screen } = await chatting('atendente', (line) =>
      line === 'QUEUE' ? ['@+ok *0', '.'] : usual(line),
    );
    type('PING\r');
    await sees('O servidor responde.');
    expect(server.received).toEqual(['CANNED', 'QUEUE', 'PING']);
    expect(screen()).not.toContain('na fila');
  });

  it('keeps a mistyped command to themselves', async () => {
    const { server, type, sees } = await chatting('atendente', waiting);
    await sees('1 na fila');
    type('CLOSE !\r');
    await sees('Uso: CLOSE nome [texto]');
    type('AJUDA REGRAS\r');
    await sees('Escrita errada, ela não vai a ninguém.');
    expect(server.received).toEqual(['CANNED', 'QUEUE']);
  });
});

describe('a paste', () => {
  const talking: Script = (line) => (line === 'QUEUE' ? ['@+ok *0', '.'] : usual(line));
  const sent = (received: readonly string[]) => received.filter((line) => !/^(?:CANNED|QUEUE)$/.test(line));

  it('of several lines runs no command, calls for no canned answer, and says so once', async () => {
    const { server, type, sees, screen } = await chatting('atendente', talking);
    server.write('ASSIGNED joao ana');
    await sees('ana → joao> ');
    type('\x1b[200~CLOSE joao tchau\r\r/nota chato\r!prazo\rQUIT\x1b[201~');
    await sees('!prazo ✓');
    type('\r');
    await sees('QUIT ✓');
    expect(sent(server.received)).toEqual([
      'MSG joao CLOSE joao tchau',
      'MSG joao /nota chato',
      'MSG joao !prazo',
      'MSG joao QUIT',
    ]);
    expect(screen().match(/O que você cola em várias linhas vai como texto/g)).toHaveLength(1);
  });

  it('of one line is as if typed, with its end or without, and so is what is typed behind a paste', async () => {
    const { server, type, sees, screen } = await chatting('atendente', talking);
    server.write('ASSIGNED joao ana');
    await sees('ana → joao> ');
    type('\x1b[200~PING um\r\r\x1b[201~\x1b[200~PING dois\x1b[201~\r');
    type('\x1b[200~a\rb\r\x1b[201~PING três\r\x1b[200~c\rd\x1b[201~\x15PING quatro\r');
    await server.saw((line) => line === 'PING quatro');
    expect(sent(server.received)).toEqual([
      'PING um',
      'PING dois',
      'MSG joao a',
      'MSG joao b',
      'PING três',
      'MSG joao c',
      'PING quatro',
    ]);
    expect(screen()).not.toContain('O que você cola');
  });

  it('that comes in pieces is one', async () => {
    const { server, type, sees } = await chatting('atendente', talking);
    server.write('ASSIGNED joao ana');
    await sees('ana → joao> ');
    for (const piece of ['\x1b[200~PING', ' um\r', '\x1b[201~', '\x1b[200~QUIT\r', 'b\r', '\x1b[201~']) {
      type(piece);
      await new Promise(setImmediate);
    }
    await sees('b ✓');
    expect(sent(server.received)).toEqual(['PING um', 'MSG joao QUIT', 'MSG joao b']);
  });

  it('behind a line that was begun for somebody else goes nowhere with it', async () => {
    const { server, type, sees, terminal } = await chatting('atendente', talking);
    server.write('ASSIGNED joao ana');
    await sees('ana → joao> ');
    type('para joao: ');
    await sees('para joao: ');
    server.write('CLOSED joao quit', 'ASSIGNED maria ana');
    await sees('ana → maria> para joao: ');
    type('\x1b[200~um\r\rdois\rtrês\x1b[201~');
    await sees('A conversa mudou enquanto você escrevia');
    await sees('Não foi enviado: para joao: um\n');
    await sees('Não foi enviado: dois\n');
    expect(terminal.line).toBe('três');
    type('\r');
    await sees('três ✓');
    expect(sent(server.received)).toEqual(['MSG maria três']);
  });

  it('for nobody is told once to be so, and what did not go out', async () => {
    const { server, type, sees, screen } = await chatting('atendente', talking);
    await sees('ana> ');
    type('\x1b[200~um\rdois\rtrês\r\x1b[201~PING\r');
    await sees('O servidor responde.');
    expect(screen()).toMatch(/Você não fala com ninguém.*Não foi enviado: dois\n.*Não foi enviado: três\n/s);
    expect(screen().match(/Você não fala com ninguém/g)).toHaveLength(1);
    expect(sent(server.received)).toEqual(['PING']);
  });

  it('typed ahead of the questions stays one', async () => {
    const { terminal, type, sees } = person();
    const lines: [string, boolean | undefined][] = [];
    type('\x1b[200~a\r/sair\r\x1b[201~');
    await sees('/sair');
    await new Promise(setImmediate);
    terminal.listen(
      (line, isPasted) => lines.push([line, isPasted]),
      () => {},
    );
    expect(lines).toEqual([
      ['a', true],
      ['/sair', true],
    ]);
  });
});

describe('who only chats', () => {
  it('is told once for each command that it went as text', async () => {
    const { server, type, sees, screen } = await chatting('consumidor', usual);
    type('SAIR DAQUI\rsair\rajuda\r');
    await sees('"SAIR" vai como texto; o comando é /sair.');
    await sees('"ajuda" vai como texto; o comando é /ajuda.');
    await sees('ajuda ✓');
    expect(server.received).toEqual(['MSG * SAIR DAQUI', 'MSG * sair', 'MSG * ajuda']);
    expect(screen().match(/o comando é \/sair/g)).toHaveLength(1);
  });

  it('pastes text, of which a line begun by hand is no part', async () => {
    const { server, type, sees } = await chatting('consumidor', usual);
    type('\x1b[200~um\r/sair\rQUIT\x1b[201~');
    type('\rPING\r/ping ');
    type('\x1b[200~a\rb\r\x1b[201~PING\r');
    await sees('b ✓');
    await sees('O servidor responde.');
    await server.saw((line) => line === 'PING a');
    expect(server.received.map((line) => line.replace(/^MSG \* /, ''))).toEqual([
      'um',
      '/sair',
      'QUIT',
      'PING',
      'PING a',
      'b',
      'PING',
    ]);
  });

  it('is told who may use a command, whatever stands behind it', async () => {
    const { server, type, sees } = await chatting('consumidor', (line) =>
      /^(?:NEXT|HELP)/.test(line)
        ? [`@-err ${line === 'NEXT' ? 'FORBIDDEN' : 'BAD-ARGUMENT'} não`]
        : usual(line),
    );
    type('/atender\r');
    await sees('! Só atendentes podem usar este comando');
    type('NEXT\r');
    await sees('Só atendentes podem usar este comando. Era uma mensagem?');
    type('/ajuda xyz\r/ajuda lsitar\r');
    await sees('Não conheço o comando lsitar (seria /listar?)');
    expect(server.received).toEqual(['NEXT', 'HELP xyz', 'HELP lsitar']);
  });

  it('and asks for their place while they are served is told by whom', async () => {
    const { server, type, sees } = await chatting('consumidor', (line) =>
      line === 'QUEUE' ? ['@+ok 0 3 ?'] : usual(line),
    );
    server.write('ASSIGNED joao ana');
    await sees('ana vai atender você.');
    type('/fila\r');
    await sees('Você não está na fila: ana atende você.');
  });

  it('asks who is in the room of the prompt, and is asked which where that is not clear', async () => {
    const { server, type, sees } = await chatting('membro', (line) => {
      if (line.startsWith('JOIN')) return [`@+ok ${line.slice(5)} 1`];
      return line.startsWith('WHO') ? ['@+ok *0', '.'] : usual(line);
    });
    type('/quem\r');
    await sees('Você não está em nenhuma sala');
    type('/entrar a\r/entrar b\r/para #a\r/quem\r');
    await server.saw((line) => line === 'WHO #a');
    type('/msg joao oi\r/quem\r');
    await sees('De qual sala? /quem #a ou /quem #b');
  });
});

describe('Ctrl-C', () => {
  it('clears the line that is being typed and says nothing; on an empty line it leaves', async () => {
    const { server, type, sees, over, terminal, screen } = await chatting('consumidor', usual);
    type('meu pedido');
    await sees('joao> meu pedido');
    const before = screen();
    type('\x03');
    expect(terminal.line).toBe('');
    await sees(`${before}joao> `);
    expect(screen()).toBe(`${before}joao> `);
    type('oi\r');
    await sees('oi ✓');
    expect(server.received).toEqual(['MSG * oi']);
    type('\x03');
    expect(await over).toEqual({ how: 'left' });
    expect(server.received).toEqual(['MSG * oi', 'QUIT']);
  });

  it('frees the next line of whom the cleared one was meant for', async () => {
    const { server, type, sees } = await chatting('atendente', waiting);
    server.write('ASSIGNED joao ana');
    await sees('ana → joao> ');
    type('até');
    await sees('até');
    server.write('CLOSED joao quit', 'ASSIGNED maria ana');
    await sees('ana → maria> ');
    type('\x03bom dia\r');
    await server.saw((line) => line === 'MSG maria bom dia');
  });

  it('ends a question, with what was typed', async () => {
    const { terminal, type } = person();
    const answer = terminal.ask('Nome: ');
    type('jo\x03');
    expect(await answer).toBeNull();
  });
});

describe('HISTORY of somebody with a new name', () => {
  it('tells where the rest is, as soon as the prompt has that name', async () => {
    const { server, type, sees } = await chatting('consumidor', (line) => {
      if (line.startsWith('NICK')) return ['@+ok zeca'];
      return line.startsWith('HISTORY') ? ['@+ok *0', '.'] : usual(line);
    });
    type('NICK zeca\r');
    await sees('zeca> ');
    type('/histórico\r');
    await sees('Nada com este nome: o que foi dito antes está com o nome anterior');
    expect(server.received).toEqual(['NICK zeca', 'HISTORY zeca']);
  });
});

describe('a connection that falls for good', () => {
  it('leaves the line that was being typed on the screen', async () => {
    const { server, type, sees, over, screen } = await chatting('consumidor', usual, { retryMs: 0 });
    type('oi\r');
    await sees('✓');
    type('meu pedido é');
    await sees('meu pedido é');
    server.close();
    expect(await over).toEqual({ how: 'lost' });
    expect(screen()).toContain('Não foi enviado: meu pedido é');
  });

  it('is that of one who entered elsewhere', async () => {
    const { server, over } = await chatting('consumidor', usual);
    server.write('QUIT TAKEN-OVER você entrou por outra conexão');
    server.socket?.end();
    expect(await over).toMatchObject({ how: 'farewell', code: 'TAKEN-OVER' });
  });

  it('can be made again by one command line', () => {
    const here = { host: '127.0.0.1', port: 3627 };
    const ana = { name: 'ana', role: 'membro' } as const;
    expect(wayBack({ ...ana, role: 'atendente', server: here }, {}, 'pt', 'client')).toBe(
      'npm run client -- --name ana --role atendente',
    );
    expect(wayBack({ name: 'ana', server: here }, { server: '127.0.0.1' }, 'pt', 'telechat')).toBe(
      'npm run telechat -- attend --name ana',
    );
    expect(wayBack({ ...ana, server: { host: '::1', port: 4000 } }, { lang: 'en' }, 'en')).toBe(
      'telechat client --name ana --role member --host ::1 --port 4000 --lang en',
    );
    const tls = { ca: undefined, insecure: false };
    const flags = { tls: true, ca: "it's mine.pem", passwordFile: 'ana.txt', lang: 'pt' };
    expect(wayBack({ ...ana, server: { host: 'desk.example', port: 3628, tls } }, flags, 'pt')).toBe(
      "telechat client --name ana --role membro --host desk.example --tls --ca 'it'\\''s mine.pem' --password-file ana.txt --lang pt",
    );
  });
});

describe('a line that is stalled', () => {
  const deaf: Script = (line) => (/^(?:MSG|NEXT)/.test(line) ? null : usual(line));

  it('shows once, after 2 s, what has no reply', async () => {
    const { server, type, sees, pass, screen } = await chatting('consumidor', deaf);
    type('oi\r');
    await server.saw((line) => line === 'MSG * oi');
    pass(2);
    expect(screen()).not.toContain('enviando');
    pass(1);
    await sees('enviando: oi\n');
    pass(10);
    server.write(`${server.raw.at(-1)?.split(' ', 1)[0]} +ok mensagem recebida 1`);
    await sees('oi ✓');
    pass(10);
    expect(screen().match(/enviando/g)).toHaveLength(1);
  });

  it('shows too what waits behind a command without a reply', async () => {
    const { server, type, sees, pass } = await chatting('atendente', deaf);
    type('NEXT\rolá\rtudo bem?\r');
    await server.saw((line) => line === 'NEXT');
    pass(3);
    await sees('enviando: olá\n');
    await sees('enviando: tudo bem?\n');
  });
});

describe('a connection that falls and comes back', () => {
  it('counts the seconds down until the next attempt', async () => {
    const { server, sees, pass, type, screen } = await chatting('consumidor', new FakeDesk().script, {
      clock: STILL,
      random: () => 1,
    });
    server.socket?.destroy();
    await sees('nova tentativa em 1 s');
    type('ol');
    await sees('ol');
    pass(1);
    await sees('nova tentativa em 0 s (1ª)) joao> ol');
    const before = screen();
    pass(5);
    expect(screen()).toBe(before);
  });

  it('is told once when it falls and once when it is back, and meanwhile in the prompt', async () => {
    const { server, type, sees, screen } = await chatting('consumidor', new FakeDesk().script, {
      clock: STILL,
    });
    server.socket?.destroy();
    await sees('A conexão com o servidor caiu. O que você escrever espera; Enter tenta já.');
    await sees('(sem conexão; nova tentativa em 1 s (1ª)) joao> ');
    type('\r');
    await sees('De volta.');
    await sees('Você é o 1º da fila');
    expect(screen().match(/caiu/g)).toHaveLength(1);
    expect(screen()).toMatch(/\njoao> $/);
  });

  it('says goodbye in the words of the server', async () => {
    const { server, sees } = await chatting('consumidor', new FakeDesk().script, { clock: STILL });
    server.write('QUIT SHUTDOWN o servidor está parando');
    server.socket?.end();
    await sees('O servidor está parando. O que você escrever espera');
  });

  it('keeps what is typed meanwhile, shows it as waiting, and sends it in order', async () => {
    const desk = new FakeDesk();
    let away = false;
    const { server, type, sees, link } = await chatting(
      'consumidor',
      (line, at) => {
        if (!away) return desk.script(line, at);
        at.socket?.destroy();
        return null;
      },
      { clock: STILL },
    );
    away = true;
    const again = () =>
      new Promise<void>((resolve) => link.watch((change) => change.is === 'waiting' && resolve()));
    let next = again();
    server.socket?.destroy();
    await next;
    next = again();
    type('um\r');
    await sees('espera a conexão: um');
    await next;
    next = again();
    type('dois\r');
    await sees('espera a conexão: dois');
    await next;
    away = false;
    type('três\r');
    await sees('três ✓');
    expect(desk.stored.map((one) => one.split(' ').at(-1))).toEqual(['um', 'dois', 'três']);
  });

  it('shows notes and commands as waiting too, and once what came of each', async () => {
    const gate = closed();
    const { server, type, sees, screen } = await chatting(
      'atendente',
      (line) => {
        if (line.startsWith('RESUME')) return ['@+ok ana atendente 00ff 0', 'ASSIGNED joao ana'];
        if (line === 'QUEUE') return ['@+ok *0', '.'];
        if (line.startsWith('NOTE')) return ['@+ok 7'];
        if (line.startsWith('TAKE')) return ['@-err TAKEN outro atendente já atende'];
        return line.startsWith('TYPING') ? ['@+ok'] : usual(line);
      },
      { clock: { ...STILL, sleep: gate.sleep } },
    );
    server.write('ASSIGNED joao ana');
    await sees('ana → joao> ');
    server.socket?.destroy();
    await sees('nova tentativa');
    type('/nota gosta de chá\r');
    await sees('espera a conexão: /nota gosta de chá\n');
    type('/para maria\r');
    await sees('espera a conexão: /para maria\n');
    type('PING\r');
    await sees('espera a conexão: PING\n');
    type('/atender rui\r');
    await sees('espera a conexão: /atender rui\n');
    gate.open();
    await sees('O servidor responde.');
    await sees('Você fala com maria.');
    await sees('! /atender rui: outro atendente já atende');
    expect(screen().match(/nota interna sobre joao: gosta de chá ✓/g)).toHaveLength(1);
    expect(screen().match(/espera a conexão/g)).toHaveLength(4);
  });

  it('answers at once what needs no connection, also behind what waits', async () => {
    const gate = closed();
    const { server, type, sees, screen } = await chatting('atendente', usual, {
      clock: { ...STILL, sleep: gate.sleep },
    });
    server.socket?.destroy();
    await sees('nova tentativa');
    type('PING\r');
    await sees('espera a conexão: PING');
    type('oi\r');
    await sees('Você não fala com ninguém');
    type('/encerrar\r/ajuda PING\r/ajuda regras\rNEXTT\r/encerrar !\r');
    await sees('No protocolo: PING');
    await sees('Escrita errada, ela não vai a ninguém.');
    await sees('Era NEXT?');
    await sees('Uso: /encerrar');
    expect(screen().match(/Você não fala com ninguém/g)).toHaveLength(2);
    expect(screen().match(/espera a conexão/g)).toHaveLength(1);
  });

  it('shows as waiting what had no reply, and acknowledges it once', async () => {
    const desk = new FakeDesk();
    let cuts = 1;
    desk.cutAt = (line) => (line.startsWith('MSG') && cuts-- > 0 ? 'unanswered' : null);
    const { type, sees, screen } = await chatting('consumidor', desk.script, { clock: STILL });
    type('oi\r');
    await sees('espera a conexão: oi');
    type('\r');
    await sees('oi ✓');
    type('QUEUE\r');
    await sees('De volta.');
    expect(screen().match(/oi ✓/g)).toHaveLength(1);
    expect(desk.stored).toHaveLength(1);
  });

  it('takes a thousand lines, and leaves the next one where it was typed', async () => {
    const { server, type, sees, terminal, screen } = await chatting('consumidor', new FakeDesk().script, {
      clock: { ...STILL, sleep: () => new Promise(() => {}) },
    });
    server.socket?.destroy();
    await sees('nova tentativa');
    for (let i = 1; i <= MAX_WAITING; i++) type(`${i}\r`);
    await sees(`: ${MAX_WAITING}`);
    type('e mais\r');
    await sees('Já há 1000 linhas esperando a conexão; esta fica aqui');
    expect(terminal.line).toBe('e mais');
    expect(screen()).not.toContain('espera a conexão: e mais');
  });

  it('tells who leaves meanwhile what was not sent, and does not wait', async () => {
    const desk = new FakeDesk();
    const { server, type, sees, over, screen } = await chatting(
      'consumidor',
      (line, at) => (line.startsWith('RESUME') ? null : desk.script(line, at)),
      { clock: STILL },
    );
    server.socket?.destroy();
    await sees('nova tentativa');
    type('um\rdois\r/fila\r');
    await sees('tentando (1ª)');
    type('/sair\r');
    expect(await over).toEqual({ how: 'left' });
    expect(screen()).toContain('Não foi enviado: dois');
    expect(screen()).toContain('Não foi enviado: /fila');
    expect(screen()).toContain('Não foi enviado: um');
    expect(screen()).not.toContain('talvez');
    expect(desk.stored).toEqual([]);
  });

  it('is told to be a new visit when the server no longer knows the old one', async () => {
    const { server, type, sees, view, screen } = await chatting(
      'atendente',
      (line) => {
        if (line.startsWith('RESUME')) return ['@-err RESUME-FAILED não'];
        return line === 'QUEUE' ? ['@+ok *0', '.'] : usual(line);
      },
      { clock: STILL },
    );
    server.write('ASSIGNED joao ana');
    await sees('ana → joao> ');
    server.socket?.destroy();
    await sees('nova tentativa');
    type('\r');
    await sees('De volta, mas numa nova visita');
    expect([view.open, view.partner]).toEqual([[], null]);
    type('PING\r');
    await sees('O servidor responde.');
    expect(screen()).toMatch(/\nana> $/);
  });

  it('tells who was lost then only if that lasts, since all are when the server falls', async () => {
    const { server, type, sees, pass, screen } = await chatting(
      'atendente',
      (line) => {
        if (line === 'QUEUE') return ['@+ok *0', '.'];
        if (!line.startsWith('RESUME')) return usual(line);
        const open = ['joao', 'maria', 'rui'].flatMap((name) => [
          `ASSIGNED ${name} ana`,
          `PRESENCE ${name} lost`,
        ]);
        return ['@+ok ana atendente 00ff 0', ...open];
      },
      { clock: STILL },
    );
    server.write('ASSIGNED joao ana', 'ASSIGNED maria ana', 'ASSIGNED rui ana', 'PRESENCE rui lost');
    await sees('rui perdeu a conexão.');
    server.socket?.destroy();
    await sees('nova tentativa');
    type('\r');
    await sees('De volta.');
    type('PING\r');
    await sees('O servidor responde.');
    pass(20);
    server.write('PRESENCE joao online', 'PRESENCE rui online');
    await sees('rui voltou.');
    pass(11);
    await sees('maria perdeu a conexão.');
    server.write('PRESENCE maria online', 'PRESENCE joao lost');
    await sees('maria voltou.');
    await sees('joao perdeu a conexão.');
    expect(screen().match(/perdeu a conexão/g)).toHaveLength(3);
    expect(screen()).not.toContain('joao voltou');
  });

  it('is not told later of a loss of who does not serve them any more', async () => {
    const { server, type, sees, pass, screen } = await chatting(
      'consumidor',
      (line) =>
        line.startsWith('RESUME')
          ? ['@+ok joao consumidor 00ff 0', 'ASSIGNED joao ana', 'PRESENCE ana lost']
          : usual(line),
      { clock: STILL },
    );
    server.write('ASSIGNED joao ana');
    await sees('ana vai atender você.');
    server.socket?.destroy();
    await sees('nova tentativa');
    type('\r');
    await sees('De volta.');
    server.write('ASSIGNED joao rui');
    await sees('rui vai atender');
    pass(31);
    server.write('MSG 1 2026-11-21T12:00:00.000Z rui * oi');
    await sees('oi');
    expect(screen()).not.toContain('perdeu a conexão');
  });

  it('says of a command without a reply that nobody knows, and of whom one serves what is so', async () => {
    const { server, type, sees, view } = await chatting(
      'atendente',
      (line, at) => {
        if (line.startsWith('RESUME')) return ['@+ok ana atendente 00ff 0', 'ASSIGNED maria ana'];
        if (line === 'QUEUE') return ['@+ok *0', '.'];
        if (line !== 'CLOSE joao') return usual(line);
        at.socket?.destroy();
        return null;
      },
      { clock: STILL },
    );
    server.write('ASSIGNED joao ana', 'ASSIGNED maria ana');
    await sees('Você atende maria');
    type('CLOSE joao\r');
    await sees('nova tentativa');
    type('\r');
    await sees('! Sem resposta: não se sabe se CLOSE foi feito');
    type('PING\r');
    await sees('O servidor responde.');
    expect([view.open, view.partner]).toEqual([['maria'], null]);
  });
});

describe('what a farewell', () => {
  it('says to a customer stands in the line that tells the end, not as a message that could be taken back', async () => {
    const { server, type, sees, screen } = await chatting('atendente', (line) =>
      line.startsWith('CLOSE') ? ['@+ok'] : usual(line),
    );
    server.write('ASSIGNED joao ana');
    await sees('Você atende joao');
    type('CLOSE joao até logo\r');
    await sees('Conversa com joao encerrada: "até logo"\n');
    expect(screen()).not.toContain('✓');
  });
});

describe('the questions', () => {
  const none: Wishes = {
    lang: 'pt',
    name: undefined,
    role: undefined,
    server: undefined,
    usual: USUAL_SERVER,
    password: null,
    retryMs: undefined,
    fresh: false,
    plain: false,
    json: false,
    manners: { seen: true, typing: true, bell: true },
    warnings: [],
  };

  function entering(wishes: Wishes) {
    const at = person();
    const over = enterTyped(wishes, at.terminal, OPTIONS);
    return { over, ...at };
  }

  it('ask for another server, and for nothing else, when nobody answers at the first', async () => {
    const { server, port } = await serve();
    const gone = await serve();
    gone.server.close();
    const { over, type, sees, screen } = entering(none);
    await sees('Nome: ');
    type('joao\r');
    await sees('Tipo');
    type('c\r');
    await sees('Servidor (Enter aceita 127.0.0.1:3627): ');
    type(`127.0.0.1:${gone.port}\r`);
    await sees(`Ninguém atende em 127.0.0.1:${gone.port}`);
    type(`127.0.0.1:${port}\r`);
    const entry = (await over) as Entered;
    expect(entry.view.name).toBe('joao');
    expect(server.received).toEqual(['CONNECT joao consumidor']);
    expect(screen().match(/Nome: /g)?.length).toBe(screen().match(/Tipo \(/g)?.length);
    await entry.link.quit('', () => {});
  });

  it('say what is waited for when the server is slow', async () => {
    const { port } = await serve(usual, null);
    const at = person();
    const server = { host: '127.0.0.1', port };
    const who = { name: 'joao', role: 'consumidor' } as const;
    void enterTyped({ ...none, ...who, server }, at.terminal, OPTIONS, 1);
    await at.sees(`Conectando a 127.0.0.1:${port}…\n`);
  });

  it('are none when name, role and server are given', async () => {
    const { port } = await serve();
    const { over, screen } = entering({
      ...none,
      name: 'joao',
      role: 'consumidor',
      server: { host: '127.0.0.1', port },
    });
    await ((await over) as Entered).link.quit('', () => {});
    expect(screen()).not.toContain(': ');
  });
});
