/** `!name` at the beginning of a text: the canned answer that it stands for. */

import { afterEach, describe, expect, it } from 'vitest';
import { Canned } from '../../src/cli/client/canned.ts';
import type { Reply } from '../../src/cli/client/connection.ts';
import { chatting, STILL } from './client-chatting.ts';
import { closeServers, type Script, serve, usual } from './client-fake-server.ts';
import { leaveTerminals } from './client-person.ts';
import { ANA, JOAO, run } from './client-process.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

/** A server that has these answers, as `name text`. */
function having(answers: readonly string[]): { canned: Canned; asked: () => number } {
  let asked = 0;
  const request = async (): Promise<Reply> => {
    asked += 1;
    const items = answers.map((rest) => ({ verb: 'CANNED', rest }));
    return { kind: 'listing', label: '', text: '', items };
  };
  return { canned: new Canned({ request }), asked: () => asked };
}

const text = (said: string) => ({ is: 'text', text: said });

describe('a text', () => {
  it.each([
    ['!oi', 'Olá!\nEm que posso ajudar?'],
    ['!OI ', 'Olá!\nEm que posso ajudar?'],
    ['!oi joao', 'Olá!\nEm que posso ajudar? joao'],
    ['!oi \\ joao', 'Olá!\nEm que posso ajudar? \\ joao'],
    ['!oi\njoao', 'Olá!\nEm que posso ajudar?\njoao'],
    ['!oi\tjoao', 'Olá!\nEm que posso ajudar?\tjoao'],
    ['!!oi', '!oi'],
    ['!!', '!'],
    ['!', '!'],
    ['!?', '!?'],
    ['! oi', '! oi'],
    ['oi !oi', 'oi !oi'],
    ['a\\b', 'a\\b'],
  ])('that is %j says %j', async (typed, said) => {
    const { canned } = having(['oi Olá!\\nEm que posso ajudar?']);
    expect(await canned.expand(typed)).toEqual(text(said));
  });

  it('that calls for an answer there is not says nothing, once the server was asked again', async () => {
    const answers = ['oi Olá!'];
    const { canned, asked } = having(answers);
    await canned.ask();
    expect(await canned.expand('!tchau agora')).toEqual({ is: 'unknown', name: 'tchau' });
    expect(asked()).toBe(2);
    answers.push('tchau Até logo!');
    expect(await canned.expand('!tchau')).toEqual(text('Até logo!'));
    expect(await canned.expand('!oi')).toEqual(text('Olá!'));
    expect(asked()).toBe(3);
  });

  it('waits for the answers that are on their way', async () => {
    const { canned, asked } = having(['oi Olá!']);
    void canned.ask();
    expect(await canned.expand('!oi')).toEqual(text('Olá!'));
    expect(asked()).toBe(1);
  });

  it('is taken as unknown if the server has no such list', async () => {
    const err = { kind: 'err', label: '', code: 'BAD-COMMAND', text: '' } as const;
    const canned = new Canned({ request: async () => err });
    expect(await canned.expand('!oi')).toMatchObject({ is: 'unknown' });
    expect(await new Canned({ request: async () => null }).expand('!oi')).toMatchObject({ is: 'unknown' });
  });
});

const withAnswers: Script = (line) =>
  line === 'CANNED' ? ['@+ok *1', 'CANNED oi Olá!\\nAqui é a Ana.', '.'] : usual(line);

describe('an attendant', () => {
  it('sends the answer and sees what was sent, to whomever it goes', async () => {
    const { server, port } = await serve(withAnswers);
    const { code, stdout } = await run('MSG joao !oi\n!oi tudo bem?\n!!oi\nMSG #geral !oi\n', port, ANA);
    const sent = server.received.filter((line) => line.startsWith('MSG'));
    expect(sent).toEqual([
      'MSG joao Olá!\\nAqui é a Ana.',
      'MSG joao Olá!\\nAqui é a Ana. tudo bem?',
      'MSG joao !oi',
      'MSG #geral Olá!\\nAqui é a Ana.',
    ]);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/ana → joao: Olá!$/),
      '        Aqui é a Ana. ✓',
    ]);
    expect(code).toBe(0);
  });

  it('is told of an answer that there is not, and nothing is sent', async () => {
    const { server, port } = await serve(withAnswers);
    const { code, stderr } = await run('MSG joao !tchau\n', port, ANA);
    expect(stderr).toBe(
      'linha 1: Não enviada a joao: "!tchau" (não há resposta pronta !tchau; CANNED (/prontas) mostra as que existem; !! no começo envia um !)\n',
    );
    expect(server.received.filter((line) => line.startsWith('MSG'))).toEqual([]);
    expect(code).toBe(1);
  });

  it('has the answers asked for in silence, at the entry and after each return', async () => {
    const { server, type, sees, screen } = await chatting(
      'atendente',
      (line, at) => {
        if (line.startsWith('RESUME')) return ['@+ok ana atendente 00ff 0'];
        return line === 'QUEUE' ? ['@+ok *0', '.'] : withAnswers(line, at);
      },
      { clock: STILL },
    );
    await server.saw((line) => line === 'CANNED');
    server.socket?.destroy();
    await sees('nova tentativa');
    type('\r');
    await sees('De volta.');
    type('PING\r');
    await sees('O servidor responde.');
    expect(server.received.filter((line) => line === 'CANNED')).toHaveLength(2);
    expect(screen()).not.toContain('Olá!');
  });
});

describe('the help of an attendant', () => {
  it.each<[string, readonly string[], boolean]>([
    ['names !nome where there are answers', ['@+ok *1', 'CANNED oi Olá!', '.'], true],
    ['leaves it out where there are none', ['@+ok *0', '.'], false],
    ['leaves it out where the server knows no such list', ['@-err BAD-COMMAND não'], false],
  ])('%s', async (_title, answers, isNamed) => {
    const { type, sees, screen } = await chatting('atendente', (line) => {
      if (line === 'HELP') return ['@+ok *1', 'HELP NEXT — atende', '.'];
      if (line === 'QUEUE') return ['@+ok *0', '.'];
      return line === 'CANNED' ? answers : usual(line);
    });
    type('/ajuda\r');
    await sees('Um comando começa com /');
    expect(/^ +!nome /m.test(screen())).toBe(isNamed);
  });
});

describe('a customer', () => {
  it('writes ! as it is, and asks for no answers', async () => {
    const { server, port } = await serve(withAnswers);
    await run('!oi\n!!\n', port, JOAO);
    expect(server.received).toEqual(['CONNECT joao consumidor', 'MSG * !oi', 'MSG * !!', 'QUIT']);
  });
});
