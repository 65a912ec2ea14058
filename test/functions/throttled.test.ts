import { expect, it } from 'vitest';
import { minute } from '../../core/model/instant.ts';
import { worstThrottled } from '../../functions/throttled.ts';

const now = 100 * minute;
const of = (account: string, calls: number, throttled: number, ago = 0) => ({
  account,
  calls,
  throttled,
  at: now - ago,
});

it('is the share of the account where it is greatest, however many quiet ones there are', () => {
  const quiet = Array.from({ length: 50 }, (_, i) => of(`quiet-${i}`, 100, 0));
  expect(worstThrottled([...quiet, of('busy', 30, 1), of('busy', 30, 5)], now)).toEqual({
    account: 'busy',
    percent: 10,
  });
});

it('says nothing of an account that was hardly called, nor of what is a quarter of an hour ago', () => {
  expect(worstThrottled([of('rare', 2, 2)], now)).toBeNull();
  expect(worstThrottled([of('past', 100, 90, 15 * minute), of('past', 20, 1)], now)).toEqual({
    account: 'past',
    percent: 5,
  });
});
