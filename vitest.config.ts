import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What these tests run keeps nothing that another test could notice, so that a process may run many files. */
const sharing = ['core', 'adapters', 'functions', 'stories', 'simulator', 'bench'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

/** Deploys and destroys with the real CDK, a minute long: `npm run test:deploy`. */
const whole = 'test/cli/deploy-whole.test.ts';

export default defineConfig({
  test: {
    // Left to itself, vitest keeps a core free.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: 'test/temporary.ts',
    // For the processes that tests start: what was compiled once is not compiled again.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/rescind', import.meta.url)) },
    reporters: ['default'],
    projects: [
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: [...sharing, whole] } },
      { extends: true, test: { name: 'together', include: sharing, isolate: false } },
      { extends: true, test: { name: 'deploy', include: [whole] } },
    ],
  },
});
