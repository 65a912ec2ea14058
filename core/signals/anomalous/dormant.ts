import { declaredCadenceDays } from '../../context/declared-cadence.ts';
import { daysSilent, gapBefore } from '../../context/familiarity.ts';
import { longSilence, type Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
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
  sentence: 'The credential wakes up after a silence longer than any before.',
  attack: ['T1078.004'],
  falsePositives: ['A yearly job.', 'A person back from a long leave.'],
  judge(observation) {
    const { context, use, day } = observation;
    const days = longSilence(observation);
    if (days === null) return null;
    const { longest } = gapBefore(context.baseline, day);
    const cadence = declaredCadenceDays(context.declared) ?? 0;
    // Of what was only never seen, nobody knows how long it may pause: the watch itself is all the silence there is.
    const usual = Math.max(longest, 1.2 * cadence, isKnownSilent(observation) ? 0 : unknownPause);
    const bits = Math.min(6, 2 * Math.log2((days + 1) / (usual + 1)));
    if (bits <= 0) return null;
    return {
      bits,
      key: 'silence',
      // Roles wait for their people by design.
      authority: use.credential.kind === 'access-key' ? 'corroborate' : 'notify',
      evidence: `First use after ${dayWords(days)} of silence; the longest before was ${dayWords(longest)}`,
    };
  },
};

/** Days: a weekly job pauses so long. */
const unknownPause = 7;

/** Its own uses, or its owner's word on the last of them, say how long it was silent. */
function isKnownSilent({ context, day }: Observation): boolean {
  const { baseline, declared, inventoried } = context;
  return daysSilent(baseline, day) > 0 || (declared?.lastUsedAt ?? inventoried?.lastUsedAt ?? null) !== null;
}
