import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';

let data: string;
let server: TestServer;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'telechat-'));
  server = await start();
});
afterEach(async () => {
  await server.end('SIGKILL');
  await rm(data, { recursive: true });
});

function start(): Promise<TestServer> {
  return startTestServer('--data', data, '--capacity', '1', '--rate', '0');
}

/** The names in a listing, in its order. */
function names(items: readonly string[]): string[] {
  return items.map((item) => item.split(' ')[1]!);
}

it('after kill -9 every acknowledged message is in HISTORY, once, and the line is as it was', async () => {
  const ana = await Wire.enter(server.port, 'ana', 'atendente');
  const customers = ['joao', 'bia', 'caio', 'davi'];
  const wires: Wire[] = [];
  for (const name of customers) wires.push(await Wire.enter(server.port, name, 'consumidor'));
  const acknowledged = new Map<string, string[]>(customers.map((name) => [name, []]));
  for (let n = 0; n < 30; n++) {
    for (const [i, wire] of wires.entries()) {
      const text = `mensagem ${n} — de ${customers[i]}`;
      const reply = await wire.ask(`MSG * ${text}`);
      acknowledged.get(customers[i]!)!.push(`${reply.split(' ').at(-1)} ${text}`);
    }
  }
  const answer = await ana.ask('MSG joao pois não');
  acknowledged.get('joao')!.push(`${answer.split(' ').at(-1)} pois não`);
  const undone = await wires[1]!.ask('MSG * engano');
  await wires[1]!.ask('UNDO');
  const before = await ana.list('QUEUE');
  expect(names(before)).toEqual(['bia', 'caio', 'davi']);

  await server.end('SIGKILL');
  server = await start();
  const rui = await Wire.enter(server.port, 'rui', 'atendente');
  expect(await rui.list('QUEUE')).toEqual(before);
  expect((await rui.list('LIST')).map((line) => line.split(' ').slice(1, 4).join(' '))).toEqual([
    'ana atendente lost',
    'joao consumidor lost',
    'bia consumidor lost',
    'caio consumidor lost',
    'davi consumidor lost',
    'rui atendente online',
  ]);
  for (const [name, messages] of acknowledged) {
    const history = (await rui.list(`HISTORY ${name}`)).map((line) => line.split(' '));
    const kept = history.filter(([verb]) => verb === 'MSG').map((w) => `${w[1]} ${w.slice(5).join(' ')}`);
    expect(kept).toEqual(messages);
  }
  const gone = (await rui.list('HISTORY bia')).find((line) => line.startsWith('GONE'));
  expect(gone).toContain(`GONE ${undone.split(' ').at(-1)} `);

  // joao is still ana's: nobody else may have him, and seqs go on.
  expect(await rui.ask('TAKE joao')).toMatch(/^-err TAKEN/);
  const last = Number(undone.split(' ').at(-1));
  const eva = await Wire.enter(server.port, 'eva', 'consumidor');
  expect(Number((await eva.ask('MSG * oi')).split(' ').at(-1))).toBeGreaterThan(last);
});

it('SIGTERM stores everything, says QUIT SHUTDOWN and exits with 0; a second start finds all of it', async () => {
  const ana = await Wire.enter(server.port, 'ana', 'atendente');
  const joao = await Wire.enter(server.port, 'joao', 'consumidor');
  const count = 500;
  joao.say(...Array.from({ length: count }, (_, n) => `MSG * ${n}`));
  await joao.until(/mensagem recebida/);
  const ended = server.end('SIGTERM');
  const lines = await joao.rest();
  expect(lines.at(-1)).toMatch(/^QUIT SHUTDOWN /);
  expect((await ana.rest()).at(-1)).toMatch(/^QUIT SHUTDOWN /);
  expect(await ended).toEqual({ code: 0, signal: null });
  const acknowledged = 1 + lines.filter((line) => line.startsWith('+ok mensagem')).length;

  server = await start();
  const rui = await Wire.enter(server.port, 'rui', 'atendente');
  const history = await rui.list('HISTORY joao 500');
  expect(history.length).toBeGreaterThanOrEqual(acknowledged);
  expect(history.map((line) => line.split(' ').at(-1))).toEqual(history.map((_, n) => `${n}`));
});

it('SIGINT does the same', async () => {
  const wire = await Wire.open(server.port);
  const ended = server.end('SIGINT');
  expect(await wire.rest()).toEqual([expect.stringMatching(/^QUIT SHUTDOWN /)]);
  expect(await ended).toEqual({ code: 0, signal: null });
});

it('HISTORY reaches behind the memory of the desk, page by page', async () => {
  const ines = await Wire.enter(server.port, 'ines', 'membro');
  const rui = await Wire.enter(server.port, 'rui', 'membro');
  ines.say(...Array.from({ length: 1200 }, (_, n) => `MSG rui ${n}`));
  for (let n = 0; n < 1200; n++) await rui.until(/^MSG/);
  const texts: string[] = [];
  let before = '';
  for (;;) {
    const page = await rui.list(`HISTORY rui 500 ${before}`);
    if (page.length === 0) break;
    texts.unshift(...page.map((line) => line.split(' ').at(-1)!));
    before = page[0]!.split(' ')[1]!;
  }
  expect(texts).toEqual(Array.from({ length: 1200 }, (_, n) => `${n}`));
});
