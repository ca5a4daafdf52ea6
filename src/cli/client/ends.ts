/**
 * Why a connection, or a whole visit, is over, and how that is told in one line. Pure.
 */

import type { Lang } from '../../protocol/codes.ts';
import { type Server, serverText } from './address.ts';
import { capital, harmless } from './harmless.ts';
import { TEXTS } from './texts.ts';

/** Why a connection is over, or never came to be. */
export type End =
  | { readonly how: 'left' }
  /** The server said QUIT. */
  | { readonly how: 'farewell'; readonly code: string; readonly text: string }
  /** The server did not let us in. */
  | { readonly how: 'turned-away'; readonly code: string; readonly text: string }
  | { readonly how: 'lost' | 'silent' | 'unreadable' | 'not-3mcp' }
  /** `mute`: somebody answers there, but said nothing in time. */
  | { readonly how: 'refused' | 'not-found' | 'timeout' | 'mute' }
  /** TLS: the certificate is not trusted, or out of its time; or there is no TLS at all. */
  | { readonly how: 'untrusted' | 'expired' | 'no-tls' }
  /** TLS: the certificate is for others: their names, or '' if it has none. */
  | { readonly how: 'other-host'; readonly names: string }
  /** We were in, and have not come back for so many milliseconds. `why` the last attempt failed. */
  | { readonly how: 'not-back'; readonly retryMs: number; readonly why: End }
  | { readonly how: 'unreachable'; readonly code: string };

/** An error of a socket, with the certificate of the other side if that is what is wrong. */
export interface SocketError {
  readonly code?: string;
  readonly cert?: {
    readonly subjectaltname?: string;
    readonly subject?: { readonly CN?: string | string[] };
  };
}

/** Characters of a stranger's certificate that are shown. */
const MAX_NAMES = 200;

/** What made a socket fail before the server had said anything. */
export function openProblem({ code = '', cert }: SocketError, tls: boolean): End {
  if (code === 'ECONNREFUSED') return { how: 'refused' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { how: 'not-found' };
  if (code === 'ETIMEDOUT') return { how: 'timeout' };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { how: 'other-host', names: namesOf(cert) };
  if (tls) return tlsProblem(code);
  if (code === 'ECONNRESET' || code === 'EPIPE') return { how: 'not-3mcp' };
  return { how: 'unreachable', code };
}

const UNTRUSTED =
  /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|CERT_(?:UNTRUSTED|REJECTED|REVOKED)|INVALID_CA/;

function tlsProblem(code: string): End {
  if (UNTRUSTED.test(code)) return { how: 'untrusted' };
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return { how: 'expired' };
  const notTls = /^(?:ECONNRESET|EPIPE|EPROTO)$|^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/;
  return notTls.test(code) ? { how: 'no-tls' } : { how: 'unreachable', code };
}

/** For whom a certificate is, as far as it says. */
function namesOf(cert: SocketError['cert']): string {
  const names = cert?.subjectaltname ?? String(cert?.subject?.CN ?? '');
  return harmless(names.replaceAll(/\b(?:DNS|IP Address):/g, '')).slice(0, MAX_NAMES);
}

/** A text of the server as a whole line on the screen: it begins and ends as sentences do. */
export function sentence(text: string): string {
  const words = capital(harmless(text));
  return /[.?!…]$/.test(words) ? words : `${words}.`;
}

/** Why it ended, in one line; '' if by our own QUIT. */
export function endText(end: End, server: Server, lang: Lang): string {
  const t = TEXTS[lang];
  const where = serverText(server);
  switch (end.how) {
    case 'left':
      return '';
    case 'farewell':
      return sentence(end.text || end.code) + (end.code === 'KICKED' ? ` ${t.kicked}` : '');
    case 'turned-away':
      return sentence(end.text || end.code) + (end.code === 'NAME-TAKEN' ? ` ${t.nameTaken}` : '');
    case 'not-back': {
      const story = t.notBack(where, Math.round(end.retryMs / 1000));
      // A connection that is cut again at once says nothing of who is behind it.
      return end.why.how === 'not-3mcp' || end.why.how === 'lost'
        ? story
        : `${story} ${endText(end.why, server, lang)}`;
    }
    case 'refused':
      return t.refused(where);
    case 'not-found':
      return t.notFound(server.host);
    case 'timeout':
      return t.timeout(where);
    case 'mute':
      return t.timeout(where) + (server.tls ? '' : ` ${t.maybeTls}`);
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
      return t.otherHost(server.host, end.names);
    case 'lost':
      return t.lost;
    case 'silent':
      return t.silent;
    default:
      return t.unreadable;
  }
}
