/** The server as a whole, in this process: what its options come to on the wire. */

import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword } from '../src/passwords/verifier.ts';
import { attendantsNeedAccount, type RunningServer, type ServerOptions, startServer } from '../src/server.ts';
import { newPath, removeFolders } from './store/folders.ts';
import { heldPort } from './support/held-port.ts';
import { SERVER_OPTIONS } from './support/options.ts';
import { Wire } from './support/wire.ts';

let logged: { level: number; msg: string }[];
let servers: RunningServer[];
/** Errors that a test brings about. */
const expected = new Set(['the certificate stays as it was', 'the canned answers stay as they were']);
const log = pino({}, { write: (line) => logged.push(JSON.parse(line)) });

beforeEach(() => {
  logged = [];
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.stop();
  expect(logged.filter(({ level, msg }) => level >= 50 && !expected.has(msg))).toEqual([]);
  removeFolders();
});

async function start(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({ ...SERVER_OPTIONS, ...options }, log);
  servers.push(server);
  return server;
}

async function register(server: RunningServer, name: string, role: 'atendente' | 'membro', password: string) {
  const verifier = await hashPassword(password);
  return server.orders.order({ do: 'register', name, key: name, role, verifier });
}

describe('attendants need an account', () => {
  it.each(['0.0.0.0', '::', '192.168.1.10', 'desk.example', '128.0.0.1', 'localhost.example', ''])(
    'where strangers may come: %s',
    (host) => {
      expect(attendantsNeedAccount({ host, tls: null, open: false })).toBe(true);
      expect(attendantsNeedAccount({ host, tls: null, open: true })).toBe(false);
    },
  );

  it('where TLS alone is open to strangers', () => {
    const tls = { host: '0.0.0.0', port: 0, cert: '', key: '' };
    expect(attendantsNeedAccount({ host: '127.0.0.1', tls, open: false })).toBe(true);
    expect(attendantsNeedAccount({ host: '127.0.0.1', tls: { ...tls, host: '::1' }, open: false })).toBe(
      false,
    );
  });

  it.each(['127.0.0.1', '127.3.2.1', '::1', 'localhost'])('but not on this machine alone: %s', (host) => {
    expect(attendantsNeedAccount({ host, tls: null, open: false })).toBe(false);
  });

  it('which the server says and demands', async () => {
    const server = await start({ host: '0.0.0.0' });
    const wire = await Wire.open(server.address.port);
    expect(await wire.ask('CONNECT ana atendente')).toMatch(/^-err AUTH-REQUIRED /);
    expect(await wire.ask('CONNECT joao consumidor')).toMatch(/^\+ok joao consumidor /);
    wire.cut();
  });
});

describe('a name with an account', () => {
  it('is entered with its password alone, is refused with others, and then has to wait', async () => {
    const server = await start();
    expect(await register(server, 'ana', 'atendente', 'segredo')).toEqual({ ok: true });
    const wire = await Wire.open(server.address.port);
    expect(await wire.ask('CONNECT ana atendente')).toMatch(/^-err AUTH-REQUIRED /);
    for (const [password, name] of [
      ['errada', 'ana'],
      ['segredo', 'ninguem'],
      ['', 'ana'],
      ['errada', 'ana'],
      ['errada', 'ana'],
      ['errada', 'ana'],
    ]) {
      wire.say(`PASS ${password}`, `CONNECT ${name} atendente`);
      await wire.until(/^(\+ok|-err BAD-ARGUMENT)/);
      expect(await wire.line()).toMatch(password === '' ? /AUTH-REQUIRED/ : /^-err AUTH-FAILED /);
    }
    wire.say('PASS segredo', 'CONNECT ana atendente');
    await wire.until(/^\+ok/);
    expect(await wire.line()).toMatch(/^-err RATE-LIMITED /);
    wire.cut();
  });

  it('is entered by the right password, from another connection too, which takes over', async () => {
    const server = await start();
    await register(server, 'ana', 'atendente', 'coração');
    const [one, two] = [await Wire.open(server.address.port), await Wire.open(server.address.port)];
    one.say('PASS coração', '@1 CONNECT ana atendente');
    expect(await one.until(/^@1/)).toMatch(/^@1 \+ok ana atendente \S{22} /);
    two.say('PASS corac\u0327a\u0303o', '@2 CONNECT ana atendente');
    expect(await two.until(/^@2/)).toMatch(/^@2 \+ok ana atendente \S{22} /);
    expect((await one.rest()).at(-1)).toMatch(/^QUIT TAKEN-OVER /);
    two.cut();
  });
});

it('who says all at once and sends no more is answered to the end', async () => {
  const server = await start();
  await register(server, 'bia', 'membro', 'segredo');
  const rui = await Wire.enter(server.address.port, 'rui', 'membro');
  await rui.ask('MSG bia oi');
  const bia = await Wire.open(server.address.port);
  bia.say('PASS segredo', 'CONNECT bia membro', 'MSG rui volto logo', 'PING');
  bia.socket.end();
  expect(await bia.rest()).toEqual([
    '+ok',
    expect.stringMatching(/^\+ok bia membro \S{22} /),
    expect.stringMatching(/^MSG 1 .* rui bia oi$/),
    '+ok mensagem recebida 2',
    '+ok PONG',
  ]);
  rui.cut();
});

describe('with a data folder', () => {
  it('accounts, and the place where somebody was, survive a restart', async () => {
    const data = newPath();
    const server = await start({ data });
    await register(server, 'bia', 'membro', 'segredo');
    const [bia, rui] = [
      await Wire.open(server.address.port),
      await Wire.enter(server.address.port, 'rui', 'membro'),
    ];
    bia.say('PASS segredo', '@1 CONNECT bia membro');
    await bia.until(/^@1 \+ok/);
    await rui.ask('MSG bia um');
    await bia.until(/^MSG 1 /);
    await server.stop();
    const again = await start({ data });
    const [third, fourth] = [
      await Wire.enter(again.address.port, 'ze', 'membro'),
      await Wire.open(again.address.port),
    ];
    await third.ask('MSG bia dois');
    fourth.say('PASS segredo', '@1 CONNECT bia membro');
    expect(await fourth.until(/^@1/)).toMatch(/^@1 \+ok bia membro /);
    expect(await fourth.line()).toMatch(/^MSG 2 .* ze bia dois$/);
    third.cut();
    fourth.cut();
  });

  it('what is older than is to be kept is erased at the start', async () => {
    const data = newPath();
    const server = await start({ data });
    const rui = await Wire.enter(server.address.port, 'rui', 'membro');
    await rui.ask('MSG rui velho');
    await server.stop();
    const again = await start({ data, retainMs: -1 });
    const pages = () => again.store.page({ key: 'rui', after: 0, limit: 10 });
    // Orders are carried out one after the other: behind this one, the first is done.
    await again.orders.order({ do: 'expire', before: 0 });
    expect(await pages()).toEqual([]);
  });
});

describe('over TLS', () => {
  /** A folder with a certificate and its key. */
  function certificate(name: string, folder = newPath()) {
    const from = fileURLToPath(new URL('./fixtures/tls', import.meta.url));
    mkdirSync(folder, { recursive: true });
    const tls = { host: '127.0.0.1', port: 0, cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    copyFileSync(join(from, `${name}.cert.pem`), tls.cert);
    copyFileSync(join(from, `${name}.key.pem`), tls.key);
    return { folder, tls };
  }

  /** A connection that trusts the certificate of this file alone, once it has the greeting. */
  async function open(server: RunningServer, cert: string): Promise<TLSSocket> {
    const ca = readFileSync(cert);
    const socket = connect({ port: server.tlsAddress!.port, host: '127.0.0.1', ca });
    const greeting = String((await once(socket, 'data'))[0]);
    expect(greeting).toMatch(/^\+ok 3MCP\/1 /);
    return socket;
  }

  it('a certificate that is replaced is used after a reload, and nobody is dropped', async () => {
    const { folder, tls } = certificate('desk');
    const server = await start({ tls });
    const early = await open(server, tls.cert);
    certificate('renewed', folder);
    await server.reload();
    const late = await open(server, tls.cert);
    early.write('PING ainda\r\n');
    expect(String((await once(early, 'data'))[0])).toBe('+ok PONG ainda\r\n');
    expect(early.getPeerX509Certificate()?.fingerprint256).not.toBe(
      late.getPeerX509Certificate()?.fingerprint256,
    );
    early.destroy();
    late.destroy();
  });

  it('one that is of no use does not take the place of the old one, which the log says', async () => {
    const { folder, tls } = certificate('desk');
    const server = await start({ tls });
    const { cert } = certificate('desk').tls;
    writeFileSync(tls.cert, 'nothing of the kind');
    await server.reload();
    expect(logged.at(-1)).toMatchObject({ msg: 'the certificate stays as it was', code: 'cert-malformed' });
    (await open(server, cert)).destroy();
    certificate('renewed', folder);
    await server.reload();
    (await open(server, tls.cert)).destroy();
  });

  it('and without a certificate that can be used there is no server', async () => {
    const { tls } = certificate('desk');
    const data = newPath();
    writeFileSync(tls.key, '');
    await expect(start({ tls, data })).rejects.toMatchObject({ name: 'TlsError', code: 'key-malformed' });
    // The folder was not left claimed.
    await start({ data });
  });

  it('which is one more door to the same desk; without it there is none, and nothing to reload', async () => {
    const { tls } = certificate('desk');
    const server = await start({ tls });
    expect(server.tlsAddress?.port).not.toBe(server.address.port);
    (await Wire.open(server.address.port)).cut();
    const plain = await start();
    expect(plain.tlsAddress).toBeNull();
    await plain.reload();
  });
});

describe('canned answers', () => {
  function file(content: string): string {
    const path = newPath();
    writeFileSync(path, content);
    return path;
  }

  it('are read at the start, and again on demand; a file that is of no use changes nothing', async () => {
    const canned = file('oi Olá!\n');
    const server = await start({ canned });
    const ana = await Wire.enter(server.address.port, 'ana', 'atendente');
    expect(await ana.list('CANNED')).toEqual(['CANNED oi Olá!']);
    writeFileSync(canned, 'oi Bom dia!\nfim Até logo.');
    expect(await server.reload()).toEqual(['canned']);
    expect(await ana.list('CANNED')).toEqual(['CANNED oi Bom dia!', 'CANNED fim Até logo.']);
    writeFileSync(canned, 'oi');
    expect(await server.reload()).toEqual([]);
    expect(logged.at(-1)).toMatchObject({ msg: 'the canned answers stay as they were', code: 'no-text' });
    expect(await ana.list('CANNED')).toHaveLength(2);
    ana.cut();
  });

  it('and from a file that cannot be used there is no server', async () => {
    const data = newPath();
    const canned = file('?! text');
    await expect(start({ canned, data })).rejects.toMatchObject({ name: 'CannedError', line: 1 });
    // The folder was not left claimed.
    await start({ data });
  });
});

it('a port that is taken is an error, and nothing is left open', async () => {
  const port = await heldPort();
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  taken.close();
  await once(taken, 'close');
  expect((await start({ port })).address.port).toBe(port);
});
