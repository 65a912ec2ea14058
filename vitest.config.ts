import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What tries for minutes what `npm test` tries in short elsewhere. */
const deep = 'test/**/*.deep.test.ts';

/**
 * Files that take the longest, the longest first. Left to itself, vitest goes by what it measured last time, and on a clean
 * checkout by size: a short file of long tests then begins when all others have ended, and a core has nothing to do.
 */
const longest = [
  'cloud/cloud',
  'cli/deploy-aws',
  'lib/rescind-stack',
  'report/browser',
  'cli/sweep',
  'functions/respond/work',
  'cli/process',
  'house/readme',
  'cloud/sweep',
  'cloud/first-day',
  'cli/prompt',
  'cli/resume',
  'house/examples',
  'cli/completion',
  'house/pages',
  'functions/observe/parity',
  'adapters/files/spread',
  'stories/convergence',
  'bin/app-context',
  'cli/sweep-apply',
  'simulator/shapes',
  'cli/contain',
  'adapters/files/hostile',
  'simulator/simulate',
  'cli/deploy-drift',
  'bin/rescind',
  'adapters/timeline/timeline',
  'functions/respond/answers',
  'cli/against',
  'adapters/files/records',
  'cli/demo',
  'house/walls',
  'bench/faults',
  'cli/replay',
  'functions/respond/brakes',
  'report/render',
  'cli/engine',
  'simulator/laboratory',
  'stories/kinds-restore',
  'adapters/files/skim',
].map((name) => `/test/${name}.test.ts`);

/** Whoever takes long begins early. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((end) => moduleId.endsWith(end));
  return place < 0 ? longest.length : place;
}

// What was compiled once is not compiled again, by whoever runs tests and by the processes that tests start.
process.env.NODE_COMPILE_CACHE = fileURLToPath(new URL('node_modules/.cache/rescind', import.meta.url));

/**
 * What lies outside V8's heap, as a WebAssembly memory does, may here grow with the heap. Otherwise each 64 MB of it are a reason
 * to look through all of the heap, and the CDK's checks keep more than that: one look then follows the other, and frees nothing.
 * Of V8's own options, which others may not know: Node does not start with one that it has not heard of.
 */
const heldOutside = process.versions.v8.startsWith('13.6.') ? ['--external-memory-accounted-in-global-limit'] : [];

/** `--mode deep`: everything, and each in full. */
export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: mode === 'deep' ? [] : [deep],
    // Left to itself, vitest keeps a core free, and of a share it takes no more than there are cores. Some of them always wait
    // for a process that they started.
    maxWorkers: availableParallelism() + 1,
    // What the tests run keeps nothing that another test could notice, so that a process may run many files: to start one
    // and to load the CDK and the SDK into it takes longer than most files.
    isolate: false,
    // Node runs TypeScript by itself, in less time, and the code is then the same as anywhere else.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Most objects of a test are dead by its end: with more room for young ones, fewer are copied.
    execArgv: ['--max-semi-space-size=128', '--min-semi-space-size=32', ...heldOutside],
    // Nothing takes a tenth of it where nobody else is at work.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: 'test/temporary.ts',
    sequence: { sequencer: LongestFirst },
    env: { RESCIND_TEST_DEPTH: mode },
    reporters: ['default'],
  },
}));
