/** SEARCH: what the store is asked for whom, and how its answer is shown. */

import { describe, expect, test } from 'vitest';
import { searchReply } from '../../src/desk/commands/search.ts';
import type { SearchRead } from '../../src/desk/effects.ts';
import type { SearchQuery, StoredMessage } from '../../src/desk/journal.ts';
import { MAX_FOUND, MAX_LISTING_BYTES } from '../../src/protocol/limits.ts';
import { type Chat, chat, START, START_TIME } from './chat.ts';

/** ana serves rui; mia and nico are members. */
function desk(): Chat {
  const desk = chat();
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.enters(3, 'mia membro');
  desk.enters(4, 'nico membro');
  return desk;
}

const found = (chat: Chat, conn: number, text: string) =>
  chat
    .asks(conn, `SEARCH ${text}`)
    .slice(1, -1)
    .map((line) => Number(line.split(' ')[1]));

function asked(chat: Chat, conn: number, line: string): SearchQuery | undefined {
  chat.says(conn, line);
  for (const effect of chat.effects) {
    if (effect.kind === 'read' && effect.read.kind === 'search') return effect.read.query;
  }
  return undefined;
}

describe('SEARCH', () => {
  test('lists what has the words as HISTORY would, oldest first', () => {
    const chat = desk();
    chat.says(2, 'MSG * quero açaí', 'MSG * e café', 'MSG * mais açaí');
    expect(chat.asks(1, '@s SEARCH acai')).toEqual([
      '@s +ok *2',
      `MSG 1 ${START_TIME} rui * quero açaí`,
      `MSG 3 ${START_TIME} rui * mais açaí`,
      '.',
    ]);
    chat.says(2, 'UNDO');
    chat.says(1, 'NOTE rui gosta de açaí');
    expect(found(chat, 1, 'açaí')).toEqual([1]);
  });

  test('shows attendants everything, others what is theirs and of their rooms', () => {
    const chat = desk();
    chat.says(3, 'JOIN #a', 'MSG nico pão', 'MSG #a pão');
    chat.says(2, 'MSG * pão');
    chat.says(1, 'MSG rui pão');
    chat.says(4, 'MSG ana pão');
    expect(found(chat, 1, 'pao')).toEqual([1, 2, 3, 4, 5]);
    expect(found(chat, 2, 'pao')).toEqual([3, 4]);
    expect(found(chat, 3, 'pao')).toEqual([1, 2]);
    expect(found(chat, 4, 'pao')).toEqual([1, 5]);
    chat.says(4, 'JOIN #a');
    expect(found(chat, 4, 'pao')).toEqual([1, 2, 5]);
    chat.says(4, 'LEAVE #a');
    expect(found(chat, 4, 'pao')).toEqual([1, 5]);
  });

  test('shows nothing of whoever had the name before, and all of one’s own former names', () => {
    const chat = desk();
    chat.says(3, 'MSG nico pão', 'NICK maria', 'MSG nico pão');
    chat.enters(5, 'mia membro');
    chat.says(5, 'MSG nico pão');
    expect(found(chat, 3, 'pao')).toEqual([1, 2]);
    expect(found(chat, 5, 'pao')).toEqual([3]);
  });

  test('asks for the newest 50, of all or of these parties', () => {
    const chat = desk();
    chat.says(3, 'MSG nico um', 'NICK maria', 'MSG nico dois', 'JOIN #a');
    expect(asked(chat, 1, 'SEARCH  dois  pães')).toEqual({
      text: ' dois  pães',
      scopes: null,
      limit: MAX_FOUND,
    });
    const always = Number.MAX_SAFE_INTEGER;
    expect(asked(chat, 3, 'SEARCH x')?.scopes).toEqual([
      { key: 'mia', party: 3, after: 0, upto: 1 },
      { key: 'maria', party: 5, after: 1, upto: always },
      { key: '#a', party: 6, after: 0, upto: always },
    ]);
  });

  test('asks for what was said since the entry', () => {
    const chat = desk();
    chat.says(3, 'MSG nico pão', 'QUIT');
    chat.enters(5, 'mia membro');
    expect(asked(chat, 5, 'SEARCH pão')?.scopes?.[0]).toMatchObject({ key: 'mia', after: 1 });
    expect(found(chat, 5, 'pao')).toEqual([]);
  });

  test('for more than 32 different words is too long', () => {
    const words = Array.from({ length: 33 }, (_, i) => `p${i}`);
    expect(desk().asks(1, `SEARCH ${words.join(' ')}`)[0]).toMatch(/^-err TEXT-TOO-LONG /);
    const query = [...words.slice(1), ...words.slice(1)].join(' ').replace('p1 ', 'P1 ');
    expect(desk().asks(1, `SEARCH ${query}`)[0]).toBe('+ok *0');
    expect(desk().asks(1, `SEARCH ${'語'.repeat(2000)}`)[0]).toBe('+ok *0');
  });

  test('without a word is a bad argument', () => {
    expect(desk().asks(1, 'SEARCH')[0]).toMatch(/^-err BAD-ARGUMENT /);
  });
});

describe('the reply to SEARCH', () => {
  const read: SearchRead = {
    ...{ kind: 'search', conn: 1, label: 'q', lang: 'pt' },
    query: { text: 'x', scopes: null, limit: MAX_FOUND },
  };
  const message = (seq: number, text: string): StoredMessage => {
    return { seq, at: START, from: 'rui', to: '*', text, gone: false, note: false };
  };

  test('of nothing is an empty listing', () => {
    expect(searchReply(read, { messages: [], complete: true })).toBe('@q +ok *0\r\n.');
  });

  test('says in the language of the session that there was no time to look for all', () => {
    const messages = [message(7, 'x')];
    const item = `MSG 7 ${START_TIME} rui * x`;
    expect(searchReply(read, { messages, complete: false })).toBe(
      ['@q +ok *1 incompleta', item, '.'].join('\r\n'),
    );
    const english: SearchRead = { ...read, label: '', lang: 'en' };
    expect(searchReply(english, { messages: [], complete: false })).toBe('+ok *0 incomplete\r\n.');
  });

  test('leaves out what does not fit, from the oldest on', () => {
    const long = 'x'.repeat(7680);
    const many = Array.from({ length: 100 }, (_, n) => message(100 - n, long));
    const lines = searchReply(read, { messages: many, complete: true }).split('\r\n');
    expect(Buffer.byteLength(lines.join('\r\n'))).toBeLessThan(MAX_LISTING_BYTES);
    expect(lines[0]).toBe(`@q +ok *${lines.length - 2}`);
    expect(lines.at(-2)).toMatch(/^MSG 100 /);
    expect(lines.length).toBeGreaterThan(60);
  });
});
