/** Accounts: who is let in under which name, and the same person coming back by a password. */

import { describe, expect, test } from 'vitest';
import { FAILED_PROOF } from '../../src/desk/accounts.ts';
import { type Code, ERRORS } from '../../src/protocol/codes.ts';
import { type Chat, chat, MINUTE, START_TIME } from './chat.ts';
import { verifierOf } from './edge.ts';

/** ana, an attendant, and caio, a customer, have accounts; nobody is here. */
function desk(options: Parameters<typeof chat>[0] = {}): Chat {
  const desk = chat(options);
  desk.registers('ana atendente');
  desk.registers('caio consumidor');
  return desk;
}

/** What a CONNECT comes to: `ok`, or its code. */
const outcome = ([reply = '']: readonly string[]) => /^(?:\+(ok)|-err (\S+)) /.exec(reply)?.slice(1).join('');

type Proof = 'none' | 'right' | 'wrong' | 'outdated';
const PROOFS: Readonly<Record<Proof, string>> = {
  none: '',
  right: verifierOf('senha'),
  wrong: FAILED_PROOF,
  outdated: verifierOf('a password of before'),
};

describe('who is let in', () => {
  const table: readonly [
    who: string,
    line: string,
    open: Readonly<Record<Proof, 'ok' | Code>>,
    guarded?: Partial<Record<Proof, Code>>,
  ][] = [
    [
      'a registered name in its role',
      'CONNECT ana atendente',
      { none: 'AUTH-REQUIRED', right: 'ok', wrong: 'AUTH-FAILED', outdated: 'AUTH-FAILED' },
    ],
    [
      'a registered name in its role, written otherwise',
      'CONNECT ＡNA attendant',
      { none: 'AUTH-REQUIRED', right: 'ok', wrong: 'AUTH-FAILED', outdated: 'AUTH-FAILED' },
    ],
    [
      'a registered name in another role',
      'CONNECT ana membro',
      { none: 'AUTH-REQUIRED', right: 'FORBIDDEN', wrong: 'AUTH-FAILED', outdated: 'AUTH-FAILED' },
    ],
    [
      'a registered customer who wants to attend',
      'CONNECT caio atendente',
      { none: 'AUTH-REQUIRED', right: 'FORBIDDEN', wrong: 'AUTH-FAILED', outdated: 'AUTH-FAILED' },
    ],
    [
      'an attendant without an account',
      'CONNECT zoe atendente',
      { none: 'ok', right: 'AUTH-FAILED', wrong: 'AUTH-FAILED', outdated: 'AUTH-FAILED' },
      { none: 'AUTH-REQUIRED' },
    ],
    [
      'a customer without an account',
      'CONNECT zoe consumidor',
      { none: 'ok', right: 'AUTH-FAILED', wrong: 'AUTH-FAILED', outdated: 'AUTH-FAILED' },
    ],
    [
      'a member without an account',
      'CONNECT zoe membro',
      { none: 'ok', right: 'AUTH-FAILED', wrong: 'AUTH-FAILED', outdated: 'AUTH-FAILED' },
    ],
  ];
  const rows = table.flatMap(([who, line, open, guarded]) =>
    (Object.keys(PROOFS) as Proof[]).flatMap((proof) => [
      [who, proof, 'may be without accounts', line, open[proof]] as const,
      [who, proof, 'need accounts', line, guarded?.[proof] ?? open[proof]] as const,
    ]),
  );

  test.each(rows)('%s, password %s, where attendants %s', (_, proof, where, line, expected) => {
    const chat = desk({ attendantsNeedAccount: where === 'need accounts' });
    const before = chat.desk.people.size;
    expect(outcome(chat.proves(1, line, PROOFS[proof]))).toBe(expected);
    expect(chat.desk.people.size - before).toBe(expected === 'ok' ? 1 : 0);
  });

  test('learns nothing of which names have accounts from a password that fails', () => {
    const chat = desk();
    chat.enters(5, 'bia atendente');
    const answers = ['ana', 'ninguem', 'bia', 'caio'].map((name) => {
      chat.says(1, 'PASS errada');
      return chat.asks(1, `CONNECT ${name} atendente`);
    });
    for (const answer of answers) expect(answer).toEqual([`-err AUTH-FAILED ${ERRORS['AUTH-FAILED'].pt}`]);
  });

  test('has to give the password anew for each CONNECT', () => {
    const chat = desk();
    expect(chat.asks(1, '@1 PASS senha')).toEqual(['@1 +ok']);
    chat.says(1, 'PASS errada');
    expect(outcome(chat.asks(1, 'CONNECT ana atendente'))).toBe('AUTH-FAILED');
    expect(outcome(chat.asks(1, 'CONNECT ana atendente'))).toBe('AUTH-REQUIRED');
    chat.says(1, 'PASS senha');
    expect(outcome(chat.asks(1, 'CONNECT ana atendente'))).toBe('ok');
  });

  test('is let in although the desk is full for others', () => {
    const chat = desk({ maxPeople: 2 });
    chat.enters(4, 'rui membro');
    chat.enters(5, 'bia membro');
    expect(chat.asks(6, 'CONNECT sol membro')[0]).toMatch(/^-err FULL /);
    expect(chat.proves(2, 'CONNECT caio consumidor', PROOFS.right)[0]).toMatch(/^\+ok caio /);
    expect(chat.proves(3, 'CONNECT ana atendente', PROOFS.right)[0]).toMatch(/^\+ok ana /);
  });

  test('may come back to their place in a full line, and not make it longer', () => {
    const chat = desk({ maxWaiting: 1 });
    chat.proceeds(1, 'caio consumidor');
    expect(chat.proves(2, 'CONNECT caio consumidor', PROOFS.right).at(-1)).toBe('QUEUE 1 1 ?');
    chat.says(2, 'QUIT');
    chat.enters(3, 'sol consumidor');
    expect(chat.proves(4, 'CONNECT caio consumidor', PROOFS.right)[0]).toMatch(/^-err FULL /);
    chat.enters(5, 'bia atendente');
    expect(chat.proves(4, 'CONNECT caio consumidor', PROOFS.right)[0]).toMatch(/^\+ok caio /);
  });
});

describe('a first CONNECT with a password', () => {
  test('is answered as any, with a fresh token', () => {
    expect(desk().proves(1, 'CONNECT Ana atendente Ana da Loja', PROOFS.right)).toEqual([
      '+ok ana atendente token-1 bem-vindo(a) ao Telechat',
    ]);
  });

  test('begins to wait, or is given a customer, as anybody', () => {
    const chat = desk();
    expect(chat.proves(2, 'CONNECT caio consumidor', PROOFS.right).slice(1)).toEqual(['QUEUE 1 1 ?']);
    expect(chat.proves(1, 'CONNECT ana atendente', PROOFS.right).slice(1)).toEqual([
      'WAITING-END caio taken',
      'ASSIGNED caio ana',
    ]);
    expect(chat.heard(2)).toEqual(['ASSIGNED caio ana']);
  });

  test('is by the party of the account, at every visit', () => {
    const chat = desk();
    const party = () => chat.desk.people.find('ana')?.party.id;
    chat.proceeds(1, 'ana atendente');
    const first = party();
    chat.says(1, 'QUIT');
    expect(party()).toBeUndefined();
    chat.proceeds(2, 'ana atendente');
    expect(party()).toBe(first);
    expect([...chat.store.accounts.keys()]).toContain(first);
  });

  test('shows the person’s own history of earlier visits, to them and to attendants', () => {
    const chat = desk();
    chat.proceeds(1, 'caio consumidor');
    chat.says(1, 'MSG * um', 'QUIT');
    chat.proceeds(2, 'caio consumidor');
    chat.says(2, 'MSG * dois');
    const both = ['+ok *2', `MSG 1 ${START_TIME} caio * um`, `MSG 2 ${START_TIME} caio * dois`, '.'];
    expect(chat.asks(2, 'HISTORY *')).toEqual(both);
    chat.proceeds(3, 'ana atendente');
    expect(chat.asks(3, 'HISTORY caio')).toEqual(both);
  });

  test('does not show what was said under the name before it had an account', () => {
    const chat = desk();
    chat.enters(1, 'zoe membro');
    chat.says(1, 'MSG zoe segredo', 'QUIT');
    chat.registers('zoe membro');
    chat.proceeds(2, 'zoe membro');
    expect(chat.asks(2, 'HISTORY zoe')).toEqual(['+ok *0', '.']);
  });
});

describe('CONNECT with PASS while an older connection lives', () => {
  /** ana serves rui on connection 1. */
  function served(): Chat {
    const chat = desk();
    chat.proceeds(1, 'ana atendente Ana da Loja');
    chat.enters(2, 'rui consumidor');
    chat.forget();
    return chat;
  }

  test('ends that one, with a farewell in its language, and tells nobody else', () => {
    const chat = served();
    chat.enters(5, 'bia membro');
    chat.says(1, 'LANG en');
    chat.forget();
    chat.proves(3, 'CONNECT ana atendente', PROOFS.right);
    expect(chat.heard(1)).toEqual(['QUIT TAKEN-OVER you have entered by another connection']);
    expect(chat.closed(1)).toBe(true);
    for (const conn of [2, 5]) expect(chat.heard(conn)).toEqual([]);
  });

  test('ignores what still comes from it, and its end changes nothing', () => {
    const chat = served();
    chat.proceeds(3, 'ana atendente');
    chat.says(1, 'MSG rui oi', 'QUIT');
    chat.loses(1);
    for (const conn of [1, 2]) expect(chat.heard(conn)).toEqual([]);
    expect(chat.asks(3, 'LIST atendente')[1]).toMatch(/^USER ana atendente online /);
    expect(chat.desk.sessions.has(1)).toBe(false);
  });

  test('keeps conversations, place in the list and time of entry, and takes the new display name', () => {
    const chat = served();
    chat.enters(5, 'bia atendente');
    chat.passes(1000);
    expect(chat.proves(3, 'CONNECT ana atendente Ana, em casa', PROOFS.right)).toEqual([
      '+ok ana atendente token-3 bem-vindo(a) ao Telechat',
      'ASSIGNED rui ana',
    ]);
    expect(chat.asks(3, 'LIST atendente').slice(1, 3)).toEqual([
      `USER ana atendente online ${START_TIME} Ana, em casa`,
      `USER bia atendente online ${START_TIME}`,
    ]);
    chat.proceeds(4, 'ana atendente');
    expect(chat.asks(4, 'LIST atendente')[1]).toBe(`USER ana atendente online ${START_TIME}`);
    chat.says(4, 'MSG rui ainda eu');
    expect(chat.heard(2).at(-1)).toBe('MSG 1 2026-01-01T00:00:01.000Z ana rui ainda eu');
  });

  test('makes the token of before void, and the fresh one leads back', () => {
    const chat = served();
    chat.proceeds(3, 'ana atendente');
    expect(outcome(chat.asks(6, 'RESUME token-1'))).toBe('RESUME-FAILED');
    expect(outcome(chat.asks(6, 'RESUME token-3'))).toBe('ok');
  });

  test('gives nothing again that the older connection has got', () => {
    const chat = served();
    chat.says(2, 'MSG * um');
    expect(chat.proves(3, 'CONNECT ana atendente', PROOFS.right).slice(1)).toEqual(['ASSIGNED rui ana']);
    expect(chat.logReads.at(-1)?.query.after).toEqual({ seq: 1, delivery: 0 });
  });

  test('keeps all that after a restart too', () => {
    const chat = served();
    chat.proceeds(3, 'ana atendente Ana, em casa');
    chat.restarts();
    expect(outcome(chat.asks(6, 'RESUME token-1'))).toBe('RESUME-FAILED');
    expect(outcome(chat.asks(6, 'RESUME token-3'))).toBe('ok');
    expect(chat.asks(6, 'LIST atendente')[1]).toMatch(/ Ana, em casa$/);
  });
});

describe('CONNECT with PASS after the connection was lost', () => {
  test('gives what came while away, in order, and how things stand', () => {
    const chat = desk();
    chat.proceeds(1, 'caio consumidor');
    chat.proceeds(2, 'ana atendente');
    chat.says(2, 'MSG caio visto');
    chat.loses(1);
    chat.says(2, 'MSG caio um', 'MSG caio dois', 'UNDO 2');
    chat.forget();
    expect(chat.proves(3, 'CONNECT caio consumidor', PROOFS.right)).toEqual([
      '+ok caio consumidor token-3 bem-vindo(a) ao Telechat',
      `MSG 3 ${START_TIME} ana caio dois`,
      'UNDO 2 ana caio',
      'ASSIGNED caio ana',
    ]);
    expect(chat.heard(2)).toEqual(['PRESENCE caio online']);
  });

  test('of a customer who waits tells the place, and assigns them now that they are back', () => {
    const chat = desk();
    chat.enters(5, 'sol consumidor');
    chat.proceeds(1, 'caio consumidor');
    chat.loses(1);
    expect(chat.proves(3, 'CONNECT caio consumidor', PROOFS.right).slice(1)).toEqual(['QUEUE 2 2 ?']);
    chat.loses(3);
    chat.enters(2, 'bia atendente');
    expect(chat.proves(4, 'CONNECT caio consumidor', PROOFS.right).slice(1)).toEqual([
      'QUEUE 1 1 ?',
      'ASSIGNED caio bia',
    ]);
  });

  test('of a customer whose conversation was closed tells that, and begins a new one', () => {
    const chat = desk();
    chat.proceeds(1, 'caio consumidor');
    chat.enters(2, 'bia atendente');
    chat.loses(1);
    chat.says(2, 'CLOSE caio até logo');
    chat.forget();
    expect(chat.proves(3, 'CONNECT caio consumidor', PROOFS.right)).toEqual([
      '+ok caio consumidor token-3 bem-vindo(a) ao Telechat',
      'CLOSED bia até logo',
      'ASSIGNED caio bia',
    ]);
  });

  test('of a customer whose conversation was closed before their eyes begins a new one too', () => {
    const chat = desk({ capacity: 0 });
    chat.proceeds(1, 'caio consumidor');
    chat.enters(2, 'bia atendente');
    chat.says(2, 'NEXT', 'CLOSE caio');
    chat.forget();
    expect(chat.proves(3, 'CONNECT caio consumidor', PROOFS.right).slice(1)).toEqual(['QUEUE 1 1 ?']);
    expect(chat.heard(2)).toEqual(['WAITING caio 1']);
  });

  test('when the grace is over gives what came after the loss, before and after the grace ended', () => {
    const chat = desk();
    chat.registers('mia membro');
    chat.proceeds(1, 'mia membro');
    chat.enters(5, 'nico membro');
    chat.says(5, 'MSG mia visto');
    chat.loses(1);
    chat.says(5, 'MSG mia um');
    chat.passes(5 * MINUTE);
    expect(chat.desk.people.find('mia')).toBeUndefined();
    chat.says(5, 'MSG mia dois');
    expect(chat.proves(3, 'CONNECT mia membro', PROOFS.right).slice(1)).toEqual([
      `MSG 2 ${START_TIME} nico mia um`,
      'MSG 3 2026-01-01T00:05:00.000Z nico mia dois',
    ]);
  });

  test('of an attendant whose grace is over finds the customers gone back to the line', () => {
    const chat = desk();
    chat.proceeds(1, 'ana atendente');
    chat.enters(2, 'rui consumidor');
    chat.loses(1);
    chat.passes(MINUTE);
    expect(chat.proves(3, 'CONNECT ana atendente', PROOFS.right).slice(1)).toEqual([
      'WAITING-END rui taken',
      'ASSIGNED rui ana',
    ]);
  });

  test('after QUIT gives what came since', () => {
    const chat = desk();
    chat.registers('mia membro');
    chat.proceeds(1, 'mia membro');
    chat.enters(5, 'nico membro');
    chat.says(5, 'MSG mia visto');
    chat.says(1, 'QUIT');
    chat.says(5, 'MSG mia um');
    chat.restarts();
    expect(chat.proves(3, 'CONNECT mia membro', PROOFS.right).slice(1)).toEqual([
      `MSG 2 ${START_TIME} nico mia um`,
    ]);
  });
});

describe('messages to somebody who has an account and is not here', () => {
  /** mia has an account and was never here; nico is. */
  function away(): Chat {
    const chat = desk();
    chat.registers('mia membro');
    chat.enters(5, 'nico membro');
    return chat;
  }

  test('are stored and wait, from members and attendants', () => {
    const chat = away();
    chat.enters(6, 'bia atendente');
    expect(chat.asks(5, 'MSG mia um')).toEqual(['+ok mensagem recebida 1']);
    expect(chat.asks(6, 'MSG MIA dois')).toEqual(['+ok mensagem recebida 2']);
    expect(chat.proves(1, 'CONNECT mia membro', PROOFS.right).slice(1)).toEqual([
      `MSG 1 ${START_TIME} nico mia um`,
      `MSG 2 ${START_TIME} bia mia dois`,
    ]);
  });

  test('wait beyond a restart', () => {
    const chat = away();
    chat.says(5, 'MSG mia um');
    chat.restarts();
    expect(chat.proves(1, 'CONNECT mia membro', PROOFS.right).slice(1)).toEqual([
      `MSG 1 ${START_TIME} nico mia um`,
    ]);
  });

  test('are given once: what was given at one entry does not come with the next', () => {
    const chat = away();
    chat.says(5, 'MSG mia um');
    chat.proceeds(1, 'mia membro');
    chat.says(1, 'QUIT');
    expect(chat.proves(2, 'CONNECT mia membro', PROOFS.right)).toHaveLength(1);
  });

  test('that are undone do not come, but their UNDO does', () => {
    const chat = away();
    chat.says(5, 'MSG mia um', 'MSG mia dois');
    expect(chat.asks(5, 'UNDO 1')).toEqual(['+ok 1']);
    expect(chat.proves(1, 'CONNECT mia membro', PROOFS.right).slice(1)).toEqual([
      `MSG 2 ${START_TIME} nico mia dois`,
      'UNDO 1 nico mia',
    ]);
  });

  test('are undone for them also if they saw the message at an earlier visit', () => {
    const chat = away();
    chat.proceeds(1, 'mia membro');
    chat.says(5, 'MSG mia um');
    chat.says(1, 'QUIT');
    chat.says(5, 'UNDO');
    expect(chat.proves(2, 'CONNECT mia membro', PROOFS.right).slice(1)).toEqual(['UNDO 1 nico mia']);
  });

  test('go to no customer: there is no conversation', () => {
    const chat = away();
    chat.enters(6, 'bia atendente');
    expect(outcome(chat.asks(6, 'MSG caio oi'))).toBe('NO-CONVERSATION');
    expect(outcome(chat.asks(5, 'MSG caio oi'))).toBe('FORBIDDEN');
  });
});
