/** Topics of rooms, and how they are forgotten with whom they are of. */

import { describe, expect, test } from 'vitest';
import { type Chat, chat, START } from './chat.ts';

/** mia and nico are members, and ana attends. */
function desk(): Chat {
  const desk = chat();
  desk.enters(1, 'mia membro');
  desk.enters(2, 'nico membro');
  desk.enters(3, 'ana atendente');
  return desk;
}

const topics = (chat: Chat) => chat.asks(3, 'ROOMS').slice(2, -1);
const records = (chat: Chat) =>
  chat.effects.flatMap((effect) => (effect.kind === 'record' ? [[effect.name, ...effect.args]] : []));

describe('the topic of a room', () => {
  test('is kept with whom it is of, and none with nobody', () => {
    const chat = desk();
    chat.says(1, 'CREATE #a de tudo');
    expect(records(chat)[1]).toEqual(['room', { party: 4, topic: 'de tudo', since: START, maker: 1 }]);
    chat.says(1, 'CREATE #b');
    expect(records(chat)[1]).toEqual(['room', { party: 5, topic: '', since: START, maker: 0 }]);
  });

  test('is no more once its maker is forgotten, by the name of then; the room stays', () => {
    const chat = desk();
    chat.says(1, 'CREATE #a de tudo', 'NICK maria', 'CREATE #b de nada');
    chat.says(2, 'CREATE #c de algo', 'JOIN #a');
    chat.order({ do: 'forget', key: 'mia' });
    expect(topics(chat)).toEqual(['ROOM #a 1', 'ROOM #b 0 de nada', 'ROOM #c 0 de algo']);
    chat.order({ do: 'forget', key: 'maria' });
    expect(topics(chat)).toEqual(['ROOM #a 1', 'ROOM #b 0', 'ROOM #c 0 de algo']);
    chat.restarts();
    chat.says(3, 'RESUME token-3');
    expect(topics(chat)).toEqual(['ROOM #a 1', 'ROOM #b 0', 'ROOM #c 0 de algo']);
  });

  test('is no more once somebody whom it names is forgotten, who need not be known', () => {
    const chat = desk();
    chat.says(1, 'CREATE #a quem viu o Zé?', 'CREATE #b zezinho', 'CREATE #c com ZÉ.');
    chat.order({ do: 'forget', key: 'zé' });
    expect(topics(chat)).toEqual(['ROOM #a 0', 'ROOM #b 0 zezinho', 'ROOM #c 0']);
  });

  test('is forgotten also after a restart, and after its maker has gone', () => {
    const chat = desk();
    chat.says(1, 'CREATE #a de tudo', 'QUIT');
    chat.restarts();
    chat.says(3, 'RESUME token-3');
    expect(topics(chat)).toEqual(['ROOM #a 0 de tudo']);
    chat.order({ do: 'forget', key: 'mia' });
    expect(topics(chat)).toEqual(['ROOM #a 0']);
  });

  test('stays when messages are too old to be kept', () => {
    const chat = desk();
    chat.says(1, 'CREATE #a de tudo');
    chat.order({ do: 'expire', before: START + 1 });
    expect(topics(chat)).toEqual(['ROOM #a 0 de tudo']);
  });
});
