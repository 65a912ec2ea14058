import { dormant } from '../../core/signals/anomalous/dormant.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { daysAgo, declared } from './standing.ts';
import { pipeline, use } from './use.ts';

export const cases: UseCases = {
  signal: dormant,
  fires: [
    {
      name: 'a key that was used daily is used again after six silent weeks',
      history: days(18, {}, 45),
      use: use(),
      expect: { bits: [3, 6], says: ['45 days', 'silence', 'longest before was 1 day'] },
    },
    {
      name: 'nothing is on record, but its owner last used it half a year ago',
      declared: declared({ lastUsedAt: daysAgo(180) }),
      use: use(),
      expect: { bits: [3, 6], says: ['First use on record, after 180 days of silence'] },
    },
    {
      name: 'or ten days ago: longer than a weekly job pauses, and next to nothing',
      declared: declared({ lastUsedAt: daysAgo(10) }),
      use: use(),
      expect: { bits: [0.5, 1.5], says: ['after 10 days of silence'] },
    },
  ],
  silent: [
    {
      name: 'nothing is on record, and its owner last used it nine days ago',
      declared: declared({ lastUsedAt: daysAgo(9) }),
      use: use(),
      expect: null,
    },
    { name: 'a key of daily work', history: days(30), use: use(), expect: null },
    { name: 'a new key’s first use', use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'a role that people assume now and then: no reason for a notice alone',
      history: days(18, pipeline, 45),
      use: use(pipeline),
      expect: { bits: [3, 6], authority: 'notify' },
    },
    {
      name: 'a monthly job of which only its last use is known',
      declared: declared({ lastUsedAt: daysAgo(30) }),
      use: use(),
      expect: { bits: [3, 4.5] },
    },
    { name: 'back from a long holiday', history: days(20, {}, 22), use: use(), expect: null },
    {
      name: 'a job that runs every second month',
      history: [...days(1, {}, 180), ...days(1, {}, 120), ...days(1, {}, 60)],
      use: use(),
      expect: { bits: [0, 1] },
    },
  ],
};
