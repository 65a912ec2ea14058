import { day } from '../../core/model/instant.ts';
import { declaredExpiry } from '../../core/signals/anomalous/declared-expiry.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { expects } from './standing.ts';
import { noon, use } from './use.ts';

const endsIn = (count: number) => expects({ expiresAt: noon + count * day });

export const cases: UseCases = {
  signal: declaredExpiry,
  fires: [
    {
      name: 'a contractor’s key is used a fortnight after the contract ended',
      history: days(20, {}, 15),
      declared: endsIn(-14),
      use: use(),
      expect: { bits: [20, 20], says: ['14 days', 's3:GetObject'], authority: 'hard' },
    },
  ],
  silent: [
    { name: 'the end is a month away', declared: endsIn(30), use: use(), expect: null },
    { name: 'no end was declared', use: use(), expect: null },
  ],
  lookalike: [{ name: 'the last hour before the expiry date', declared: endsIn(1 / 24), use: use(), expect: null }],
};
