/**
 * Which settings are in force, and where each comes from: a flag, the environment, the config file, or its default,
 * the first of these that says something. Checks what only several settings together can get wrong.
 */

import type { Lang } from '../../protocol/codes.ts';
import { type ConfigFile, readConfigFile, shown } from './config-file.ts';
import type { Value } from './kinds.ts';
import { flagOf, HEAD_BYTES, KEYS, type Key, SETTINGS, type Settings, variableOf } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

export type Source = 'flag' | 'environment' | 'config' | 'default';
export type Sources = Readonly<Record<Key, Source>>;
export type Environment = Readonly<Record<string, string | undefined>>;

export type Resolved =
  | { readonly ok: true; readonly settings: Settings; readonly sources: Sources }
  /** What is wrong, a line each. */
  | { readonly ok: false; readonly faults: readonly string[] };

const NO_FILE: ConfigFile = { given: new Map(), faults: [] };

/**
 * Reads the config file, if one is named.
 * @param flags what the command line says, already read; @param lang the language of the faults.
 */
export function resolveSettings(flags: Partial<Settings>, env: Environment, lang: Lang): Resolved {
  const variables = readEnvironment(env, lang);
  const path = flags.config ?? variables.given.get('config');
  const file = typeof path === 'string' ? readConfigFile(path, lang) : NO_FILE;
  const faults = [...variables.faults, ...file.faults];
  if (faults.length > 0) return { ok: false, faults };

  const values: Partial<Record<Key, Value>> = {};
  const sources: Partial<Record<Key, Source>> = {};
  for (const key of KEYS) {
    const said: readonly (readonly [Source, Value | undefined])[] = [
      ['flag', flags[key]],
      ['environment', variables.given.get(key)],
      ['config', file.given.get(key)],
      ['default', defaultValue(key, values as Settings)],
    ];
    const [source, value] = said.find(([, each]) => each !== undefined)!;
    sources[key] = source;
    values[key] = value!;
  }
  // The table gave each key a value of its own type.
  const settings = values as unknown as Settings;
  return settle(settings, sources as Sources, typeof path === 'string' ? path : '', lang);
}

/** The settings in force as JSON: what each is, and where it comes from. */
export function printed(settings: Settings, sources: Sources): string {
  const entries = KEYS.map((key) => {
    const value = SETTINGS[key].kind.toJson(settings[key]);
    return [key, { value, source: sources[key] }];
  });
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}

/** An empty variable says nothing. */
function readEnvironment(env: Environment, lang: Lang): ConfigFile {
  const given = new Map<Key, Value>();
  const faults: string[] = [];
  for (const key of KEYS) {
    const text = env[variableOf(key)];
    if (text === undefined || text === '') continue;
    const { kind } = SETTINGS[key];
    const value = kind.fromText(text);
    if (value !== undefined) given.set(key, value);
    else faults.push(SERVER_TEXTS[lang].variableRefused(variableOf(key), shown(text), kind.takes[lang]));
  }
  return { given, faults };
}

function defaultValue(key: Key, above: Settings): Value {
  const { default: value } = SETTINGS[key];
  return typeof value === 'function' ? value(above) : value;
}

/** What several settings say together: whether they fit, and which of `memory` and `data` holds. */
function settle(settings: Settings, sources: Sources, path: string, lang: Lang): Resolved {
  const texts = SERVER_TEXTS[lang];
  const name = (key: Key) => nameIn(sources[key], key, path);
  const faults: string[] = [];
  const { memory, tlsCert, tlsKey, tlsPort, port, pingAfter, idleAfter, maxLine, maxText } = settings;

  if (memory && sources.data === 'flag' && sources.memory !== 'flag') {
    return settle({ ...settings, memory: false }, { ...sources, memory: 'flag' }, path, lang);
  }
  if (memory && sources.data !== 'default' && (sources.data === 'flag' || sources.memory !== 'flag')) {
    faults.push(texts.notTogether(name('memory'), name('data')));
  }
  if (tlsCert !== null && tlsKey === null) faults.push(texts.needs(name('tlsCert'), flagOf('tlsKey')));
  if (tlsKey !== null && tlsCert === null) faults.push(texts.needs(name('tlsKey'), flagOf('tlsCert')));
  if (tlsKey === null && tlsCert === null && sources.tlsPort !== 'default') {
    faults.push(texts.needs(name('tlsPort'), `${flagOf('tlsCert')}, ${flagOf('tlsKey')}`));
  }
  if (tlsCert !== null && port === tlsPort && port !== 0) {
    faults.push(texts.samePort(name('tlsPort'), name('port'), port));
  }
  if (idleAfter <= pingAfter) {
    faults.push(texts.mustExceed(name('idleAfter'), idleAfter, name('pingAfter'), pingAfter));
  }
  if (maxText > maxLine - HEAD_BYTES) {
    faults.push(texts.mustFit(name('maxText'), maxText, name('maxLine'), maxLine, maxLine - HEAD_BYTES));
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, settings, sources };
}

/** A setting as whoever made it knows it. */
function nameIn(source: Source, key: Key, path: string): string {
  if (source === 'environment') return variableOf(key);
  return source === 'config' ? `"${key}" (${path})` : flagOf(key);
}
