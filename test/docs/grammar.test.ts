/**
 * The grammar in docs/PROTOCOL.md is that of the code: it matches what the examples show, and a line is a command to it
 * exactly if it is one to the server, but for the bounds that its comments state. `SEED=42` repeats a run.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Code, ERRORS, FAREWELLS, type Farewell, LANGS } from '../../src/protocol/codes.ts';
import { COMMANDS, type CommandSpec } from '../../src/protocol/commands.ts';
import { err, farewell, greeting, listing, ok } from '../../src/protocol/format.ts';
import { MAX_NAME_LENGTH } from '../../src/protocol/limits.ts';
import { LineReader } from '../../src/protocol/lines.ts';
import { type Command, parse } from '../../src/protocol/parse.ts';
import { REPEATABLE } from '../protocol/random.ts';
import { matches, type Node, readAbnf } from './abnf.ts';
import { exchanges, fences, saidIn, section } from './document.ts';
import { made, slip, written } from './made-lines.ts';

const SPECS: readonly CommandSpec[] = COMMANDS;
const SOURCE = fences('abnf').flatMap(({ lines }) => lines);
const RULES = readAbnf(SOURCE.join('\n'));

const isClientLine = (line: string) => matches(RULES, 'client-line', line);
/** The server writes everything exactly as it stands in the grammar. */
const isServers = (rule: string, text: string) => matches(RULES, rule, text, false);

describe('the grammar', () => {
  const rules = SOURCE.map((line) => line.replace(/;.*|"[^"]*"|<[^>]*>|%x[0-9A-F-]+/g, '')).join('\n');
  const defined = [...rules.matchAll(/^([a-z-]+) +=/gm)].map(([, rule]) => rule);
  const used = [...rules.replace(/^[a-z-]+ +=/gm, '').matchAll(/[a-z][a-z-]*/g)].map(([rule]) => rule);

  test('defines every rule once, and all that it uses', () => {
    expect(new Set(defined).size).toBe(defined.length);
    expect(used.filter((rule) => !defined.includes(rule))).toEqual([]);
  });

  test('uses every rule that it defines', () => {
    expect(defined.filter((rule) => !used.includes(rule!))).toEqual(['client', 'server']);
  });

  test('has a rule for every verb and alias', () => {
    for (const word of SPECS.flatMap(({ verb, aliases }) => [verb, ...aliases])) {
      expect(SOURCE.filter((line) => line.includes(`"${word}"`)).length, word).toBeGreaterThan(0);
    }
  });

  test.each(beginnings('event'))('has the event %s, and a section says how it is written', (verb) => {
    const [first = '', ...rest] = section(`${verb} event`).split('\n');
    expect(first).toMatch(new RegExp(`^Syntax: \`${verb}(?: [^\`]+)?\`$`));
    expect(rest.filter((line) => /^(?:To|When): /.test(line))).toHaveLength(2);
  });
});

describe('the examples', () => {
  const sessions = fences('3mcp').map(({ heading, line, lines }) => [heading, line, lines] as const);

  test.each(sessions)(
    'of %s, line %i, are commands where the server takes them as such',
    (_, line, lines) => {
      for (const [index, sent, reply] of exchanges(lines)) {
        const [, code = ''] = /^(?:@\S+ )?-err (\S+)/.exec(reply) ?? [];
        const place = `docs/PROTOCOL.md:${line + 1 + index}: ${sent}`;
        if (!MAY_BE_WRONG.has(code)) expect(isClientLine(sent), place).toBe(true);
        if (code === 'NAME-INVALID') expect(isClientLine(sent), place).toBe(false);
      }
    },
  );

  test.each(sessions)('of %s, line %i, have the replies that belong to their verbs', (_, line, lines) => {
    for (const [index, sent, reply] of exchanges(lines)) {
      const verb = /^(?:@\S+ )?(\S+)/.exec(sent)![1]!.toUpperCase();
      const [, text] = /^(?:@\S+ )?\+ok ([^*].*)$/.exec(reply) ?? [];
      const place = `docs/PROTOCOL.md:${line + 1 + index}: ${sent}`;
      if (text !== undefined) expect(isServers(REPLIES[verb] ?? '(none)', text), place).toBe(true);
    }
  });

  test.each(sessions)('of %s, line %i, are lines of a server', (_, line, lines) => {
    for (const [index, text] of saidIn(lines)) {
      const rule = text.startsWith('+ok 3MCP/1 ') ? 'greeting' : 'server-line';
      expect(isServers(rule, text), `docs/PROTOCOL.md:${line + 1 + index}: ${text}`).toBe(true);
    }
  });
});

describe('a server', () => {
  test('greets, refuses and says goodbye by the grammar', () => {
    for (const lang of LANGS) {
      for (const auth of ['open', 'required'] as const) {
        const said = greeting({ version: '1.2.3-rc.4', maxLine: 1024, auth, lang });
        expect(isServers('greeting', said), said).toBe(true);
        expect(isServers('greeting', `${said} more=1 words`)).toBe(true);
      }
      for (const label of ['', 'x9f.1']) {
        for (const code of Object.keys(ERRORS)) {
          expect(isServers('reply', err(label, code as Code, lang)), code).toBe(true);
        }
      }
      for (const code of Object.keys(FAREWELLS)) {
        const said = farewell(code as Farewell, lang);
        expect(isServers('quit-event', said), code).toBe(true);
        expect(isServers('server', `${said}\r\n`), code).toBe(true);
      }
    }
  });

  test('writes replies and listings by the grammar, and a case of its own is none', () => {
    for (const label of ['', '7', 'x'.repeat(64)]) {
      for (const text of [
        '',
        'mensagem recebida 1',
        '0 0 ?',
        '1 12 240',
        'PONG',
        'PONG  a\tb 🍇',
        '#sala 2',
      ]) {
        expect(isServers('reply', ok(label, text)), text).toBe(true);
      }
      expect(isServers('reply', listing(label, []))).toBe(true);
      expect(isServers('reply', listing(label, ['STAT open 1', 'STAT rating 4.50'], 'incompleta'))).toBe(
        true,
      );
    }
    expect(isServers('reply', ok('x'.repeat(65), ''))).toBe(false);
    expect(isServers('reply', ok('', 'Mensagem recebida 1 '))).toBe(true);
    expect(isServers('event', 'ASSIGNED ana bia')).toBe(true);
    expect(isServers('event', 'assigned ana bia')).toBe(false);
    expect(isServers('event', 'ASSIGNED ana bia rui')).toBe(false);
  });
});

describe('a line', () => {
  test.each(beginnings('command'))('of %s that the grammar makes is that command to the server', (verb) => {
    const index = SPECS.findIndex((spec) => spec.verb === verb || spec.aliases.includes(verb));
    const rule = RULES.get('command') as Extract<Node, { is: 'one of' }>;
    const own = rule.nodes.find((node) => firstWords(node).includes(verb))!;
    fc.assert(
      fc.property(made(RULES, own), (line) => {
        fc.pre(isWithinBounds(line));
        expect(isClientLine(line)).toBe(true);
        expect(read(line)).toEqual([expect.objectContaining({ verb: index, fault: '' })]);
      }),
      { ...REPEATABLE, numRuns: 40 },
    );
  });

  test.each(SPECS.map((spec) => [spec.verb, spec] as const))(
    'of %s that the table makes is a command to the grammar exactly if it is one to the server',
    (_, spec) => {
      fc.assert(
        fc.property(written(spec), (line) => {
          fc.pre(isWithinBounds(line));
          expect(isClientLine(line), line).toBe(read(line).every(({ fault }) => fault === ''));
        }),
        { ...REPEATABLE, numRuns: 60 },
      );
    },
  );

  test('is a command to the grammar exactly if it is one to the server, however nearly it is one', () => {
    const { node } = RULES.get('client-line') as Extract<Node, { is: 'repeat' }>;
    fc.assert(
      fc.property(made(RULES, node), fc.array(slip, { maxLength: 2 }), (written, slips) => {
        const mistaken = slips.reduce((text, change) => change(text), written);
        fc.pre(isWithinBounds(mistaken));
        expect(isClientLine(mistaken)).toBe(read(mistaken).every(({ fault }) => fault === ''));
      }),
      { ...REPEATABLE, numRuns: 1000 },
    );
  });
});

/** Codes of lines that may be written wrong: the last three are told before the arguments are looked at. */
const MAY_BE_WRONG: ReadonlySet<string> = new Set([
  ...['BAD-COMMAND', 'BAD-ARGUMENT', 'NAME-INVALID', 'BAD-ENCODING', 'LINE-TOO-LONG'],
  ...['NOT-CONNECTED', 'ALREADY-CONNECTED', 'FORBIDDEN'],
]);

/** The rule for what stands behind the `+ok` of a verb, where that is no listing. */
const REPLIES: Readonly<Record<string, string>> = {
  CONNECT: 'entered',
  RESUME: 'resumed',
  MSG: 'received',
  QUIT: 'quit-text',
  QUEUE: 'position',
  NEXT: 'taken',
  TAKE: 'taken',
  NOTE: 'noted',
  STATUS: 'status',
  UNDO: 'undone',
  NICK: 'name',
  JOIN: 'joined',
  CREATE: 'room',
  LEAVE: 'room',
  PING: 'pong',
  LANG: 'lang',
};

/** The quoted texts with which the alternatives of a rule begin. */
function beginnings(rule: string): string[] {
  return [...new Set(firstWords(RULES.get(rule)!))];
}

function firstWords(node: Node): string[] {
  switch (node.is) {
    case 'text':
      return [node.text];
    case 'rule':
      return firstWords(RULES.get(node.name)!);
    case 'one of':
      return node.nodes.flatMap(firstWords);
    case 'all of':
      return firstWords(node.nodes[0]!);
    default:
      return [];
  }
}

/** The commands that the server reads where this is all that a line holds. */
function read(line: string): Command[] {
  return new LineReader().push(Buffer.from(`${line}\r\n`)).map((each) => parse(each));
}

/** The bounds that stand in comments, as far as what is made here can pass them: counts, and names, after NFKC too. */
function isWithinBounds(line: string): boolean {
  const isCount = (digits: string) => digits.length > 16 || Number.isSafeInteger(Number(digits));
  const isName = (word: string) => matches(RULES, 'party', word);
  const words = line.split(' ');
  return (
    (line.match(/\d+/g) ?? []).every(isCount) &&
    words.every((word) => isName(word) === isName(word.normalize('NFC').normalize('NFKC'))) &&
    words.every((word) => !isName(word) || [...word].length <= MAX_NAME_LENGTH)
  );
}
