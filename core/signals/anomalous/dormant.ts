import { gapBefore } from '../../context/familiarity.ts';
import type { UseSignal } from '../signal.ts';
import { dayWords } from '../words.ts';

export const dormant: UseSignal = {
  judges: 'use',
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
    const declaredGap = gapByDeclaration(observation.context.declared?.lastUsedAt ?? null, observation.use.at);
    const own = gapBefore(observation.context.baseline, observation.day);
    const days = own.days > 0 ? own.days : declaredGap;
    if (days < leastSilence) return null;
    const bits = Math.min(6, 2 * Math.log2((days + 1) / (own.longest + 1)));
    if (bits <= 0) return null;
    return {
      bits,
      key: 'silence',
      evidence: `First use after ${dayWords(days)} of silence; the longest before was ${dayWords(own.longest)}`,
    };
  },
};

/** Days; shorter silences are holidays. */
const leastSilence = 30;

/** Before anything is on record, the owner's report of the last use is the only witness of the silence. */
function gapByDeclaration(lastUsedAt: number | null, at: number): number {
  return lastUsedAt === null || lastUsedAt >= at ? 0 : Math.floor((at - lastUsedAt) / 86_400_000);
}
