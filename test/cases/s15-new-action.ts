import { newAction } from '../../core/signals/anomalous/new-action.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { office } from './places.ts';
import { laptop, use } from './use.ts';

export const cases: UseCases = {
  signal: newAction,
  fires: [
    {
      name: 'a reader of objects lists buckets for the first time: little by itself',
      history: days(30),
      use: use({ action: 's3:ListBuckets' }),
      expect: { bits: [0.2, 1], says: ['First s3:ListBuckets', '30 days'] },
    },
  ],
  silent: [
    { name: 'the call it makes every day', history: days(30), use: use(), expect: null },
    { name: 'nothing is on record yet', use: use({ action: 's3:ListBuckets' }), expect: null },
  ],
  lookalike: [
    {
      name: 'a person at a new task: reported, but no witness',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: office, action: 's3:ListBuckets' }),
      expect: { bits: [0.2, 1], authority: 'notify' },
    },
    {
      name: 'a monthly call that it made on three days before',
      history: [...days(50), ...days(3, { action: 's3:ListBuckets' }, 30)],
      use: use({ action: 's3:ListBuckets' }),
      expect: null,
    },
  ],
};
