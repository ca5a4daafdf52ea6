/**
 * The chat of a script: every event and reply is one line of JSON on stdout, every line of stdin a command. Nothing is
 * turned into words for people, nothing is sent unasked. Owns the order: events and replies come as the server sent
 * them.
 */

import { errorText } from '../../protocol/codes.ts';
import { type Server, serverText } from './address.ts';
import type { End } from './ends.ts';
import type { Entry } from './entry.ts';
import { eventFields, type Fields, faultFields, jsonLine, readCommand, replyFields } from './json-lines.ts';
import type { Link } from './link.ts';
import { Pace, rateFor } from './pace.ts';
import { linesOf, type Streams } from './piped.ts';
import { Sending } from './sending.ts';
import type { View } from './view.ts';

/** Carries out what stdin says and leaves; `clean` if the server took every line. */
export async function chatJson(
  link: Link,
  view: View,
  server: Server,
  { input, output }: Pick<Streams, 'input' | 'output'>,
  interrupted: AbortSignal,
): Promise<{ readonly end: End; readonly clean: boolean }> {
  const put = (fields: Fields) => void output.write(`${jsonLine(fields)}\n`);
  const sending = new Sending(link, new Pace(rateFor(view.role)));
  let failures = 0;

  put({ client: 'entered', name: view.name, role: view.role, server: serverText(server) });
  tellLosses(link, put);
  link.listen((event) => {
    view.learn(event);
    put(eventFields(event));
  });

  const over = new AbortController();
  const stop = () => over.abort();
  const leave = () => {
    stop();
    void link.quit('', () => {});
  };
  interrupted.addEventListener('abort', leave);
  if (interrupted.aborted) leave();
  void link.ended.then(stop);

  const fault = (line: number, code: Parameters<typeof errorText>[0]) => {
    failures += 1;
    put(faultFields(line, code, errorText(code, view.lang)));
  };
  let reason = '';
  for await (const { line, number } of linesOf(input, over.signal)) {
    if (over.signal.aborted) break;
    const command = typeof line === 'string' ? readCommand(line) : null;
    if (command === '') continue;
    if (!command) {
      fault(number, typeof line === 'string' ? 'BAD-ARGUMENT' : line.fault);
      continue;
    }
    if (command.verb === 'QUIT') {
      reason = command.wire.replace(/^(?:@\S+ )?\S+ ?/, '');
      break;
    }
    await sending.send(command.wire, view.lang, (reply) => {
      if (reply?.kind !== 'ok' && reply?.kind !== 'listing') failures += 1;
      if (reply?.kind === 'ok') learn(command.verb, reply.text, link, view);
      put(replyFields(reply, number, command));
    });
  }
  if (!interrupted.aborted) await sending.settled();
  const end = await link.quit(reason, () => {});
  await sending.settled();
  put({ client: 'ended', ...end });
  return { end, clean: failures === 0 };
}

/** Why there was no chat at all, as its only line. */
export function notEntered(entry: Exclude<Entry, { how: 'entered' }>): string {
  return jsonLine({ client: 'ended', ...(entry.how === 'ended' ? entry.end : entry) });
}

/** What must be known to come back as the same person, in the same language. */
function learn(verb: string, text: string, link: Link, view: View): void {
  if (verb === 'NICK') {
    link.rename(text);
    view.rename(text);
  }
  if (verb === 'LANG') view.lang = text === 'en' ? 'en' : 'pt';
}

function tellLosses(link: Link, put: (fields: Fields) => void): void {
  let isLost = false;
  link.watch((change) => {
    if (change.is === 'waiting' && !isLost) put({ client: 'lost' });
    if (change.is === 'waiting') isLost = true;
    if (change.is !== 'back') return;
    isLost = false;
    put({ client: 'back', name: change.name, new: change.newVisit });
  });
}
