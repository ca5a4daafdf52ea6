import { defineConfig } from 'vitest/config';
import { whereItIsNoon } from './test/support/surroundings.ts';

/** Their tests start no process or thread, mock no module and change no global: they may run in one that lasts. */
const PURE = ['structures', 'protocol', 'desk'].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    maxWorkers: '100%',
    env: { TZ: whereItIsNoon() },
    // Only for what hangs: a machine that has other things to do is slow, not wrong.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, pool: 'threads', isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: PURE,
          globalSetup: ['test/support/surroundings.ts', 'test/support/run-folder.ts'],
        },
      },
    ],
  },
});
