import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer('--memory', '--workers', '2', '--rate', '0');
});
afterAll(async () => {
  expect(await server.end()).toEqual({ code: 0, signal: null });
});

describe('a customer and an attendant', () => {
  it('chat both ways, and each message stands in HISTORY', async () => {
    const ana = await Wire.enter(server.port, 'ana', 'atendente');
    const joao = await Wire.enter(server.port, 'joao', 'consumidor');
    expect(await joao.line()).toBe('ASSIGNED joao ana');
    expect(await ana.until(/^ASSIGNED/)).toBe('ASSIGNED joao ana');
    const [, seq] = /^\+ok mensagem recebida (\d+)$/.exec(await joao.ask('MSG * bom dia, açaí 🍇'))!;
    expect(await ana.until(/^MSG/)).toMatch(
      new RegExp(`^MSG ${seq} \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z joao \\* bom dia, açaí 🍇$`),
    );
    expect(await ana.ask('@a1 MSG joao pois não?')).toMatch(/^@a1 \+ok mensagem recebida \d+$/);
    expect(await joao.line()).toMatch(/^MSG \d+ \S+ ana joao pois não\?$/);
    const history = await ana.list('HISTORY joao');
    expect(history.map((line) => line.split(' ').slice(3).join(' '))).toEqual([
      'joao * bom dia, açaí 🍇',
      'ana joao pois não?',
    ]);
    expect(await joao.list('HISTORY joao')).toEqual(history);
    expect(await joao.ask('QUIT')).toMatch(/^\+ok/);
    expect(await joao.rest()).toEqual([]);
    expect(await ana.until(/^CLOSED/)).toBe('CLOSED joao quit');
    await ana.ask('QUIT');
  });

  it('get replies in the order of the commands, long ones included, however they are sent', async () => {
    const ana = await Wire.enter(server.port, 'ana', 'atendente');
    const lines = [
      '@1 PING a',
      '@2 LIST',
      '@3 HISTORY ninguem',
      '@4 PING b',
      '@5 HELP PING',
      '@6 BLA',
      '@7 QUIT',
    ];
    for (const byte of Buffer.from(`${lines.join('\n')}\n`)) ana.socket.write(Buffer.from([byte]));
    const heads = (await ana.rest()).filter((line) => line.startsWith('@'));
    expect(heads.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '@1 +ok PONG',
      '@2 +ok *1',
      '@3 -err NO-SUCH-USER',
      '@4 +ok PONG',
      '@5 +ok *1',
      '@6 -err BAD-COMMAND',
      '@7 +ok até',
    ]);
  });

  it('a client that half-closes gets every reply, then the end', async () => {
    const wire = await Wire.open(server.port);
    wire.socket.end('CONNECT maria consumidor\r\nHISTORY maria\r\nMSG * oi\r\nHISTORY maria\r\nPING x\r\n');
    const lines = await wire.rest();
    expect(lines.filter((line) => line.startsWith('+ok')).length).toBe(5);
    expect(lines.at(-1)).toBe('+ok PONG x');
  });

  it('a stream of messages arrives whole and in order on another thread', async () => {
    const [ines, rui] = [
      await Wire.enter(server.port, 'ines', 'membro'),
      await Wire.enter(server.port, 'rui', 'membro'),
    ];
    const count = 20_000;
    for (let n = 0; n < count; n++) ines.socket.write(`MSG rui ${n}\n`);
    let last = 0;
    for (let n = 0; n < count; n++) {
      const [, seq, text] = /^MSG (\d+) \S+ ines rui (\d+)$/.exec(await rui.line())!;
      expect(Number(text)).toBe(n);
      expect(Number(seq)).toBeGreaterThan(last);
      last = Number(seq);
    }
    for (let n = 0; n < count; n++) expect(await ines.line()).toMatch(/^\+ok mensagem recebida/);
    await ines.ask('QUIT');
    await rui.ask('QUIT');
  });
});
