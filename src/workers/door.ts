/**
 * What a connection says before it has entered, made fit to leave its session worker. Passwords and raw tokens stay
 * here: the desk gets hashes, and what the main thread has found about a password.
 */

import { hash, randomBytes } from 'node:crypto';
import { commandIndex } from '../protocol/commands.ts';
import { broken, type Command } from '../protocol/parse.ts';

const PASS = commandIndex('PASS');
const CONNECT = commandIndex('CONNECT');

/** A CONNECT came with a password: is it the one of the account of this key? */
export interface Question {
  readonly key: string;
  readonly password: string;
}

export class Door {
  /** For the next CONNECT, or ''. */
  #password = '';
  /** The token that CONNECT gives: one for the connection, because of several CONNECTs only one can succeed. */
  #fresh = '';
  /** The token that the last RESUME has given. */
  #given = '';
  /** The CONNECT whose password is being verified. */
  #waiting: Command | null = null;
  #entered = false;
  /** The address that whoever enters is counted under, or ''. */
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /**
   * A PASS, CONNECT or RESUME without fault, as it is to leave; or the question that is to be answered by `verified`
   * before it may. Nothing else comes until then.
   */
  pass(command: Command): Command | Question {
    const { verb, args } = command;
    if (verb === PASS) {
      if (!this.#entered) this.#password = args[0]!;
      return { ...command, args: [] };
    }
    if (verb !== CONNECT) {
      this.#given = args[0]!;
      return { ...command, args: [hashed(this.#given), ...args.slice(1)] };
    }
    if (this.#fresh === '') this.#fresh = randomBytes(16).toString('base64url');
    const ready = { ...command, args: [...args, hashed(this.#fresh)] };
    const password = this.#password;
    if (password === '') return this.#ready(ready, '');
    this.#password = '';
    this.#waiting = ready;
    return { key: args[1]!, password };
  }

  /** The CONNECT that waited, as it is to leave; or null, if none does. @param proof null: the address has to wait. */
  verified(proof: string | null): Command | null {
    const command = this.#waiting;
    this.#waiting = null;
    if (!command) return null;
    return proof === null ? broken('RATE-LIMITED', command.verb, command.label) : this.#ready(command, proof);
  }

  /** The token of who has entered: by CONNECT a fresh one, by RESUME the one given. Passwords are of no more use. */
  enter(fresh: boolean): string {
    this.#entered = true;
    this.#password = '';
    return fresh ? this.#fresh : this.#given;
  }

  #ready(command: Command, proof: string): Command {
    return { ...command, args: [...command.args, proof, this.#origin] };
  }

  /** The connection ends. */
  close(): void {
    this.#password = '';
    this.#waiting = null;
  }
}

function hashed(token: string): string {
  return hash('sha256', token, 'base64url');
}
