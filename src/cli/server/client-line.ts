/**
 * The command by which a client comes to a server that has just started, to be tried out on the same machine: by TLS,
 * if it is spoken, and by a name that the certificate is for.
 */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { DEFAULT_PORT } from '../../protocol/limits.ts';
import type { Listening } from './notices.ts';
import { SETTINGS } from './settings.ts';
import { shellWord } from './shell-word.ts';

/** Where a client comes in. */
export interface Entrance {
  /** '' for what a client takes if it is told none: this machine. */
  readonly host: string;
  readonly port: number;
  /** `ca` is a file with the certificate, if it vouches for itself; else ''. */
  readonly tls: { readonly ca: string } | null;
}

const HERE = '127.0.0.1';
const EVERYWHERE: readonly string[] = [HERE, '0.0.0.0', '::'];

/** Reads the certificate, if there is one. */
export function entranceOf({ address, tlsAddress }: Listening, certificate: string | null): Entrance {
  const own = (at: AddressInfo) => (EVERYWHERE.includes(at.address) ? '' : at.address);
  if (!tlsAddress || certificate === null) return { host: own(address), port: address.port, tls: null };
  const { port } = tlsAddress;
  try {
    const read = new X509Certificate(readFileSync(certificate));
    const tls = { ca: read.checkIssued(read) ? certificate : '' };
    return { host: nameFor(read, own(tlsAddress)), port, tls };
  } catch {
    return { host: own(tlsAddress), port, tls: { ca: '' } };
  }
}

/** The address, if the certificate is for it; else the first name or address that it is for. */
function nameFor(certificate: X509Certificate, address: string): string {
  if (certificate.checkIP(address || HERE)) return address;
  const names = [...(certificate.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^\s,*"]+)/g)];
  return names[0]?.[1] ?? address;
}

/** To be typed into a shell, in the way in which this server was started. @param script the script that npm ran. */
export function clientLine({ host, port, tls }: Entrance, script: string | undefined): string {
  const usualPort = tls ? SETTINGS.tlsPort.default : DEFAULT_PORT;
  const flags = [
    ...(host === '' ? [] : [`--host ${host}`]),
    ...(port === usualPort ? [] : [`--port ${port}`]),
    ...(tls ? ['--tls'] : []),
    ...(tls && tls.ca !== '' ? [`--ca ${shellWord(tls.ca)}`] : []),
  ].join(' ');
  if (script !== 'start') return `telechat client ${flags}`.trimEnd();
  return flags === '' ? 'npm run client' : `npm run client -- ${flags}`;
}
