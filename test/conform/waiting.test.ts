/** What the grader takes for late. */

import { expect, test } from 'vitest';
import { within } from '../../src/conform/waiting.ts';

test('what a machine that stood still kept from coming is not late', async () => {
  const event = new Promise((resolve) => setTimeout(resolve, 680));
  const inTime = within(650, event);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  expect(await inTime).toBe(true);
});

test('what does not come is late', async () => {
  expect(await within(5, new Promise(() => {}))).toBe(false);
});
