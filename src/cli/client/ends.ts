/**
 * Why a connection, or a whole visit, is over, and how that is told in one line. Pure.
 */

import type { Lang } from '../../protocol/codes.ts';
import { type Server, serverText } from './address.ts';
import { harmless } from './harmless.ts';
import { TEXTS } from './texts.ts';

/** Why a connection is over, or never came to be. */
export type End =
  | { readonly how: 'left' }
  /** The server said QUIT. */
  | { readonly how: 'farewell'; readonly code: string; readonly text: string }
  /** The server did not let us in. */
  | { readonly how: 'turned-away'; readonly code: string; readonly text: string }
  | { readonly how: 'lost' | 'silent' | 'unreadable' | 'not-3mcp' }
  | { readonly how: 'refused' | 'not-found' | 'timeout' }
  /** TLS: the certificate is not trusted, out of its time, or of another host; or there is no TLS at all. */
  | { readonly how: 'untrusted' | 'expired' | 'other-host' | 'no-tls' }
  | { readonly how: 'unreachable'; readonly code: string };

/** What made a socket fail before the server had said anything. `code` is the one of the error. */
export function openProblem(code: string, tls: boolean): End {
  if (code === 'ECONNREFUSED') return { how: 'refused' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { how: 'not-found' };
  if (code === 'ETIMEDOUT') return { how: 'timeout' };
  if (tls) return tlsProblem(code);
  if (code === 'ECONNRESET' || code === 'EPIPE') return { how: 'not-3mcp' };
  return { how: 'unreachable', code };
}

const UNTRUSTED =
  /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|CERT_(?:UNTRUSTED|REJECTED|REVOKED)|INVALID_CA/;

function tlsProblem(code: string): End {
  if (UNTRUSTED.test(code)) return { how: 'untrusted' };
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return { how: 'expired' };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { how: 'other-host' };
  const notTls = /^(?:ECONNRESET|EPIPE|EPROTO)$|^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/;
  return notTls.test(code) ? { how: 'no-tls' } : { how: 'unreachable', code };
}

/** Why it ended, in one line; '' if by our own QUIT. */
export function endText(end: End, server: Server, lang: Lang): string {
  const t = TEXTS[lang];
  const where = serverText(server);
  switch (end.how) {
    case 'left':
      return '';
    case 'farewell':
    case 'turned-away':
      return harmless(end.text || end.code);
    case 'refused':
      return t.refused(where);
    case 'not-found':
      return t.notFound(server.host);
    case 'timeout':
      return t.timeout(where);
    case 'unreachable':
      return t.unreachable(where, end.code);
    case 'not-3mcp':
      return t.not3mcp(where);
    case 'no-tls':
      return t.noTls(where);
    case 'untrusted':
      return t.untrusted(where);
    case 'expired':
      return t.expired(where);
    case 'other-host':
      return t.otherHost(server.host);
    case 'lost':
      return t.lost;
    case 'silent':
      return t.silent;
    default:
      return t.unreadable;
  }
}
