/** NOTE: what attendants remark about customers, and that no customer ever hears of it. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/desk/messages.ts';
import { together } from '../../src/desk/notes.ts';
import { REPEATABLE, SEED } from '../protocol/random.ts';
import { chat, MINUTE, START_TIME } from './chat.ts';

/** ana serves rui, and bia nobody. */
function desk() {
  const desk = chat({ capacity: 1 });
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.enters(3, 'bia atendente');
  desk.enters(4, 'mia membro');
  return desk;
}

const note = (seq: number, text: string, from = 'bia') => `NOTE ${seq} ${START_TIME} ${from} rui ${text}`;

describe('NOTE', () => {
  test('gets its seq, and is told the attendant who serves, and nobody else', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.forget();
    expect(chat.asks(3, '@x NOTE RUI cuidado com ele')).toEqual(['@x +ok 2']);
    expect(chat.heard(1)).toEqual([note(2, 'cuidado com ele')]);
    for (const conn of [2, 4]) expect(chat.heard(conn)).toEqual([]);
  });

  test('by the attendant who serves is told nobody', () => {
    const chat = desk();
    expect(chat.asks(1, 'NOTE rui oi')).toEqual(['+ok 1']);
    for (const conn of [2, 3, 4]) expect(chat.heard(conn)).toEqual([]);
  });

  test('may be about a customer who waits, is lost, is served by nobody, or has an account', () => {
    const chat = desk();
    chat.registers('zeca consumidor');
    chat.enters(5, 'sol consumidor');
    chat.says(3, 'RETURN sol', 'STATUS away');
    chat.loses(2);
    chat.says(1, 'CLOSE rui');
    chat.forget();
    for (const [index, name] of ['sol', 'rui', 'zeca'].entries()) {
      expect(chat.asks(3, `NOTE ${name} oi`)).toEqual([`+ok ${index + 1}`]);
    }
  });

  test('is about customers alone, and by attendants alone', () => {
    const chat = desk();
    chat.registers('leo membro');
    const cases: readonly (readonly [line: string, code: string])[] = [
      ['NOTE ninguem oi', 'NO-SUCH-USER'],
      ['NOTE ana oi', 'FORBIDDEN'],
      ['NOTE mia oi', 'FORBIDDEN'],
      ['NOTE leo oi', 'FORBIDDEN'],
      ['NOTE rui', 'BAD-ARGUMENT'],
      ['NOTE', 'BAD-ARGUMENT'],
      [`NOTE rui ${'x'.repeat(7681)}`, 'TEXT-TOO-LONG'],
    ];
    for (const [line, code] of cases) {
      expect(chat.asks(3, line)[0], line).toMatch(new RegExp(`^-err ${code} `));
      expect(chat.effects).toHaveLength(1);
    }
    for (const conn of [2, 4]) expect(chat.asks(conn, 'NOTE rui oi')[0]).toMatch(/^-err FORBIDDEN /);
    expect(chat.asks(3, 'NOTE rui oi')).toEqual(['+ok 1']);
  });

  test('with a label is made once, and a MSG of the same words under it is another thing', () => {
    const chat = desk();
    expect(chat.asks(1, '@a NOTE rui oi')).toEqual(['@a +ok 1']);
    expect(chat.asks(1, '@a NOTE rui oi')).toEqual(['@a +ok 1']);
    expect(chat.effects).toHaveLength(1);
    expect(chat.asks(1, '@a MSG rui oi')).toEqual(['@a +ok mensagem recebida 2']);
    expect(chat.asks(1, '@a NOTE rui olá')).toEqual(['@a +ok 3']);
    expect(chat.asks(1, '@b NOTE rui oi')).toEqual(['@b +ok 4']);
    chat.restarts();
    chat.says(11, 'RESUME token-1');
    expect(chat.asks(11, '@a NOTE rui oi')).toEqual(['@a +ok 1']);
    chat.says(11, 'CLOSE rui');
    expect(chat.asks(11, '@b NOTE rui oi')).toEqual(['@b +ok 4']);
  });
});

describe('who takes the customer over', () => {
  test('gets the notes of the conversation among its messages, in order, and counted with them', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.says(3, 'NOTE rui dois');
    chat.says(1, 'MSG rui três', 'NOTE rui quatro');
    const backlog = [
      `MSG 1 ${START_TIME} rui * um`,
      note(2, 'dois'),
      `MSG 3 ${START_TIME} ana rui três`,
      note(4, 'quatro', 'ana'),
    ];
    chat.forget();
    chat.says(1, 'STATUS away', 'TRANSFER rui bia');
    expect(chat.heard(3).slice(2)).toEqual(backlog);
    chat.says(3, 'STATUS away', 'RETURN rui');
    expect(chat.asks(1, 'NEXT').slice(0, 5)).toEqual(['+ok rui 4', ...backlog]);
    chat.says(1, 'RETURN rui');
    chat.forget();
    chat.says(5, 'CONNECT caio atendente');
    expect(chat.heard(5).slice(-5)).toEqual(['ASSIGNED rui caio', ...backlog]);
    chat.says(5, 'RETURN rui');
    chat.forget();
    expect(chat.asks(3, 'MSG rui cinco').slice(0, 6)).toEqual([
      'WAITING-END rui taken',
      'ASSIGNED rui bia',
      ...backlog,
    ]);
  });

  test('gets none of an earlier conversation', () => {
    const chat = desk();
    chat.says(3, 'NOTE rui um');
    chat.says(1, 'CLOSE rui', 'NOTE rui dois', 'STATUS away');
    chat.says(3, 'STATUS away');
    chat.says(2, 'MSG * três');
    expect(chat.asks(1, 'NEXT').slice(0, 2)).toEqual(['+ok rui 1', `MSG 3 ${START_TIME} rui * três`]);
  });

  test('gets at most 50 of both together, the newest', () => {
    const chat = desk();
    chat.says(3, 'STATUS away');
    for (let n = 0; n < 40; n++) {
      chat.says(3, `NOTE rui n${n}`);
      chat.says(2, `MSG * m${n}`);
    }
    chat.says(1, 'RETURN rui');
    const [reply, ...events] = chat.asks(1, 'NEXT').filter((line) => /^(\+ok|MSG|NOTE)/.test(line));
    expect(reply).toBe('+ok rui 50');
    expect(events.map((event) => Number(event.split(' ')[1]))).toEqual(
      Array.from({ length: 50 }, (_, n) => 31 + n),
    );
  });

  test('gets them after a restart too', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.says(3, 'NOTE rui dois');
    chat.restarts();
    chat.says(13, 'RESUME token-3');
    chat.forget();
    chat.says(13, 'TRANSFER rui bia');
    expect(chat.heard(13)).toEqual([
      '+ok',
      'ASSIGNED rui bia',
      'PRESENCE rui lost',
      `MSG 1 ${START_TIME} rui * um`,
      note(2, 'dois'),
    ]);
  });
});

describe(`messages and notes together (SEED=${SEED})`, () => {
  test('are in one order, newest first, and all of them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1000)), fc.func(fc.boolean()), (seqs, isNote) => {
        const newestFirst = seqs.sort((a, b) => b - a).map((seq) => ({ seq }) as Message);
        const notes = newestFirst.filter(({ seq }) => isNote(seq));
        const messages = newestFirst.filter(({ seq }) => !isNote(seq));
        expect([...together(messages, notes)]).toEqual(newestFirst);
        expect([...together(messages, null)]).toEqual(messages);
      }),
      REPEATABLE,
    );
  });
});

describe('a note', () => {
  test('is undone as a message is, and only the attendant who got it is told', () => {
    const chat = desk();
    chat.says(3, 'NOTE rui um', 'NOTE rui dois');
    chat.forget();
    expect(chat.asks(3, 'UNDO')).toEqual(['+ok 2']);
    expect(chat.heard(1)).toEqual(['UNDO 2 bia rui']);
    expect(chat.asks(3, 'UNDO 1')).toEqual(['+ok 1']);
    expect(chat.heard(1)).toEqual(['UNDO 1 bia rui']);
    for (const conn of [2, 4]) expect(chat.heard(conn)).toEqual([]);
    chat.says(1, 'STATUS away', 'RETURN rui');
    expect(chat.heard(3).filter((line) => line.startsWith('NOTE'))).toEqual([]);
  });

  test('that was handed over is undone with who got it so', () => {
    const chat = desk();
    chat.says(1, 'NOTE rui um', 'STATUS away', 'TRANSFER rui bia');
    chat.forget();
    expect(chat.asks(1, 'UNDO')).toEqual(['+ok 1']);
    expect(chat.heard(3)).toEqual(['UNDO 1 ana rui']);
    expect(chat.heard(2)).toEqual([]);
  });

  test('of one’s own customer, or one whom nobody served, is undone quietly', () => {
    const chat = desk();
    chat.says(1, 'NOTE rui um', 'CLOSE rui');
    chat.says(3, 'NOTE rui dois');
    chat.forget();
    expect(chat.asks(1, 'UNDO')).toEqual(['+ok 1']);
    expect(chat.asks(3, 'UNDO')).toEqual(['+ok 2']);
    for (const conn of [1, 2, 3]) expect(chat.heard(conn)).toEqual([]);
  });

  test('is undone after a restart, with the same people told', () => {
    const chat = desk();
    chat.says(3, 'NOTE rui um');
    chat.says(1, 'NOTE rui dois', 'CLOSE rui');
    chat.restarts();
    for (const conn of [1, 2, 3]) chat.says(10 + conn, `RESUME token-${conn}`);
    chat.forget();
    expect(chat.asks(13, 'UNDO')).toEqual(['+ok 1']);
    expect(chat.heard(11)).toEqual(['UNDO 1 bia rui']);
    expect(chat.asks(11, 'UNDO')).toEqual(['+ok 2']);
    for (const conn of [12, 13]) expect(chat.heard(conn)).toEqual([]);
  });

  test('waits for the attendant who is lost, and comes with RESUME in the place of its seq', () => {
    const chat = desk();
    chat.loses(1);
    chat.says(2, 'MSG * um');
    chat.says(3, 'NOTE rui dois');
    chat.says(2, 'MSG * três');
    expect(chat.asks(11, 'RESUME token-1').slice(1, 4)).toEqual([
      `MSG 1 ${START_TIME} rui * um`,
      note(2, 'dois'),
      `MSG 3 ${START_TIME} rui * três`,
    ]);
  });

  test('that was handed over comes again with RESUME', () => {
    const chat = desk();
    chat.says(1, 'NOTE rui um', 'STATUS away', 'TRANSFER rui bia');
    chat.loses(3);
    expect(chat.asks(13, 'RESUME token-3 0')).toContain(note(1, 'um', 'ana'));
  });

  test('is in no history, no log and no backlog of the customer', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.says(3, 'NOTE rui dois');
    expect(chat.asks(2, 'HISTORY *')).toEqual(['+ok *1', `MSG 1 ${START_TIME} rui * um`, '.']);
    chat.loses(2);
    chat.says(3, 'NOTE rui três');
    expect(chat.asks(12, 'RESUME token-2 0').join('\n')).not.toMatch(/NOTE|dois|três/);
    chat.restarts();
    expect(chat.asks(22, 'RESUME token-2 0').join('\n')).not.toMatch(/NOTE|dois|três/);
    expect(chat.asks(22, 'HISTORY rui 500').join('\n')).not.toMatch(/NOTE|dois|três/);
  });

  test('is in the history of the customer, the author and who served, for attendants', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.says(3, 'NOTE rui dois', 'NOTE rui três', 'UNDO');
    const notes = [note(2, 'dois'), `GONE 3 ${START_TIME} bia rui`];
    const all = [`MSG 1 ${START_TIME} rui * um`, ...notes];
    expect(chat.asks(3, 'HISTORY rui')).toEqual(['+ok *3', ...all, '.']);
    expect(chat.asks(1, 'HISTORY ana')).toEqual(['+ok *3', ...all, '.']);
    expect(chat.asks(1, 'HISTORY bia')).toEqual(['+ok *2', ...notes, '.']);
    expect(chat.asks(1, 'HISTORY rui 2')).toEqual(['+ok *2', ...notes, '.']);
  });

  test('counts in what may stay in memory, and is still known when it had to go', () => {
    const desk = chat({ capacity: 1, maxRememberedBytes: 4000 });
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'bia atendente');
    for (let n = 1; n <= 20; n++) desk.says(3, `NOTE rui n${n}`);
    expect(desk.desk.people.find('rui')!.notes!.size).toBeLessThan(20);
    const listed = desk.asks(1, 'HISTORY rui').slice(1, -1);
    expect(listed).toEqual(Array.from({ length: 20 }, (_, n) => note(n + 1, `n${n + 1}`)));
  });

  test('is forgotten with the customer, and when it is too old', () => {
    const chat = desk();
    chat.says(3, 'NOTE rui um');
    chat.clock.now += MINUTE;
    chat.order({ do: 'expire', before: chat.clock.now });
    chat.says(3, 'NOTE rui dois');
    const person = (name: string) => chat.desk.people.find(name)!;
    expect([...person('rui').notes!].map(({ text }) => text)).toEqual(['dois']);
    chat.order({ do: 'forget', key: 'rui' });
    for (const name of ['ana', 'bia']) expect([...person(name).notes!]).toEqual([]);
  });
});
