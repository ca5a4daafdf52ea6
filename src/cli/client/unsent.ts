/** Typed lines that are not sent yet, as they are shown to who typed them. Pure. */

import type { Job, Said } from './saying.ts';

/** What is to go out; `to` is '' for a command, or if that is not settled. */
export type Outgoing = Pick<Said, 'to' | 'text'>;

/** The texts among typed lines; to whom, as far as that is settled. */
export function textsOf(jobs: readonly Job[]): Said[] {
  return jobs.flatMap((job) => {
    const { intent, to } = job;
    const isText = intent.do === 'say' || intent.do === 'say-to';
    return isText && to !== null ? [{ job, to: to ?? '', text: intent.text }] : [];
  });
}

/** What typed lines have to send: texts, and commands as they were typed. */
export function outgoing(jobs: readonly Job[]): Outgoing[] {
  return jobs.flatMap((job): readonly Outgoing[] => {
    switch (job.intent.do) {
      case 'command':
      case 'raw':
      case 'turn-to':
        return [{ to: '', text: job.typed }];
      default:
        return textsOf([job]);
    }
  });
}
