/** Every setting, by flag, by variable and in the config file: what is accepted, what is refused, which one counts. */

import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/cli/server/kinds.ts';
import { serverOptions } from '../../src/cli/server/options.ts';
import { printedJson, printedTable } from '../../src/cli/server/printed.ts';
import { flagOf, KEYS, type Key, SETTINGS, variableOf } from '../../src/cli/server/settings.ts';
import { LIMIT_DEFAULTS } from '../../src/workers/limits.ts';
import { FILE, faultsOf, settingsOf } from './settings-given.ts';

/** A value as a flag or a variable writes it, as JSON, and as the program has it. */
type Accepted = readonly [text: string, json: unknown, value: Value];

/** Whole ones: within the bounds, which are bytes, at whichever of them it is. */
const kibibytes = (bytes: number) => Math.max(1, Math.floor(bytes / 1024));

/** What is just inside: both bounds of a number, every choice. */
function accepted(key: Key): Accepted[] {
  const { name, from = 0, to = 0, of = [] } = SETTINGS[key].kind;
  switch (name) {
    case 'integer':
    case 'seconds':
      return [from, to].map((each) => [`${each}`, each, each]);
    case 'bytes':
      return [from, to].flatMap((each): Accepted[] => [
        [`${each}`, each, each],
        [`${kibibytes(each)}k`, `${kibibytes(each)}k`, kibibytes(each) * 1024],
      ]);
    case 'duration':
      return [
        ...[from, to].map((each): Accepted => [`${each / 1000}s`, `${each / 1000}s`, each]),
        ['never', 'never', Infinity],
      ];
    case 'choice':
      return of.map((each) => [`${each}`, each, each]);
    case 'text':
      return [['./a b', './a b', './a b']];
    case 'switch':
      return [
        ['true', true, true],
        ['1', true, true],
        ['false', false, false],
        ['0', false, false],
      ];
  }
}

/** What is just outside, and what is nothing of the kind; as text, and as JSON. */
function refused(key: Key): { readonly texts: readonly string[]; readonly jsons: readonly unknown[] } {
  const { name, from = 0, to = 0 } = SETTINGS[key].kind;
  const noType = [null, [], {}];
  switch (name) {
    case 'integer':
    case 'seconds':
      return {
        texts: [`${from - 1}`, `${to + 1}`, 'x', '1.5', '1e1', ' 7', '0x7'],
        jsons: [from - 1, to + 1, from + 0.5, `${from}`, true, ...noType],
      };
    case 'bytes':
      return {
        texts: [`${from - 1}`, `${to + 1}`, 'x', '1.5k', '64kb', 'k', '-1'],
        jsons: [from - 1, to + 1, from + 0.5, `${to + 1}`, true, ...noType],
      };
    case 'duration':
      return {
        texts: [`${from / 1000 - 1}s`, `${to / 1000 + 1}s`, '90', 'd', '90w', '1.5d', 'Never'],
        jsons: [90, `${from / 1000 - 1}s`, '90', true, ...noType],
      };
    case 'choice':
      return { texts: ['x', ' pt', 'FULL'], jsons: ['x', '', 1, true, ...noType] };
    case 'text':
      return { texts: ['a\0b'], jsons: ['', 'a\0b', 5, true, ...noType] };
    case 'switch':
      return { texts: ['yes', 'TRUE', '2'], jsons: ['true', 1, 0, ...noType] };
  }
}

/** What must be there as well for a setting to fit. */
const COMPANIONS: Partial<Record<Key, Readonly<Record<string, Value>>>> = {
  tlsHost: { tlsCert: 'cert.pem', tlsKey: 'key.pem' },
  tlsPort: { tlsCert: 'cert.pem', tlsKey: 'key.pem' },
  tlsCert: { tlsKey: 'key.pem' },
  tlsKey: { tlsCert: 'cert.pem' },
  idleAfter: { pingAfter: 1 },
};

/** The settings that can stand in the config file, where they are tested; `config` names that file. */
const keys = KEYS.filter((key) => key !== 'config');
const flagFor = (key: Key, text: string) =>
  SETTINGS[key].kind.name !== 'switch'
    ? [flagOf(key), text]
    : [text === 'true' || text === '1' ? flagOf(key) : flagOf(key).replace('--', '--no-')];

describe.each(keys)('%s', (key) => {
  const companions = COMPANIONS[key] ?? {};

  it.each(accepted(key))('takes %j by its flag, its variable and its key', (text, json, value) => {
    const byFlag = settingsOf({ flags: flagFor(key, text), file: companions });
    expect([byFlag.settings[key], byFlag.sources[key]]).toEqual([value, 'flag']);
    const byVariable = settingsOf({ env: { [variableOf(key)]: text }, file: companions });
    expect([byVariable.settings[key], byVariable.sources[key]]).toEqual([value, 'environment']);
    const byKey = settingsOf({ file: { ...companions, [key]: json } });
    expect([byKey.settings[key], byKey.sources[key]]).toEqual([value, 'config']);
  });

  it('refuses by its flag and its variable what it does not take, and names them', () => {
    for (const text of refused(key).texts) {
      if (SETTINGS[key].kind.name !== 'switch') {
        // Behind `=`, so that −1 is no flag of its own.
        expect(faultsOf({ flags: [`${flagOf(key)}=${text}`], file: companions })).toEqual([
          `the option ${flagOf(key)} does not take ${JSON.stringify(text)}: ${SETTINGS[key].kind.takes.en}`,
        ]);
      }
      expect(faultsOf({ env: { [variableOf(key)]: text }, file: companions })).toEqual([
        `the variable ${variableOf(key)} does not take ${JSON.stringify(text)}: ${SETTINGS[key].kind.takes.en}`,
      ]);
    }
  });

  it('refuses by its key what it does not take, and names file and key', () => {
    for (const json of refused(key).jsons) {
      expect(faultsOf({ file: { ...companions, [key]: json } })).toEqual([
        `${FILE}: "${key}" does not take ${JSON.stringify(json)}: ${SETTINGS[key].kind.takes.en}`,
      ]);
    }
  });

  it('goes by the flag before the variable, by that before the file, and by that before the default', () => {
    const [text, json, value] = accepted(key)[0]!;
    const [lower, lowerJson, lowerValue] = accepted(key).at(-1)!;
    const env = { [variableOf(key)]: lower };
    const file = { ...companions, [key]: json };
    expect(settingsOf({ flags: flagFor(key, text), env, file }).settings[key]).toEqual(value);
    expect(settingsOf({ env, file }).settings[key]).toEqual(lowerValue);
    expect(settingsOf({ env: { [variableOf(key)]: '' }, file }).sources[key]).toBe('config');
    expect(settingsOf({ file: { ...companions, [key]: lowerJson } }).settings[key]).toEqual(lowerValue);
    expect(settingsOf({}).sources[key]).toBe('default');
  });
});

it('accepts no empty text as a flag', () => {
  for (const key of keys.filter((each) => SETTINGS[each].kind.name === 'text')) {
    expect(faultsOf({ flags: [flagOf(key), ''], file: COMPANIONS[key] ?? {} })).toHaveLength(1);
  }
});

it('takes the config file from its variable, or from its flag before that', () => {
  expect(settingsOf({ file: { port: 4000 } }).settings.config).toBe(FILE);
  const { settings, sources } = settingsOf({ env: { TELECHAT_CONFIG: FILE } });
  expect([settings.port, sources.config]).toEqual([4000, 'environment']);
  const missing = { TELECHAT_CONFIG: `${FILE}.none` };
  expect(settingsOf({ env: missing, file: { port: 4001 } }).settings.port).toBe(4001);
  expect(faultsOf({ env: missing })).toEqual([`the config file ${FILE}.none cannot be read (ENOENT)`]);
});

describe('the defaults', () => {
  it('are those of the server', () => {
    const { workers, ...options } = serverOptions(settingsOf({}).settings);
    expect(workers).toBeGreaterThan(0);
    expect(options).toEqual({
      host: '127.0.0.1',
      port: 3627,
      data: './telechat-data',
      durability: 'full',
      capacity: 5,
      lang: 'pt',
      tls: null,
      open: false,
      graceCustomerMs: 300_000,
      graceAttendantMs: 60_000,
      roomsForCustomers: false,
      canned: null,
      retainMs: null,
      limits: LIMIT_DEFAULTS,
    });
  });

  it('lie within the bounds', () => {
    const { settings } = settingsOf({});
    for (const key of keys.filter((each) => settings[each] !== null)) {
      const { kind } = SETTINGS[key];
      expect(kind.fromJson(kind.toJson(settings[key])), key).toEqual(settings[key]);
    }
  });

  it.each([
    [['--rate', '100'], { burst: 400 }],
    [['--rate', '0'], { burst: 200 }],
    [['--max-line', '1k'], { maxText: 512 }],
    [['--ping-after', '10'], { idleAfter: 20 }],
    [['--ping-after', '10', '--idle-after', '11'], { idleAfter: 11 }],
  ])('follow what they depend on: %j', (flags, expected) => {
    expect(settingsOf({ flags }).settings).toMatchObject(expected);
  });
});

it('gives every setting to the server', () => {
  const file = {
    host: '::1',
    port: 1,
    tlsHost: '127.0.0.1',
    tlsPort: 2,
    tlsCert: 'c',
    tlsKey: 'k',
    open: true,
    memory: true,
    durability: 'relaxed',
    retain: '90d',
    lang: 'en',
    capacity: 3,
    graceCustomer: 4,
    graceAttendant: 5,
    workers: 6,
    rate: 7,
    burst: 8,
    maxLine: '2k',
    maxText: 9,
    maxOutbox: '1m',
    maxConnections: 10,
    maxPerAddress: 11,
    entryTimeout: 12,
    pingAfter: 13,
    idleAfter: 14,
    maxErrors: 15,
    maxWaiting: 16,
    maxUsers: 17,
    roomsForCustomers: true,
    canned: 'answers',
    maxRooms: 18,
  };
  expect(serverOptions(settingsOf({ file }).settings)).toEqual({
    host: '::1',
    port: 1,
    workers: 6,
    data: null,
    durability: 'relaxed',
    capacity: 3,
    lang: 'en',
    tls: { host: '127.0.0.1', port: 2, cert: 'c', key: 'k' },
    open: true,
    graceCustomerMs: 4000,
    graceAttendantMs: 5000,
    roomsForCustomers: true,
    canned: 'answers',
    retainMs: 90 * 86_400_000,
    limits: {
      maxLineBytes: 2048,
      maxTextBytes: 9,
      maxOutboxBytes: 1024 * 1024,
      maxConnections: 10,
      maxPerAddress: 11,
      entryTimeoutMs: 12_000,
      pingAfterMs: 13_000,
      idleAfterMs: 14_000,
      commandsPerSecond: 7,
      burst: 8,
      maxErrors: 15,
      maxWaiting: 16,
      maxUsers: 17,
      maxRooms: 18,
    },
  });
});

const MIXED = {
  flags: ['--port', '4000'],
  env: { TELECHAT_MAX_OUTBOX: '1m' },
  file: { retain: '48h' },
} as const;

it('prints for people a line for each setting, with where it comes from', () => {
  const { settings, sources } = settingsOf(MIXED);
  const lines = printedTable(settings, sources, 'en').split('\n');
  expect(lines).toHaveLength(KEYS.length + 1);
  const cells = lines.map((line) => line.split(/ {2,}/));
  expect(cells[0]).toEqual(['OPTION', 'VALUE', 'WHERE IT COMES FROM']);
  expect(cells.slice(1).map(([key]) => key)).toEqual(KEYS);
  expect(cells).toContainEqual(['port', '4000', '--port']);
  expect(cells).toContainEqual(['maxOutbox', '1048576', 'TELECHAT_MAX_OUTBOX']);
  expect(cells).toContainEqual(['retain', '2d', FILE]);
  expect(cells).toContainEqual(['host', '127.0.0.1', 'default']);
  expect(cells).toContainEqual(['tlsCert', 'none', 'default']);
  const starts = lines.map((line) => line.lastIndexOf('  ') + 2);
  expect(new Set(starts).size).toBe(1);
  expect(printedTable(settings, sources, 'pt')).toMatch(
    /^OPÇÃO +VALOR +DE ONDE VEM\nhost +127\.0\.0\.1 +padrão\n/,
  );
});

it('prints each setting as the config file has it, and where it comes from', () => {
  const { settings, sources } = settingsOf(MIXED);
  const all = JSON.parse(printedJson(settings, sources));
  expect(Object.keys(all)).toEqual(KEYS);
  expect(all).toMatchObject({
    port: { value: 4000, source: 'flag' },
    maxOutbox: { value: 1_048_576, source: 'environment' },
    retain: { value: '2d', source: 'config' },
    host: { value: '127.0.0.1', source: 'default' },
    tlsCert: { value: null, source: 'default' },
  });
});
