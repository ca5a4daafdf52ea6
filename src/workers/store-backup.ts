/** The thread of one backup: it lives as long as that takes, so that nothing else waits for it. */

import { workerData } from 'node:worker_threads';
import { backUp } from '../store/backup.ts';
import { answerCalls } from './store-thread.ts';

answerCalls(() => ({ close() {} }), {
  backup: (_, path: string) => backUp(workerData.dir, path),
});
