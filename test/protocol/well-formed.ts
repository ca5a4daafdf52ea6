/** What holds of any command that parse gives, whatever the line was. */

import { Buffer } from 'node:buffer';
import { expect } from 'vitest';
import { ERRORS } from '../../src/protocol/codes.ts';
import { type ArgumentKind, COMMANDS, type CommandSpec, ROLES } from '../../src/protocol/commands.ts';
import { MAX_TEXT_BYTES } from '../../src/protocol/limits.ts';
import { type Command, NO_VERB } from '../../src/protocol/parse.ts';

const KEY = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u;
const ROOM = /^#[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u;

const FITS: Readonly<Record<ArgumentKind, (value: string) => boolean>> = {
  'new-name': (value) => KEY.test(value),
  'new-room': (value) => ROOM.test(value),
  name: (value) => KEY.test(value),
  room: (value) => ROOM.test(value),
  target: (value) => value === '*' || KEY.test(value) || ROOM.test(value),
  role: (value) => ROLES.some((role) => role === value),
  lang: (value) => value === 'pt' || value === 'en',
  status: (value) => value === 'online' || value === 'away',
  switch: (value) => value === 'on' || value === 'off',
  score: (value) => /^[1-5]$/.test(value),
  count: (value) => /^[1-9][0-9]*$/.test(value) && Number.isSafeInteger(Number(value)),
  'last-seq': (value) => /^(0|[1-9][0-9]*)$/.test(value) && Number.isSafeInteger(Number(value)),
  word: (value) => value !== '' && !value.includes(' '),
  text: (value) => value !== '' && Buffer.byteLength(value) <= MAX_TEXT_BYTES,
};

/** Fails unless `command` has either a fault and nothing else, or the values of all its places. */
export function expectWellFormed(command: Command): void {
  expect(command.label).toMatch(/^[A-Za-z0-9_.:-]{0,64}$/);
  if (command.fault !== '') {
    expect(Object.hasOwn(ERRORS, command.fault)).toBe(true);
    expect(command.args).toEqual([]);
    expect(command.verb === NO_VERB || COMMANDS[command.verb] !== undefined).toBe(true);
    return;
  }
  const spec: CommandSpec | undefined = COMMANDS[command.verb];
  if (!spec) expect.fail(`no row ${command.verb}`);
  const values = [...command.args];
  for (const place of spec.args) {
    // A new name, of a room too, gives two values: as written and its key.
    for (let i = place.kind.startsWith('new-') ? 2 : 1; i > 0; i--) {
      const value = values.shift();
      if (value === undefined) expect.fail(`${spec.verb} lacks a value`);
      if (value === '' && place.optional) continue;
      if (!FITS[place.kind](value)) expect.fail(`${JSON.stringify(value)} is no ${place.kind}`);
    }
  }
  expect(values, spec.verb).toEqual([]);
}
