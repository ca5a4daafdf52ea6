/** Wrong servers: what each does wrong, and the clause that has to catch it. */

import type { Flaw, Link } from './proxy.ts';

const EVENT_TIME = '2026-03-02T14:05:09.120Z';

/** Changes the lines of the server by a replacement. */
function rewritten(pattern: RegExp, by: string): Flaw {
  return { down: (line) => [line.replace(pattern, by)] };
}

/** Changes each line of the client. */
function misread(change: (line: string, link: Link) => string): Flaw {
  return { up: (lines, link) => lines.map((line) => change(line, link)) };
}

/** Remembers who is on which connection. */
function noticed(lines: readonly string[], link: Link): void {
  for (const line of lines) {
    const [, name, role] = /^(?:@\S+ )?CONNECT +(\S+) +(\S+)/i.exec(line) ?? [];
    if (name !== undefined) link.memory.set('name', name).set('role', role!.trim());
  }
}

/** Takes a whole listing together, changed. */
function relisted(change: (head: string, items: string[]) => string[]): Flaw {
  const open = new WeakMap<Link, string[]>();
  return {
    down: (line, link) => {
      const listing = open.get(link);
      if (listing && line !== '.') listing.push(line);
      else if (listing) {
        open.delete(link);
        return change(listing[0]!, listing.slice(1));
      } else if (/^(?:@\S+ )?\+ok \*\d/.test(line)) open.set(link, [line]);
      else return [line];
      return [];
    },
  };
}

export interface WrongServer {
  readonly does: string;
  readonly clause: string;
  readonly flaw: () => Flaw;
  /** Shows only when time has gone by, on a server with short timeouts. */
  readonly slow?: boolean;
}

function wrong(clause: string, does: string, flaw: () => Flaw): WrongServer {
  return { clause, does, flaw };
}

function wrongLater(clause: string, does: string, flaw: () => Flaw): WrongServer {
  return { clause, does, flaw, slow: true };
}

/** Says no line that begins so. */
function unsaid(beginning: string): Flaw {
  return { down: (line) => (line.startsWith(beginning) ? [] : [line]) };
}

export const WRONG_SERVERS: readonly WrongServer[] = [
  wrong('GREET-1', 'does not say what it is', () => rewritten(/^\+ok 3MCP\/1 .*/, '+ok 3MCP/1 hello')),
  wrong('REPLY-1', 'answers two commands that came together in the other order', () => ({
    up: ([first = '', second = '', ...rest]) => [second, first, ...rest],
  })),
  wrong('LABEL-1', 'drops labels', () => rewritten(/^@\S+ (?=[+-](?:ok|err))/, '')),
  wrong('LABEL-1', 'puts the label on every line of a listing', () =>
    relisted((head, items) => {
      const label = /^@\S+ /.exec(head)?.[0] ?? '';
      return [head, ...items.map((item) => label + item), '.'];
    }),
  ),
  wrong('LABEL-2', 'takes any word for a label', () => misread((line) => line.replace(/^@\S*[/@ç]\S* /, ''))),
  wrong('LIST-2', 'sends an event in the middle of a listing', () =>
    relisted((head, items) => (items.length > 0 ? [head, 'TYPING ana * on', ...items, '.'] : [head, '.'])),
  ),
  wrong('LIST-1', 'counts one item too many', () =>
    relisted((head, items) => [head.replace(/\*\d+/, `*${items.length + 1}`), ...items, '.']),
  ),
  wrong('LIST-1', 'leaves out the dot', () => relisted((head, items) => [head, ...items])),
  wrong('LINE-11', 'knows verbs in capitals alone', () =>
    misread((line) => line.replace(/^(@\S+ )?(?=\S*[a-z]\S*( |\r))(?!@)/, '$1x')),
  ),
  wrong('LINE-6', 'closes after a line that is too long', () => ({
    down: (line, link) => {
      if (/^-err LINE-TOO-LONG/.test(line)) setImmediate(() => link.cut());
      return [line];
    },
  })),
  wrong('LINE-2', 'wants CR LF', () => misread((line) => (line.endsWith('\r\n') ? line : '\x01\r\n'))),
  wrong('LINE-9', 'lets control characters through', () =>
    misread((line) => line.replace(/[\x00-\x08\x1b\x7f]/g, '')),
  ),
  wrong('LINE-8', 'mends what is not UTF-8', () =>
    misread((line) => line.replace(/[\xff\xc0\xed\xf4]/g, '?')),
  ),
  wrong('LINE-1', 'ends its lines in LF alone', () => ({ down: (line) => [`${line}\n`] })),
  wrong('LINE-4', 'answers empty lines', () =>
    misread((line) => (line.trim() === '' ? 'NOTHING\r\n' : line)),
  ),
  wrong('NAME-2', 'tells names in capitals from those in small letters', () =>
    misread((line) => line.replace(/^CONNECT (ZÃ\S*)/, 'CONNECT Q$1')),
  ),
  wrong('NAME-1', 'takes any name', () => misread((line) => line.replace(/^CONNECT [-._]/, 'CONNECT x'))),
  wrong('REPLY-2', 'makes up its own codes', () => rewritten(/^((?:@\S+ )?-err) BAD-COMMAND/, '$1 WHAT')),
  wrong('CHECK-2', 'looks at the arguments before the entry', () =>
    rewritten(/^-err NOT-CONNECTED/, '-err BAD-ARGUMENT'),
  ),
  wrong('REPLY-3', 'closes at once when the client stops sending', () => ({
    halfClosed: (link) => link.cut(),
  })),
  wrong('CONNECT-3', 'gives everybody the same token', () =>
    rewritten(/(?<=^\+ok \S+ \S+ )[\w-]{22}/, 'AAAAAAAAAAAAAAAAAAAAAA'),
  ),
  wrong('MSG-4', 'sends a message back to who said it', () => ({
    up: (lines, link) => {
      noticed(lines, link);
      return lines;
    },
    down: (line, link) => {
      const [, seq] = /^\+ok mensagem recebida (\d+)$/.exec(line) ?? [];
      const name = link.memory.get('name');
      return seq === undefined ? [line] : [line, `MSG ${seq} ${EVENT_TIME} ${name} ${name} oi`];
    },
  })),
  wrong('MSG-5', 'gives every message the same seq', () =>
    rewritten(/(?<=^\+ok mensagem recebida |^MSG )\d+/, '7'),
  ),
  wrong('MSG-6', 'delivers messages in pairs, the later one first', () => {
    const held = new WeakMap<Link, string>();
    return {
      down: (line, link) => {
        if (!line.startsWith('MSG ')) return [line];
        const before = held.get(link);
        if (before === undefined) held.set(link, line);
        else held.delete(link);
        return before === undefined ? [] : [line, before];
      },
    };
  }),
  wrong('MSG-7', 'trims texts', () => rewritten(/ +$/, '')),
  wrong('MSG-2', 'forgets labels', () =>
    misread((line, { memory }) => {
      const count = Number(memory.get('count') ?? 0) + 1;
      memory.set('count', String(count));
      return line.replace(/(?<= MSG .*)(?=\r\n)/, ' '.repeat(count));
    }),
  ),
  wrong('UNDO-3', 'lets everybody undo everything', () => rewritten(/^-err NOTHING-TO-UNDO.*/, '+ok 1')),
  wrong('UNDO-4', 'shows in HISTORY what was undone', () => rewritten(/^GONE (.*)/, 'MSG $1 segredo')),
  wrong('HISTORY-3', 'shows the newest message first', () =>
    relisted((head, items) => [head, ...items.reverse(), '.']),
  ),
  wrong('NOTE-2', 'tells customers of notes', () => ({
    up: (lines, link) => {
      noticed(lines, link);
      for (const line of lines) {
        const [, name, text] = /^NOTE (\S+) (.*)\r\n$/.exec(line) ?? [];
        for (const other of link.links) {
          if (name !== undefined && other.memory.get('name') === name) {
            other.tell(`NOTE 1 ${EVENT_TIME} ${link.memory.get('name')} ${name} ${text}`);
          }
        }
      }
      return lines;
    },
  })),
  wrong('ROOM-1', 'tells everybody what is said in a room', () => ({
    up: (lines, link) => {
      noticed(lines, link);
      for (const line of lines) {
        const [, room, text] = /^MSG (#\S+) (.*)\r\n$/.exec(line) ?? [];
        if (room === undefined) continue;
        for (const other of link.links) {
          if (other !== link) other.tell(`MSG 1 ${EVENT_TIME} ${link.memory.get('name')} ${room} ${text}`);
        }
      }
      return lines;
    },
  })),
  wrong('DESK-3', 'gives two attendants the same customer', () => ({
    up: (lines, link) => {
      for (const line of lines) link.memory.set('taking', /^TAKE (\S+)/.exec(line)?.[1] ?? '');
      return lines;
    },
    down: (line, link) => [
      line.replace(/^-err TAKEN.*/, () => `+ok ${link.memory.get('taking') || 'mensagem recebida 1'} 0`),
    ],
  })),
  wrong('DESK-4', 'takes who came last', () => ({
    up: (lines, { memory }) =>
      lines.map((line) =>
        line === 'NEXT\r\n' && memory.has('last') ? `TAKE ${memory.get('last')}\r\n` : line,
      ),
    down: (line, { memory }) => {
      const [, name] = /^WAITING (\S+) \d+$/.exec(line) ?? [];
      if (name !== undefined) memory.set('last', name);
      return [line];
    },
  })),
  wrong('RESUME-2', 'loses the first of what was missed', () => resumed((events) => events.slice(1))),
  wrong('RESUME-2', 'sends what was missed twice', () => resumed((events) => [...events, ...events])),
  wrong('RESUME-3', 'leaves the old connection alone', () => ({
    down: (line) => (line.startsWith('QUIT TAKEN-OVER') ? [] : [line]),
  })),
  wrong('QUIT-2', 'answers what came behind QUIT', () => ({
    up: (lines, { memory }) => {
      if (lines.some((line) => line.startsWith('QUIT '))) memory.set('quits', 'yes');
      return lines;
    },
    down: (line, { memory }) => (memory.has('quits') ? [line, '+ok mensagem recebida 1'] : [line]),
  })),
  wrong('PING-1', 'answers PING without its text', () => rewritten(/\+ok PONG (?!so-far).+/, '+ok PONG')),
  wrong('CLOSE-1', 'does not tell why a conversation was closed', () => rewritten(/^(CLOSED \S+) .*/, '$1')),
  wrong('LIST-3', 'lists more than 512 KiB', () =>
    relisted((head, items) =>
      items.length > 10
        ? [head.replace(/\d+/, `${items.length + 1}`), items[0]!, ...items, '.']
        : [head, ...items, '.'],
    ),
  ),
  wrong('LIST-3', 'lists ten items at most', () =>
    relisted((head, items) => {
      const newest = items.slice(-10);
      return [head.replace(/\d+/, `${newest.length}`), ...newest, '.'];
    }),
  ),
  wrong('ERRORS-1', 'closes without a farewell after 100 errors', () => unsaid('QUIT TOO-MANY-ERRORS')),
  wrong('ERRORS-1', 'counts all errors together', () => ({
    down: (line, link) => {
      const count = Number(link.memory.get('errors') ?? 0) + (line.startsWith('-err ') ? 1 : 0);
      link.memory.set('errors', String(count));
      if (count < 100) return [line];
      setImmediate(() => link.close());
      return count === 100 ? [line, 'QUIT TOO-MANY-ERRORS chega'] : [];
    },
  })),
  wrong('LIMIT-1', 'lets everybody be as fast as they like', () => ({
    down: (line, { memory }) => {
      const count = Number(memory.get('pongs') ?? 0);
      const isPong = /^\+ok PONG \d+$|^-err RATE-LIMITED/.test(line);
      if (isPong) memory.set('pongs', String(count + 1));
      return [isPong ? `+ok PONG ${count}` : line];
    },
  })),
  wrong('LIMIT-1', 'cuts who is too fast', () => ({
    down: (line, link) => {
      if (line.startsWith('-err RATE-LIMITED')) link.cut();
      return [line];
    },
  })),
  wrongLater('SLOW-1', 'keeps all that somebody does not read', () => ({ hoards: true })),
  wrongLater('ENTRY-1', 'closes without a farewell when nobody enters', () => unsaid('QUIT ENTRY-TIMEOUT')),
  wrongLater('IDLE-1', 'never asks who is silent', () => unsaid('PING ')),
  wrongLater('IDLE-2', 'takes no answer to PING for a sign of life', () => ({
    up: (lines, { memory }) => (memory.has('asked') ? [] : lines),
    down: (line, { memory }) => {
      if (line.startsWith('PING ')) memory.set('asked', 'yes');
      return [line];
    },
  })),
  wrong('GRACE-2', 'takes the customers from who is lost at once', () => ({
    down: (line) => (/^PRESENCE \S+ lost$/.test(line) ? [line, 'QUEUE 1 1 ?'] : [line]),
  })),
  wrongLater('GRACE-2', 'sends the customers away when the attendant is gone', () => ({
    down: (line, link) => {
      if (!line.startsWith('QUEUE ')) return [line];
      setImmediate(() => link.close());
      return ['CLOSED bia gone'];
    },
  })),
  wrongLater('GRACE-1', 'lets everybody resume for ever', () =>
    rewritten(/^-err RESUME-FAILED.*/, '+ok leo membro AAAAAAAAAAAAAAAAAAAAAA 0'),
  ),
];

/** Changes the events that a RESUME announces; the number in its reply stays. */
function resumed(change: (events: string[]) => string[]): Flaw {
  const open = new WeakMap<Link, { left: number; events: string[] }>();
  return {
    down: (line, link) => {
      const count = Number(/^\+ok \S+ \S+ [\w-]{22} (\d+)$/.exec(line)?.[1] ?? 0);
      const replay = open.get(link);
      if (count > 0) open.set(link, { left: count, events: [] });
      if (!replay) return [line];
      replay.events.push(line);
      if (--replay.left > 0) return [];
      open.delete(link);
      return change(replay.events);
    },
  };
}
