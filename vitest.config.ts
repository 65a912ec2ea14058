import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/order.ts';

/** Deploys and destroys with the real CDK, a minute long: `npm run test:deploy`. */
const whole = 'test/cli/deploy-whole.test.ts';

export default defineConfig({
  test: {
    // Left to itself, vitest keeps a core free.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: 'test/temporary.ts',
    sequence: { sequencer: LongestFirst },
    // For the processes that tests start: what was compiled once is not compiled again.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/rescind', import.meta.url)) },
    reporters: ['default'],
    projects: [
      // What these tests run keeps nothing that another test could notice, so that a process may run many files: to
      // start one and to load the CDK and the SDK into it takes longer than most files.
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: [whole], isolate: false } },
      { extends: true, test: { name: 'deploy', include: [whole] } },
    ],
  },
});
