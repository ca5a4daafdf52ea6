/** The client as a program in a pipe, against a server that follows a script. */

import { afterEach, describe, expect, it } from 'vitest';
import { FakeDesk } from './client-fake-desk.ts';
import { closeServers, type FakeServer, GREETING, type Script, serve, usual } from './client-fake-server.ts';
import { ANA, JOAO, run, start } from './client-process.ts';

afterEach(closeServers);

/** What the server got after the entry, without the farewell and what the client asks for itself. */
function sent(server: FakeServer): string[] {
  return server.received.filter((line) => !/^(?:CONNECT|QUIT|PING$|CANNED$)/.test(line));
}

describe('a customer in a pipe', () => {
  it('sends, waits for the acknowledgement, says QUIT and ends with 0', async () => {
    const { server, port } = await serve();
    const { code, stdout, stderr } = await run('oi\n', port, JOAO);
    expect(server.received).toEqual(['CONNECT joao consumidor', 'MSG * oi', 'QUIT']);
    expect(stdout).toMatch(/^\[\d\d:\d\d\] joao: oi ✓\n$/);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('comes to the server that is its argument', async () => {
    const { server, port } = await serve();
    expect((await run('oi\n', 0, [`127.0.0.1:${port}`, ...JOAO])).code).toBe(0);
    expect(sent(server)).toEqual(['MSG * oi']);
  });

  it('sends each line as one message, escaped, and the last one without its end too', async () => {
    const { server, port } = await serve();
    await run('a\\nb\r\n\n  c: /x\n list\nquit smoking is hard\nfim', port, JOAO);
    expect(sent(server)).toEqual([
      'MSG * a\\\\nb',
      'MSG *  c: /x',
      'MSG * list',
      'MSG * quit smoking is hard',
      'MSG * fim',
    ]);
  });

  it('tells what was refused with the number of its line, goes on, and ends with 1', async () => {
    const { server, port } = await serve();
    const { code, stderr } = await run('\nLIST\noi\n', port, JOAO);
    expect(stderr).toBe('linha 2: Comando desconhecido. Era uma mensagem? Comece a linha com um espaço.\n');
    expect([code, sent(server)]).toEqual([1, ['LIST', 'MSG * oi']]);
  });

  it('tells what cannot be sent at all', async () => {
    const { port } = await serve();
    const { code, stderr } = await run(`\x1b[2J\n${'x'.repeat(7_681)}\n${'y'.repeat(9_000)}\n`, port, JOAO);
    expect(code).toBe(1);
    expect(stderr.split('\n')).toEqual([
      'linha 1: A linha não é UTF-8 ou tem caracteres de controle',
      `linha 2: Não enviada: "${'x'.repeat(59)}…" (texto longo demais)`,
      'linha 3: Linha longa demais',
      '',
    ]);
  });

  it('shows what comes, without colours and without anything a terminal would obey', async () => {
    const time = new Date().toISOString();
    const { port } = await serve((line) =>
      line.startsWith('MSG')
        ? ['@+ok mensagem recebida 1', 'ASSIGNED joao ana', `MSG 2 ${time} ana joao um\\ndois`]
        : usual(line),
    );
    const { stdout } = await run('oi\n', port, JOAO);
    expect(stdout.split('\n').slice(1)).toEqual([
      'ana vai atender você.',
      expect.stringMatching(/^\[\d\d:\d\d\] ana: um$/),
      '        dois',
      '',
    ]);
    expect(stdout).not.toContain('\x1b');
  });

  it('speaks English when asked, and asks the server to', async () => {
    const { server, port } = await serve((line) => (line === 'QUEUE' ? ['@+ok 1 1 ?'] : usual(line)));
    const { stdout } = await run('QUEUE\n', port, [...JOAO, '--lang', 'en']);
    expect(stdout).toBe('You are 1st in line (1 waiting).\n');
    expect(server.received[0]).toBe('LANG en');
    const byLocale = await run('QUEUE\n', port, JOAO, { LC_ALL: 'en_US.UTF-8' });
    expect(byLocale.stdout).toBe(stdout);
  });

  it('says so when nothing listens to stdout any more, by ending without a trace', async () => {
    const { port } = await serve();
    const { child, over } = start(port, JOAO);
    child.stdout.destroy();
    child.stdin.end('oi\n'.repeat(50));
    expect((await over).stderr).toBe('');
  });
});

describe('an attendant in a pipe', () => {
  it('writes to the customer that NEXT brings', async () => {
    const { server, port } = await serve((line) => (line === 'NEXT' ? ['@+ok maria 0'] : usual(line)));
    const { code, stdout } = await run('NEXT\nolá\nCLOSE\n', port, ANA);
    expect(sent(server)).toEqual(['NEXT', 'MSG maria olá', 'CLOSE maria']);
    expect(stdout).toMatch(/^Você atende maria\.\n\[..:..\] ana → maria: olá ✓\n$/);
    expect(code).toBe(1); // The script knows no CLOSE.
  });

  it('writes to nobody when NEXT brings nobody', async () => {
    const { server, port } = await serve((line) =>
      line === 'NEXT' ? ['@-err QUEUE-EMPTY ninguém espera na fila'] : usual(line),
    );
    const { code, stderr } = await run('MSG joao oi\nNEXT\nolá\n', port, ANA);
    expect(sent(server)).toEqual(['MSG joao oi', 'NEXT']);
    expect(stderr).toBe(
      'linha 2: Ninguém espera na fila\nlinha 3: Não enviada: "olá" (o cliente não veio)\n',
    );
    expect(code).toBe(1);
  });

  it('knows the customer who was assigned at entry', async () => {
    const { server, port } = await serve((line) =>
      line.startsWith('CONNECT') ? [...usual(line), 'ASSIGNED joao ana'] : usual(line),
    );
    expect((await run('olá\n', port, ANA)).code).toBe(0);
    expect(sent(server)).toEqual(['MSG joao olá']);
  });

  it('is told plainly when there is nobody to talk to', async () => {
    const { port } = await serve();
    const { code, stderr } = await run('olá\n', port, ANA);
    expect([code, stderr]).toEqual([
      1,
      'linha 1: Você não fala com ninguém: NEXT (/próximo) chama o próximo cliente.\n',
    ]);
  });

  it('makes no noise about a customer who is assigned at once', async () => {
    const { port } = await serve((line) =>
      line.startsWith('CONNECT')
        ? [...usual(line), 'WAITING joao 1', 'WAITING-END joao taken', 'ASSIGNED joao ana', 'WAITING maria 1']
        : usual(line),
    );
    expect((await run('', port, ANA)).stdout).toBe('Você atende joao.\nmaria espera (1 na fila)\n');
  });

  it('shows listings as tables, and sends a raw line as it is', async () => {
    const time = new Date().toISOString();
    const { server, port } = await serve((line) =>
      line === 'LIST' ? ['@+ok *1', `USER joao consumidor with:ana ${time}`, '.'] : usual(line),
    );
    const { stdout } = await run('/listar\n/raw PING  x\n', port, ANA);
    expect(stdout).toMatch(
      /^NOME {2}TIPO {8}ESTADO {3}DESDE\njoao {2}consumidor {2}com ana {2}..:..\nok PONG\n$/,
    );
    expect(server.received).toContain('PING  x');
  });
});

describe('a command that was mistyped', () => {
  it('is not sent, and its usage is shown', async () => {
    const { server, port } = await serve();
    const { code, stderr } = await run('LIST pessoas\n/encerrar !\nclose\n/fechar\n/histrico\n', port, ANA);
    expect(stderr.split('\n')).toEqual([
      'linha 1: Uso: LIST [tipo] [depois-de] (para enviar como texto, comece a linha com um espaço)',
      'linha 2: Uso: /encerrar nome [texto]',
      'linha 3: Você não fala com ninguém: NEXT (/próximo) chama o próximo cliente.',
      'linha 4: Não conheço /fechar: /ajuda mostra os comandos; para enviar como texto, comece com um espaço.',
      'linha 5: Não conheço /histrico (seria /histórico?): /ajuda mostra os comandos; para enviar como texto, comece com um espaço.',
      '',
    ]);
    expect([code, sent(server)]).toEqual([1, ['FECHAR', 'HISTRICO']]);
  });

  it('shows its usage too when the server does not take its arguments', async () => {
    const { port } = await serve((line) =>
      line.startsWith('HISTORY') ? ['@-err BAD-ARGUMENT argumento inválido'] : usual(line),
    );
    const { stderr } = await run('HISTORY ana\n', port, ANA);
    expect(stderr).toBe('linha 1: Argumento inválido; uso: HISTORY [quem [limite [antes-de]]]\n');
  });
});

describe('an empty listing', () => {
  const nothing: Script = (line) => (/^(?:QUEUE|HISTORY)/.test(line) ? ['@+ok *0', '.'] : usual(line));

  it('says what there is none of', async () => {
    const { port } = await serve(nothing);
    expect((await run('QUEUE\nHISTORY ana\n', port, ANA)).stdout).toBe(
      'Ninguém espera na fila.\n(nada a mostrar)\n',
    );
    expect((await run('HISTORY\n', port, JOAO)).stdout).toMatch(/^Nada nesta visita/);
  });
});

describe('HISTORY of oneself', () => {
  const renaming: Script = (line) => {
    if (line.startsWith('HISTORY')) return ['@+ok *0', '.'];
    return line.startsWith('NICK') ? [`@+ok ${line.slice(5)}`] : usual(line);
  };

  it('says that what was said before stands under the former name', async () => {
    const { server, port } = await serve(renaming);
    const pt = await run('NICK zeca\nHISTORY zeca\n/histórico joao\n', port, JOAO);
    expect(pt.stdout.split('\n').slice(1)).toEqual([
      'Nada com este nome: o que foi dito antes está com o nome anterior: /histórico joao mostra.',
      'Nada nesta visita (aparece só o que foi dito desde que você entrou).',
      '',
    ]);
    expect(server.received).toContain('HISTORY joao');
    const en = await run('NICK zeca\nHISTORY zeca 5\n', port, [...JOAO, '--lang', 'en']);
    expect(en.stdout).toContain('one: /history joao shows it.\n');
  });

  it('asks under the new name, though its reply is not there yet', async () => {
    const { server, port } = await serve(renaming);
    await run('NICK zeca\nHISTORY\n', port, JOAO);
    expect(server.received).toContain('HISTORY zeca');
  });

  it('means their own, if those who only chat say no more than how many', async () => {
    const { server, port } = await serve(renaming);
    await run('/histórico 5\n', port, JOAO);
    expect(server.received).toContain('HISTORY joao 5');
  });

  it('says nothing of a former name that is the same written differently', async () => {
    const { port } = await serve(renaming);
    const { stdout } = await run('NICK Joao\nHISTORY\n', port, JOAO);
    expect(stdout).toContain('Nada nesta visita');
  });
});

describe('a search that stopped before the end', () => {
  it('says so, whether it found anything or not', async () => {
    const { port } = await serve((line, at) => {
      const head = at.received.some((one) => one === 'LANG en') ? 'incomplete' : 'incompleta';
      if (line === 'SEARCH nada') return [`@+ok *0 ${head}`, '.'];
      if (line === 'SEARCH tudo') return ['@+ok *1', 'MSG 7 2026-03-09T14:03:00.000Z joao * oi', '.'];
      if (line !== 'SEARCH oi') return usual(line);
      return [`@+ok *1 ${head}`, 'MSG 7 2026-03-09T14:03:00.000Z joao * oi', '.'];
    });
    const pt = await run('SEARCH oi\nSEARCH nada\nSEARCH tudo\n', port, JOAO);
    expect(pt.stdout.split('\n')).toEqual([
      expect.stringMatching(/oi$/),
      'Há mais: a busca parou antes do fim; use palavras mais raras.',
      'Nada foi encontrado, mas a busca parou antes do fim; use palavras mais raras.',
      expect.stringMatching(/oi$/),
      '',
    ]);
    const en = await run('SEARCH oi\n', port, [...JOAO, '--lang', 'en']);
    expect(en.stdout).toContain('oi\nThere is more: the search stopped before the end; use rarer words.\n');
  });
});

describe('many lines', () => {
  it('are never more than 64 in flight', async () => {
    const held: string[] = [];
    let most = 0;
    const script: Script = (line, server) => {
      if (!line.startsWith('MSG')) return usual(line);
      held.push(server.raw.at(-1)?.split(' ', 1)[0] ?? '');
      most = Math.max(most, held.length);
      // Answer only when no more can come: 64 in flight, or the last line.
      if (held.length === 64 || line === 'MSG * 150') {
        for (const label of held.splice(0)) server.write(`${label} +ok mensagem recebida 1`);
      }
      return null;
    };
    const { server, port } = await serve(script);
    const lines = Array.from({ length: 150 }, (_, i) => `${i + 1}`);
    const { code } = await run(`${lines.join('\n')}\n`, port, JOAO);
    expect([code, most]).toEqual([0, 64]);
    expect(sent(server)).toEqual(lines.map((line) => `MSG * ${line}`));
  });
});

describe('a connection that is lost', () => {
  it('comes back: every line is stored once, in order, and all is well', async () => {
    const desk = new FakeDesk();
    let cuts = 1;
    desk.cutAt = (line) => (line === 'MSG * 5' && cuts-- > 0 ? 'unanswered' : null);
    const { port } = await serve(desk.script);
    const lines = Array.from({ length: 10 }, (_, i) => String(i));
    const { code, stdout, stderr } = await run(`${lines.join('\n')}\n`, port, JOAO);
    expect(stdout.match(/\d ✓$/gm)).toEqual(lines.map((line) => `${line} ✓`));
    expect(desk.stored.map((one) => one.split(' ').at(-1))).toEqual(lines);
    expect([code, stderr]).toEqual([0, 'A conexão com o servidor caiu; tentando de novo.\nDe volta.\n']);
  });

  it('is an error when it does not come back in time', async () => {
    const { server, port } = await serve((line) => (line.startsWith('MSG') ? null : usual(line)));
    const { child, over } = start(port, [...JOAO, '--retry', '1']);
    child.stdin.write('oi\n');
    await server.saw((line) => line === 'MSG * oi');
    server.close();
    const { code, stderr } = await over;
    expect(code).toBe(1);
    expect(stderr.split('\n').slice(1)).toEqual([
      `A conexão com 127.0.0.1:${port} caiu e não voltou em 1 s. Ninguém atende em 127.0.0.1:${port}: o servidor está ligado? Nenhuma linha foi confirmada.`,
      '',
    ]);
  });

  it('tells how far all was confirmed, and not that whoever cut the line is no server', async () => {
    let gone = false;
    const { port } = await serve((line, at) => {
      gone ||= line === 'MSG * 4';
      if (!gone) return usual(line);
      at.socket?.end();
      return null;
    });
    const { code, stderr } = await run('1\n2\n3\n4\n5\n6\n', port, [...JOAO, '--retry', '1']);
    const story = `A conexão com 127.0.0.1:${port} caiu e não voltou em 1 s.`;
    expect(code).toBe(1);
    expect(stderr.split('\n').at(-2)).toBe(
      `${story} Confirmadas até a linha 3; da linha 4 em diante nada foi confirmado.`,
    );
  });

  it('tells how many lines before that were not confirmed either', async () => {
    const { port } = await serve((line, at) => {
      if (line.startsWith('MSG * 1')) return ['@-err NO-CONVERSATION não'];
      if (line !== 'MSG * 4') return usual(line);
      at.socket?.end();
      return null;
    });
    const { stderr } = await run('1\nLIST x y\n3\n4\n', port, [...JOAO, '--retry', '0', '--lang', 'en']);
    expect(stderr.split('\n').at(-2)).toBe(
      'The connection to the server was lost. Confirmed up to line 3 (but for 2, told above); nothing from line 4 on.',
    );
  });

  it('does not keep whoever interrupts it', async () => {
    const { server, port } = await serve((line) => (line.startsWith('RESUME') ? null : usual(line)));
    const { child, over } = start(port, JOAO);
    child.stdin.write('oi\n');
    await server.saw((line) => line === 'MSG * oi');
    server.socket?.destroy();
    await server.saw((line) => line.startsWith('RESUME'));
    child.kill('SIGINT');
    expect((await over).code).toBe(130);
  });

  it('tells, with its line, what may or may not have happened', async () => {
    const { port } = await serve((line, at) => {
      if (line.startsWith('RESUME')) return ['@-err RESUME-FAILED não'];
      if (line !== 'UNDO') return usual(line);
      at.socket?.destroy();
      return null;
    });
    const { code, stderr } = await run('UNDO\n', port, JOAO);
    expect([code, stderr.split('\n').slice(1)]).toEqual([
      1,
      [
        'De volta, mas numa nova visita: o servidor não conhecia mais a anterior.',
        'linha 1: Sem resposta: não se sabe se UNDO foi feito',
        '',
      ],
    ]);
  });
});

describe('what goes wrong is told in one plain line', () => {
  const one = (stderr: string) => stderr.trimEnd().split('\n').length === 1 && !stderr.includes(' at ');

  it('a name that is taken: 1', async () => {
    const { port } = await serve((line) =>
      line.startsWith('CONNECT') ? ['@-err NAME-TAKEN este nome está em uso'] : usual(line),
    );
    const { code, stderr } = await run('oi\n', port, JOAO);
    expect([code, stderr]).toEqual([
      1,
      'Este nome está em uso. É outro terminal seu? Feche-o; senão, escolha outro nome.\n',
    ]);
  });

  it('flags that are missing or wrong: 2', async () => {
    const missing = await run('oi\n', 0, ['--role', 'consumidor']);
    expect([missing.code, missing.stderr]).toEqual([2, 'Sem terminal não há perguntas: falta --name.\n']);
    for (const wrong of [
      ['--name', 'a b', '--role', 'consumidor'],
      ['--name', 'a', '--role', 'rei'],
      [...JOAO, '--port', '0'],
      [...JOAO, '--host', 'a b'],
      [...JOAO, '--lang', 'fr'],
      [...JOAO, '--retry', 'x'],
      [...JOAO, '--insecure'],
      [...JOAO, '--ca', 'x.pem'],
      [...JOAO, '--tls', '--ca', '/nowhere/x.pem'],
      [...JOAO, '--password-file', '/nowhere/x'],
    ]) {
      const { code, stderr } = await run('oi\n', 0, wrong);
      expect([code, one(stderr)]).toEqual([2, true]);
    }
  });

  it('nobody at the address, or a name without one: 1', async () => {
    const { server, port } = await serve();
    server.close();
    const refused = await run('oi\n', port, JOAO);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      `Ninguém atende em 127.0.0.1:${port}: o servidor está ligado?\n`,
    ]);
    const unknown = await run('oi\n', 0, [...JOAO, '--host', 'nao.existe.invalid']);
    expect([unknown.code, one(unknown.stderr)]).toEqual([1, true]);
  });

  it('a server that is not 3MCP: 1', async () => {
    const { port } = await serve(usual, '220 smtp ready');
    const { code, stderr } = await run('oi\n', port, JOAO);
    expect([code, stderr]).toEqual([1, `O que responde em 127.0.0.1:${port} não é um servidor 3MCP.\n`]);
  });

  it('a connection that is lost while the input is still open: 1', async () => {
    const { server, port } = await serve((line) => (line.startsWith('MSG') ? null : usual(line)));
    const { child, over } = start(port, [...JOAO, '--retry', '0']);
    child.stdin.write('oi\n');
    await server.saw((line) => line === 'MSG * oi');
    server.socket?.destroy();
    const { code, stderr } = await over;
    expect(code).toBe(1);
    expect(stderr).toBe('A conexão com o servidor caiu. Nenhuma linha foi confirmada.\n');
  });

  it('a server that says goodbye: 1', async () => {
    const { server, port } = await serve();
    const { child, over } = start(port, [...JOAO, '--retry', '0']);
    child.stdin.write('oi\n');
    await server.saw((line) => line === 'MSG * oi');
    server.write('QUIT SHUTDOWN o servidor está parando');
    server.socket?.end();
    const { code, stderr } = await over;
    expect([code, stderr]).toEqual([
      1,
      'O servidor está parando. Confirmadas até a linha 1; da linha 2 em diante nada foi confirmado.\n',
    ]);
  });

  it('an interrupt says QUIT first', async () => {
    const { server, port } = await serve();
    const { child, over } = start(port, JOAO);
    child.stdin.write('oi\n');
    await server.saw((line) => line === 'MSG * oi');
    child.kill('SIGINT');
    const { code, stderr } = await over;
    expect([code, stderr, server.received.at(-1)]).toEqual([130, '', 'QUIT']);
  });

  it('but a greeting with more words is fine, and so is --host with a port', async () => {
    const { port } = await serve(usual, `${GREETING} more=yes`);
    expect((await run('oi\n', 0, [...JOAO, '--host', `127.0.0.1:${port}`])).code).toBe(0);
  });
});
