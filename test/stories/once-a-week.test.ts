import { describe, expect, it } from 'vitest';
import { day } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { honest, nextDoor, runners, start, theft, userNamed, watched } from './watch.ts';

/** A key that works one day a week is no newcomer after five of them, and where it runs is known after three. */

const weekly = userNamed('weekly', 'AKIAWEEKLY0000000001');
const weeks = (count: number) =>
  Array.from({ length: count }, (_, n) => honest(weekly, runners, 1, start + 7 * n * day)).flat();

function answers(count: number, later: readonly Record<string, unknown>[]) {
  const strike = start + 7 * count * day;
  return watched([...weeks(count), ...later])
    .decisions.filter(({ at }) => at >= strike)
    .map(({ action, verdict }) => `${isDisruptive(action) ? 'disturbed' : action} ${verdict}`);
}

/** On a line of the same country, with a program that it never had. */
const stolen = (at: number) => theft(weekly, at, nextDoor, { userAgent: 'aws-sdk-go-v2/1.30 os/linux' });

/** What it never did, with a program that it never had, where it runs itself. */
const astray = (at: number) => theft(weekly, at, runners, { userAgent: 'aws-sdk-go-v2/1.30 os/linux' });

describe('a key that works one day a week', () => {
  it('is taken back from a thief elsewhere after three of them', () => {
    expect(answers(3, stolen(start + 21 * day))).toContain('disturbed compromised');
  });

  it('is not known well enough for that after two', () => {
    expect(answers(2, stolen(start + 14 * day)).filter((one) => one.startsWith('disturbed'))).toEqual([]);
  });

  it('is not known well enough for what it does at its own place before the fifth', () => {
    expect(answers(4, astray(start + 28 * day))).toEqual(['notify insufficient-data']);
    expect(answers(5, astray(start + 35 * day))).toContain('notify suspicious');
  });

  it('is left alone where it only comes by another line', () => {
    for (const weeks of [3, 5])
      expect(answers(weeks, honest(weekly, nextDoor, 1, start + 7 * weeks * day))).toEqual([]);
  });
});
