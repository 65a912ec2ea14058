import { canaryUsed } from '../../core/signals/anomalous/canary-used.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { vpn } from './places.ts';
import { declared } from './standing.ts';
import { use } from './use.ts';

const bait = declared({ canary: true });

export const cases: UseCases = {
  signal: canaryUsed,
  fires: [
    {
      name: 'a canary left in a public repository is used',
      declared: bait,
      use: use({ action: 'sts:GetCallerIdentity', from: vpn }),
      expect: { bits: [20, 20], says: ['sts:GetCallerIdentity', 'AS9009'], authority: 'hard' },
    },
    {
      name: 'bait is tried from inside AWS, and refused',
      declared: bait,
      use: use({ action: 's3:ListBuckets', denied: true }),
      expect: { bits: [20, 20], says: ['AS16509'] },
    },
  ],
  silent: [{ name: 'a credential that does its daily work', history: days(30), use: use(), expect: null }],
  lookalike: [
    {
      name: 'a forgotten key is used from a stranger’s network, but it is no canary',
      history: days(10, {}, 40),
      declared: declared({ purpose: 'old canary deployment pipeline' }),
      use: use({ action: 'sts:GetCallerIdentity', from: vpn }),
      expect: null,
    },
  ],
};
