/**
 * Which settings are in force, and where each comes from: a flag, the environment, the config file, or its default,
 * the first of these that says something. Checks what only several settings together can get wrong.
 */

import type { Lang } from '../../protocol/codes.ts';
import { readConfigFile } from './config-file.ts';
import type { Value } from './kinds.ts';
import {
  type Environment,
  type Flags,
  readEnvironment,
  readFlags,
  type Said,
  strayVariables,
} from './said.ts';
import { flagOf, HEAD_BYTES, KEYS, type Key, SETTINGS, type Settings, variableOf } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

export type Source = 'flag' | 'environment' | 'config' | 'default';
export type Sources = Readonly<Record<Key, Source>>;

export type Resolved =
  | {
      readonly ok: true;
      readonly settings: Settings;
      readonly sources: Sources;
      /** What may not be what was meant, a line each. */
      readonly warnings: readonly string[];
    }
  /** What is wrong, a line each. */
  | { readonly ok: false; readonly faults: readonly string[]; readonly warnings: readonly string[] };

const NO_FILE: Said = { given: new Map(), bad: new Set(), faults: [] };

/**
 * Reads the config file, if one is named. Every source is read to its end, so that all that is wrong is told at once.
 * @param flags what the command line says; @param lang the language of the faults and warnings.
 */
export function resolveSettings(flags: Flags, env: Environment, lang: Lang): Resolved {
  const line = readFlags(flags, lang);
  const variables = readEnvironment(env, lang);
  const path = line.given.get('config') ?? variables.given.get('config');
  const file = typeof path === 'string' ? readConfigFile(path, lang) : NO_FILE;
  const warnings = strayVariables(env, lang);

  const values: Partial<Record<Key, Value>> = {};
  const sources: Partial<Record<Key, Source>> = {};
  for (const key of KEYS) {
    const said: readonly (readonly [Source, Value | undefined])[] = [
      ['flag', line.given.get(key)],
      ['environment', variables.given.get(key)],
      ['config', file.given.get(key)],
      ['default', defaultValue(key, values as Settings)],
    ];
    const [source, value] = said.find(([, each]) => each !== undefined)!;
    sources[key] = source;
    values[key] = value!;
  }
  // The table gave each key a value of its own type.
  const whole = settle(values as unknown as Settings, sources as Sources);

  const faults = [...line.faults, ...variables.faults, ...file.faults];
  const bad = new Set([...line.bad, ...variables.bad, ...file.bad]);
  // What a file would have said that could not be read, nobody knows.
  if (!bad.has('config')) faults.push(...misfits(whole, bad, `${path}`, lang));
  return faults.length > 0 ? { ok: false, faults, warnings } : { ok: true, ...whole, warnings };
}

function defaultValue(key: Key, above: Settings): Value {
  const { default: value } = SETTINGS[key];
  return typeof value === 'function' ? value(above) : value;
}

interface Whole {
  readonly settings: Settings;
  readonly sources: Sources;
}

/** Who names a data folder on the command line wants it, whatever the environment or the file say of memory. */
function settle(settings: Settings, sources: Sources): Whole {
  if (!settings.memory || sources.data !== 'flag' || sources.memory === 'flag') return { settings, sources };
  return { settings: { ...settings, memory: false }, sources: { ...sources, memory: 'flag' } };
}

/** What only several settings together get wrong, unless one of them is `bad` already. */
function misfits({ settings, sources }: Whole, bad: ReadonlySet<Key>, path: string, lang: Lang): string[] {
  const texts = SERVER_TEXTS[lang];
  const faults: string[] = [];
  const name = (key: Key) => nameIn(sources[key], key);
  /** `named` are those that the fault names, `others` what it depends on as well. */
  const misfit = (named: readonly Key[], others: readonly Key[], fault: string) => {
    if ([...named, ...others].some((key) => bad.has(key))) return;
    faults.push(named.some((key) => sources[key] === 'config') ? `${path}: ${fault}` : fault);
  };
  const { memory, tlsCert, tlsKey, tlsHost, tlsPort, host, port, pingAfter, idleAfter, maxLine, maxText } =
    settings;

  if (memory && sources.data !== 'default' && (sources.data === 'flag' || sources.memory !== 'flag')) {
    misfit(['memory', 'data'], [], texts.notTogether(name('memory'), name('data')));
  }
  if (tlsCert !== null && tlsKey === null) {
    misfit(['tlsCert'], ['tlsKey'], texts.needs(name('tlsCert'), flagOf('tlsKey')));
  }
  if (tlsKey !== null && tlsCert === null) {
    misfit(['tlsKey'], ['tlsCert'], texts.needs(name('tlsKey'), flagOf('tlsCert')));
  }
  for (const key of ['tlsHost', 'tlsPort'] as const) {
    if (tlsKey !== null || tlsCert !== null || sources[key] === 'default') continue;
    const both = `${flagOf('tlsCert')}, ${flagOf('tlsKey')}`;
    misfit([key], ['tlsCert', 'tlsKey'], texts.needs(name(key), both));
  }
  if (tlsCert !== null && host === tlsHost && port === tlsPort && port !== 0) {
    const fault = texts.samePort(name('tlsPort'), name('port'), port);
    misfit(['tlsPort', 'port'], ['host', 'tlsHost', 'tlsCert'], fault);
  }
  if (idleAfter <= pingAfter) {
    const fault = texts.mustExceed(name('idleAfter'), idleAfter, name('pingAfter'), pingAfter);
    misfit(['idleAfter', 'pingAfter'], [], fault);
  }
  if (maxText > maxLine - HEAD_BYTES) {
    const fault = texts.mustFit(name('maxText'), maxText, name('maxLine'), maxLine, maxLine - HEAD_BYTES);
    misfit(['maxText', 'maxLine'], [], fault);
  }
  return faults;
}

/** A setting as whoever made it knows it; in quotes it is a key of the config file. */
export function nameIn(source: Source, key: Key): string {
  if (source === 'environment') return variableOf(key);
  return source === 'config' ? `"${key}"` : flagOf(key);
}
