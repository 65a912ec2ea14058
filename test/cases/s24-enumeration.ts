import { enumeration } from '../../core/signals/anomalous/enumeration.ts';
import type { UseCases } from './case.ts';
import { burst, days } from './history.ts';
import { use } from './use.ts';

const looking = (n: number) => ({ action: `ec2:Describe${n}` });

export const cases: UseCases = {
  signal: enumeration,
  fires: [
    {
      name: 'a key that always made one call makes forty different ones within half an hour',
      history: days(30),
      earlier: burst(40, looking),
      use: use(looking(99)),
      expect: { bits: [3, 8], says: ['different calls within an hour'] },
    },
    {
      name: 'or eighteen: more than a release brings, and no witness yet',
      history: days(30),
      earlier: burst(17, looking),
      use: use(looking(99)),
      expect: { bits: [1.5, 3.4] },
    },
  ],
  silent: [
    { name: 'the call it always makes', history: days(30), use: use(), expect: null },
    { name: 'nothing is on record yet', earlier: burst(40, looking), use: use(looking(99)), expect: null },
  ],
  lookalike: [
    {
      name: 'many calls, but all the same one',
      history: days(30),
      earlier: burst(80, () => ({})),
      use: use(),
      expect: null,
    },
    {
      name: 'an inventory tool that takes stock every day',
      history: burst(40, looking).flatMap((one) => days(5, one)),
      earlier: burst(40, looking),
      use: use(looking(1)),
      expect: null,
    },
  ],
};
