import { deniedBurst } from '../../core/signals/anomalous/denied-burst.ts';
import type { UseCases } from './case.ts';
import { burst, days } from './history.ts';
import { use } from './use.ts';

const refused = (n: number) => ({ action: `iam:List${n}`, denied: true });

export const cases: UseCases = {
  signal: deniedBurst,
  fires: [
    {
      name: 'thirty different calls are refused within half an hour',
      history: days(30),
      earlier: burst(30, refused),
      use: use(refused(99)),
      expect: { bits: [3, 8], says: ['different calls refused', 'the worst hour before had 0'] },
    },
  ],
  silent: [
    { name: 'one refusal', history: days(30), use: use(refused(1)), expect: null },
    { name: 'many calls, none refused', history: days(30), earlier: burst(30, () => ({})), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'a broken job is refused the same call again and again',
      history: days(30),
      earlier: burst(60, () => refused(1)),
      use: use(refused(1)),
      expect: null,
    },
    {
      name: 'a compliance scanner is refused dozens of calls every day',
      history: burst(40, refused).flatMap((one) => days(5, one)),
      earlier: burst(40, refused),
      use: use(refused(1)),
      expect: null,
    },
    {
      name: 'a new scanner of a fleet of which each is refused dozens of calls every day',
      history: days(2),
      kin: burst(40, refused).flatMap((one) => days(20, one)),
      earlier: burst(40, refused),
      use: use(refused(1)),
      expect: null,
    },
  ],
};
