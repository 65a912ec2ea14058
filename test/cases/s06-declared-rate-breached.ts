import { declaredRate } from '../../core/signals/anomalous/declared-rate.ts';
import type { UseCases } from './case.ts';
import { burst, days } from './history.ts';
import { expects } from './standing.ts';
import { use } from './use.ts';

const atMost = (callsPerHour: number) => expects({ callsPerHour });

export const cases: UseCases = {
  signal: declaredRate,
  fires: [
    {
      name: 'an agent that was allowed 60 calls an hour makes 400',
      history: days(20),
      earlier: burst(400, () => ({})),
      declared: atMost(60),
      use: use(),
      expect: { bits: [3, 8], says: ['its owner declared 60'] },
    },
  ],
  silent: [
    { name: 'a few calls', declared: atMost(60), earlier: burst(5, () => ({})), use: use(), expect: null },
    { name: 'no rate was declared', earlier: burst(400, () => ({})), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'a busy hour, a third above what was declared: owners estimate',
      declared: atMost(60),
      earlier: burst(80, () => ({})),
      use: use(),
      expect: null,
    },
  ],
};
