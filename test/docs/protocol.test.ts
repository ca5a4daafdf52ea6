/**
 * docs/PROTOCOL.md and its twin in Portuguese say what the code does: their tables are those of the code, their
 * examples, which are the same, are played against the server. `UPDATE_DOCS=1 npx vitest run test/docs` writes the
 * summary of the commands anew.
 */

import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { Peer } from '../../src/conform/peer.ts';
import { hashPassword } from '../../src/passwords/verifier.ts';
import { ERRORS, FAREWELLS } from '../../src/protocol/codes.ts';
import { COMMANDS, type CommandSpec, ROLES, type Role } from '../../src/protocol/commands.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server.ts';
import { SERVER_OPTIONS } from '../support/options.ts';
import { StrictReading } from '../support/strict-reading.ts';
import { commandTable, synopsis } from './command-table.ts';
import { anchorsOf, block, DOCUMENTS, fences, rows, section } from './document.ts';
import { play, type Stage } from './transcript.ts';

const SPECS: readonly CommandSpec[] = COMMANDS;
const REGENERATE = 'UPDATE_DOCS=1 npx vitest run test/docs writes it anew';

/** What the lines of a command's page begin with. */
const PAGE = {
  en: { syntax: 'Syntax', reply: 'Reply', errors: 'Errors' },
  pt: { syntax: 'Sintaxe', reply: 'Resposta', errors: 'Erros' },
} as const;

describe.each(DOCUMENTS)('$name', (document) => {
  const { lang, text, path } = document;
  const page = PAGE[lang];

  test('sums up the commands as the table of the code has them', () => {
    const table = commandTable(SPECS, lang);
    if (process.env['UPDATE_DOCS']) {
      const block = /(?<=<!-- commands -->\n)[\s\S]*?(?=<!-- \/commands -->)/;
      writeFileSync(
        path,
        text.replace(block, () => `${table}\n`),
      );
    } else expect(block('commands', document), REGENERATE).toBe(table);
  });

  test.each(SPECS.map((spec) => [spec.verb, spec] as const))(
    '%s has a section with its syntax',
    (verb, spec) => {
      const lines = section(verb, document).split('\n');
      expect(lines[0]).toBe(`${page.syntax}: \`${synopsis(spec)}\``);
      expect(lines.some((line) => line.startsWith(page.reply))).toBe(true);
    },
  );

  test.each(SPECS.map((spec) => [spec.verb, spec] as const))(
    '%s names as errors what follows from its row in the table, and only what is one',
    (verb, spec) => {
      const [, errors = ''] = `${section(verb, document)}\n\n`.split(new RegExp(`^${page.errors}: `, 'm'));
      const codes = [...errors.split('\n\n')[0]!.matchAll(/`([A-Z-]+)`/g)].map(([, code]) => code!);
      expect(Object.keys(ERRORS)).toEqual(expect.arrayContaining(codes));
      expect(codes).toEqual(expect.arrayContaining(refusals(spec)));
    },
  );

  test.each([
    ['errors', ERRORS],
    ['farewells', FAREWELLS],
  ] as const)('has the %s of the code, with their texts', (name, codes) => {
    const documented = rows(block(name, document)).map(([code, said]) => [code, said]);
    expect(documented).toEqual(Object.entries(codes).map(([code, texts]) => [code, texts[lang]]));
  });

  test('leads somewhere with every link', () => {
    const anchors = anchorsOf(document);
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const inside = links.filter((link) => link.startsWith('#')).map((link) => link.slice(1));
    expect(inside.filter((anchor) => !anchors.has(anchor))).toEqual([]);
    const files = links.filter((link) => !link.startsWith('#')).map((link) => link.split('#')[0]!);
    expect(files.filter((file) => !existsSync(new URL(`../../docs/${file}`, import.meta.url)))).toEqual([]);
  });
});

/** The codes with which a command may be refused for what its row says. */
function refusals({ phase, roles, rooms, changes, args }: CommandSpec): string[] {
  const words = args.filter(({ kind }) => kind !== 'text');
  const text = args.find(({ kind }) => kind === 'text');
  const naming = words.some(({ kind, optional }) => !optional && /name|room|target/.test(kind));
  const refused: Readonly<Record<string, boolean>> = {
    'NOT-CONNECTED': phase === 'entered',
    'ALREADY-CONNECTED': phase === 'before',
    FORBIDDEN: roles.length < ROLES.length || rooms,
    'BAD-ARGUMENT': !text?.optional || words.some(({ optional }) => !optional),
    'NAME-INVALID': naming,
    'TEXT-TOO-LONG': text !== undefined,
    'STORE-FAILED': changes,
  };
  return Object.keys(refused).filter((code) => refused[code]);
}

/** `account=name:role:password`; `canned=name:text_with_underscores`. */
async function prepare({ orders }: RunningServer, options: string): Promise<void> {
  const [, name = '', role = '', password = ''] = /\baccount=([^:]+):([^:]+):(\S+)/.exec(options) ?? [];
  if (name !== '') {
    const verifier = await hashPassword(password);
    await orders.order({ do: 'register', name, key: name, role: role as Role, verifier });
  }
  const canned = [...options.matchAll(/\bcanned=([^:]+):(\S+)/g)];
  const answers = canned.map(([, called = '', text = '']) => ({
    name: called,
    text: text.replaceAll('_', ' '),
  }));
  await orders.order({ do: 'canned', answers });
}

/** A server made for one session; it keeps data only where it is started again. */
class ServerOfSession implements Stage, AsyncDisposable {
  readonly #options: ServerOptions;
  #running: RunningServer | null = null;
  #stopping: Promise<void> | undefined;

  private constructor(options: ServerOptions) {
    this.#options = options;
  }

  static async start(options: string, lines: readonly string[]): Promise<ServerOfSession> {
    const isStartedAgain = lines.includes('(the server starts again)');
    const server = new ServerOfSession({
      ...SERVER_OPTIONS,
      data: isStartedAgain ? await mkdtemp(join(tmpdir(), 'telechat-docs-')) : null,
      capacity: Number(/\bcapacity=(\d+)/.exec(options)?.[1] ?? SERVER_OPTIONS.capacity),
      roomsForCustomers: /\brooms-for-customers\b/.test(options),
    });
    await prepare(await server.#start(), options);
    return server;
  }

  async #start(): Promise<RunningServer> {
    this.#stopping = undefined;
    return (this.#running = await startServer(this.#options, pino({ level: 'silent' })));
  }

  get port(): number {
    return this.#running!.address.port;
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#running!.stop());
  }

  async startAgain(): Promise<void> {
    await this.stop();
    await this.#start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    if (this.#options.data !== null) await rm(this.#options.data, { recursive: true });
  }
}

describe('the examples are what the server says', () => {
  test.each(fences('3mcp').map((fence) => [fence.heading, fence.line, fence] as const))(
    '%s, line %i',
    async (_, line, { options, lines }) => {
      await using server = await ServerOfSession.start(options, lines);
      await play(lines, server, (index) => `docs/PROTOCOL.md:${line + 1 + index}`);
    },
  );
});

test.each(fences('console').map(({ line, lines }) => [line, lines] as const))(
  'the pipe at line %i shows what comes out of it',
  async (_, [command = '', ...shown]) => {
    const [, typed] = /^\$ printf '(.*)' \| nc 127\.0\.0\.1 3627$/.exec(command) ?? [];
    await using server = await ServerOfSession.start('', []);
    const peer = await Peer.open({ host: '127.0.0.1', port: server.port }, 10_000, { line() {}, said() {} });
    peer.sayBytes(Buffer.from(typed!.replaceAll('\\r', '\r').replaceAll('\\n', '\n')));
    peer.halfClose();
    const reading = new StrictReading();
    const said = (await peer.toEnd()).map((line) => reading.shown(line));
    expect(said).toEqual(shown.map((line) => reading.shown(line)));
  },
);
