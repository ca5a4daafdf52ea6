/**
 * How a command of those who run the desk reaches it: by the running server that owns the data folder, or, when there
 * is none, by owning the folder itself for a moment.
 *
 * Which of the two is decided by the lock of the folder alone, so a server and a command never write side by side,
 * whenever the one starts or the other ends.
 */

import { existsSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { databasePath } from '../store/folder.ts';
import { StoreError } from '../store/store-error.ts';
import { type Absent, askServer } from './client-end.ts';
import { type OfflineDesk, openOffline } from './offline.ts';
import type { Answer, Request } from './request.ts';

/**
 * A server that starts or stops has the folder but no socket: it is tried again, so many times, with so long between
 * them. Times are counted rather than seconds, so that a slow machine gives up no sooner than a fast one.
 */
const TRIES = 50;
const RETRY_MS = 100;

export interface Reach {
  /** Never rejects but for a bug. */
  ask(request: Request): Promise<Answer>;
  /** Must be called in the end. */
  close(): Promise<void>;
}

/** @param make whether data may come to be where there is none. */
export function reach(dir: string, make: boolean): Reach {
  let offline: OfflineDesk | undefined;

  const attempt = async (request: Request): Promise<Answer | Absent> => {
    const answer = await askServer(dir, request);
    if (answer !== 'absent') return answer;
    if (!make && !existsSync(databasePath(dir))) return { ok: false, why: 'no-data' };
    try {
      offline = await openOffline(dir);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return error.code === 'in-use' ? 'absent' : refusal(error);
    }
    return offline.ask(request);
  };

  const ask = async (request: Request): Promise<Answer> => {
    if (offline) return offline.ask(request);
    for (let left = TRIES; ; left--) {
      const answer = await attempt(request);
      const again = answer === 'absent' || (!answer.ok && answer.why === 'busy');
      if (!again) return answer;
      if (left === 0) return answer === 'absent' ? { ok: false, why: 'in-use' } : answer;
      await after(RETRY_MS);
    }
  };

  return { ask, close: async () => offline?.close() };
}

function refusal({ code, message }: StoreError): Answer {
  return { ok: false, why: code, detail: message };
}
