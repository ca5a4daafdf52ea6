/** The table of settings in docs/OPERATIONS.md, from the table that the code works by; as Markdown. */

import { defaultOf, flagOf, KEYS, SETTINGS, variableOf } from '../../src/cli/server/settings.ts';

export function settingsTable(): string {
  return [
    '| flag | in the config file | environment variable | takes | default | |',
    '|---|---|---|---|---|---|',
    ...KEYS.map((key) => {
      const { kind, en } = SETTINGS[key];
      const isSwitch = kind.name === 'switch';
      const flag = isSwitch
        ? `\`${flagOf(key)}\`, \`${flagOf(key).replace('--', '--no-')}\``
        : `\`${flagOf(key)}\``;
      const inFile = key === 'config' ? '' : `\`${key}\``;
      const usual = isSwitch ? 'false' : defaultOf(key, 'en') || 'none';
      return `| ${flag} | ${inFile} | \`${variableOf(key)}\` | ${kind.takes.en} | ${usual} | ${en} |`;
    }),
  ].join('\n');
}
