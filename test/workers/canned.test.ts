import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_TEXT_BYTES } from '../../src/protocol/limits.ts';
import { CannedError, MAX_CANNED, parseCanned, readCanned } from '../../src/workers/canned.ts';
import { newPath, removeFolders } from '../store/folders.ts';

afterEach(removeFolders);

describe('a file of canned answers', () => {
  it('has one a line: a name, and the text behind it', () => {
    const content = 'oi Olá! Como posso ajudar?\r\n\n# a comment\n  fim\t Até  logo. \nação 1\\n2\n';
    expect(parseCanned(content, 'f')).toEqual([
      { name: 'oi', text: 'Olá! Como posso ajudar?' },
      { name: 'fim', text: 'Até  logo.' },
      { name: 'ação', text: '1\\n2' },
    ]);
  });

  it('may be empty', () => {
    expect(parseCanned('', 'f')).toEqual([]);
    expect(parseCanned('# nothing yet\n\n', 'f')).toEqual([]);
  });

  it.each([
    ['oi Olá\n!fim tchau', 'bad-name', 2],
    ['oi Olá\n\noi de novo', 'name-twice', 3],
    ['ação 1\nAÇÃO 2', 'name-twice', 2],
    ['oi\nfim tchau', 'no-text', 1],
    [`oi ${'é'.repeat(MAX_TEXT_BYTES / 2)}a`, 'text-too-long', 1],
    ['oi Ol\u0007á', 'bad-text', 1],
    ['oi Ol\u0085á', 'bad-text', 1],
    [Array.from({ length: MAX_CANNED + 1 }, (_, i) => `a${i} x`).join('\n'), 'too-many', MAX_CANNED + 1],
  ])('is refused whole for one line that is wrong: %#', (content, code, line) => {
    expect(parseCanned(content, 'f')).toMatchObject({ name: 'CannedError', code, line, path: 'f' });
  });

  it('is refused if CANNED could not show all of it', () => {
    const long = (n: number) => Array.from({ length: n }, (_, i) => `a${i} ${'x'.repeat(5000)}`).join('\n');
    expect(parseCanned(long(102), 'f')).toHaveLength(102);
    expect(parseCanned(long(110), 'f')).toMatchObject({ code: 'too-many', line: 103 });
  });

  it('takes as many as there may be, and a text as long as it may be', () => {
    const most = Array.from({ length: MAX_CANNED }, (_, i) => `a${i} x`).join('\n');
    expect(parseCanned(most, 'f')).toHaveLength(MAX_CANNED);
    expect(parseCanned(`oi ${'é'.repeat(MAX_TEXT_BYTES / 2)}`, 'f')).toHaveLength(1);
  });

  it('is UTF-8, with or without a mark at its beginning', async () => {
    const path = newPath();
    writeFileSync(path, '\ufeffoi Olá');
    expect(await readCanned(path)).toEqual([{ name: 'oi', text: 'Olá' }]);
    writeFileSync(path, Buffer.from('oi Olá', 'latin1'));
    expect(await readCanned(path)).toMatchObject({ code: 'not-utf8', line: 0 });
  });

  it('that is not there says why', async () => {
    const error = await readCanned(newPath());
    expect(error).toBeInstanceOf(CannedError);
    expect(error).toMatchObject({ code: 'unreadable' });
    expect((error as CannedError).message).toContain('ENOENT');
  });
});
