/** What is in examples/ works against the real server: both clients, and the sessions in its README. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Peer } from '../../src/conform/peer.ts';
import { fencesOf, sessionsOf } from '../../src/conform/sessions.ts';
import { play } from '../docs/transcript.ts';
import { StrictReading } from '../support/strict-reading.ts';
import { Wire } from '../support/wire.ts';
import { type OwnServer, startOwn } from './own-server.ts';

const README = readFileSync(new URL('../../examples/README.md', import.meta.url), 'utf8');
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('examples/client.py is not tested: there is no python3 here');

let server: OwnServer;
beforeEach(async () => {
  server = await startOwn();
});
afterEach(async () => {
  await server.stop();
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
}

/** Runs an example as its README says, with this as its input, which perhaps never ends. */
async function run(program: string, args: readonly string[], input: string, goesOn = false): Promise<Ran> {
  const path = fileURLToPath(
    new URL(`../../examples/client.${program === 'python3' ? 'py' : 'ts'}`, import.meta.url),
  );
  const child = spawn(program, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stdin.write(input);
  if (!goesOn) child.stdin.end();
  const [code] = await once(child, 'close');
  return { code, out };
}

describe.each([
  ['client.ts', process.execPath, true],
  ['client.py', 'python3', hasPython],
] as const)('%s', (name, program, canRun) => {
  const at = () => ['127.0.0.1', String(server.port)];

  test.skipIf(!canRun)('sends what is typed and prints what comes', async () => {
    const bia = await Wire.enter(server.port, 'bia', 'atendente');
    const { code, out } = await run(program, ['ana', 'consumidor', ...at()], 'Olá, açaí 🍇!\n\n/HISTORY *\n');
    expect(await bia.until(/^MSG/)).toMatch(/ ana \* Olá, açaí 🍇!$/);
    expect(out).toMatch(
      /^\+ok 3MCP\/1 .*\n\+ok ana consumidor .*\nASSIGNED ana bia\n\+ok mensagem recebida 1\n\+ok \*1\nMSG 1 \S+ ana \* Olá, açaí 🍇!\n\.\n\+ok .*\n$/,
    );
    expect(code).toBe(0);
  });

  test.skipIf(!canRun)('exits with 1 where something was refused', async () => {
    const { code, out } = await run(program, ['-ana-', 'consumidor', ...at()], '');
    expect(out).toMatch(/^-err NAME-INVALID /m);
    expect(code).toBe(1);
  });

  test.skipIf(!canRun)('ends when the server does, whoever types', async () => {
    const bia = await Wire.enter(server.port, 'bia', 'atendente');
    await bia.ask('JOIN #geral');
    const running = run(program, ['leo', 'membro', ...at()], '/JOIN #geral\n', true);
    await bia.until(/^JOIN #geral leo$/);
    await server.stop();
    expect((await running).out).toMatch(/^QUIT SHUTDOWN /m);
  });

  test('has 40 lines at most', () => {
    const text = readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });
});

describe('the README of the examples', () => {
  test.each(sessionsOf(README).map(({ line, lines }) => [line, lines] as const))(
    'shows in the session at line %i what the server says',
    async (line, lines) => {
      const stop = async () => void (await server.stop());
      await play(lines, { port: server.port, stop }, (index) => `examples/README.md:${line + 1 + index}`);
    },
  );

  test.each(fencesOf(README, 'console').map(({ line, lines }) => [line, lines] as const))(
    'shows in the pipe at line %i what comes out of it',
    async (_, [command = '', ...shown]) => {
      const [, typed = ''] = /^\$ printf '(.*)' \| nc 127\.0\.0\.1 3627$/.exec(command) ?? [];
      const watch = { line: () => {}, said: () => {} };
      const peer = await Peer.open({ host: '127.0.0.1', port: server.port }, 10_000, watch);
      peer.sayBytes(Buffer.from(typed.replaceAll('\\n', '\n')));
      peer.halfClose();
      const said = await peer.toEnd();
      const reading = new StrictReading();
      expect(said.map((line) => reading.shown(line))).toEqual(shown.map((line) => reading.shown(line)));
    },
  );
});
