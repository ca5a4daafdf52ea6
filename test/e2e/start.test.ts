import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Program, startTestServer } from '../support/server.ts';

async function startFails(...flags: string[]): Promise<string> {
  const program = new Program(['server', '--log', 'silent', ...flags], { LC_ALL: 'en_US.UTF-8' });
  const { code } = await program.exit;
  expect(code).not.toBe(0);
  expect(program.stdout).toBe('');
  return program.stderr;
}

it('says on stdout that it is ready, in one line, and nothing else there', async () => {
  const server = await startTestServer('--memory');
  expect(server.program.stdout).toBe(`ready 3mcp=127.0.0.1:${server.port}\n`);
  await server.end();
  expect(server.program.stdout).toBe(`ready 3mcp=127.0.0.1:${server.port}\n`);
});

it('tells a port in use in one line', async () => {
  const server = await startTestServer('--memory');
  const said = await startFails('--memory', '--port', `${server.port}`);
  expect(said).toMatch(/^telechat: port \d+ of 127\.0\.0\.1 is already in use; .+\n$/);
  await server.end();
});

it('tells a data folder that cannot be used in one line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telechat-'));
  const file = join(folder, 'file');
  await writeFile(file, 'not a folder');
  await chmod(file, 0o400);
  const said = await startFails('--port', '0', '--data', join(file, 'data'));
  expect(said).toMatch(/^telechat: .+\n$/);
  await rm(folder, { recursive: true });
});

it('tells that another server has the data folder in one line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telechat-'));
  const server = await startTestServer('--data', folder);
  const said = await startFails('--port', '0', '--data', folder);
  expect(said).toMatch(/^telechat: .+\n$/);
  await server.end();
  await rm(folder, { recursive: true });
});

it.each([
  [['--port', '99999']],
  [['--port', 'abc']],
  [['--workers', '0']],
  [['--durability', 'perhaps']],
  [['--lang', 'fr']],
  [['--memory', '--data', 'x']],
  [['--nonsense']],
  [['extra']],
])('tells a bad flag in one line: %j', async (flags) => {
  const said = await startFails(...flags);
  expect(said.trim().split('\n').length).toBe(1);
  expect(said).toMatch(/^error: /);
});

it('prints a help that names every flag', async () => {
  const program = new Program(['server', '--help']);
  expect((await program.exit).code).toBe(0);
  for (const flag of [
    'host',
    'port',
    'workers',
    'data',
    'memory',
    'durability',
    'capacity',
    'lang',
    'rate',
    'log',
  ]) {
    expect(program.stdout).toContain(`--${flag}`);
  }
});
