import { expect, it } from 'vitest';
import { mostShowing, noteShowing } from '../../../core/context/population.ts';
import { emptyRecent } from '../../../core/context/recent.ts';
import { noon } from '../../cases/use.ts';

it('what was forgotten counts among the most that may show a thing, until there is too much of it', () => {
  const population = emptyRecent();
  const most = () => mostShowing(population, 'ci', 'S13 eu-north-1');
  const others = (from: number, to: number) => {
    for (let n = from; n < to; n++) noteShowing(population, 'ci', `S14 service ${n}`, 'key', noon + 1 + n);
  };
  noteShowing(population, 'ci', 'S13 eu-north-1', 'key', noon);
  others(0, 4_000);
  expect([population.seen.size < 2_000, most()]).toEqual([true, 1]);
  others(4_000, 4_200);
  expect(most()).toBe(0);
});
