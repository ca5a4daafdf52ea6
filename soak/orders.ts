/**
 * How the soak speaks with the processes that it starts: one order at a time, each with one answer, over Node's
 * channel between parent and child.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process that does what it is told. */
export class Hand {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #answer: PromiseWithResolvers<unknown> | null = null;

  /** @param script a file of this folder, without its ending. */
  constructor(script: string) {
    this.#child = fork(new URL(`./${script}.ts`, import.meta.url), { stdio: 'inherit' });
    this.#child.on('message', ({ answer, error }: { answer: unknown; error?: string }) => {
      if (error === undefined) this.#answer?.resolve(answer);
      else this.#answer?.reject(new Error(error));
    });
    this.#exit = once(this.#child, 'exit').then(() =>
      this.#answer?.reject(new Error(`the process ${script} ended`)),
    );
    process.on('exit', () => this.#child.kill('SIGKILL'));
  }

  /** Rejects when it fails at it, or ends instead. */
  async tell<Answer>(order: string, given: unknown = null): Promise<Answer> {
    this.#answer = Promise.withResolvers();
    this.#child.send({ order, given });
    const answer = await this.#answer.promise;
    this.#answer = null;
    return answer as Answer;
  }

  async dismiss(): Promise<void> {
    this.#child.disconnect();
    await this.#exit;
  }
}

/** In the process: carries out orders by their names, until the parent lets go of it. */
export function obey(orders: Readonly<Record<string, (given: never) => unknown>>): void {
  process.on('message', async ({ order, given }: { order: string; given: unknown }) => {
    try {
      process.send!({ answer: (await orders[order]!(given as never)) ?? null });
    } catch (error) {
      process.send!({ error: `${error}` });
    }
  });
  process.on('disconnect', () => process.exit(0));
}
