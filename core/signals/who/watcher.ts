import type { Baseline } from '../../context/habits/baseline.ts';
import { knownDays } from '../../context/habits/familiarity.ts';
import { isUsual, type Observation } from '../observation.ts';

/** Services that keep the books: trails, recorders, detectors, the directory of accounts. */
const books = ['organizations', 'cloudtrail', 'config', 'guardduty', 'securityhub', 'access-analyzer', 'inspector2'];
const registers = [
  'iam:ListUsers',
  'iam:ListRoles',
  'iam:ListAccessKeys',
  'iam:GetAccountSummary',
  'iam:GetCredentialReport',
  'iam:GetAccountAuthorizationDetails',
];

/** Looking around may be a young program's job: it has called such a service before, or asked for users and roles. */
export function hasLookedBefore(own: Baseline, day: number): boolean {
  const isKnown = (table: 'service' | 'action') => (value: string) => knownDays(own, table, value, day).ever;
  return books.some(isKnown('service')) || registers.some(isKnown('action'));
}

/** Looking around is what it does on many days. */
export function looksByHabit(observation: Observation): boolean {
  return isWatcher(observation) || registers.some((action) => isUsual(observation, 'action', action));
}

/** Looking around is its job: it calls such a service day by day. */
export function isWatcher(observation: Observation): boolean {
  return books.some((service) => isUsual(observation, 'service', service));
}
