import { describe, expect, it } from 'vitest';
import { playRun } from '../../bench/faults/run.ts';
import { bugs } from './bugs.ts';

describe('runs under faults', { timeout: 300_000 }, () => {
  it('break no invariant', async () => {
    let faults = 0;
    for (let seed = 1; seed <= 8; seed += 1) {
      const { violations, timeline, faults: injected } = await playRun(seed);
      expect(violations, `seed ${seed}\n${timeline.slice(-20).join('\n')}`).toEqual([]);
      for (const times of injected.values()) faults += times;
    }
    expect(faults).toBeGreaterThan(100);
  });

  it('are the same again from the same seed', async () => {
    const [once, again] = [await playRun(5), await playRun(5)];
    expect(again).toEqual(once);
  });
});

describe('a simulation that finds nothing is decoration:', { timeout: 300_000 }, () => {
  /** Runs until it is caught. */
  const most = 60;

  it.each(bugs.map((bug) => [bug.name, bug] as const))('it catches that %s', async (_, bug) => {
    let seed = 1;
    while (seed <= most && (await playRun(seed, bug)).violations.length === 0) seed += 1;
    expect(seed).toBeLessThanOrEqual(most);
  });
});
