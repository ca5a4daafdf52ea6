/**
 * The config file of `telechat server`: a JSON object whose keys are settings. Reads it, and tells everything that is
 * wrong with it, each in one line that names the file and the key.
 */

import { readFileSync } from 'node:fs';
import type { Lang } from '../../protocol/codes.ts';
import { nearest } from '../nearest.ts';
import { jsonFault } from './json-fault.ts';
import type { Value } from './kinds.ts';
import { KEYS, type Key, SETTINGS } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

/** What was found; of no use when there are faults. */
export interface ConfigFile {
  readonly given: ReadonlyMap<Key, Value>;
  readonly faults: readonly string[];
}

/** Reads and checks the file at `path`. */
export function readConfigFile(path: string, lang: Lang): ConfigFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { given: new Map(), faults: [SERVER_TEXTS[lang].configUnreadable(path, code ?? message)] };
  }
  return readConfig(text, path, lang);
}

/** The same of its text. */
export function readConfig(text: string, path: string, lang: Lang): ConfigFile {
  const given = new Map<Key, Value>();
  const texts = SERVER_TEXTS[lang];
  // Some editors begin a file with a byte order mark, which JSON does not know.
  const source = text.replace(/^\uFEFF/, '');
  const fault = jsonFault(source);
  if (fault) return { given, faults: [texts.configNotJson(path, fault.line, fault.column, fault.found)] };
  const object: unknown = JSON.parse(source);
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    return { given, faults: [texts.configNotObject(path)] };
  }
  const faults: string[] = [];
  for (const [key, json] of Object.entries(object)) {
    if (!isKey(key)) {
      faults.push(texts.configUnknown(path, shown(key), nearestKey(key)));
      continue;
    }
    const { kind } = SETTINGS[key];
    const value = kind.fromJson(json);
    if (value !== undefined) given.set(key, value);
    else faults.push(texts.configRefused(path, key, shown(json), kind.takes[lang]));
  }
  return { given, faults };
}

/** The settings that the file may have: all but where it is itself. */
const FILE_KEYS: readonly string[] = KEYS.filter((key) => key !== 'config');

function isKey(key: string): key is Key {
  return FILE_KEYS.includes(key);
}

/** What may have been meant, be it mistyped or written like a flag; or ''. */
function nearestKey(key: string): string {
  const plain = (word: string) => word.replace(/[-_]/g, '').toLowerCase();
  return FILE_KEYS[nearest(plain(key), FILE_KEYS.map(plain))] ?? '';
}

/** A value as JSON, cut to what fits into a line. */
export function shown(json: unknown): string {
  const text = JSON.stringify(json);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
