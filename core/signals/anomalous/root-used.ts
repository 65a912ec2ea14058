import { activeDaysBefore, daysToSettle } from '../../context/habits/familiarity.ts';
import type { UseSignal } from '../signal.ts';
import { placeWords } from '../words.ts';

export const rootUsed: UseSignal = {
  judges: 'use',
  hears: ['root'],
  id: 'S62',
  name: 'root-used',
  family: 'anomalous',
  group: 'identity',
  authority: 'pin',
  basis: 'fact',
  sentence: 'The root user is used in an account where it hardly ever is.',
  attack: ['T1078.004'],
  falsePositives: ['The root sign-in is rehearsed, or does one of the few things that only root may do.'],
  judge({ use, network, context, day }) {
    // Nothing can do more, or is needed less often: somebody wants to hear of it, whoever it is.
    if (use.credential.kind !== 'root' || activeDaysBefore(context.baseline, day) >= daysToSettle) return null;
    const place = network === null ? '' : ` from ${placeWords(network)}`;
    return {
      bits: use.mfa === false ? 10 : 8,
      key: 'root',
      evidence: `The root user called ${use.action}${place}${use.mfa === false ? ', without a second factor' : ''}`,
    };
  },
};
