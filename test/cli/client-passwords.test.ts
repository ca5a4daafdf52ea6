/** Passwords: when they are asked for, where they come from, and that nobody sees them. */

import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { USUAL_SERVER } from '../../src/cli/client/address.ts';
import { readPasswordFile } from '../../src/cli/client/passwords.ts';
import { type Entered, enterTyped } from '../../src/cli/client/questions.ts';
import { closeServers, type FakeServer, GREETING, type Script, serve, usual } from './client-fake-server.ts';
import { leaveTerminals, person } from './client-person.ts';
import { ANA, JOAO, run, temporary } from './client-process.ts';

afterEach(() => {
  leaveTerminals();
  closeServers();
});

const REQUIRED = GREETING.replace('auth=open', 'auth=required');

/** A server where everybody needs this password. */
function guarded(password: string): Script {
  let given: string | null = null;
  return (line) => {
    if (line.startsWith('PASS ')) {
      given = line.slice('PASS '.length);
      return ['@+ok'];
    }
    if (!line.startsWith('CONNECT')) return usual(line);
    const before = given;
    given = null;
    if (before === password) return usual(line);
    return before === null
      ? ['@-err AUTH-REQUIRED é preciso a senha']
      : ['@-err AUTH-FAILED nome ou senha errados'];
  };
}

/** What a server got of an entry. */
function entries(server: FakeServer): string[] {
  return server.received.filter((line) => /^(?:PASS|CONNECT)/.test(line));
}

async function entering(script: Script, greeting = GREETING, role: 'atendente' | 'consumidor' = 'atendente') {
  const { server, port } = await serve(script, greeting);
  const at = person();
  const over = enterTyped(
    {
      lang: 'pt',
      name: 'ana',
      role,
      server: { host: '127.0.0.1', port },
      usual: USUAL_SERVER,
      password: null,
      retryMs: undefined,
      fresh: false,
      plain: false,
      json: false,
      manners: { seen: true, typing: true, bell: true },
      warnings: [],
    },
    at.terminal,
    { folder: null, fresh: false, retryMs: Number.POSITIVE_INFINITY },
  );
  return { server, port, over, ...at };
}

describe('a person at a terminal', () => {
  it('is asked for the password when the server wants one, and it never stands on the screen', async () => {
    const { server, over, type, sees, screen } = await entering(guarded('correto cavalo '));
    await sees('Senha: ');
    type('correto cavalo \r');
    const entry = (await over) as Entered;
    expect(entry.view.name).toBe('ana');
    expect(entries(server)).toEqual([
      'CONNECT ana atendente',
      'PASS correto cavalo ',
      'CONNECT ana atendente',
    ]);
    expect(screen()).not.toContain('cavalo');
    await entry.link.quit('', () => {});
  });

  it('is asked before anything else where attendants need one', async () => {
    const { server, over, type, sees } = await entering(guarded('x'), REQUIRED);
    await sees('Senha: ');
    type('x\r');
    const entry = (await over) as Entered;
    expect(entries(server)).toEqual(['PASS x', 'CONNECT ana atendente']);
    await entry.link.quit('', () => {});
  });

  it('is not asked there as a customer', async () => {
    const { server, over } = await entering(usual, REQUIRED, 'consumidor');
    await ((await over) as Entered).link.quit('', () => {});
    expect(entries(server)).toEqual(['CONNECT ana consumidor']);
  });

  it('may be wrong twice, and is told so', async () => {
    const { over, type, sees } = await entering(guarded('x'));
    await sees('Senha: ');
    type('a\r');
    await sees('Nome ou senha errados.\nSenha: ');
    type('b\rx\r');
    const entry = (await over) as Entered;
    expect(entry.how).toBe('entered');
    await entry.link.quit('', () => {});
  });

  it('is let go after the third wrong one', async () => {
    const { server, over, type, port } = await entering(guarded('x'));
    type('a\rb\rc\rd\r');
    expect(await over).toEqual({
      how: 'failed',
      problem: 'Nome ou senha errados. Nenhuma senha foi aceita; o Telechat termina aqui.',
      again: { name: 'ana', role: 'atendente', server: { host: '127.0.0.1', port } },
    });
    expect(entries(server).filter((line) => line.startsWith('PASS'))).toHaveLength(3);
  });

  it('who has to wait is told so', async () => {
    const { over, type, sees } = await entering((line) => {
      if (line.startsWith('PASS')) return ['@+ok'];
      return line.startsWith('CONNECT') ? ['@-err RATE-LIMITED espere um pouco'] : usual(line);
    }, REQUIRED);
    await sees('Senha: ');
    type('x\r');
    expect(await over).toMatchObject({
      problem: 'Houve senhas erradas demais: espere alguns minutos antes de tentar de novo.',
      again: { name: 'ana', role: 'atendente' },
    });
  });

  it('never sees what is typed ahead meanwhile, and it goes nowhere once they are in', async () => {
    const server = guarded('certo');
    const held: { answer: () => void }[] = [];
    const { over, type, sees, screen, terminal } = await entering((line, at) => {
      const answer = server(line, at);
      if (!line.startsWith('CONNECT') || held.length > 1) return answer;
      const label = at.raw.at(-1)?.split(' ', 1)[0] ?? '';
      held.push({
        answer: () => at.write(...(answer ?? []).map((one) => one.replace(/^@/, `${label} `))),
      });
      return null;
    }, REQUIRED);
    await sees('Senha: ');
    type('errado\r');
    while (held.length < 1) await new Promise((go) => setImmediate(go));
    type('cer');
    held[0]?.answer();
    await sees('errados.\nSenha: ');
    type('to\r');
    while (held.length < 2) await new Promise((go) => setImmediate(go));
    type('segredo\rmais');
    await new Promise((go) => setImmediate(go));
    held[1]?.answer();
    const entry = (await over) as Entered;
    expect(screen()).not.toMatch(/cer|to\b|segredo|mais/);
    const lines: string[] = [];
    terminal.listen(
      (line) => lines.push(line),
      () => {},
    );
    type('oi\r');
    await sees('oi');
    expect([lines, terminal.line]).toEqual([['oi'], '']);
    await entry.link.quit('', () => {});
  });

  it('can go away instead', async () => {
    const { over, type, sees } = await entering(guarded('x'));
    await sees('Senha: ');
    type('\x04');
    expect(await over).toBeNull();
  });

  it('gives the password again, unasked, when the connection was lost and the server forgot us', async () => {
    const { server, over, type, sees } = await entering(guarded('x'));
    await sees('Senha: ');
    type('x\r');
    const { link } = (await over) as Entered;
    const back = new Promise((resolve) => link.watch((change) => change.is === 'back' && resolve(change)));
    server.socket?.destroy();
    link.watch((change) => change.is === 'waiting' && link.tryNow());
    expect(await back).toEqual({ is: 'back', newVisit: false, name: 'ana' });
    expect(entries(server).slice(-2)).toEqual(['PASS x', 'CONNECT ana atendente']);
    await link.quit('', () => {});
  });
});

describe('a client in a pipe', () => {
  it('takes the password from the environment, and sends it only where one is wanted', async () => {
    const env = { TELECHAT_PASSWORD: 'x y' };
    const closed = await serve(guarded('x y'));
    expect(await run('', closed.port, ANA, env)).toMatchObject({ code: 0, stderr: '' });
    expect(entries(closed.server)).toEqual(['CONNECT ana atendente', 'PASS x y', 'CONNECT ana atendente']);
    const open = await serve();
    expect(await run('', open.port, JOAO, env)).toMatchObject({ code: 0 });
    expect(entries(open.server)).toEqual(['CONNECT joao consumidor']);
  });

  it('takes it from a file, and warns if others can read that', async () => {
    const file = join(temporary(), 'ana.txt');
    writeFileSync(file, 'segredo\n', { mode: 0o600 });
    const { port } = await serve(guarded('segredo'));
    const flags = [...ANA, '--password-file', file];
    expect(await run('', port, flags)).toMatchObject({ code: 0, stderr: '' });
    chmodSync(file, 0o644);
    const open = await run('', port, flags);
    expect([open.code, open.stderr]).toEqual([
      0,
      `Atenção: outras pessoas podem ler ${file}; use chmod 600.\n`,
    ]);
  });

  it('says what is missing, or wrong, and never the password', async () => {
    const { port } = await serve(guarded('x'));
    expect(await run('', port, ANA)).toMatchObject({
      code: 1,
      stderr: 'É preciso a senha: use --password-file ARQUIVO ou a variável TELECHAT_PASSWORD.\n',
    });
    const wrong = await run('', port, ANA, { TELECHAT_PASSWORD: 'errada' });
    expect([wrong.code, wrong.stderr, wrong.stdout]).toEqual([1, 'Nome ou senha errados.\n', '']);
  });

  it('never sends a password that would be more than one line', async () => {
    const { server, port } = await serve(guarded('x'));
    expect(await run('', port, ANA, { TELECHAT_PASSWORD: 'x\r\nQUIT' })).toMatchObject({ code: 1 });
    expect(entries(server)).toEqual(['CONNECT ana atendente']);
  });
});

describe('a password file', () => {
  it('has the password in its first line', () => {
    const file = join(temporary(), 'p');
    for (const [text, password] of [
      ['a b ', 'a b '],
      ['ç\r\nrest', 'ç'],
      ['x\n', 'x'],
    ] as const) {
      writeFileSync(file, text, { mode: 0o600 });
      expect(readPasswordFile(file)).toEqual({ password, open: false });
    }
    chmodSync(file, 0o640);
    expect(readPasswordFile(file)).toEqual({ password: 'x', open: true });
    expect(readPasswordFile(file, 'win32')).toEqual({ password: 'x', open: false });
  });

  it('that is empty, or not there, is told by a code', () => {
    const file = join(temporary(), 'p');
    expect(readPasswordFile(file)).toEqual({ code: 'ENOENT' });
    writeFileSync(file, '\nx');
    expect(readPasswordFile(file)).toEqual({ code: 'EMPTY' });
  });
});
