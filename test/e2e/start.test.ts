import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flagOf, KEYS } from '../../src/cli/server/settings.ts';
import { Program, startTestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';

const EN = { LC_ALL: 'en_US.UTF-8' };
const pem = (name: string) => fileURLToPath(new URL(`../fixtures/tls/${name}.pem`, import.meta.url));
const tls = (cert: string, key: string) => ['--tls-port', '0', '--tls-cert', cert, '--tls-key', key];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telechat-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function startFails(expected: number, flags: readonly string[], env = {}): Promise<string> {
  const program = new Program(['server', '--log', 'silent', ...flags], { ...EN, ...env });
  const { code } = await program.exit;
  expect(code).toBe(expected);
  expect(program.stdout).toBe('');
  return program.stderr;
}

/** Waits until the program has said this on stderr. */
async function says(program: Program, pattern: RegExp): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = () => pattern.test(program.stderr) && resolve();
    program.child.stderr?.on('data', look);
    void program.exit.then(() => reject(new Error(`it ended without ${pattern}: ${program.stderr}`)));
    look();
  });
}

it('says on stdout that it is ready, in one line, and nothing else there', async () => {
  const server = await startTestServer('--memory');
  expect(server.program.stdout).toBe(`ready 3mcp=127.0.0.1:${server.port}\n`);
  await server.end();
  expect(server.program.stdout).toBe(`ready 3mcp=127.0.0.1:${server.port}\n`);
});

it('tells a port in use in one line', async () => {
  const server = await startTestServer('--memory');
  const said = await startFails(1, ['--memory', '--port', `${server.port}`]);
  expect(said).toMatch(/^telechat: port \d+ of 127\.0\.0\.1 is already in use; .+\n$/);
  await server.end();
});

it('tells a data folder that cannot be used in one line', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'not a folder');
  await chmod(file, 0o400);
  const said = await startFails(1, ['--port', '0', '--data', join(file, 'data')]);
  expect(said).toMatch(/^telechat: .+\n$/);
});

it('tells that another server has the data folder in one line', async () => {
  const data = join(folder, 'in-use');
  const server = await startTestServer('--data', data);
  const said = await startFails(1, ['--port', '0', '--data', data]);
  expect(said).toMatch(/^telechat: .+\n$/);
  await server.end();
});

it.each([
  [
    'unreadable',
    'none.pem',
    pem('desk.key'),
    /^telechat: the certificate none\.pem cannot be read \(ENOENT\); .+\n$/,
  ],
  [
    'no certificate',
    pem('desk.key'),
    pem('desk.key'),
    /^telechat: \S+desk\.key\.pem is not a certificate .+\n$/,
  ],
  ['no key', pem('desk.cert'), pem('desk.cert'), /^telechat: \S+desk\.cert\.pem is not a private key .+\n$/],
  [
    'a key of another',
    pem('desk.cert'),
    pem('renewed.key'),
    /^telechat: .+ belongs to another certificate; .+\n$/,
  ],
])('tells in one line of a certificate and a key: %s', async (_, cert, key, line) => {
  const data = join(folder, 'no-tls');
  expect(await startFails(2, ['--port', '0', '--data', data, ...tls(cert, key)])).toMatch(line);
  expect(await readdir(folder)).not.toContain('no-tls');
});

it('says where TLS is spoken, too, and before the other', async () => {
  const server = await startTestServer('--memory', ...tls(pem('desk.cert'), pem('desk.key')));
  expect(server.program.stdout).toMatch(/^ready tls=127\.0\.0\.1:\d+\nready 3mcp=127\.0\.0\.1:\d+\n$/);
  expect(server.program.stdout).toContain(`\nready 3mcp=127.0.0.1:${server.port}\n`);
  expect((await server.end()).code).toBe(0);
});

it.each([
  ['without TLS', [], /SIGHUP/],
  [
    'with TLS',
    tls(pem('desk.cert'), pem('desk.key')),
    /the certificate was read again|o certificado foi lido de novo/,
  ],
])('goes on after SIGHUP, which it tells: %s', async (_, flags, line) => {
  const server = await startTestServer('--memory', ...flags);
  const ana = await Wire.enter(server.port, 'ana', 'atendente');
  server.program.child.kill('SIGHUP');
  await says(server.program, line);
  expect(await ana.ask('PING here')).toBe('+ok PONG here');
  ana.cut();
  expect((await server.end()).code).toBe(0);
});

it.each([
  [['--port', '99999']],
  [['--port', 'abc']],
  [['--workers', '0']],
  [['--durability', 'perhaps']],
  [['--lang', 'fr']],
  [['--retain', '59m']],
  [['--memory', '--data', 'x']],
  [['--tls-cert', 'x']],
  [['--nonsense']],
  [['extra']],
])('tells a bad flag in one line: %j', async (flags) => {
  const said = await startFails(2, flags);
  expect(said).toMatch(/^error: .+\n$/);
});

it('reads the canned answers, and again after SIGHUP', async () => {
  const canned = join(folder, 'canned.txt');
  await writeFile(canned, 'oi Olá!\n');
  const server = await startTestServer('--memory', '--canned', canned);
  const ana = await Wire.enter(server.port, 'ana', 'atendente');
  expect(await ana.list('CANNED')).toEqual(['CANNED oi Olá!']);
  await writeFile(canned, 'oi Bom dia!\n');
  server.program.child.kill('SIGHUP');
  await says(server.program, /the canned answers were read again|as respostas prontas foram lidas de novo/);
  expect(await ana.list('CANNED')).toEqual(['CANNED oi Bom dia!']);
  ana.cut();
  expect((await server.end()).code).toBe(0);
});

it('starts nothing with canned answers that are of no use, and names the line', async () => {
  const canned = join(folder, 'wrong.txt');
  await writeFile(canned, '# answers\noi\n');
  const said = await startFails(2, ['--data', join(folder, 'not-canned'), '--canned', canned]);
  expect(said).toBe(`telechat: ${canned}, line 2: there is no text behind the name\n`);
  expect(await readdir(folder)).not.toContain('not-canned');
});

it('starts nothing with a bad variable or a bad config file, and tells each fault in a line', async () => {
  const config = join(folder, 'desk.json');
  await writeFile(config, '{ "prot": 1, "maxUsers": 0 }');
  const said = await startFails(2, ['--data', join(folder, 'never'), '--config', config], {
    TELECHAT_RATE: '-1',
  });
  expect(said.split('\n')).toEqual([
    'error: the variable TELECHAT_RATE does not take "-1": an integer from 0 to 1000000',
    `error: ${config}: there is no option "prot" (did you mean "port"?)`,
    `error: ${config}: "maxUsers" does not take 0: an integer from 1 to 1000000`,
    '',
  ]);
  expect(await readdir(folder)).not.toContain('never');
});

it('starts with what flags, variables and config file say', async () => {
  const config = join(folder, 'good.json');
  await writeFile(config, JSON.stringify({ memory: true, lang: 'en', rate: 7, log: 'silent' }));
  const program = new Program(['server', '--port', '0'], { TELECHAT_CONFIG: config, TELECHAT_LANG: 'pt' });
  const ended = program.exit.then(() => program.stderr);
  const ready = await Promise.race([
    new Promise<string>((resolve) => program.child.stdout?.once('data', resolve)),
    ended,
  ]);
  const wire = await Wire.open(Number(/:(\d+)\n$/.exec(ready)?.[1]));
  expect(await wire.ask('LIST')).toMatch(/^-err NOT-CONNECTED entre primeiro/);
  wire.cut();
  expect((await program.end('SIGTERM')).code).toBe(0);
  expect(program.stderr).toBe('');
});

it('prints the settings in force, and starts nothing', async () => {
  const data = join(folder, 'printed');
  const program = new Program(['server', '--print-config', 'json', '--data', data], { TELECHAT_RATE: '7' });
  expect((await program.exit).code).toBe(0);
  expect(JSON.parse(program.stdout)).toMatchObject({
    data: { value: data, source: 'flag' },
    rate: { value: 7, source: 'environment' },
    burst: { value: 28, source: 'default' },
  });
  expect(await readdir(folder)).not.toContain('printed');
});

it.each(['pt_BR.UTF-8', 'en_US.UTF-8'])('prints a help that names every flag: %s', async (LC_ALL) => {
  const program = new Program(['server', '--help'], { LC_ALL });
  expect((await program.exit).code).toBe(0);
  for (const key of KEYS) expect(program.stdout).toMatch(new RegExp(`^  ${flagOf(key)} `, 'm'));
  expect(program.stdout).not.toContain('--no-');
});

it('says as little as the level of its log lets it', async () => {
  const server = await startTestServer('--memory', '--log-level', 'error');
  await server.end();
  expect(server.program.stderr).toBe('');
});
