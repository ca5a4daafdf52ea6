/**
 * The config file of `telechat server`: a JSON object whose keys are settings. Reads it, and tells everything that is
 * wrong with it, each in one line that names the file and the key.
 */

import { readFileSync } from 'node:fs';
import type { Lang } from '../../protocol/codes.ts';
import { nearest } from '../nearest.ts';
import { jsonFault } from './json-fault.ts';
import type { Value } from './kinds.ts';
import { type Said, shown } from './said.ts';
import { KEYS, type Key, SETTINGS } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

/** Reads and checks the file at `path`. Of one that cannot be read, `config` itself is bad. */
export function readConfigFile(path: string, lang: Lang): Said {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return unread(SERVER_TEXTS[lang].configUnreadable(path, code ?? message));
  }
  return readConfig(text, path, lang);
}

/** The same of its text. */
function readConfig(text: string, path: string, lang: Lang): Said {
  const texts = SERVER_TEXTS[lang];
  // Some editors begin a file with a byte order mark, which JSON does not know.
  const source = text.replace(/^\uFEFF/, '');
  const fault = jsonFault(source);
  if (fault) return unread(texts.configNotJson(path, fault.line, fault.column, fault.found));
  const object: unknown = JSON.parse(source);
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    return unread(texts.configNotObject(path));
  }
  const given = new Map<Key, Value>();
  const bad = new Set<Key>();
  const faults: string[] = [];
  for (const [key, json] of Object.entries(object)) {
    if (!isKey(key)) {
      faults.push(texts.configUnknown(path, shown(key), nearestKey(key)));
      continue;
    }
    const { kind } = SETTINGS[key];
    const value = kind.fromJson(json);
    if (value !== undefined) given.set(key, value);
    else {
      bad.add(key);
      faults.push(texts.configRefused(path, key, shown(json), kind.takes[lang]));
    }
  }
  return { given, bad, faults };
}

function unread(fault: string): Said {
  return { given: new Map(), bad: new Set(['config']), faults: [fault] };
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
