/**
 * docs/OPERATIONS.md has every setting as the code has it, between its markers.
 * `UPDATE_DOCS=1 npx vitest run test/cli/settings-docs` writes the table anew.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { settingsTable } from './settings-table.ts';

const PATH = fileURLToPath(new URL('../../docs/OPERATIONS.md', import.meta.url));
const TABLE = /(?<=<!-- settings -->\n)[\s\S]*?(?=<!-- \/settings -->)/;

it('has the settings as the table of the code has them', () => {
  if (process.env['UPDATE_DOCS']) {
    const text = existsSync(PATH) ? readFileSync(PATH, 'utf8') : '<!-- settings -->\n<!-- /settings -->\n';
    writeFileSync(
      PATH,
      text.replace(TABLE, () => `${settingsTable()}\n`),
    );
  }
  const [table] = TABLE.exec(readFileSync(PATH, 'utf8')) ?? [];
  expect(table?.trimEnd(), 'UPDATE_DOCS=1 npx vitest run test/cli/settings-docs writes it anew').toBe(
    settingsTable(),
  );
});
