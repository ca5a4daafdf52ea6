/** Orders: what those who run the desk do to accounts, people and messages. */

import { describe, expect, test } from 'vitest';
import { type Chat, MINUTE, chat as newChat, START, START_TIME } from './chat.ts';
import { verifierOf } from './edge.ts';

const KICKED = 'QUIT KICKED o seu acesso foi encerrado por quem cuida do balcão';
const FAILED = '-err RESUME-FAILED não há o que retomar; entre com CONNECT';
const DONE = { ok: true };

/** Everything that the desk remembers of messages, as text. */
function remembered(chat: Chat): string {
  return JSON.stringify(
    [...chat.desk.people.inOrder()].map(({ history, undo }) =>
      [...history, ...undo].map(({ seq, from, to, text }) => [seq, from, to, text]),
    ),
  );
}

const users = (chat: Chat, conn: number) =>
  chat
    .asks(conn, 'LIST')
    .slice(1, -1)
    .map((item) => item.split(' ').slice(1, 4).join(' '));

describe('the order to register a name', () => {
  test('makes an account, which a restart keeps', () => {
    const chat = newChat();
    expect(chat.registers('Ana atendente')).toEqual(DONE);
    chat.restarts();
    expect(chat.asks(1, 'CONNECT ana atendente')[0]).toMatch(/^-err AUTH-REQUIRED /);
    chat.says(1, 'PASS senha');
    expect(chat.asks(1, 'CONNECT ana atendente')[0]).toMatch(/^\+ok Ana atendente token-1 /);
  });

  test('is refused for a name that has an account, in whatever writing, and changes nothing', () => {
    const chat = newChat();
    chat.registers('ana atendente', 'um');
    expect(chat.registers('ＡNA membro', 'dois')).toEqual({ ok: false, why: 'registered' });
    expect(chat.effects).toHaveLength(1);
    chat.says(1, 'PASS um');
    expect(chat.asks(1, 'CONNECT ana atendente')[0]).toMatch(/^\+ok /);
  });

  test('is refused when there are as many accounts as people may be', () => {
    const chat = newChat({ maxPeople: 2 });
    chat.registers('ana atendente');
    chat.registers('bia membro');
    expect(chat.registers('caio membro')).toEqual({ ok: false, why: 'full' });
    expect(chat.effects).toHaveLength(1);
    chat.order({ do: 'unregister', key: 'bia' });
    expect(chat.registers('caio membro')).toEqual(DONE);
  });

  test('sends away whoever bears the name without it', () => {
    const chat = newChat();
    chat.enters(1, 'ana atendente');
    chat.enters(2, 'rui consumidor');
    chat.says(2, 'LANG en');
    chat.forget();
    chat.registers('rui consumidor');
    expect(chat.heard(2)).toEqual(['QUIT KICKED your access was ended by those who run the desk']);
    expect(chat.closed(2)).toBe(true);
    expect(chat.heard(1)).toEqual(['CLOSED rui abandoned']);
    expect(chat.asks(3, 'RESUME token-2')).toEqual([FAILED]);
    expect(chat.asks(3, 'CONNECT rui consumidor')[0]).toMatch(/^-err AUTH-REQUIRED /);
    chat.loses(2);
    expect(chat.heard(1)).toEqual([]);
  });

  test('ends who was lost under the name too, and hands their customers on', () => {
    const chat = newChat();
    chat.enters(1, 'ana atendente');
    chat.enters(2, 'rui consumidor');
    chat.loses(1);
    chat.enters(3, 'bia atendente');
    chat.forget();
    chat.registers('ana membro');
    expect(chat.heard(2)).toEqual(['ASSIGNED rui bia']);
    expect(chat.asks(4, 'RESUME token-1')).toEqual([FAILED]);
  });

  test('of a name that nobody bears tells nobody', () => {
    const chat = newChat();
    chat.enters(1, 'ana atendente');
    chat.registers('bia atendente');
    expect(chat.heard(1)).toEqual([]);
    expect(users(chat, 1)).toEqual(['ana atendente online']);
  });
});

describe('the order to change a password', () => {
  const change = (chat: Chat, key: string) =>
    chat.order({ do: 'password', key, verifier: verifierOf('nova') });

  test('is refused for a name without an account', () => {
    const chat = newChat();
    chat.enters(1, 'ana membro');
    expect(change(chat, 'ana')).toEqual({ ok: false, why: 'unknown' });
    expect(chat.effects).toHaveLength(1);
    expect(chat.closed(1)).toBe(false);
  });

  test('makes the old password void, and one that was checked before it too', () => {
    const chat = newChat();
    chat.registers('ana atendente');
    expect(change(chat, 'ana')).toEqual(DONE);
    chat.says(1, 'PASS senha');
    expect(chat.asks(1, 'CONNECT ana atendente')[0]).toMatch(/^-err AUTH-FAILED /);
    expect(chat.proves(1, 'CONNECT ana atendente', verifierOf('senha'))[0]).toMatch(/^-err AUTH-FAILED /);
    chat.says(1, 'PASS nova');
    expect(chat.asks(1, 'CONNECT ana atendente')[0]).toMatch(/^\+ok /);
  });

  test('sends away who is connected: they are lost, not gone, and their token is void', () => {
    const chat = newChat();
    chat.registers('ana atendente');
    chat.proceeds(1, 'ana atendente');
    chat.enters(2, 'rui consumidor');
    chat.forget();
    change(chat, 'ana');
    expect(chat.heard(1)).toEqual([KICKED]);
    expect(chat.closed(1)).toBe(true);
    expect(chat.heard(2)).toEqual(['PRESENCE ana lost']);
    expect(chat.asks(3, 'RESUME token-1')).toEqual([FAILED]);
    chat.says(2, 'MSG * ainda aí?');
    chat.heard(2);
    chat.says(3, 'PASS nova');
    expect(chat.asks(3, 'CONNECT ana atendente').slice(1)).toEqual([
      `MSG 1 ${START_TIME} rui * ainda aí?`,
      'ASSIGNED rui ana',
    ]);
    expect(chat.heard(2)).toEqual(['PRESENCE ana online']);
  });

  test('voids the token of one who is lost, who keeps the rest and the time of grace', () => {
    const chat = newChat();
    chat.registers('mia membro');
    chat.proceeds(1, 'mia membro');
    chat.enters(2, 'nico membro');
    chat.loses(1);
    chat.passes(4 * MINUTE);
    chat.says(2, 'MSG mia oi');
    change(chat, 'mia');
    expect(chat.asks(3, 'RESUME token-1')).toEqual([FAILED]);
    chat.passes(MINUTE);
    expect(chat.desk.people.find('mia')).toBeUndefined();
    chat.says(3, 'PASS nova');
    expect(chat.asks(3, 'CONNECT mia membro').slice(1)).toEqual([
      'MSG 1 2026-01-01T00:04:00.000Z nico mia oi',
    ]);
  });

  test.each([['connected'], ['lost'], ['absent']])('of one who is %s is kept by a restart', (state) => {
    const chat = newChat();
    chat.registers('mia membro');
    chat.enters(2, 'nico membro');
    chat.says(2, 'MSG mia um');
    chat.proceeds(1, 'mia membro');
    if (state === 'lost') chat.loses(1);
    if (state === 'absent') chat.says(1, 'QUIT');
    chat.says(2, 'MSG mia dois');
    change(chat, 'mia');
    chat.says(2, 'MSG mia três');
    chat.restarts();
    expect(chat.asks(3, 'RESUME token-1')).toEqual([FAILED]);
    chat.says(3, 'PASS nova');
    const texts = chat.asks(3, 'CONNECT mia membro').slice(1);
    expect(texts.map((line) => line.split(' ').at(-1))).toEqual(
      state === 'connected' ? ['três'] : ['dois', 'três'],
    );
  });
});

describe('the order to unregister', () => {
  test('is refused for a name without an account', () => {
    const chat = newChat();
    expect(chat.order({ do: 'unregister', key: 'ana' })).toEqual({ ok: false, why: 'unknown' });
    expect(chat.effects).toHaveLength(1);
  });

  test('sends the person away, frees the name, and keeps what was said', () => {
    const chat = newChat();
    chat.registers('rui consumidor');
    chat.enters(1, 'ana atendente');
    chat.proceeds(2, 'rui consumidor');
    chat.says(2, 'MSG * oi');
    chat.forget();
    expect(chat.order({ do: 'unregister', key: 'rui' })).toEqual(DONE);
    expect(chat.heard(2)).toEqual([KICKED]);
    expect(chat.heard(1)).toEqual(['CLOSED rui abandoned']);
    expect(chat.asks(1, 'HISTORY rui')).toEqual(['+ok *1', `MSG 1 ${START_TIME} rui * oi`, '.']);
    expect(chat.asks(3, 'RESUME token-2')).toEqual([FAILED]);
    expect(chat.asks(3, 'CONNECT rui consumidor')[0]).toMatch(/^\+ok rui /);
    expect(chat.asks(3, 'HISTORY *')).toEqual(['+ok *0', '.']);
  });

  test('of one who is not here makes messages to them impossible, and a new account is another person', () => {
    const chat = newChat();
    chat.registers('mia membro');
    chat.enters(2, 'nico membro');
    chat.says(2, 'MSG mia um');
    chat.order({ do: 'unregister', key: 'mia' });
    expect(chat.asks(2, 'MSG mia dois')[0]).toMatch(/^-err NO-SUCH-USER /);
    chat.registers('mia membro');
    chat.says(3, 'PASS senha');
    expect(chat.asks(3, 'CONNECT mia membro')).toHaveLength(1);
  });
});

describe('the order to forget somebody', () => {
  /** rui and ana have talked, and ana and bia; rui is served by ana, sol waits. */
  function talked(): Chat {
    const chat = newChat({ capacity: 1 });
    chat.registers('ana atendente');
    chat.proceeds(1, 'ana atendente');
    chat.enters(2, 'rui consumidor');
    chat.enters(3, 'sol consumidor');
    chat.enters(4, 'bia membro');
    chat.says(2, 'MSG * segredo um', 'MSG ana segredo dois');
    chat.says(1, 'MSG rui segredo três', 'MSG bia outra coisa');
    chat.says(4, 'MSG ana mais uma');
    chat.says(3, 'MSG * alguém?');
    chat.forget();
    return chat;
  }

  test('erases every message from and to them, in the desk and in the store', () => {
    const chat = talked();
    expect(chat.order({ do: 'forget', key: 'rui' })).toEqual(DONE);
    expect(remembered(chat)).not.toContain('segredo');
    expect([...chat.store.messages.values()].map(({ text }) => text)).toEqual([
      'outra coisa',
      'mais uma',
      'alguém?',
    ]);
    expect(remembered(chat)).toContain('outra coisa');
  });

  test('ends their conversation properly, and there is room for who waits', () => {
    const chat = talked();
    chat.order({ do: 'forget', key: 'rui' });
    expect(chat.heard(2)).toEqual([KICKED]);
    expect(chat.closed(2)).toBe(true);
    expect(chat.heard(1)).toEqual([
      'CLOSED rui abandoned',
      'WAITING-END sol taken',
      'ASSIGNED sol ana',
      `MSG 6 ${START_TIME} sol * alguém?`,
    ]);
    expect(chat.asks(1, 'TAKE rui')[0]).toMatch(/^-err NO-SUCH-USER /);
    expect(chat.asks(5, 'RESUME token-2')).toEqual([FAILED]);
  });

  test('leaves nothing of it in HISTORY, of them or of those they talked with', () => {
    const chat = talked();
    chat.order({ do: 'forget', key: 'rui' });
    expect(chat.asks(1, 'HISTORY rui')[0]).toMatch(/^-err NO-SUCH-USER /);
    expect(chat.asks(1, 'HISTORY ana 50').join()).not.toContain('segredo');
    expect(chat.asks(1, 'HISTORY ana 500').join()).toContain('outra coisa');
    chat.restarts();
    chat.proceeds(7, 'ana atendente');
    expect(chat.asks(7, 'HISTORY ana').join()).not.toContain('segredo');
  });

  test('leaves nothing to undo', () => {
    const chat = talked();
    chat.order({ do: 'forget', key: 'rui' });
    expect(chat.asks(1, 'UNDO 3')[0]).toMatch(/^-err NOTHING-TO-UNDO /);
    expect(chat.asks(1, 'UNDO')).toEqual(['+ok 4']);
  });

  test('takes the account along, and hands an attendant’s customers on without what that one said', () => {
    const chat = talked();
    chat.enters(6, 'caio atendente');
    chat.forget();
    chat.order({ do: 'forget', key: 'ana' });
    expect(chat.order({ do: 'accounts' })).toEqual({ ok: true, accounts: [] });
    expect(chat.heard(1)).toEqual([KICKED]);
    expect(remembered(chat)).not.toMatch(/segredo (dois|três)|outra coisa|mais uma/);
    // What a customer said to the desk is the customer’s.
    expect(chat.asks(6, 'HISTORY rui').slice(1, -1)).toEqual([`MSG 1 ${START_TIME} rui * segredo um`]);
    expect(chat.asks(6, 'HISTORY ana')[0]).toMatch(/^-err NO-SUCH-USER /);
    expect(chat.asks(4, 'MSG ana oi')[0]).toMatch(/^-err NO-SUCH-USER /);
  });

  test('reaches those who bore the name before, and those of whom a restart knows only the messages', () => {
    const chat = newChat({ capacity: 0 });
    chat.enters(1, 'Ana atendente');
    chat.enters(2, 'rui consumidor');
    chat.says(1, 'TAKE rui', 'MSG rui segredo', 'QUIT');
    chat.says(2, 'MSG * e agora?');
    chat.restarts();
    chat.says(3, 'RESUME token-2');
    expect(remembered(chat)).toContain('segredo');
    chat.order({ do: 'forget', key: 'ana' });
    expect(remembered(chat)).not.toContain('segredo');
    expect(chat.asks(3, 'HISTORY *')).toEqual(['+ok *1', `MSG 2 ${START_TIME} rui * e agora?`, '.']);
    chat.enters(4, 'bia atendente');
    expect(chat.asks(4, 'NEXT').join()).not.toContain('segredo');
  });

  test('leaves no CLOSED that names them to those who come back', () => {
    const chat = talked();
    chat.order({ do: 'forget', key: 'rui' });
    expect(chat.asks(8, 'RESUME token-1 0').join()).not.toContain('rui');
    chat.says(8, 'CLOSE sol palavras da ana');
    chat.order({ do: 'forget', key: 'ana' });
    expect(chat.asks(9, 'RESUME token-3 0').join()).not.toContain('palavras');
  });

  test('leaves nothing of it to those who come back', () => {
    const chat = talked();
    chat.loses(4);
    chat.loses(1);
    chat.order({ do: 'forget', key: 'ana' });
    expect(chat.asks(8, 'RESUME token-4 0')).toEqual(['+ok bia membro token-4 0']);
    chat.loses(2);
    expect(chat.asks(9, 'RESUME token-2 0').join()).not.toMatch(/dois|três/);
  });

  test('of a name that nobody ever bore changes nothing', () => {
    const chat = talked();
    const before = remembered(chat);
    expect(chat.order({ do: 'forget', key: 'ninguem' })).toEqual(DONE);
    expect(remembered(chat)).toBe(before);
    for (const conn of [1, 2, 3, 4]) expect(chat.heard(conn)).toEqual([]);
  });

  test('lets the name be borne again, by somebody new, with a new number for each thing', () => {
    const chat = talked();
    chat.order({ do: 'forget', key: 'sol' });
    chat.restarts();
    chat.enters(8, 'sol consumidor');
    expect(chat.asks(8, 'MSG * oi')).toEqual(['+ok mensagem recebida 7']);
    expect(chat.asks(8, 'HISTORY *')).toHaveLength(3);
  });
});

describe('the order to let messages expire', () => {
  /** One old message and a newer one of each of both sides. */
  function old(): Chat {
    const chat = newChat();
    chat.enters(1, 'ana atendente');
    chat.enters(2, 'rui consumidor');
    chat.says(2, 'MSG * velho um');
    chat.says(1, 'MSG rui velho dois');
    chat.passes(1000);
    chat.says(2, 'MSG * novo um');
    chat.says(1, 'MSG rui novo dois');
    return chat;
  }

  test('erases those of before that time, in the desk and in the store, and no others', () => {
    const chat = old();
    expect(chat.order({ do: 'expire', before: START + 1000 })).toEqual(DONE);
    expect(remembered(chat)).not.toContain('velho');
    expect([...chat.store.messages.values()].map(({ text }) => text)).toEqual(['novo um', 'novo dois']);
    expect(chat.asks(1, 'HISTORY rui')).toHaveLength(4);
    expect(chat.asks(1, 'HISTORY rui 500').join()).not.toContain('velho');
    expect(chat.asks(1, 'UNDO 2')[0]).toMatch(/^-err NOTHING-TO-UNDO /);
    expect(chat.asks(1, 'UNDO')).toEqual(['+ok 4']);
  });

  test('keeps people, conversations and names', () => {
    const chat = old();
    chat.order({ do: 'expire', before: START + 10_000 });
    expect(users(chat, 1)).toEqual(['ana atendente online', 'rui consumidor with:ana']);
    expect(chat.asks(1, 'HISTORY rui')).toEqual(['+ok *0', '.']);
    expect(chat.asks(2, 'MSG * oi')).toEqual(['+ok mensagem recebida 5']);
  });

  test('hands over nothing that is too old, and sends nothing of it again', () => {
    const chat = newChat({ capacity: 0 });
    chat.enters(2, 'rui consumidor');
    chat.says(2, 'MSG * velho');
    chat.passes(1000);
    chat.says(2, 'MSG * novo');
    chat.order({ do: 'expire', before: START + 1000 });
    chat.loses(2);
    const again = chat.asks(3, 'RESUME token-2 0');
    expect(again[0]).toBe('+ok rui consumidor token-2 1');
    expect(again.join()).not.toContain('velho');
    chat.enters(1, 'ana atendente');
    expect(chat.asks(1, 'NEXT').join()).not.toContain('velho');
  });

  test('of a time before everything changes nothing', () => {
    const chat = old();
    const before = remembered(chat);
    chat.order({ do: 'expire', before: START });
    expect(remembered(chat)).toBe(before);
  });
});

describe('the order to list accounts', () => {
  test('shows them in the order in which they were made, and who is connected', () => {
    const chat = newChat();
    chat.registers('zoe membro');
    chat.passes(1000);
    chat.registers('Ana atendente');
    chat.registers('caio consumidor');
    chat.proceeds(1, 'ana atendente');
    chat.proceeds(2, 'caio consumidor');
    chat.enters(3, 'sem membro');
    chat.loses(2);
    const accounts = [
      { name: 'zoe', role: 'membro', since: START, connected: false },
      { name: 'Ana', role: 'atendente', since: START + 1000, connected: true },
      { name: 'caio', role: 'consumidor', since: START + 1000, connected: false },
    ];
    expect(chat.order({ do: 'accounts' })).toEqual({ ok: true, accounts });
    expect(chat.effects).toHaveLength(1);
    chat.restarts();
    expect(chat.order({ do: 'accounts' })).toEqual({
      ok: true,
      accounts: accounts.map((account) => ({ ...account, connected: false })),
    });
  });
});
