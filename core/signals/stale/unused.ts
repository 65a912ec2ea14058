import { ownerName } from '../../model/owner.ts';
import type { StandingSignal } from '../signal.ts';
import { daysBetween, type Standing, type UseWitness } from '../standing/standing.ts';
import { dayWords } from '../words.ts';
import { bitsOfDelay, mayRest, unusedWindowDays } from './window.ts';

export const unused: StandingSignal = {
  judges: 'standing',
  id: 'S32',
  name: 'unused',
  family: 'stale',
  group: 'standing',
  authority: 'notify',
  basis: 'fact',
  sentence: 'The credential is active but has not been used for longer than its habit explains.',
  attack: ['T1078.004'],
  falsePositives: [
    'Its work is rarer than anything on record, such as a disaster-recovery drill: say so in its purpose.',
    'Its uses leave no record, such as git over SSH.',
  ],
  judge(standing, policy, now) {
    if (mayRest(standing) || standing.lastUse.kind !== 'used') return null;
    const idleDays = daysBetween(standing.lastUse.at, now);
    const windowDays = unusedWindowDays(standing, policy);
    if (idleDays < windowDays) return null;
    const evidence = `Unused for ${idleDays} days according to ${witnessWords[standing.lastUse.witness]}; ${habit(standing, windowDays)}`;
    return { bits: bitsOfDelay(idleDays, windowDays), key: 'unused', evidence };
  },
};

const witnessWords: Readonly<Record<UseWitness, string>> = {
  declared: 'its owner',
  'credential-report': "IAM's credential report",
  'authorization-details': 'IAM',
  'access-key-last-used': 'IAM',
  'secrets-manager': 'Secrets Manager',
  'roles-anywhere': 'the latest certificate on record',
  trail: 'the trail',
};

function habit(standing: Standing, windowDays: number): string {
  const gap = standing.observed?.longestGapDays ?? null;
  if (gap !== null && gap > 0) return `its longest pause on record is ${dayWords(Math.round(gap))}`;
  const who = ownerName(standing.owner);
  return `the limit${who === null ? '' : ` for ${who}`} is ${Math.round(windowDays)} days`;
}
