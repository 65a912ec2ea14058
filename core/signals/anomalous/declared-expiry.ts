import { expiredAt } from '../../context/declared/declared.ts';
import { dayOf } from '../../model/instant.ts';
import type { UseSignal } from '../signal.ts';
import { dayWords } from '../words.ts';

export const declaredExpiry: UseSignal = {
  judges: 'use',
  hears: ['declared'],
  id: 'S05',
  name: 'used-after-expiry',
  family: 'anomalous',
  group: 'context',
  authority: 'hard',
  basis: 'word',
  sentence: 'The credential is used after the expiry date that its owner declared.',
  attack: ['T1078.004'],
  falsePositives: ['The work continued, and nobody updated the date.'],
  judge({ use, context, day }) {
    if (expiredAt(context.declared, use.at) !== true) return null;
    const end = context.declared?.expected.expiresAt ?? use.at;
    return {
      bits: 20,
      key: 'expiry',
      evidence: `Expired ${dayWords(day - dayOf(end))} ago according to its owner, and still called ${use.action}`,
    };
  },
};
