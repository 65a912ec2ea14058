import { describe, expect, it } from 'vitest';
import { playRun } from '../../bench/faults/run.ts';
import { type Invariant, invariants } from '../../bench/faults/watch.ts';
import { faultsInjected } from '../../bench/faults/weather.ts';
import { isDeep } from '../depth.ts';
import { bugs } from './bugs.ts';

/** Those of the first nine that are not by far the longest; each kind of fault strikes in one of them. */
const seeds = isDeep ? Array.from({ length: 20 }, (_, at) => at + 1) : [1, 2, 3, 4, 6, 8, 9];

describe('runs under faults', { timeout: 300_000 }, () => {
  it('break no invariant', async () => {
    const struck = new Set<string>();
    for (const seed of seeds) {
      const { violations, timeline, faults } = await playRun(seed);
      expect(violations, `seed ${seed}\n${timeline.slice(-20).join('\n')}`).toEqual([]);
      for (const [kind, times] of faults) if (times > 0) struck.add(kind);
    }
    expect([...struck].toSorted()).toEqual(Object.keys(faultsInjected).toSorted());
  });

  it('are the same again from the same seed', async () => {
    const [once, again] = [await playRun(2), await playRun(2)];
    expect(again).toEqual(once);
  });
});

describe('a simulation that finds nothing is decoration:', { timeout: 300_000 }, () => {
  /** Where the run that showed it does so no more, runs until one does. */
  const most = 60;

  it.each(bugs.map((bug) => [bug.name, bug.breaks.join(' and '), bug] as const))(
    'it catches that %s, by: %s',
    async (_, __, bug) => {
      const isCaught = async (seed: number) => {
        const broken = (await playRun(seed, bug)).violations.map(({ invariant }) => invariant);
        return bug.breaks.every((invariant) => broken.includes(invariant));
      };
      let caught = await isCaught(bug.seed);
      for (let seed = 1; seed <= most && !caught; seed += 1) caught = await isCaught(seed);
      expect(caught).toBe(true);
    },
  );

  it('has a bug for each invariant', () => {
    const covered = new Set(bugs.flatMap(({ breaks }) => breaks));
    expect(Object.keys(invariants).filter((name) => !covered.has(name as Invariant))).toEqual([]);
  });
});
