/**
 * A whole desk as one text: everything that can be reached from it, whatever it is, so that no change of it goes
 * unseen. Only what cannot matter is left out: the errors that connections count, and places in the line, which are
 * counted when somebody asks.
 */

import { Accounts } from '../../src/desk/accounts.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { Labels } from '../../src/desk/labels.ts';
import { People } from '../../src/desk/people.ts';
import { Rooms } from '../../src/desk/rooms.ts';
import { WaitingLine } from '../../src/desk/waiting-line.ts';
import { Stack } from '../../src/structures/stack.ts';

const LEFT_OUT = new Set(['errors', 'position']);

/** @param labels keys of labels that may be known: those tables cannot be listed. */
export function whole(desk: Desk, labels: readonly number[]): string {
  const numbers = new Map<object, number>();
  const parts: string[] = [];

  /** A value in few words; what is an object is described once, as a part of its own. */
  const show = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
    const known = numbers.get(value);
    if (known !== undefined) return `#${known}`;
    const number = numbers.size + 1;
    numbers.set(value, number);
    const described = describeObject(value);
    parts.push(`#${number} ${described.map(([name, what]) => `${name}: ${show(what)}`).join(', ')}`);
    return `#${number}`;
  };

  /** What is in an object, by name; of those that hide what they hold, what they tell of it. */
  const describeObject = (value: object): [string, unknown][] => {
    if (value instanceof People) {
      const order = [...value.inOrder()];
      const tokens = order.map(({ tokenHash }) => value.bearerOf(tokenHash) ?? null);
      const names = order.map(({ party }) => value.find(party.key) ?? null);
      const origins = order.map(({ origin }) => [...value.from(origin)]);
      return Object.entries({
        order,
        tokens,
        names,
        origins,
        attendants: value.attendants,
        lost: value.lost,
      });
    }
    if (value instanceof Rooms) {
      const all = [...value.inOrder()];
      const found = all.map(({ party }) => value.find(party.key) ?? null);
      return Object.entries({ all, found, size: value.size, longestEmpty: value.longestEmpty ?? null });
    }
    if (value instanceof WaitingLine) return Object.entries({ line: [...value], length: value.length });
    if (value instanceof Labels) return Object.entries(labels.map((key) => value.find(key)));
    if (value instanceof Map) return [...value].map(([key, what], at) => [`${at}`, [key, what]]);
    const listed = value instanceof Accounts || value instanceof Stack || value instanceof Set;
    if (listed) return Object.entries([...value]);
    return Object.entries(value).filter(([name]) => !LEFT_OUT.has(name));
  };

  show(desk);
  return parts.join('\n');
}
