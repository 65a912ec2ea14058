import { rateBurst } from '../../core/signals/anomalous/rate-burst.ts';
import type { UseCases } from './case.ts';
import { burst, days } from './history.ts';
import { use } from './use.ts';

const many = burst(500, () => ({}));

export const cases: UseCases = {
  signal: rateBurst,
  fires: [
    {
      name: 'a job of one call a day makes five hundred within half an hour',
      history: days(30),
      earlier: many,
      use: use(),
      expect: { bits: [3, 3], says: ['calls within an hour', 'busiest hour before'] },
    },
    {
      name: 'or all that there is at once, thirty times as many as in any hour',
      history: days(30),
      earlier: burst(900, () => ({})),
      use: use(),
      expect: { bits: [4.5, 4.5], says: ['calls within an hour', 'busiest hour before'] },
    },
  ],
  silent: [
    { name: 'the usual call', history: days(30), use: use(), expect: null },
    { name: 'nothing is on record yet', earlier: many, use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'a nightly batch of five hundred calls, as every day',
      history: many.flatMap((one) => days(3, one)),
      earlier: many,
      use: use(),
      expect: null,
    },
    {
      name: 'a handful of calls more than ever is no burst',
      history: days(30),
      earlier: burst(12, () => ({})),
      use: use(),
      expect: null,
    },
  ],
};
