import { tracesOf } from '../../context/traces.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { hour } from '../../model/instant.ts';
import { nameIn } from '../../model/own-name.ts';
import { firstness, isOfKnownAccount, type Observation } from '../observation.ts';
import type { Finding, UseSignal } from '../signal.ts';
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
  sentence:
    'A credential that assumes no roles tries one that has full access to an account, or is named so; or a new one tries several such.',
  attack: ['T1078.004', 'T1021.007'],
  falsePositives: [
    'An administrator enters a member account for the first time.',
    'A new tool sets up something in all accounts of an organisation.',
  ],
  judge(observation) {
    const { use, activeDays, policy } = observation;
    const role = roleTried(use);
    const power = role === null ? null : powerOf(role);
    if (role === null || power === null) return null;
    if (activeDays < policy.thresholds.learningDays) return byNewcomer(observation, role);
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

/**
 * Without habits on record, too, it is worth a word that it goes from account to account by the role that holds everything, once the account has
 * been watched for long enough: in the first week of a watch, whoever does so every day seems to do it for the first time.
 */
function byNewcomer(observation: Observation, role: string): Finding | null {
  const { use, story } = observation;
  if (!isMaster(role) || !isOfKnownAccount(observation)) return null;
  if (mastersTried.count(story, use.at, hour) < leastTried) return null;
  return {
    bits: 10,
    key: 'by a newcomer',
    authority: 'notify',
    basis: 'fact',
    evidence: `Tried at least ${leastTried} roles within an hour that have full access to their accounts, the last of them ${role}; ${daysOnRecord(observation)}`,
  };
}

/** More would only fill the memory with names that the caller chooses. */
const leastTried = 3;

const mastersTried = tracesOf('master role');

/** Notes such a role, so that the next is seen beside it. */
export function noteMaster({ use, story }: Observation): void {
  const role = roleTried(use);
  if (role === null || !isMaster(role) || mastersTried.count(story, use.at, hour) >= leastTried) return;
  mastersTried.noteAgain(story, role, use.at);
}

function roleTried({ action, target }: CredentialUse): string | null {
  return action === 'sts:AssumeRole' ? target.resource : null;
}

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
