import { nameIn } from '../../model/own-name.ts';
import { firstness, type Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { ofAdministrators } from '../what/given.ts';
import { isInItsPlace } from '../who/at-home.ts';
import { isNewDuty } from '../who/duty.ts';
import { daysOnRecord } from '../words.ts';

export const masterRole: UseSignal = {
  judges: 'use',
  hears: ['action'],
  id: 'S63',
  name: 'master-role',
  family: 'anomalous',
  group: 'action',
  authority: 'corroborate',
  basis: 'habit',
  isDeed: true,
  sentence: 'A credential that assumes no roles tries one that has full access to an account, or is named so.',
  attack: ['T1078.004', 'T1021.007'],
  falsePositives: ['An administrator enters a member account for the first time.'],
  judge(observation) {
    const { use, activeDays, policy } = observation;
    const role = use.action === 'sts:AssumeRole' ? use.target.resource : null;
    const power = role === null ? null : powerOf(role);
    if (role === null || power === null || activeDays < policy.thresholds.learningDays) return null;
    const first = firstness(observation, 'action', use.action);
    if (first < 1) return null;
    return {
      bits: 8,
      key: role,
      authority: !isMaster(role) && comesWithDuties(observation) ? 'notify' : 'corroborate',
      evidence: `Tried ${role}, which ${power}${use.denied ? ' (refused)' : ''}; it assumed no role in ${daysOnRecord(observation)}`,
    };
  },
};

/** A person's new duties may come with a role, whatever it is called, and are done where that person always is. */
function comesWithDuties(observation: Observation): boolean {
  return isNewDuty(observation) && isInItsPlace(observation);
}

/** By AWS's own names for such roles, or those that administrators choose: the first that a thief tries. What the latter hold is not on record. */
function powerOf(role: string): string | null {
  if (isMaster(role)) return 'has full access to its account';
  return ofAdministrators.test(nameIn(role)) ? 'is named after administrators' : null;
}

function isMaster(role: string): boolean {
  return masters.has(nameIn(role));
}

const masters = new Set(['OrganizationAccountAccessRole', 'AWSControlTowerExecution']);
