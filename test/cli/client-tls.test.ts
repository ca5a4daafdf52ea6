/** The client and TLS: whom it trusts, and how it tells that it does not. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Server } from '../../src/cli/client/address.ts';
import { openConnection } from '../../src/cli/client/connection.ts';
import { type End, endText, openProblem } from '../../src/cli/client/ends.ts';
import { type Flags, readFlags } from '../../src/cli/client/flags.ts';
import { closeServers, GREETING, serve, usual } from './client-fake-server.ts';
import { JOAO, run, temporary } from './client-process.ts';

afterEach(closeServers);

const DESK = fileURLToPath(new URL('../fixtures/tls/desk', import.meta.url));
const ELSEWHERE = fileURLToPath(new URL('./fixtures/elsewhere', import.meta.url));
const EXPIRED = fileURLToPath(new URL('./fixtures/expired', import.meta.url));

function pem(of: string) {
  return { cert: readFileSync(`${of}.cert.pem`), key: readFileSync(`${of}.key.pem`) };
}

/** A server with this certificate. */
function serveTls(of: string) {
  return serve(usual, GREETING, pem(of));
}

async function opening(port: number, ca?: string, insecure = false): Promise<End | 'open'> {
  const tls = { ca: ca && readFileSync(`${ca}.cert.pem`, 'utf8'), insecure };
  const opened = await openConnection({ host: '127.0.0.1', port, tls });
  if ('end' in opened) return opened.end;
  opened.connection.give({ how: 'left' });
  return 'open';
}

describe('a server with TLS', () => {
  it('is trusted if the certificates given vouch for it', async () => {
    const { port } = await serveTls(DESK);
    expect(await opening(port, DESK)).toBe('open');
  });

  it('is refused if it vouches for itself', async () => {
    const { server, port } = await serveTls(DESK);
    expect(await opening(port)).toEqual({ how: 'untrusted' });
    expect(server.received).toEqual([]);
  });

  it('is refused if it is another one, though the certificate is good', async () => {
    const { port } = await serveTls(ELSEWHERE);
    expect(await opening(port, ELSEWHERE)).toMatchObject({ how: 'other-host', names: 'elsewhere.example' });
  });

  it('is refused if its time is over', async () => {
    const { port } = await serveTls(EXPIRED);
    expect(await opening(port, EXPIRED)).toEqual({ how: 'expired' });
  });

  it.each([DESK, ELSEWHERE, EXPIRED])('may be anyone if one says so (%#)', async (of) => {
    const { port } = await serveTls(of);
    expect(await opening(port, undefined, true)).toBe('open');
  });

  it('is told from one without', async () => {
    const { port } = await serve();
    expect(await opening(port, DESK)).toEqual({ how: 'no-tls' });
  });
});

describe('the program', () => {
  const where = (port: number) => ['--host', `127.0.0.1:${port}`, '--tls'];

  it('chats over TLS', async () => {
    const { server, port } = await serveTls(DESK);
    const { code, stderr } = await run('oi\n', 0, [...JOAO, ...where(port), '--ca', `${DESK}.cert.pem`]);
    expect([code, stderr]).toEqual([0, '']);
    expect(server.received).toContain('MSG * oi');
  });

  it('says in one line why it does not trust a server, and what to do', async () => {
    const { port } = await serveTls(DESK);
    const { code, stderr } = await run('oi\n', 0, [...JOAO, ...where(port)]);
    expect([code, stderr]).toEqual([
      1,
      `Ninguém conhecido garante o certificado de 127.0.0.1:${port}: use --ca ARQUIVO com o certificado de quem o garante (ou --insecure, sem proteção).\n`,
    ]);
  });

  it('says for whom a certificate is that is for somebody else', async () => {
    const { port } = await serveTls(ELSEWHERE);
    const { stderr } = await run('oi\n', 0, [...JOAO, ...where(port), '--ca', `${ELSEWHERE}.cert.pem`]);
    expect(stderr).toBe('O certificado do servidor não é de 127.0.0.1, e sim de elsewhere.example.\n');
  });

  it('warns when it is told to trust anyone', async () => {
    const { port } = await serveTls(DESK);
    const { code, stderr } = await run('oi\n', 0, [...JOAO, ...where(port), '--insecure']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^ATENÇÃO: --insecure .+\n$/);
  });
});

describe('what is told', () => {
  const server: Server = { host: 'desk.example', port: 3628, tls: { ca: undefined, insecure: false } };

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrusted'],
    ['CERT_NOT_YET_VALID', 'expired'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'no-tls'],
    ['EPROTO', 'no-tls'],
    ['ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'unreachable'],
  ])('of %s is one line in each language: %s', (code, how) => {
    const end = openProblem({ code }, true);
    expect(end.how).toBe(how);
    const [pt, en] = [endText(end, server, 'pt'), endText(end, server, 'en')];
    for (const text of [pt, en]) expect(text).toMatch(/^[^\n]*desk\.example[^\n]*$/);
    expect(pt).not.toBe(en);
  });
});

describe('the flags', () => {
  const read = (flags: Flags) => readFlags(flags, { LANG: 'pt_BR' });

  it('have another usual port with TLS', () => {
    const tls = { ca: undefined, insecure: false };
    expect(read({ tls: true })).toMatchObject({ server: undefined, usual: { port: 3628, tls } });
    expect(read({ tls: true, host: 'desk.example' })).toMatchObject({
      server: { host: 'desk.example', port: 3628, tls },
    });
    expect(read({ tls: true, port: '99' })).toMatchObject({ server: { host: '127.0.0.1', port: 99, tls } });
    expect(read({ host: 'desk.example' })).toMatchObject({ server: { port: 3627 } });
  });

  it('read the certificates, or say that they cannot', () => {
    const wishes = read({ tls: true, ca: `${DESK}.cert.pem` });
    expect(typeof wishes === 'object' && wishes.usual.tls?.ca).toContain('BEGIN CERTIFICATE');
    expect(read({ tls: true, ca: '/nowhere/x' })).toBe('Não é possível ler /nowhere/x (ENOENT).');
    const empty = join(temporary(), 'empty.pem');
    writeFileSync(empty, 'not a certificate\n');
    expect(read({ tls: true, ca: empty })).toBe(`Em ${empty} não há certificado (PEM).`);
    expect(read({ tls: true, ca: `${DESK}.key.pem`, lang: 'en' })).toBe(
      `There is no certificate (PEM) in ${DESK}.key.pem.`,
    );
    expect(read({ ca: 'x' })).toBe('--ca e --insecure só valem com --tls.');
  });
});
