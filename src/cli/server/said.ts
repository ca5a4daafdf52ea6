/**
 * What the command line and the environment say about the settings, and everything that is wrong with it, each in one
 * line. Reads no file; which source goes before which is not its business.
 */

import type { Lang } from '../../protocol/codes.ts';
import { nearest } from '../nearest.ts';
import type { Value } from './kinds.ts';
import { flagOf, KEYS, type Key, SETTINGS, variableOf } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

/** What one source says. */
export interface Said {
  readonly given: ReadonlyMap<Key, Value>;
  /** The settings that it says something wrong about. */
  readonly bad: ReadonlySet<Key>;
  readonly faults: readonly string[];
}

/** As commander has them: the text of a flag with a value, whether it is on for one without. */
export type Flags = Readonly<Partial<Record<Key, string | boolean>>>;
export type Environment = Readonly<Record<string, string | undefined>>;

export function readFlags(flags: Flags, lang: Lang): Said {
  return readTexts((key) => flags[key], flagOf, SERVER_TEXTS[lang].flagRefused, lang);
}

/** An empty variable says nothing. */
export function readEnvironment(env: Environment, lang: Lang): Said {
  const text = (key: Key) => env[variableOf(key)] || undefined;
  return readTexts(text, variableOf, SERVER_TEXTS[lang].variableRefused, lang);
}

/**
 * A line for each variable that looks like one of ours and is none, with what may have been meant. Not for those that
 * a container platform makes for a service that is called telechat.
 */
export function strayVariables(env: Environment, lang: Lang): string[] {
  const strays = Object.entries(env).filter(
    ([name, value]) =>
      name.startsWith(PREFIX) && value && !VARIABLES.includes(name) && !isServiceLink(name, value),
  );
  return strays.map(([name]) => SERVER_TEXTS[lang].variableUnknown(name, nearestVariable(name)));
}

const PREFIX = 'TELECHAT_';
/** Those of the settings, that of the client and that of the grader. */
const VARIABLES: readonly string[] = [...KEYS.map(variableOf), `${PREFIX}PASSWORD`, `${PREFIX}ATTENDANTS`];

/**
 * Kubernetes: TELECHAT_SERVICE_HOST, TELECHAT_SERVICE_PORT_X, TELECHAT_PORT_3627_TCP_ADDR, X_PORT=tcp://…; Docker too.
 */
function isServiceLink(name: string, value: string): boolean {
  return /_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT_\d+_/.test(name) || /^(?:tcp|udp|sctp):\/\//.test(value);
}

/** The variable that may have been meant, or ''. */
function nearestVariable(name: string): string {
  const plain = (word: string) => word.slice(PREFIX.length).replaceAll('_', '').toLowerCase();
  return VARIABLES[nearest(plain(name), VARIABLES.map(plain))] ?? '';
}

/** A value as JSON, cut to what fits into a line. */
export function shown(json: unknown): string {
  const text = JSON.stringify(json);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function readTexts(
  said: (key: Key) => string | boolean | undefined,
  nameOf: (key: Key) => string,
  refused: (name: string, value: string, takes: string) => string,
  lang: Lang,
): Said {
  const given = new Map<Key, Value>();
  const bad = new Set<Key>();
  const faults: string[] = [];
  for (const key of KEYS) {
    const text = said(key);
    if (text === undefined) continue;
    const { kind } = SETTINGS[key];
    const value = typeof text === 'boolean' ? text : kind.fromText(text);
    if (value !== undefined) given.set(key, value);
    else {
      bad.add(key);
      faults.push(refused(nameOf(key), shown(text), kind.takes[lang]));
    }
  }
  return { given, bad, faults };
}
