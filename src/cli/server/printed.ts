/** The settings in force, as `--print-config` shows them: to people, and to programs. Pure. */

import type { Lang } from '../../protocol/codes.ts';
import { table } from '../client/table.ts';
import { nameIn, type Sources } from './resolve.ts';
import { defaultOf, KEYS, SETTINGS, type Settings } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

/** What each is, and where it comes from, as JSON. */
export function printedJson(settings: Settings, sources: Sources): string {
  const entries = KEYS.map((key) => {
    const value = SETTINGS[key].kind.toJson(settings[key]);
    return [key, { value, source: sources[key] }];
  });
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}

/** The same for people: a line each. */
export function printedTable(settings: Settings, sources: Sources, lang: Lang): string {
  const texts = SERVER_TEXTS[lang];
  const rows = KEYS.map((key) => {
    const value = SETTINGS[key].kind.toJson(settings[key]);
    const shown = value === null ? defaultOf(key, lang) || texts.none : `${value}`;
    const source = sources[key];
    if (source === 'config') return [key, shown, settings.config ?? ''];
    return [key, shown, source === 'default' ? texts.byDefault : nameIn(source, key)];
  });
  return table([[...texts.printedHead], ...rows]).join('\n');
}
