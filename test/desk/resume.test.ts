/** RESUME: the same person comes back by a token, and gets what was missed. */

import { describe, expect, test } from 'vitest';
import { resumeReply } from '../../src/desk/commands/resume.ts';
import type { LogRead } from '../../src/desk/effects.ts';
import type { LogEvent } from '../../src/desk/journal.ts';
import { MAX_LOG, MAX_LOG_BYTES } from '../../src/protocol/limits.ts';
import { type Chat, chat, MINUTE, START, START_TIME } from './chat.ts';

const FAILED = '-err RESUME-FAILED não há o que retomar; entre com CONNECT';

/** ana serves rui by hand; sol waits; mia and nico are members. */
function desk(options: Parameters<typeof chat>[0] = { capacity: 0 }): Chat {
  const desk = chat(options);
  desk.enters(1, 'ana atendente');
  desk.enters(2, 'rui consumidor');
  desk.says(1, 'TAKE rui');
  desk.enters(3, 'sol consumidor');
  desk.enters(4, 'mia membro');
  desk.enters(5, 'nico membro');
  desk.forget();
  return desk;
}

describe('RESUME', () => {
  test('of a token that nobody has fails', () => {
    for (const token of ['token-9', 'x', 'hash-4', '?token-4']) {
      expect(desk().asks(9, `RESUME ${token}`)).toEqual([FAILED]);
    }
  });

  test('leads back to name, role and the same token, with the number of events that follow', () => {
    const chat = desk();
    chat.loses(4);
    chat.says(5, 'MSG mia um', 'MSG mia dois');
    expect(chat.asks(9, '@7 RESUME token-4')).toEqual([
      '@7 +ok mia membro token-4 2',
      `MSG 1 ${START_TIME} nico mia um`,
      `MSG 2 ${START_TIME} nico mia dois`,
    ]);
    expect(chat.asks(9, 'MSG nico voltei')).toEqual(['+ok mensagem recebida 3']);
  });

  test('works again and again with the same token', () => {
    const chat = desk();
    for (let conn = 20; conn < 30; conn++) {
      chat.loses(conn === 20 ? 4 : conn - 1);
      expect(chat.asks(conn, 'RESUME token-4')).toEqual(['+ok mia membro token-4 0']);
    }
  });

  test('is refused to who has entered, and other tokens stay as they are', () => {
    const chat = desk();
    chat.loses(4);
    expect(chat.asks(5, 'RESUME token-4')[0]).toMatch(/^-err ALREADY-CONNECTED /);
    expect(chat.asks(9, 'RESUME token-4')[0]).toMatch(/^\+ok mia /);
  });

  test('fails once the name is taken by somebody else, and once that one is gone', () => {
    const chat = desk();
    chat.loses(4);
    chat.enters(8, 'mia membro');
    expect(chat.asks(9, 'RESUME token-4')).toEqual([FAILED]);
    chat.says(8, 'QUIT');
    expect(chat.asks(9, 'RESUME token-4')).toEqual([FAILED]);
    expect(chat.asks(9, 'RESUME token-8')).toEqual([FAILED]);
  });

  test('fails after QUIT, and after the grace', () => {
    const chat = desk();
    chat.says(5, 'QUIT');
    expect(chat.asks(9, 'RESUME token-5')).toEqual([FAILED]);
    chat.loses(4);
    chat.passes(5 * MINUTE - 1);
    expect(chat.asks(9, 'RESUME token-4')[0]).toMatch(/^\+ok mia /);
    chat.loses(9);
    chat.passes(5 * MINUTE);
    expect(chat.asks(10, 'RESUME token-4')).toEqual([FAILED]);
  });

  test('takes over from a connection that is still alive, and tells nobody else', () => {
    const chat = desk();
    chat.says(1, 'LANG en');
    chat.forget();
    expect(chat.asks(9, 'RESUME token-1')).toEqual(['+ok ana atendente token-1 0', 'ASSIGNED rui ana']);
    expect(chat.heard(1)).toEqual(['QUIT TAKEN-OVER you have entered by another connection']);
    expect(chat.closed(1)).toBe(true);
    expect(chat.asks(1, 'MSG rui oi')).toEqual([]);
    chat.loses(1);
    for (const conn of [2, 3, 4, 5]) expect(chat.heard(conn)).toEqual([]);
    chat.says(9, 'MSG rui oi');
    expect(chat.heard(2)).toEqual([`MSG 1 ${START_TIME} ana rui oi`]);
  });

  test('leads back after a restart, and after two', () => {
    const chat = desk();
    chat.says(2, 'MSG * um');
    chat.restarts();
    const stands = ['ASSIGNED rui ana', 'PRESENCE rui lost'];
    expect(chat.asks(9, 'RESUME token-1')).toEqual(['+ok ana atendente token-1 0', ...stands]);
    chat.restarts();
    expect(chat.asks(9, 'RESUME token-1 0')).toEqual([
      '+ok ana atendente token-1 1',
      `MSG 1 ${START_TIME} rui * um`,
      ...stands,
    ]);
  });

  test('goes by the desk’s memory of who serves whom: what the customer says next arrives', () => {
    const chat = desk();
    chat.restarts();
    chat.says(10, 'RESUME token-1');
    chat.says(11, 'RESUME token-2');
    chat.forget();
    chat.says(11, 'MSG * ainda aí?');
    expect(chat.heard(10)).toEqual([`MSG 1 ${START_TIME} rui * ainda aí?`]);
    expect(chat.asks(10, 'MSG rui sim')).toEqual(['+ok mensagem recebida 2']);
  });

  test('keeps the person’s UNDO, over a lost connection', () => {
    const chat = desk();
    chat.says(4, 'MSG nico um');
    chat.loses(4);
    chat.says(9, 'RESUME token-4');
    expect(chat.asks(9, 'UNDO')).toEqual(['+ok 1']);
  });

  test('tells the journal that they are here, and a loss where they went away', () => {
    const chat = desk();
    chat.says(5, 'MSG mia um');
    const presence = () =>
      chat.effects.flatMap((effect) =>
        effect.kind === 'record' && effect.name === 'presence' ? [effect.args] : [],
      );
    const { id } = chat.desk.people.find('mia')!.party;
    chat.loses(4);
    expect(presence()).toEqual([[id, { seq: 1, delivery: 0 }]]);
    chat.says(9, 'RESUME token-4');
    expect(presence()).toEqual([[id, null]]);
  });

  test('ends the grace: who came back is not gone when it would have been over', () => {
    const chat = desk();
    chat.loses(4);
    chat.passes(MINUTE);
    chat.says(9, 'RESUME token-4');
    chat.passes(10 * MINUTE);
    expect(chat.asks(5, 'MSG mia oi')).toEqual(['+ok mensagem recebida 1']);
    expect(chat.heard(9).at(-1)).toMatch(/^MSG 1 /);
  });
});

describe('the other side', () => {
  test('of a customer learns that they are lost, and that they are back', () => {
    const chat = desk();
    chat.loses(2);
    chat.says(9, 'RESUME token-2');
    expect(chat.heard(1)).toEqual(['PRESENCE rui lost', 'PRESENCE rui online']);
    for (const conn of [3, 4, 5]) expect(chat.heard(conn)).toEqual([]);
  });

  test('of an attendant, every customer they serve, learns it too', () => {
    const chat = desk();
    chat.says(1, 'TAKE sol');
    chat.forget();
    chat.loses(1);
    chat.says(9, 'RESUME token-1');
    for (const conn of [2, 3]) expect(chat.heard(conn)).toEqual(['PRESENCE ana lost', 'PRESENCE ana online']);
    for (const conn of [4, 5]) expect(chat.heard(conn)).toEqual([]);
  });

  test('is told nothing of one who waits', () => {
    const chat = desk();
    chat.loses(3);
    chat.says(9, 'RESUME token-3');
    expect(chat.heard(1)).toEqual([]);
  });
});

describe('how things stand, behind the reply', () => {
  const standing = (chat: Chat, token: number) => chat.asks(9, `RESUME token-${token}`).slice(1);

  test('is ASSIGNED for a customer who is served, and that the attendant is lost if so', () => {
    const chat = desk();
    chat.loses(2);
    expect(standing(chat, 2)).toEqual(['ASSIGNED rui ana']);
    chat.loses(1);
    chat.loses(9);
    chat.forget();
    expect(chat.asks(10, 'RESUME token-2')).toEqual([
      '+ok rui consumidor token-2 0',
      'ASSIGNED rui ana',
      'PRESENCE ana lost',
    ]);
    expect(standing(chat, 1)).toEqual(['ASSIGNED rui ana']);
    expect(chat.heard(10)).toEqual(['PRESENCE ana online']);
  });

  test('tells an attendant behind each ASSIGNED whether that customer is lost', () => {
    const chat = desk();
    chat.enters(6, 'tom consumidor');
    chat.says(1, 'TAKE sol', 'TAKE tom');
    for (const conn of [2, 6, 1]) chat.loses(conn);
    chat.forget();
    expect(standing(chat, 1)).toEqual([
      'ASSIGNED rui ana',
      'PRESENCE rui lost',
      'ASSIGNED sol ana',
      'ASSIGNED tom ana',
      'PRESENCE tom lost',
    ]);
    chat.says(10, 'RESUME token-6');
    expect(chat.heard(9)).toEqual(['PRESENCE tom online']);
  });

  test('is so too for who comes back by a password', () => {
    const chat = desk();
    chat.registers('bia atendente');
    chat.proceeds(6, 'bia atendente');
    chat.says(6, 'TAKE sol');
    chat.loses(3);
    chat.loses(6);
    chat.says(9, 'PASS senha');
    expect(chat.asks(9, 'CONNECT bia atendente').slice(1)).toEqual(['ASSIGNED sol bia', 'PRESENCE sol lost']);
  });

  test('is the place for a customer who waits', () => {
    const chat = desk();
    chat.enters(6, 'tom consumidor');
    chat.loses(6);
    expect(standing(chat, 6)).toEqual(['QUEUE 2 2 ?']);
    chat.passes(1);
    expect(chat.heard(9)).toEqual([]);
  });

  test('is a new place, if who stood before is gone', () => {
    const chat = desk();
    chat.enters(6, 'tom consumidor');
    chat.loses(6);
    chat.says(3, 'QUIT');
    chat.passes(1);
    expect(standing(chat, 6)).toEqual(['QUEUE 1 1 ?']);
  });

  test('is that they do not wait, for a customer after CLOSED', () => {
    const chat = desk();
    chat.loses(2);
    chat.says(1, 'CLOSE rui até logo');
    expect(standing(chat, 2)).toEqual(['CLOSED ana até logo', 'QUEUE 0 1 ?']);
  });

  test('is that they wait again, for a customer whose attendant left', () => {
    const chat = desk();
    chat.loses(2);
    chat.says(1, 'QUIT');
    expect(standing(chat, 2)).toEqual(['QUEUE 1 2 ?']);
  });

  test('is one ASSIGNED per customer for an attendant, in the order in which they came', () => {
    const chat = desk();
    chat.enters(6, 'tom consumidor');
    chat.says(1, 'TAKE tom', 'TAKE sol');
    chat.loses(1);
    expect(standing(chat, 1)).toEqual(['ASSIGNED rui ana', 'ASSIGNED tom ana', 'ASSIGNED sol ana']);
  });

  test('is nothing for an attendant who serves nobody, and for a member', () => {
    const chat = desk();
    chat.says(1, 'CLOSE rui');
    chat.loses(1);
    chat.loses(4);
    expect(standing(chat, 1)).toEqual([]);
    expect(chat.asks(10, 'RESUME token-4').slice(1)).toEqual([]);
  });

  test('gives an attendant who has room those who wait, with their messages', () => {
    const chat = desk({ capacity: 2 });
    chat.loses(1);
    chat.enters(6, 'tom consumidor');
    chat.says(6, 'MSG * alguém?');
    expect(standing(chat, 1)).toEqual(['ASSIGNED rui ana', 'ASSIGNED sol ana']);
    chat.loses(9);
    chat.says(3, 'QUIT');
    expect(chat.asks(10, 'RESUME token-1')).toEqual([
      '+ok ana atendente token-1 1',
      'CLOSED sol quit',
      'ASSIGNED rui ana',
      'WAITING-END tom taken',
      'ASSIGNED tom ana',
      `MSG 1 ${START_TIME} tom * alguém?`,
    ]);
  });

  test('gives a customer who waited an attendant who has room', () => {
    const chat = desk({ capacity: 2 });
    chat.enters(6, 'tom consumidor');
    chat.loses(6);
    chat.says(1, 'CLOSE rui');
    chat.forget();
    expect(standing(chat, 6)).toEqual(['QUEUE 1 1 ?', 'ASSIGNED tom ana']);
    expect(chat.heard(1)).toEqual(['WAITING-END tom taken', 'ASSIGNED tom ana']);
  });
});

describe('what RESUME asks of the store', () => {
  /** mia hears something, sends something, and is away from there on. */
  function away(): Chat {
    const chat = desk();
    chat.says(1, 'TAKE sol');
    chat.says(5, 'MSG mia um');
    chat.says(4, 'MSG nico dois');
    chat.says(3, 'MSG * três');
    chat.says(1, 'CLOSE sol');
    chat.loses(4);
    chat.says(5, 'MSG mia quatro', 'MSG mia cinco');
    return chat;
  }
  const asked = (chat: Chat, line: string) => {
    chat.says(9, line);
    return chat.logReads.at(-1) as LogRead;
  };

  test('is everything behind the place where the person went away', () => {
    const chat = away();
    const party = chat.desk.people.find('mia')!.party.id;
    const { label, lang, before, after, query } = asked(chat, '@q RESUME token-4');
    expect({ label, lang, before, after }).toEqual({
      label: 'q',
      lang: 'pt',
      before: '@q +ok mia membro ',
      after: null,
    });
    expect(query).toEqual({
      party,
      key: 'mia',
      after: { seq: 3, delivery: 1 },
      upto: { seq: 5, delivery: 1 },
      since: 0,
      limit: MAX_LOG,
      notes: false,
      others: [],
    });
  });

  test('is everything behind the last seq that the client saw, or all for 0', () => {
    expect(asked(away(), 'RESUME token-4 1').query.after).toBe(1);
    expect(asked(away(), 'RESUME token-4 0').query.after).toBe(0);
    expect(asked(away(), 'RESUME token-4 9007199254740991').query.after).toBe(9007199254740991);
  });

  test('is nothing, without a last seq, of a connection that is still alive', () => {
    const chat = away();
    chat.says(8, 'RESUME token-4');
    expect(asked(chat, 'RESUME token-4').query).toMatchObject({
      after: { seq: 5, delivery: 1 },
      upto: { seq: 5, delivery: 1 },
    });
  });

  test('ends with what the desk has said so far: what it says next goes out by itself', () => {
    const chat = away();
    chat.says(2, 'MSG * seis');
    chat.says(1, 'QUIT');
    chat.loses(2);
    const { query } = asked(chat, 'RESUME token-2 0');
    expect(query.upto).toEqual({ seq: 6, delivery: 1 });
    chat.forget();
    chat.enters(7, 'bia atendente');
    expect(asked(chat, 'RESUME token-2').query.upto.seq).toBe(6);
  });

  test('gives all events behind a seq, one’s own messages among them', () => {
    const one = (n: number, from: string, to: string, text: string) =>
      `MSG ${n} ${START_TIME} ${from} ${to} ${text}`;
    const own = one(2, 'mia', 'nico', 'dois');
    const news = [one(4, 'nico', 'mia', 'quatro'), one(5, 'nico', 'mia', 'cinco')];
    expect(away().asks(9, 'RESUME token-4 1')).toEqual(['+ok mia membro token-4 3', own, ...news]);
    expect(away().asks(9, 'RESUME token-4 2')).toEqual(['+ok mia membro token-4 2', ...news]);
    const all = ['+ok mia membro token-4 4', one(1, 'nico', 'mia', 'um'), own, ...news];
    expect(away().asks(9, 'RESUME token-4 0')).toEqual(all);
    // 3 is not of this log: then it is all of it.
    expect(away().asks(9, 'RESUME token-4 3')).toEqual(all);
    expect(away().asks(9, 'RESUME token-4 5')).toEqual(['+ok mia membro token-4 0']);
  });

  test('goes behind a message that was undone, and gives its UNDO', () => {
    const chat = desk();
    chat.says(5, 'MSG mia um', 'MSG mia dois', 'MSG mia três');
    chat.loses(4);
    chat.says(5, 'UNDO 2');
    expect(chat.asks(9, 'RESUME token-4 2')).toEqual([
      '+ok mia membro token-4 2',
      `MSG 3 ${START_TIME} nico mia três`,
      'UNDO 2 nico mia',
    ]);
  });

  test('gives an UNDO and a CLOSED that the connection was told but the client did not see', () => {
    const chat = desk();
    chat.says(1, 'MSG rui um', 'MSG rui dois', 'UNDO', 'CLOSE rui até logo');
    expect(chat.asks(9, 'RESUME token-2 1')).toEqual([
      '+ok rui consumidor token-2 2',
      'UNDO 2 ana rui',
      'CLOSED ana até logo',
      'QUEUE 0 1 ?',
    ]);
  });

  test('is not of whoever bore the name before', () => {
    const chat = desk();
    chat.says(5, 'MSG mia segredo');
    chat.loses(4);
    chat.enters(8, 'mia membro');
    chat.says(5, 'MSG mia oi');
    expect(chat.asks(9, 'RESUME token-8 0')).toEqual([
      '+ok mia membro token-8 1',
      `MSG 2 ${START_TIME} nico mia oi`,
    ]);
  });
});

describe('an older message that is handed over', () => {
  /** sol has written twice while waiting, rui once after that; then ana, who serves rui, gets sol in the given way. */
  function handedOver(how: (chat: Chat) => void): Chat {
    const chat = desk();
    chat.says(3, 'MSG * um', 'MSG * dois');
    chat.says(2, 'MSG * três');
    how(chat);
    chat.says(2, 'MSG * mais');
    return chat;
  }
  const texts = (lines: readonly string[]) =>
    lines.filter((line) => line.startsWith('MSG')).map((line) => line.split(' ').at(-1));

  test.each<[string, (chat: Chat) => void]>([
    ['NEXT', (chat) => chat.says(1, 'NEXT')],
    ['TAKE', (chat) => chat.says(1, 'TAKE sol')],
  ])('by %s stands in the log where it went out', (_, how) => {
    const chat = handedOver(how);
    expect(texts(chat.asks(9, 'RESUME token-1 0'))).toEqual(['três', 'um', 'dois', 'mais']);
    expect(texts(chat.asks(10, 'RESUME token-1 3'))).toEqual(['um', 'dois', 'mais']);
    expect(texts(chat.asks(11, 'RESUME token-1 1'))).toEqual(['dois', 'mais']);
    expect(texts(chat.asks(12, 'RESUME token-1 2'))).toEqual(['mais']);
    expect(texts(chat.asks(13, 'RESUME token-1 4'))).toEqual([]);
  });

  test('because of an answer to one who waits stands in front of the answer', () => {
    const chat = handedOver((chat) => chat.says(1, 'MSG sol pronto'));
    expect(texts(chat.asks(9, 'RESUME token-1 0'))).toEqual(['três', 'um', 'dois', 'pronto', 'mais']);
    expect(texts(chat.asks(10, 'RESUME token-1 2'))).toEqual(['pronto', 'mais']);
  });

  test('by the desk itself does so too', () => {
    const chat = desk({ capacity: 1 });
    chat.says(3, 'MSG * um', 'MSG * dois');
    chat.says(1, 'MSG rui três', 'CLOSE rui');
    chat.says(3, 'MSG * mais');
    expect(texts(chat.asks(9, 'RESUME token-1 0'))).toEqual(['três', 'um', 'dois', 'mais']);
    expect(texts(chat.asks(10, 'RESUME token-1 1'))).toEqual(['dois', 'mais']);
  });

  test('is not given to one who gets nobody, and stands in the customer’s log only once', () => {
    const chat = handedOver((chat) => chat.says(1, 'NEXT'));
    expect(texts(chat.asks(9, 'RESUME token-3 0'))).toEqual(['um', 'dois']);
    expect(texts(chat.asks(10, 'RESUME token-4 0'))).toEqual([]);
  });

  test('to an attendant who has just entered is older than they are, and stands in the log all the same', () => {
    const chat = desk({ capacity: 1 });
    chat.says(3, 'MSG * um', 'MSG * dois');
    chat.enters(6, 'bia atendente');
    expect(texts(chat.asks(9, 'RESUME token-6 0'))).toEqual(['um', 'dois']);
    expect(texts(chat.asks(10, 'RESUME token-6 1'))).toEqual(['dois']);
    chat.restarts();
    expect(texts(chat.asks(11, 'RESUME token-6 0'))).toEqual(['um', 'dois']);
  });

  test('survives a restart in its place', () => {
    const chat = handedOver((chat) => chat.says(1, 'NEXT'));
    chat.restarts();
    expect(texts(chat.asks(9, 'RESUME token-1 1'))).toEqual(['dois', 'mais']);
  });

  test('and the deliveries behind a restart have numbers of their own', () => {
    const chat = handedOver((chat) => chat.says(1, 'NEXT', 'CLOSE rui'));
    const before = chat.desk.lastDelivery;
    expect(before).toBe(3);
    chat.says(2, 'QUIT');
    chat.says(1, 'QUIT');
    chat.restarts();
    expect(chat.desk.lastDelivery).toBe(before);
  });
});

describe('the reply to RESUME', () => {
  const read = (after: string | null): LogRead => ({
    ...{ kind: 'log', conn: 1, label: '', lang: 'pt', before: '+ok ana atendente ', after },
    query: {
      ...{ party: 1, key: 'ana', after: 0, since: 0, limit: MAX_LOG, notes: true, others: [] },
      upto: { seq: 0, delivery: 0 },
    },
  });
  const message = (seq: number, text: string, note = false): LogEvent => ({
    kind: 'MSG',
    message: { seq, at: START, from: 'rui', to: '*', text, gone: false, note },
  });

  test('tells each kind of event as it went out, in order, and how many they are', () => {
    const events: LogEvent[] = [
      message(7, 'olá, tudo bem?'),
      { kind: 'CLOSED', text: 'CLOSED rui quit' },
      { kind: 'UNDO', seq: 7, from: 'rui', to: '*' },
    ];
    expect(resumeReply(read(null), events)).toEqual({
      after: ' 3',
      lines: [`MSG 7 ${START_TIME} rui * olá, tudo bem?`, 'CLOSED rui quit', 'UNDO 7 rui *'],
    });
  });

  test('tells a note as NOTE', () => {
    expect(resumeReply(read(null), [message(7, 'gentil', true)]).lines).toEqual([
      `NOTE 7 ${START_TIME} rui * gentil`,
    ]);
  });

  test('of nothing says so', () => {
    expect(resumeReply(read(null), [])).toEqual({ after: ' 0', lines: [] });
  });

  test('to CONNECT ends with the welcome instead of the number', () => {
    expect(resumeReply(read(' bem-vindo(a)'), [message(7, 'x')])).toMatchObject({ after: ' bem-vindo(a)' });
  });

  test('has at most 512 KiB of events, line ends included, and leaves out the oldest', () => {
    const head = `MSG 100 ${START_TIME} rui *  `.length;
    // Lines of exactly 4096 bytes: 128 of them fit.
    const text = `${'é'.repeat(100)}${'x'.repeat(4096 - 200 - head - 1)}`;
    const events = Array.from({ length: 200 }, (_, n) => message(100 + n, text));
    const { after, lines } = resumeReply(read(null), events);
    expect(Buffer.byteLength(`${lines[0]}\r\n`)).toBe(4096);
    expect(lines).toHaveLength(MAX_LOG_BYTES / 4096);
    expect(after).toBe(` ${lines.length}`);
    expect(lines[0]).toMatch(/^MSG 172 /);
    expect(lines.at(-1)).toMatch(/^MSG 299 /);
    const longer = events.with(150, message(250, `${text}x`));
    expect(resumeReply(read(null), longer).lines).toHaveLength(MAX_LOG_BYTES / 4096 - 1);
  });
});

describe('a log of more than it holds', () => {
  test('gives the newest 1,000', () => {
    const chat = desk();
    for (let n = 1; n <= 1005; n++) chat.says(5, `MSG mia m${n}`);
    const [reply, ...events] = chat.asks(9, 'RESUME token-4 0');
    expect(reply).toBe('+ok mia membro token-4 1000');
    expect(events[0]).toBe(`MSG 6 ${START_TIME} nico mia m6`);
    expect(events).toHaveLength(1000);
  });
});
