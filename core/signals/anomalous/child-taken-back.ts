import type { Finding, TestimonySignal } from '../signal.ts';

export const childTakenBack: TestimonySignal = {
  judges: 'testimony',
  id: 'S50',
  name: 'child-taken-back',
  family: 'anomalous',
  group: 'intent',
  authority: 'corroborate',
  basis: 'fact',
  sentence: 'A session that the credential made had to be contained: whoever used it may hold the credential too.',
  attack: ['T1550.001', 'T1078.004'],
  falsePositives: ['The session was stolen where it was used, not where it was made.'],
  judge(told): Finding | null {
    if (told.kind !== 'taken-back') return null;
    return {
      bits: 6,
      key: told.credential,
      evidence: `A session that it made, of ${told.credential}, had to be contained`,
    };
  },
};
