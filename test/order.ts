import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take the longest, the longest first. Left to itself, vitest goes by what it measured last time, and on a clean
 * checkout by size: a short file of long tests then begins when all others have ended, and a core has nothing to do.
 */
const longest = [
  'cloud/cloud',
  'cloud/ways',
  'cloud/sweep',
  'cli/deploy-aws',
  'lib/rescind-stack',
  'cli/sweep',
  'report/browser',
  'cloud/first-day',
  'cli/prompt',
  'stories/convergence',
  'stories/restore',
  'house/pages',
  'house/examples',
  'functions/observe/parity',
  'cli/sweep-apply',
  'bench/faults',
  'cli/process',
  'functions/sweep/steps',
  'functions/respond/answers',
  'stories/judged-once',
  'cli/resume',
  'stories/kinds-restore',
  'functions/respond/work',
  'cli/demo',
  'cli/against',
].map((name) => `/test/${name}.test.ts`);

/** Whoever takes long begins early. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((end) => moduleId.endsWith(end));
  return place < 0 ? longest.length : place;
}
