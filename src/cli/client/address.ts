/**
 * Which server is meant: how people write its address, and how it is written back to them. Pure.
 */

import { isIPv6 } from 'node:net';
import { DEFAULT_PORT } from '../../protocol/limits.ts';

/** The TCP port on which TLS is spoken from the first byte on. */
export const TLS_PORT = 3628;

/** How a server must prove to be the one that is meant. */
export interface Tls {
  /** Certificates in PEM: only what one of them vouches for is trusted. Undefined: the usual authorities. */
  readonly ca: string | undefined;
  /** Any certificate will do. */
  readonly insecure: boolean;
}

export interface Server {
  readonly host: string;
  readonly port: number;
  /** Without it the connection is in the clear. */
  readonly tls?: Tls;
}

export const USUAL_SERVER: Server = { host: '127.0.0.1', port: DEFAULT_PORT };

/** `host:port`, `[v6]:port`, `host`, `v6` or `:port`; '' is the usual host. Null if it is none of these. */
export function readServer(text: string, usualPort = DEFAULT_PORT): Server | null {
  const trimmed = text.trim();
  if (trimmed === '') return { host: USUAL_SERVER.host, port: usualPort };
  if (isIPv6(trimmed)) return { host: trimmed, port: usualPort };
  const [, bracketed, plain, digits] = /^(?:\[([^\]\s]+)\]|([^:\s[\]]*))(?::(\d+))?$/.exec(trimmed) ?? [];
  const host = bracketed || plain || (digits === undefined ? '' : USUAL_SERVER.host);
  const port = digits === undefined ? usualPort : readPort(digits);
  return host === '' || port === null ? null : { host, port };
}

/** A TCP port, or null. */
export function readPort(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

export function serverText({ host, port }: Server): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether what goes there stays on this machine. */
export function isLoopback({ host }: Server): boolean {
  return host === '::1' || /^localhost\.?$/i.test(host) || /^127(?:\.\d{1,3}){3}$/.test(host);
}
