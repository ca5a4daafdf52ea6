/** The flags of `telechat server`, from the table of settings. */

import { Option } from 'commander';
import type { Lang } from '../../protocol/codes.ts';
import { defaultOf, flagOf, KEYS, type Key, SETTINGS } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

/**
 * An option for each setting, and a hidden `--no-…` for each that is on or off: a flag can also turn off what the
 * environment or the config file turn on. None has a default, so that one sees which were given; what they say is
 * checked with all else.
 */
export function settingFlags(lang: Lang): Option[] {
  return KEYS.flatMap((key) => {
    const { kind, group } = SETTINGS[key];
    const heading = SERVER_TEXTS[lang].groups[group];
    if (kind.name !== 'switch') return [flagWithValue(key, lang).helpGroup(heading)];
    const off = new Option(flagOf(key).replace('--', '--no-')).helpGroup(heading).hideHelp();
    return [new Option(flagOf(key), SETTINGS[key][lang]).helpGroup(heading), off];
  });
}

function flagWithValue(key: Key, lang: Lang): Option {
  const { kind, place, [lang]: about } = SETTINGS[key];
  const usual = defaultOf(key, lang);
  const notes = [
    ...(kind.of ? [kind.of.join(', ')] : []),
    ...(usual === '' ? [] : [SERVER_TEXTS[lang].usually(usual)]),
  ];
  const note = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return new Option(`${flagOf(key)} <${place}>`, about + note);
}
