/**
 * The edge as the desk knows it: lines become commands, CONNECT comes with the hash of a fresh token and the proof of
 * a password, RESUME with the hash of its token, PASS without the password. Tokens and verifiers are made up.
 */

import { FAILED_PROOF } from '../../src/desk/accounts.ts';
import { commandIndex } from '../../src/protocol/commands.ts';
import type { Line } from '../../src/protocol/lines.ts';
import { type Command, parse } from '../../src/protocol/parse.ts';
import { fakeHash, fakeToken } from './recorder.ts';

const CONNECT = commandIndex('CONNECT');
const PASS = commandIndex('PASS');
const RESUME = commandIndex('RESUME');

/** What the edge keeps of a password. */
export const verifierOf = (password: string): string => `verifier of ${password}`;

/** The hash of a token that somebody sends. */
export const hashOf = (token: string): string =>
  token.startsWith('token-') ? token.replace('token-', 'hash-') : `?${token}`;

/** How the verifier of an account is found, by the key of its name. */
export type FindVerifier = (key: string) => string | undefined;

export class Edge {
  readonly #passwords = new Map<number, string>();
  readonly #tokens = new Map<number, string>();
  /** The address that a connection is counted under; none unless told. */
  readonly origins = new Map<number, string>();

  /** A line as the desk gets it. */
  command(conn: number, line: Line, verifier: FindVerifier): Command {
    const command = parse(line);
    if (command.fault !== '') return command;
    const { args } = command;
    switch (command.verb) {
      case PASS:
        this.#passwords.set(conn, args[0] ?? '');
        return { ...command, args: [] };
      case RESUME:
        this.#tokens.set(conn, args[0] ?? '');
        return { ...command, args: [hashOf(args[0] ?? ''), args[1] ?? ''] };
      case CONNECT: {
        this.#tokens.set(conn, fakeToken(conn));
        const proof = this.#proof(conn, verifier(args[1] ?? ''));
        return { ...command, args: [...args, fakeHash(conn), proof, this.origins.get(conn) ?? ''] };
      }
      default:
        return command;
    }
  }

  /** The token that the reply to CONNECT or RESUME shows. */
  token(conn: number): string {
    return this.#tokens.get(conn) ?? '';
  }

  #proof(conn: number, verifier: string | undefined): string {
    const password = this.#passwords.get(conn);
    this.#passwords.delete(conn);
    if (password === undefined) return '';
    return verifier === verifierOf(password) ? verifier : FAILED_PROOF;
  }
}
