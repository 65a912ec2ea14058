import { expect, test } from 'vitest';
import { inTurn } from '../../functions/in-turn.ts';

test('each has its turn, and what failed is thrown when all have had theirs', async () => {
  const had: number[] = [];
  const work = async (n: number) => {
    had.push(n);
    if (n % 2 === 1) throw new Error(`not ${n}`);
  };
  await inTurn([2, 4], work);
  await expect(inTurn([1, 2], work)).rejects.toThrow(/^not 1$/);
  await expect(inTurn([1, 2, 3], work)).rejects.toThrow(/not 1.*not 3/);
  expect(had).toEqual([2, 4, 1, 2, 1, 2, 3]);
});
