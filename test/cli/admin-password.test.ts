/** A new password: asked for at a terminal made of streams, or read from a pipe. */

import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askPassword, readPassword } from '../../src/cli/admin/password.ts';
import { ADMIN_TEXTS } from '../../src/cli/admin/texts.ts';

const t = ADMIN_TEXTS.en;

/** A terminal; `raw` is whether it was told to echo nothing, each time it was told. */
function terminal() {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => {
      raw.push(on);
    },
  });
  const output = new PassThrough();
  let screen = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
  });
  const sees = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!screen.includes(text)) return;
        output.off('data', look);
        resolve();
      };
      output.on('data', look);
      look();
    });
  return { at: { input, output, isTerminal: true }, raw, sees, screen: () => screen };
}

describe('at a terminal', () => {
  it('is asked for twice, and never shown', async () => {
    const { at, raw, sees, screen } = terminal();
    const given = askPassword('ana', at, t);
    await sees('Password for ana (at least 8 characters): ');
    expect(raw).toEqual([true]);
    at.input.write('correct horsf\x7fe\r');
    await sees('Once more: ');
    at.input.write('correct horse\r');
    expect(await given).toEqual({ password: 'correct horse' });
    expect(screen()).toBe('Password for ana (at least 8 characters): \nOnce more: \n');
    expect(raw).toEqual([true, false]);
  });

  it('may be pasted twice in one go', async () => {
    const { at, screen } = terminal();
    const given = askPassword('ana', at, t);
    at.input.write('correct horse\rcorrect horse\r');
    expect(await given).toEqual({ password: 'correct horse' });
    expect(screen()).not.toContain('horse');
  });

  it('is asked for again if it was too short, or not the same twice', async () => {
    const { at, raw, sees, screen } = terminal();
    const given = askPassword('ana', at, t);
    at.input.write('short\r');
    await sees('the password needs at least 8 characters; try again\n');
    at.input.write('correct horse\rcorrect house\r');
    await sees('the two passwords are not the same; try again\n');
    at.input.write('correct horse\rcorrect horse\r');
    expect(await given).toEqual({ password: 'correct horse' });
    expect(screen()).not.toMatch(/short\r|horse|house/);
    expect(raw).toEqual([true, false]);
  });

  it('is asked for three times at most, and hidden all the while', async () => {
    const { at, raw, screen } = terminal();
    const given = askPassword('ana', at, t);
    at.input.write('short1\rshort2\rcorrect horse\rcorrect house\r');
    expect(await given).toEqual({ problem: 'the two passwords are not the same; nothing has changed' });
    expect(screen().match(/Password for ana/g)).toHaveLength(3);
    expect(screen()).not.toMatch(/short\d|horse|house/);
    expect(raw).toEqual([true, false]);
  });

  it.each([
    ['at the first question', ''],
    ['at the second', 'correct horse\r'],
    ['after a slip', 'short\r'],
  ])('is none when the person goes away %s', async (_, typed) => {
    const { at, raw } = terminal();
    const given = askPassword('ana', at, t);
    at.input.write(`${typed}\x04`);
    expect(await given).toEqual({ problem: 'no password was given; nothing has changed' });
    expect(raw).toEqual([true, false]);
  });

  it('is not asked for where there is none', async () => {
    const { at, screen } = terminal();
    expect(await askPassword('ana', { ...at, isTerminal: false }, t)).toEqual({ problem: t.noTerminal });
    expect(screen()).toBe('');
  });
});

describe('from a pipe', () => {
  async function* pipe(...chunks: (string | Buffer)[]) {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }

  it.each([
    ['as it is', ['correct horse']],
    ['without its line end', ['correct ho', 'rse\n']],
    ['without one of Windows', ['correct horse\r', '\n']],
  ])('is read %s', async (_, chunks) => {
    expect(await readPassword(pipe(...chunks), t)).toEqual({ password: 'correct horse' });
  });

  it('keeps its spaces, and is the same however its accents are written', async () => {
    expect(await readPassword(pipe('  cafe\u0301 com leite '), t)).toEqual({
      password: '  caf\u00e9 com leite ',
    });
  });

  it.each([
    ['there is nothing', [], t.noPassword],
    ['it is short', ['1234567'], t.passwordShort(8)],
    ['it is short in characters, if not in bytes', ['é'.repeat(7)], t.passwordShort(8)],
    ['it has two lines', ['correct\nhorse'], t.passwordControl],
    ['it has a TAB', ['correct\thorse'], t.passwordControl],
    ['it is no UTF-8', [Buffer.from([...Buffer.from('correct horse'), 0xff])], t.passwordControl],
    ['it does not fit into a line', ['x'.repeat(7681)], t.passwordLong(7680)],
    ['it does not fit into a line by far', ['x'.repeat(5000), 'x'.repeat(5000)], t.passwordLong(7680)],
  ])('is none if %s', async (_, chunks, problem) => {
    expect(await readPassword(pipe(...chunks), t)).toEqual({ problem: t.unchanged(problem) });
  });

  it('may be as long as a line allows', async () => {
    expect(await readPassword(pipe('x'.repeat(7680), '\r\n'), t)).toEqual({ password: 'x'.repeat(7680) });
  });
});
