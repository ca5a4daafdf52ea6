/** LIST-USERS: who is at the desk. */

import { describe, expect, test } from 'vitest';
import { MAX_LISTING_BYTES } from '../../src/protocol/limits.ts';
import { chat, MINUTE, START_TIME } from './chat.ts';

describe('LIST-USERS', () => {
  test('lists everybody by time of entry, with state and since when', () => {
    const desk = chat({ capacity: 1 });
    desk.enters(1, 'zoe atendente Zoé da Loja');
    desk.clock.now += MINUTE;
    desk.enters(2, 'rui consumidor');
    desk.enters(3, 'sol consumidor');
    desk.enters(4, 'tom consumidor');
    desk.enters(5, 'mia membro');
    desk.enters(6, 'leo membro');
    desk.loses(6);
    const later = START_TIME.replace('00:00.', '01:00.');
    const everybody = [
      '+ok *6',
      `USER zoe atendente online ${START_TIME} Zoé da Loja`,
      `USER rui consumidor with:zoe ${later}`,
      `USER sol consumidor waiting:1 ${later}`,
      `USER tom consumidor waiting:2 ${later}`,
      `USER mia membro online ${later}`,
      `USER leo membro lost ${later}`,
      '.',
    ];
    expect(desk.asks(1, 'LIST-USERS')).toEqual(everybody);
    expect(desk.asks(1, 'list')).toEqual(everybody);
  });

  test('shows a customer whose conversation is closed as online', () => {
    const desk = chat();
    desk.enters(1, 'ana atendente');
    desk.enters(2, 'rui consumidor');
    desk.says(1, 'CLOSE rui');
    expect(desk.asks(1, 'LIST consumidor')[1]).toBe(`USER rui consumidor online ${START_TIME}`);
  });

  test('shows those of one role, in either language, and those after a name', () => {
    const desk = chat();
    for (const [index, name] of ['ana', 'bia', 'caio', 'davi'].entries()) {
      desk.enters(index + 1, `${name} ${index % 2 === 0 ? 'atendente' : 'membro'}`);
    }
    const names = (line: string) =>
      desk
        .asks(1, line)
        .slice(1, -1)
        .map((item) => item.split(' ')[1]);
    expect(names('LIST-USERS attendant')).toEqual(['ana', 'caio']);
    expect(names('LIST-USERS membro')).toEqual(['bia', 'davi']);
    expect(names('LIST-USERS BIA')).toEqual(['caio', 'davi']);
    expect(names('LIST-USERS membro ana')).toEqual(['bia', 'davi']);
    expect(names('LIST-USERS consumidor')).toEqual([]);
    expect(names('LIST-USERS davi')).toEqual([]);
    expect(desk.asks(1, 'LIST-USERS membro ninguem')[0]).toMatch(/^-err NO-SUCH-USER /);
  });

  test('stops before 512 KiB, and goes on after the last name that it showed', () => {
    const desk = chat({ maxPeople: 5000 });
    desk.enters(1, 'ana atendente');
    const display = 'x'.repeat(256);
    for (let n = 0; n < 3000; n++) desk.enters(n + 10, `m${n} membro ${display}`);
    const seen: string[] = [];
    for (let after = 'ana'; ; after = seen.at(-1)!) {
      const lines = desk.asks(1, `LIST-USERS membro ${after}`);
      expect(Buffer.byteLength(lines.join('\r\n'))).toBeLessThan(MAX_LISTING_BYTES);
      expect(lines[0]).toBe(`+ok *${lines.length - 2}`);
      if (lines.length === 2) break;
      seen.push(...lines.slice(1, -1).map((item) => item.split(' ')[1]!));
    }
    expect(seen).toEqual(Array.from({ length: 3000 }, (_, n) => `m${n}`));
  });
});
