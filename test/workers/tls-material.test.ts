import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkTls, readTls, TlsError } from '../../src/workers/tls-material.ts';

function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));
}

function pem(name: string): string {
  return readFileSync(fixture(name), 'utf8');
}

it('a certificate and its key are fine, with intermediate certificates or text around them too', () => {
  expect(checkTls(pem('desk.cert.pem'), pem('desk.key.pem'))).toBeNull();
  const chain = `the desk\n${pem('desk.cert.pem')}\n${pem('renewed.cert.pem')}`;
  expect(checkTls(chain, pem('desk.key.pem'))).toBeNull();
});

it.each([
  ['nothing', '', pem('desk.key.pem'), 'cert-malformed'],
  ['something else', 'hello', pem('desk.key.pem'), 'cert-malformed'],
  ['the key', pem('desk.key.pem'), pem('desk.key.pem'), 'cert-malformed'],
  ['a cut certificate', pem('desk.cert.pem').slice(0, 300), pem('desk.key.pem'), 'cert-malformed'],
  ['no key', pem('desk.cert.pem'), '', 'key-malformed'],
  ['a certificate as the key', pem('desk.cert.pem'), pem('desk.cert.pem'), 'key-malformed'],
  ['a cut key', pem('desk.cert.pem'), pem('desk.key.pem').slice(0, 100), 'key-malformed'],
  ['a key with a password', pem('desk.cert.pem'), pem('desk.encrypted-key.pem'), 'key-encrypted'],
  ['the key of another', pem('desk.cert.pem'), pem('renewed.key.pem'), 'key-mismatch'],
  [
    'a chain that begins with another',
    pem('renewed.cert.pem') + pem('desk.cert.pem'),
    pem('desk.key.pem'),
    'key-mismatch',
  ],
])('%s is refused, by its code', (_, cert, key, code) => {
  const error = checkTls(cert, key);
  expect(error).toBeInstanceOf(TlsError);
  expect(error?.code).toBe(code);
});

it('files are read, and an error names the one at fault', async () => {
  const cert = fixture('desk.cert.pem');
  const key = fixture('desk.key.pem');
  expect(await readTls(cert, key)).toEqual({ cert: pem('desk.cert.pem'), key: pem('desk.key.pem') });
  expect(await readTls(fixture('none.pem'), key)).toMatchObject({
    code: 'cert-unreadable',
    path: fixture('none.pem'),
    message: `${fixture('none.pem')}: ENOENT`,
  });
  expect(await readTls(cert, fixture('.'))).toMatchObject({ code: 'key-unreadable', path: fixture('.') });
  expect(await readTls(key, key)).toMatchObject({ code: 'cert-malformed', path: key });
  expect(await readTls(cert, fixture('renewed.key.pem'))).toMatchObject({
    code: 'key-mismatch',
    path: fixture('renewed.key.pem'),
  });
});

it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'a key that may not be read says so',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'telechat-tls-'));
    try {
      const key = join(dir, 'key.pem');
      copyFileSync(fixture('desk.key.pem'), key);
      chmodSync(key, 0);
      expect(await readTls(fixture('desk.cert.pem'), key)).toMatchObject({ code: 'key-unreadable' });
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
);
