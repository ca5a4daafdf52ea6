import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';

let server: TestServer;
let ana: Wire;
let joao: Wire;

beforeAll(async () => {
  server = await startTestServer('--memory', '--workers', '2', '--rate', '0');
  ana = await Wire.enter(server.port, 'ana', 'atendente');
  joao = await Wire.enter(server.port, 'joao', 'consumidor');
  await joao.until(/^ASSIGNED/);
  await ana.until(/^ASSIGNED joao/);
});
afterAll(async () => {
  expect(await server.end()).toEqual({ code: 0, signal: null });
});

/** A chat beside the trouble: it goes on, and hears nothing but itself. */
let round = 0;
async function chatGoesOn(): Promise<void> {
  const text = `rodada ${++round}`;
  expect(await joao.ask(`MSG * ${text}`)).toMatch(/^\+ok mensagem recebida/);
  expect(await ana.line()).toMatch(new RegExp(`^MSG \\d+ \\S+ joao \\* ${text}$`));
  expect(await ana.ask(`MSG joao ${text}`)).toMatch(/^\+ok mensagem recebida/);
  expect(await joao.line()).toMatch(new RegExp(`^MSG \\d+ \\S+ ana joao ${text}$`));
}
beforeEach(chatGoesOn);

it('random bytes get errors or a clean close, and nobody else hears of them', async () => {
  const seed = Number(process.env['SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
  console.log(`seed ${seed}`);
  const rubbish = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 3000 }), { numRuns: 40, seed });
  await Promise.all(
    rubbish.map(async (bytes) => {
      const wire = await Wire.open(server.port);
      wire.socket.write(bytes);
      wire.socket.end('\nPING fim\n');
      const lines = await wire.rest();
      expect(lines.at(-1)).toMatch(/^(\+ok PONG fim|QUIT TOO-MANY-ERRORS )/);
    }),
  );
  await chatGoesOn();
});

it('a line without end is refused once, and the connection lives on behind it', async () => {
  const wire = await Wire.open(server.port);
  for (let n = 0; n < 200; n++) wire.socket.write('x'.repeat(10_000));
  expect(await wire.line()).toMatch(/^-err LINE-TOO-LONG /);
  wire.say('', 'PING depois');
  expect(await wire.line()).toBe('+ok PONG depois');
  wire.cut();
  await chatGoesOn();
});

it('a hundred errors in a row close the connection, not fewer', async () => {
  const wire = await Wire.open(server.port);
  wire.say(...Array.from({ length: 99 }, () => 'BLA'), 'PING', ...Array.from({ length: 200 }, () => 'BLA'));
  const lines = await wire.rest();
  expect(lines.filter((line) => line.startsWith('-err BAD-COMMAND')).length).toBe(199);
  expect(lines.at(-1)).toMatch(/^QUIT TOO-MANY-ERRORS /);
  await chatGoesOn();
});

it('a client that never reads is given up, and the others keep chatting', async () => {
  const deaf = await Wire.enter(server.port, 'surdo', 'membro');
  deaf.socket.pause();
  const ines = await Wire.enter(server.port, 'ines', 'membro');
  const text = 'x'.repeat(7000);
  // Far more than the buffers of both systems and the bound on unsent output hold together.
  let refused = '';
  for (let n = 0; n < 20_000 && refused === ''; n++) {
    const reply = await ines.ask(`MSG surdo ${text}`);
    if (n % 100 === 0) await chatGoesOn();
    if ((await ines.list('HISTORY ines 1')).length !== 1) throw new Error('history is gone');
    if (deaf.socket.destroyed || /^-err/.test(reply)) refused = reply;
    const users = n % 50 === 0 ? await ana.list('LIST membro') : [];
    if (users.some((line) => line.startsWith('USER surdo membro lost'))) refused = 'lost';
  }
  expect(refused).toBe('lost');
  deaf.cut();
  ines.cut();
});

it('a client that pipelines long listings and reads slowly gets all of them', async () => {
  const wire = await Wire.enter(server.port, 'lia', 'membro');
  wire.socket.pause();
  wire.say(...Array.from({ length: 600 }, (_, n) => `MSG lia ${n} ${'y'.repeat(5000)}`));
  wire.socket.resume();
  for (let n = 0; n < 600; n++) await wire.until(/mensagem recebida/);
  wire.socket.pause();
  wire.say(...Array.from({ length: 30 }, (_, n) => `@h${n} HISTORY lia 100`), '@fim PING');
  await chatGoesOn();
  wire.socket.resume();
  const heads: string[] = [];
  for (let line = ''; !line.startsWith('@fim'); line = await wire.line()) {
    if (line.startsWith('@')) heads.push(line.replace(/ \*\d+$/, ''));
  }
  expect(heads).toEqual(Array.from({ length: 30 }, (_, n) => `@h${n} +ok`));
  wire.cut();
});

it('many connections that say nothing do not disturb the others', async () => {
  const silent = await Promise.all(Array.from({ length: 500 }, () => Wire.open(server.port)));
  await chatGoesOn();
  for (const wire of silent) wire.cut();
  await chatGoesOn();
});
