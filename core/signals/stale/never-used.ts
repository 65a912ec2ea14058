import { declaredCadenceDays } from '../../context/declared/declared-cadence.ts';
import { formatDay } from '../../model/instant.ts';
import type { StandingSignal } from '../signal.ts';
import { daysBetween } from '../standing/standing.ts';
import { bitsOfDelay, learnedPauseDays, mayRest } from './window.ts';

export const neverUsed: StandingSignal = {
  judges: 'standing',
  id: 'S33',
  name: 'never-used',
  family: 'stale',
  group: 'standing',
  authority: 'notify',
  basis: 'fact',
  sentence: 'The credential was created some time ago and has never been used.',
  attack: ['T1078.004', 'T1098.001'],
  falsePositives: ['The credential was created ahead of a launch, or is kept for an emergency: say so in its purpose.'],
  judge(standing, policy, now) {
    if (mayRest(standing) || standing.lastUse.kind !== 'never' || standing.createdAt === null) return null;
    const ageDays = daysBetween(standing.createdAt, now);
    const least = standing.keeper === 'service' ? policy.stale.longestUnusedDays : policy.stale.neverUsedGraceDays;
    // It takes over the habits of the key that it replaced.
    const graceDays = Math.max(least, learnedPauseDays(standing, policy), declaredCadenceDays(standing.declared) ?? 0);
    if (ageDays < graceDays) return null;
    const evidence = `Created ${ageDays} days ago, on ${formatDay(standing.createdAt)}, and never used since`;
    return { bits: bitsOfDelay(ageDays, graceDays), key: 'never-used', evidence };
  },
};
