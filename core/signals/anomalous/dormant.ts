import { declaredCadenceDays } from '../../context/declared/declared-cadence.ts';
import { daysSilent, longestGapBefore } from '../../context/habits/familiarity.ts';
import type { UseSignal } from '../signal.ts';
import { longSilence } from '../silence.ts';
import { dayWords } from '../words.ts';

export const dormant: UseSignal = {
  judges: 'use',
  hears: ['silence'],
  id: 'S27',
  name: 'dormant-wake-up',
  family: 'anomalous',
  group: 'lifecycle',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential is used again after a silence longer than any before.',
  attack: ['T1078.004'],
  falsePositives: ['A job runs once a year.', 'A person returns from long leave.'],
  judge(observation) {
    const { context, use, day } = observation;
    const days = longSilence(observation);
    if (days === null) return null;
    const longest = longestGapBefore(context.baseline, day);
    const cadence = declaredCadenceDays(context.declared) ?? 0;
    const wasSeen = daysSilent(context.baseline, day) > 0;
    // How long it may pause is not known if it was never seen in use.
    const usual = Math.max(longest, 1.2 * cadence, wasSeen ? 0 : unknownPause);
    const bits = Math.min(6, 2 * Math.log2((days + 1) / (usual + 1)));
    if (bits <= 0) return null;
    return {
      bits,
      key: 'silence',
      // Roles wait for their people by design.
      authority: use.credential.kind === 'access-key' ? 'corroborate' : 'notify',
      evidence: wasSeen
        ? `First use after ${dayWords(days)} of silence; the longest before was ${dayWords(longest)}`
        : `First use on record, after ${dayWords(days)} of silence`,
    };
  },
};

/** Days: a weekly job pauses so long. */
const unknownPause = 7;
