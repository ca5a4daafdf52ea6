/**
 * What a server proves itself with in TLS: a certificate and its key. They are checked here, in the main thread,
 * before a session worker gets them; what is wrong with them is said by a code. A key is never part of an error.
 */

import { constants, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';

/** In PEM. The certificate comes first, then those between it and what clients trust. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
}

export type TlsErrorCode =
  | 'cert-unreadable'
  | 'key-unreadable'
  /** Not a certificate, or not a private key, in PEM. */
  | 'cert-malformed'
  | 'key-malformed'
  /** The key is protected by a password, which nobody could give after a restart. */
  | 'key-encrypted'
  /** The key is that of another certificate. */
  | 'key-mismatch'
  /** OpenSSL refuses them: too weak, say. */
  | 'refused';

/** How the two formats of a key in PEM say that there is a password. */
const ENCRYPTED = /^(-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED)/m;

/** Why TLS cannot be spoken with what was given. `path` is the file at fault, if they came from files. */
export class TlsError extends Error {
  readonly code: TlsErrorCode;
  readonly path: string | undefined;

  constructor(code: TlsErrorCode, message: string, path?: string) {
    super(path === undefined ? message : `${path}: ${message}`);
    this.name = 'TlsError';
    this.code = code;
    this.path = path;
  }
}

/** Reads a certificate and its key from files in PEM, and checks them. It never rejects. */
export async function readTls(certPath: string, keyPath: string): Promise<TlsMaterial | TlsError> {
  const cert = await read(certPath, 'cert-unreadable');
  if (cert instanceof TlsError) return cert;
  const key = await read(keyPath, 'key-unreadable');
  if (key instanceof TlsError) return key;
  const error = checkTls(cert, key);
  if (!error) return { cert, key };
  return new TlsError(error.code, error.message, error.code.startsWith('key-') ? keyPath : certPath);
}

/** What is wrong with a certificate and its key, both in PEM, or null. */
export function checkTls(cert: string, key: string): TlsError | null {
  const certificate = attempt(() => new X509Certificate(cert));
  if (certificate instanceof Error || !cert.includes('-----BEGIN ')) {
    return new TlsError('cert-malformed', 'not a certificate in PEM');
  }
  const privateKey = attempt(() => createPrivateKey({ key, format: 'pem' }));
  if (privateKey instanceof Error) {
    return ENCRYPTED.test(key)
      ? new TlsError('key-encrypted', 'the key is protected by a password')
      : new TlsError('key-malformed', 'not a private key in PEM');
  }
  if (!certificate.checkPrivateKey(privateKey)) {
    return new TlsError('key-mismatch', 'this key belongs to another certificate');
  }
  const context = attempt(() => secureContext({ cert, key }));
  if (context instanceof Error) return new TlsError('refused', context.message);
  return null;
}

/** What handshakes are made with. @throws what OpenSSL says of material that was not checked. */
export function secureContext({ cert, key }: TlsMaterial): SecureContext {
  // A client that asks for a second handshake costs the server much more than itself.
  return createSecureContext({
    cert,
    key,
    minVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  });
}

async function read(path: string, code: TlsErrorCode): Promise<string | TlsError> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    return new TlsError(code, (error as NodeJS.ErrnoException).code ?? 'cannot be read', path);
  }
}

/** What `make` gives, or the error that it throws. */
function attempt<T>(make: () => T): T | NodeJS.ErrnoException {
  try {
    return make();
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}
