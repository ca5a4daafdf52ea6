/** The program around client and server: its command line, its errors, what it says first. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Program } from '../support/server.ts';

const PT = { LC_ALL: 'pt_BR.UTF-8', npm_lifecycle_event: '' };

it.each([
  [['server', '--nonsense']],
  [['server', '--port', 'x']],
  [['client', '--nonsense']],
  [['nonsense']],
])('ends with 2 when it is called wrongly: %j', async (args) => {
  const program = new Program(args, PT);
  expect((await program.exit).code).toBe(2);
  expect(program.stderr).toMatch(/^erro: .+\n$/);
});

it('writes its help in Portuguese, placeholders too, and ends with 0', async () => {
  const program = new Program(['server', '--help'], PT);
  expect((await program.exit).code).toBe(0);
  expect(program.stdout).toContain('Uso: telechat server [opções]');
  expect(program.stdout).toContain('--port <porta>');
  expect(program.stdout).not.toMatch(/<(?:address|port|folder|level|style|file|time|seconds)>|\[options\]/);
});

it.each([
  [
    { TELECHAT_PORT: 'tcp://10.0.0.1:3627' },
    'a variável TELECHAT_PORT não aceita "tcp://10.0.0.1:3627": um inteiro de 0 a 65535',
  ],
  [{ TELECHAT_CONFIG: '/none/desk.json' }, 'não é possível ler o arquivo de opções /none/desk.json (ENOENT)'],
  [{ TELECHAT_TLS_KEY: 'key.pem' }, 'TELECHAT_TLS_KEY precisa também de --tls-cert'],
])('tells in Portuguese what is wrong with the environment: %j', async (env, fault) => {
  const program = new Program(['server'], { ...PT, ...env });
  expect((await program.exit).code).toBe(2);
  expect(program.stderr).toBe(`erro: ${fault}\n`);
});

it('says of a data folder that cannot be used the code of the system, and what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telechat-'));
  const file = join(folder, 'file');
  await writeFile(file, '');
  const data = join(file, 'data');
  const program = new Program(['server', '--port', '0', '--log', 'silent', '--data', data], PT);
  expect((await program.exit).code).toBe(1);
  expect(program.stderr).toBe(
    `telechat: não é possível gravar na pasta de dados ${data} (ENOTDIR); use --data OUTRA-PASTA, ou --memory para não gravar\n`,
  );
  await rm(folder, { recursive: true });
});

it.each([
  ['', /em outro terminal: telechat client --port \d+; aqui, Ctrl-C para o servidor\n/],
  ['start', /em outro terminal: npm run client -- --port \d+; aqui, Ctrl-C para o servidor\n/],
])('tells the next step once it listens (npm script: %j)', async (script, line) => {
  const program = new Program(['server', '--port', '0', '--memory'], { ...PT, npm_lifecycle_event: script });
  await new Promise<void>((resolve) => {
    program.child.stderr?.on('data', () => {
      if (line.test(program.stderr)) resolve();
    });
    void program.exit.then(() => resolve());
  });
  expect(program.stderr).toMatch(line);
  await program.end('SIGTERM');
});
