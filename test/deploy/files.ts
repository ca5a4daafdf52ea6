/** The files of deploy/ as the tests read them. */

import { readFileSync } from 'node:fs';

/** The text of a file of the project, by its path from the root. */
export function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The values of a directive in a unit, each time it stands there, with their section. */
export interface Directive {
  readonly section: string;
  readonly name: string;
  readonly value: string;
}

export function unitDirectives(text: string): Directive[] {
  const found: Directive[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    const [, header] = /^\[(\w+)\]$/.exec(line) ?? [];
    const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (header !== undefined) section = header;
    else if (name !== undefined) found.push({ section, name, value: value ?? '' });
    else if (line !== '' && !line.startsWith('#')) throw new Error(`not a line of a unit: ${line}`);
  }
  return found;
}

export interface Instruction {
  readonly name: string;
  readonly value: string;
  /** The stage that it is in, from 0. */
  readonly stage: number;
}

/** The instructions of a Dockerfile, lines that go on joined. */
export function dockerInstructions(text: string): Instruction[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .replace(/\n\s+(?=CMD )/g, ' ')
    .split('\n')
    .filter((line) => line !== '');
  let stage = -1;
  return lines.map((line) => {
    const [, name, value] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`not an instruction: ${line}`);
    if (name === 'FROM') stage++;
    return { name, value, stage };
  });
}
