/**
 * Every command, well formed and not, in every state, by every role: made from the table of commands. What the
 * table says is found first; what then depends on the state stands here in a table of its own. An error changes
 * nothing, and everything answers exactly once.
 */

import { describe, expect, test } from 'vitest';
import { COMMANDS, type CommandSpec, type Role } from '../../src/protocol/commands.ts';
import { type Chat, chat } from './chat.ts';
import { fingerprint } from './observe.ts';

/** The connection that speaks. */
const ME = 1;

interface Situation {
  readonly role: Role | null;
  readonly make: (desk: Chat) => void;
}

/**
 * In all of them bia serves cai, vera waits, leo waits and is lost, dora's conversation is closed, mel is a member;
 * reg, a member, and rita, a customer, have accounts and are not here.
 */
function everybody(desk: Chat): void {
  desk.enters(21, 'bia atendente');
  desk.enters(22, 'cai consumidor');
  desk.says(21, 'TAKE cai');
  desk.enters(23, 'dora consumidor');
  desk.says(21, 'TAKE dora', 'CLOSE dora');
  desk.enters(24, 'leo consumidor');
  desk.enters(25, 'vera consumidor');
  desk.loses(24);
  desk.enters(26, 'mel membro');
  desk.registers('reg membro');
  desk.registers('rita consumidor');
}

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'before entry': { role: null, make: () => {} },
  'before entry, the password said': {
    role: null,
    make: (desk) => {
      desk.registers('eu atendente', 'minha');
      desk.says(ME, 'PASS minha');
    },
  },
  'an attendant who serves nobody': { role: 'atendente', make: (desk) => desk.enters(ME, 'eu atendente') },
  'an attendant who serves': {
    role: 'atendente',
    make: (desk) => {
      desk.enters(ME, 'eu atendente');
      desk.enters(2, 'rui consumidor');
      desk.says(ME, 'TAKE rui', 'MSG rui oi');
    },
  },
  'a customer who waits': { role: 'consumidor', make: (desk) => desk.enters(ME, 'eu consumidor') },
  'a customer who is served': {
    role: 'consumidor',
    make: (desk) => {
      desk.enters(ME, 'eu consumidor');
      desk.says(21, 'TAKE eu');
      desk.says(ME, 'MSG * oi');
    },
  },
  'a customer whose attendant is lost': {
    role: 'consumidor',
    make: (desk) => {
      desk.enters(ME, 'eu consumidor');
      desk.says(21, 'TAKE eu');
      desk.loses(21);
    },
  },
  'a customer after CLOSED': {
    role: 'consumidor',
    make: (desk) => {
      desk.enters(ME, 'eu consumidor');
      desk.says(21, 'TAKE eu', 'CLOSE eu');
    },
  },
  'a member': { role: 'membro', make: (desk) => desk.enters(ME, 'eu membro') },
  'a member with an account': {
    role: 'membro',
    make: (desk) => {
      desk.registers('eu membro');
      desk.proceeds(ME, 'eu membro');
    },
  },
};

type Expected = string | Readonly<Partial<Record<keyof typeof SITUATIONS | Role | 'others', string>>>;

/** Well-formed lines of each verb, and what each comes to where time and role allow it: a code, or `ok`. */
const WELL_FORMED: Readonly<Record<(typeof COMMANDS)[number]['verb'], Readonly<Record<string, Expected>>>> = {
  CONNECT: {
    'CONNECT nova membro': { 'before entry': 'ok', others: 'AUTH-FAILED' },
    'CONNECT nova atendente Nova': { 'before entry': 'ok', others: 'AUTH-FAILED' },
    'CONNECT bia atendente': { 'before entry': 'NAME-TAKEN', others: 'AUTH-FAILED' },
    'CONNECT leo consumidor': { 'before entry': 'ok', others: 'AUTH-FAILED' },
    'CONNECT reg membro': { 'before entry': 'AUTH-REQUIRED', others: 'AUTH-FAILED' },
    'CONNECT reg consumidor': { 'before entry': 'AUTH-REQUIRED', others: 'AUTH-FAILED' },
    'CONNECT eu atendente': 'ok',
    'CONNECT eu membro': { 'before entry': 'ok', others: 'FORBIDDEN' },
  },
  PASS: { 'PASS segredo': 'ok', 'PASS  a b ': 'ok' },
  RESUME: {
    'RESUME token-21': 'ok',
    'RESUME token-22 0': 'ok',
    'RESUME token-23 9': 'ok',
    'RESUME token-24': 'ok',
    'RESUME token-26': 'ok',
    'RESUME token-99': 'RESUME-FAILED',
    'RESUME hash-21': 'RESUME-FAILED',
  },
  MSG: {
    'MSG * oi': {
      'an attendant who serves nobody': 'NO-CONVERSATION',
      membro: 'NO-CONVERSATION',
      others: 'ok',
    },
    'MSG rui oi': { 'an attendant who serves': 'ok', consumidor: 'FORBIDDEN', others: 'NO-SUCH-USER' },
    'MSG cai oi': { atendente: 'TAKEN', others: 'FORBIDDEN' },
    'MSG vera oi': { atendente: 'ok', others: 'FORBIDDEN' },
    'MSG leo oi': { atendente: 'NO-CONVERSATION', others: 'FORBIDDEN' },
    'MSG dora oi': { atendente: 'NO-CONVERSATION', others: 'FORBIDDEN' },
    'MSG mel oi': { consumidor: 'FORBIDDEN', others: 'ok' },
    'MSG bia oi': {
      'a customer who is served': 'ok',
      'a customer whose attendant is lost': 'ok',
      consumidor: 'FORBIDDEN',
      others: 'ok',
    },
    'MSG reg oi': { consumidor: 'FORBIDDEN', others: 'ok' },
    'MSG rita oi': { atendente: 'NO-CONVERSATION', others: 'FORBIDDEN' },
    'MSG ninguem oi': { consumidor: 'FORBIDDEN', others: 'NO-SUCH-USER' },
    'MSG #sala oi': 'NO-SUCH-ROOM',
  },
  QUIT: { QUIT: 'ok', 'QUIT até logo': 'ok' },
  'LIST-USERS': { 'LIST-USERS': 'ok', 'LIST membro cai': 'ok', 'LIST-USERS ninguem': 'NO-SUCH-USER' },
  HISTORY: {
    'HISTORY *': { 'an attendant who serves nobody': 'NO-CONVERSATION', others: 'ok' },
    'HISTORY eu 5 9': 'ok',
    'HISTORY cai': { atendente: 'ok', others: 'FORBIDDEN' },
    'HISTORY reg': { atendente: 'ok', others: 'FORBIDDEN' },
    'HISTORY ninguem': { atendente: 'NO-SUCH-USER', others: 'FORBIDDEN' },
    'HISTORY #sala': 'NO-SUCH-ROOM',
  },
  QUEUE: { QUEUE: 'ok' },
  NEXT: { NEXT: 'ok' },
  TAKE: {
    'TAKE vera': 'ok',
    'TAKE rui': { 'an attendant who serves': 'ok', others: 'NO-SUCH-USER' },
    'TAKE cai': 'TAKEN',
    'TAKE leo': 'NO-CONVERSATION',
    'TAKE dora': 'NO-CONVERSATION',
    'TAKE mel': 'NO-CONVERSATION',
    'TAKE rita': 'NO-SUCH-USER',
    'TAKE ninguem': 'NO-SUCH-USER',
  },
  CLOSE: {
    'CLOSE rui até logo': { 'an attendant who serves': 'ok', others: 'NO-SUCH-USER' },
    'CLOSE cai': 'TAKEN',
    'CLOSE vera': 'NO-CONVERSATION',
    'CLOSE dora': 'NO-CONVERSATION',
    'CLOSE mel': 'NO-CONVERSATION',
    'CLOSE rita': 'NO-SUCH-USER',
    'CLOSE ninguem': 'NO-SUCH-USER',
  },
  UNDO: {
    UNDO: { 'an attendant who serves': 'ok', 'a customer who is served': 'ok', others: 'NOTHING-TO-UNDO' },
    'UNDO 999': 'NOTHING-TO-UNDO',
  },
  PING: { PING: 'ok', 'PING a b': 'ok' },
  HELP: { HELP: 'ok', 'HELP msg': 'ok', 'HELP frob': 'BAD-ARGUMENT' },
  LANG: { 'LANG en': 'ok' },
};

/** Lines that do not fit a row of the table: without what it needs, with more than it takes. */
function malformed(spec: CommandSpec): Readonly<Record<string, string>> {
  const lines: Record<string, string> = {};
  if (spec.args[0] && !spec.args[0].optional) lines[spec.verb] = 'BAD-ARGUMENT';
  if (spec.args.length === 0) lines[`${spec.verb} x`] = 'BAD-ARGUMENT';
  const last = spec.args.at(-1);
  if (last?.kind === 'text') {
    const words = spec.args.slice(0, -1).map(({ kind }) => (kind === 'role' ? 'membro' : 'vera'));
    lines[[spec.verb, ...words, 'x'.repeat(7681)].join(' ')] = 'TEXT-TOO-LONG';
  } else if (last) lines[`${spec.verb} ${'1 '.repeat(spec.args.length + 1)}1`] = 'BAD-ARGUMENT';
  if (spec.args[0]?.kind === 'name' || spec.args[0]?.kind === 'target')
    lines[`${spec.verb} a!b x`] = 'NAME-INVALID';
  return lines;
}

/** What the table alone says, or undefined if it lets the command pass. */
function byTable(spec: CommandSpec, role: Role | null): string | undefined {
  if (spec.phase === 'entered' && role === null) return 'NOT-CONNECTED';
  if (spec.phase === 'before' && role !== null) return 'ALREADY-CONNECTED';
  return role !== null && !spec.roles.includes(role) ? 'FORBIDDEN' : undefined;
}

function inState(expected: Expected, situation: string, role: Role | null): string {
  if (typeof expected === 'string') return expected;
  return expected[situation] ?? (role === null ? undefined : expected[role]) ?? expected['others'] ?? '?';
}

/** `ok`, or the code of the one reply. */
function outcome(desk: Chat, line: string): string {
  const replies = desk.asks(ME, `@it ${line}`).filter((heard) => heard.startsWith('@'));
  expect(replies, line).toHaveLength(1);
  const [, kind, code] = /^@it (\+ok|-err) ?(\S*)/.exec(replies[0]!) ?? [];
  return kind === '+ok' ? 'ok' : (code ?? '');
}

describe.each(Object.entries(SITUATIONS))('%s', (situation, { role, make }) => {
  describe.each(COMMANDS.map((spec) => [spec.verb, spec as CommandSpec] as const))('%s', (verb, spec) => {
    const lines: [string, Expected][] = [
      ...Object.entries(WELL_FORMED[verb]),
      ...Object.entries(malformed(spec)),
    ];
    test.each(lines.map(([line, expected]) => [shorten(line), line, expected] as const))(
      '%s',
      (_, line, expected) => {
        const desk = chat({ capacity: 0 });
        everybody(desk);
        make(desk);
        desk.forget();
        const before = fingerprint(desk.desk);
        const wanted = byTable(spec, role) ?? inState(expected, situation, role);
        expect(outcome(desk, line)).toBe(wanted);
        if (wanted === 'ok') return;
        expect(fingerprint(desk.desk), 'an error changes nothing').toBe(before);
        for (let conn = 2; conn < 30; conn++) expect(desk.heard(conn), 'an error tells nobody').toEqual([]);
      },
    );
  });
});

function shorten(line: string): string {
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
