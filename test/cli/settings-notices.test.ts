/** What is said at the start: who may enter, and what others may read. */

import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { clientLine, entranceOf } from '../../src/cli/server/client-line.ts';
import { explain } from '../../src/cli/server/explain.ts';
import { notices } from '../../src/cli/server/notices.ts';
import type { Settings } from '../../src/cli/server/settings.ts';
import { TlsError, type TlsErrorCode } from '../../src/workers/tls-material.ts';
import { settingsOf } from './settings-given.ts';

const at = (address: string, port = 3627): AddressInfo => ({
  address,
  port,
  family: address.includes(':') ? 'IPv6' : 'IPv4',
});

/** What a server with these settings says, each with its level. */
function said(given: Partial<Settings>, lang: 'pt' | 'en' = 'en', tls = false, script?: string): string[] {
  const settings = { ...settingsOf({}).settings, ...given };
  const address = at(settings.host === 'localhost' ? '127.0.0.1' : settings.host);
  const tlsAddress = tls ? at(settings.host, 3628) : null;
  return notices(settings, { address, tlsAddress }, lang, script).map(
    ({ level, text }) => `${level}: ${text}`,
  );
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** For 127.0.0.1, and vouches for itself. */
const LOCAL = path('../fixtures/tls/desk.cert.pem');
/** For desk.example and 192.168.1.10, and vouches for itself. */
const NAMED = path('fixtures/named.cert.pem');
/** For *.desk.example and desk.example, of an authority. */
const ISSUED = path('fixtures/issued.cert.pem');

const CERTIFICATES: readonly [string, string, string, number, string][] = [
  ['by this machine, if the certificate is for it', LOCAL, '0.0.0.0', 3628, `--tls --ca ${LOCAL}`],
  ['by another port', LOCAL, '127.0.0.1', 4001, `--port 4001 --tls --ca ${LOCAL}`],
  ['by the name of the certificate', NAMED, '0.0.0.0', 3628, `--host desk.example --tls --ca ${NAMED}`],
  [
    'by the address, if the certificate is for it',
    NAMED,
    '192.168.1.10',
    3628,
    `--host 192.168.1.10 --tls --ca ${NAMED}`,
  ],
  ['without --ca, if an authority vouches', ISSUED, '::', 3628, '--host desk.example --tls'],
];

const READABLE =
  'warn: passwords and messages cross the network readable on 0.0.0.0:3627; with --tls-cert and --tls-key there is a port with TLS too';

describe('at its start', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('on %s it says nothing more', (host) => {
    for (const open of [false, true]) {
      for (const memory of [false, true]) expect(said({ host, open, memory })).toEqual([]);
    }
  });

  it('on another address it says how attendants get an account, and that others can read', () => {
    const host = '0.0.0.0';
    expect(said({ host })).toEqual([
      'info: attendants need an account; to add one: telechat user add NAME --role atendente --data ./telechat-data',
      READABLE,
    ]);
    expect(said({ host }, 'pt')).toEqual([
      'info: atendentes precisam de conta; para criar uma: telechat user add NOME --role atendente --data ./telechat-data',
      'warn: senhas e mensagens passam legíveis pela rede em 0.0.0.0:3627; com --tls-cert e --tls-key há também uma porta com TLS',
    ]);
  });

  it.each([
    ['/srv/tele chat', undefined, "telechat user add NAME --role atendente --data '/srv/tele chat'"],
    ["it's", undefined, "telechat user add NAME --role atendente --data 'it'\\''s'"],
    ['./d', 'start', 'npm run telechat -- user add NAME --role atendente --data ./d'],
  ])('it gives the command so that it can be typed: for %s, npm script %j', (data, script, line) => {
    expect(said({ host: '192.168.0.7', data }, 'en', false, script)[0]).toContain(line);
  });

  it('it warns of --open', () => {
    expect(said({ host: '::', open: true, memory: true })[0]).toBe(
      'warn: --open: whoever reaches [::] enters as attendant, without a password, and reads every conversation',
    );
    expect(said({ host: '::', open: true }, 'pt')[0]).toBe(
      'warn: --open: quem alcança [::] entra como atendente, sem senha, e lê todas as conversas',
    );
  });

  it('it warns that without a data folder no attendant can enter', () => {
    expect(said({ host: '0.0.0.0', memory: true })).toEqual([
      'warn: with --memory on this address no attendant can enter: accounts need a data folder; use --data, or --open',
      READABLE,
    ]);
    expect(said({ host: '0.0.0.0', memory: true }, 'pt')[0]).toBe(
      'warn: com --memory neste endereço nenhum atendente consegue entrar: contas precisam de uma pasta de dados; use --data, ou --open',
    );
  });

  it('it warns of the port without TLS beside the one with', () => {
    expect(said({ host: '0.0.0.0' }, 'en', true)[1]).toBe(
      'warn: passwords and messages cross the network readable on 0.0.0.0:3627; port 3628 has TLS: with --host 127.0.0.1 --tls-host 0.0.0.0 it alone is open',
    );
    expect(said({ host: '0.0.0.0' }, 'pt', true)[1]).toBe(
      'warn: senhas e mensagens passam legíveis pela rede em 0.0.0.0:3627; a porta 3628 tem TLS: com --host 127.0.0.1 --tls-host 0.0.0.0 só ela fica aberta',
    );
  });
});

it.each([
  ['127.0.0.1', 3627, undefined, 'telechat client'],
  ['0.0.0.0', 4000, undefined, 'telechat client --port 4000'],
  ['192.168.0.7', 4000, 'start', 'npm run client -- --host 192.168.0.7 --port 4000'],
  ['::', 3627, 'start', 'npm run client'],
])('tells how a client comes to %s:%i (npm script: %j)', (address, port, script, line) => {
  expect(clientLine(entranceOf({ address: at(address, port), tlsAddress: null }, null), script)).toBe(line);
});

describe('with TLS it tells how a client comes to that port', () => {
  const line = (tlsAddress: AddressInfo, certificate: string, script?: string) =>
    clientLine(entranceOf({ address: at('127.0.0.1'), tlsAddress }, certificate), script);

  it.each(CERTIFICATES)('%s', (_, file, address, port, flags) => {
    expect(line(at(address, port), file)).toBe(`telechat client ${flags}`);
  });

  it('by npm too, and without a name if the certificate cannot be read any more', () => {
    expect(line(at('0.0.0.0', 3628), 'none.pem', 'start')).toBe('npm run client -- --tls');
  });
});

describe('why it could not start', () => {
  const { settings } = settingsOf({ flags: ['--tls-cert', 'c.pem', '--tls-key', 'k.pem'] });

  it.each<[TlsErrorCode, string, string, string]>([
    [
      'cert-unreadable',
      'ENOENT',
      'não é possível ler o certificado c.pem (ENOENT); veja --tls-cert',
      'the certificate c.pem cannot be read (ENOENT); see --tls-cert',
    ],
    [
      'key-unreadable',
      'EACCES',
      'não é possível ler a chave c.pem (EACCES); veja --tls-key',
      'the key c.pem cannot be read (EACCES); see --tls-key',
    ],
    [
      'cert-malformed',
      '',
      'c.pem não é um certificado em PEM; veja --tls-cert',
      'c.pem is not a certificate in PEM; see --tls-cert',
    ],
    [
      'key-malformed',
      '',
      'c.pem não é uma chave privada em PEM; veja --tls-key',
      'c.pem is not a private key in PEM; see --tls-key',
    ],
    [
      'key-encrypted',
      '',
      'a chave c.pem está protegida por senha; dê uma sem senha em --tls-key',
      'the key c.pem is protected by a password; give one without to --tls-key',
    ],
    [
      'key-mismatch',
      '',
      'a chave c.pem é de outro certificado; veja --tls-cert e --tls-key',
      'the key c.pem belongs to another certificate; see --tls-cert and --tls-key',
    ],
    [
      'refused',
      'ee key too small',
      'o certificado c.pem e sua chave não servem para TLS: ee key too small',
      'the certificate c.pem and its key are of no use for TLS: ee key too small',
    ],
  ])('is told of a certificate that is %s', (code, why, pt, en) => {
    const error = new TlsError(code, why, 'c.pem');
    expect(explain(error, settings, 'pt')).toBe(pt);
    expect(explain(error, settings, 'en')).toBe(en);
  });

  it.each([
    [3627, '--port'],
    [3628, '--tls-port'],
  ])('names the flag of the port that is in use: %i', (port, flag) => {
    const error = Object.assign(new Error(), { code: 'EADDRINUSE', syscall: 'listen', port });
    expect(explain(error, settings, 'pt')).toBe(
      `a porta ${port} de 127.0.0.1 já está em uso; ${flag} 0 pega uma livre, ou escolha outra porta`,
    );
    expect(explain(error, settings, 'en')).toBe(
      `port ${port} of 127.0.0.1 is already in use; ${flag} 0 takes a free one, or choose another port`,
    );
  });
});
