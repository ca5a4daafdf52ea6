/** A program with a full screen that fails in the way that it is told: by a component, a timer or a promise. */

import { Text } from 'ink';
import { createElement as h } from 'react';
import { openFrame } from '../../src/cli/attend/frame.ts';

function Broken(): never {
  throw new Error('a component failed');
}

const frame = openFrame(process.stdin, process.stdout, (input) => {
  if (input.is !== 'text') return;
  if (input.text === 'c') frame.draw(h(Broken));
  if (input.text === 't') {
    setTimeout(() => {
      throw new Error('a timer failed');
    });
  }
  if (input.text === 'p') void Promise.reject(new Error('a promise failed'));
  if (input.text === 'e') process.exit(7);
});
frame.draw(h(Text, null, 'the whole screen'));
const error = await frame.failed;
process.stderr.write(`${error.message}\n`);
process.exit(1);
