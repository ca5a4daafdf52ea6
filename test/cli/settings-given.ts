/** The settings as if `telechat server` had been called: with these flags, these variables and this config file. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterAll } from 'vitest';
import { settingFlags } from '../../src/cli/server/flags.ts';
import { type Resolved, resolveSettings } from '../../src/cli/server/resolve.ts';
import type { Environment } from '../../src/cli/server/said.ts';
import type { Lang } from '../../src/protocol/codes.ts';

const folder = mkdtempSync(join(tmpdir(), 'telechat-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where `given` writes the config file. */
export const FILE = join(folder, 'telechat.json');

export interface Given {
  readonly flags?: readonly string[];
  readonly env?: Environment;
  /** An object, or the text itself; none without. */
  readonly file?: object | string;
  readonly lang?: Lang;
}

/** What they come to; what commander refuses is a fault like any other. */
export function given({ flags = [], env = {}, file, lang = 'en' }: Given): Resolved {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  for (const flag of settingFlags(lang)) command.addOption(flag);
  if (file !== undefined) writeFileSync(FILE, typeof file === 'string' ? file : JSON.stringify(file));
  const named = file === undefined ? [] : ['--config', FILE];
  try {
    const read = command.parse([...flags, ...named], { from: 'user' }).opts();
    return resolveSettings(read, env, lang);
  } catch (error) {
    if (error instanceof CommanderError) return { ok: false, faults: [error.message], warnings: [] };
    throw error;
  }
}

/** The settings in force; it must be that nothing is wrong. */
export function settingsOf(what: Given): Extract<Resolved, { ok: true }> {
  const resolved = given(what);
  if (!resolved.ok) throw new Error(resolved.faults.join('\n'));
  return resolved;
}

/** What is wrong. */
export function faultsOf(what: Given): readonly string[] {
  const resolved = given(what);
  return resolved.ok ? [] : resolved.faults;
}
