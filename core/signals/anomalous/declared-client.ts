import { allowsUserAgent } from '../../context/declared/declared.ts';
import { trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';

export const declaredClient: UseSignal = {
  judges: 'use',
  hears: ['declared'],
  id: 'S40',
  name: 'declared-client-breached',
  family: 'anomalous',
  group: 'client',
  authority: 'corroborate',
  basis: 'word',
  sentence: 'The credential is used by a program that its owner did not declare.',
  attack: ['T1078.004'],
  falsePositives: ['The program is new, and the declaration is old.'],
  judge(observation) {
    const { use, context, client } = observation;
    if (allowsUserAgent(context.declared, use.userAgent) !== false) return null;
    if (trustedDays(observation, 'client', client) > 0) return null;
    return {
      bits: 6,
      key: client,
      evidence: `Its owner declared ${(context.declared?.expected.userAgents ?? []).join(', ')}; it was used by ${client}`,
    };
  },
};
