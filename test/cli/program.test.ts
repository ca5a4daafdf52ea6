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

it.each(['client', 'attend'])(
  '%s takes the server as an argument or as a flag, not as both',
  async (command) => {
    const program = new Program([command, 'um.example:4000', '--host', 'outro.example'], PT);
    expect((await program.exit).code).toBe(2);
    expect(program.stderr).toBe('O servidor já está dito: host[:porta] não vai junto com --host.\n');
  },
);

it('writes its help in Portuguese, placeholders too, and ends with 0', async () => {
  const program = new Program(['server', '--help'], PT);
  expect((await program.exit).code).toBe(0);
  expect(program.stdout).toContain('Uso: telechat server [opções]');
  expect(program.stdout).toContain('--port <porta>');
  expect(program.stdout).not.toMatch(/<(?:address|port|folder|level|style|file|time|seconds)>|\[options\]/);
});

it('names in Portuguese the arguments of a command, too', async () => {
  const program = new Program(['forget', '--help'], PT);
  expect((await program.exit).code).toBe(0);
  expect(program.stdout).toMatch(/^Argumentos:\n {2}nome +nome da pessoa$/m);
});

it.each([
  [['client', '--lang', 'en', '--help'], /^Usage: telechat client \[options\]/],
  [['attend', '--lang=en', '--help'], /^Usage: telechat attend \[options\]/],
  [['server', '--lang', 'en', '--help'], /^Uso: telechat server \[opções\]/],
])('explains a client in the language that it is to speak: %j', async (args, usage) => {
  const program = new Program(args, PT);
  expect((await program.exit).code).toBe(0);
  expect(program.stdout).toMatch(usage);
});

it('says in its log, in the same words, what was done to it and by what signal', async () => {
  const program = new Program(['server', '--port', '0', '--memory'], { ...PT, TELECHAT_PROT: '1' });
  await program.logged(/em outro terminal/);
  expect(program.stderr).toContain(
    'não há a variável TELECHAT_PROT, ela não tem efeito (seria TELECHAT_PORT?)\n',
  );
  await program.end('SIGINT');
  expect(program.stderr).toMatch(/SIGINT: o balcão está fechando\n$/);
});

it.each([
  [{ LC_ALL: 'pt_BR.UTF-8' }, 'telechat user add: feito', 'telechat user remove: recusado (unknown)'],
  [{ LC_ALL: 'en_US.UTF-8' }, 'telechat user add: done', 'telechat user remove: refused (unknown)'],
])('says in its log what it was asked over the control socket: %j', async (env, done, refused) => {
  const folder = await mkdtemp(join(tmpdir(), 'telechat-'));
  const data = join(folder, 'data');
  const server = new Program(['server', '--port', '0', '--data', data], { ...PT, ...env });
  await server.logged(/telechat client/);
  const add = new Program(
    ['user', 'add', 'bia', '--role', 'membro', '--password-stdin', '--data', data],
    env,
  );
  add.child.stdin?.end('correct horse');
  expect((await add.exit).code).toBe(0);
  expect((await new Program(['user', 'remove', 'rui', '--data', data], env).exit).code).toBe(1);
  await server.end('SIGTERM');
  expect(server.stderr).toContain(`: ${done}\n`);
  expect(server.stderr).toContain(`: ${refused}\n`);
  expect(server.stderr).not.toContain('bia');
  await rm(folder, { recursive: true });
});

it.each([
  [
    { TELECHAT_PROT: '1' },
    'warning: there is no variable TELECHAT_PROT, it has no effect (did you mean TELECHAT_PORT?)\n',
  ],
  [{}, ''],
])('prints the settings in force as a table, warnings beside it: %j', async (env, warned) => {
  const program = new Program(['server', '--print-config', '--rate', '7'], { LC_ALL: 'en_US.UTF-8', ...env });
  expect((await program.exit).code).toBe(0);
  expect(program.stdout).toMatch(/^rate +7 +--rate$/m);
  expect(program.stderr).toBe(warned);
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
