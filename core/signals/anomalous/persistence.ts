import type { Observation } from '../observation.ts';
import { graveAction, targetWords } from './grave-action.ts';
import { networkSurprise } from './new-network.ts';

export const persistence = graveAction({
  id: 'S17',
  name: 'persistence',
  tactic: 'persistence',
  base: 5,
  authority: 'pin',
  basis: 'habit',
  sentence: 'The credential makes a new way in: a key, login, user, trust or provider.',
  attack: ['T1098.001', 'T1136.003'],
  falsePositives: ['An administrator welcomes a new colleague.', 'A pipeline is taught to create roles.'],
  deed: (observation) => `${observation.use.action} for ${targetWords(observation) || 'itself'}`,
  /** A person who rotates their own key at their own place is no intruder. */
  weigh: (observation, bits) =>
    concernsItself(observation) && networkSurprise(observation) < 2
      ? { bits: Math.min(bits, 3), authority: 'corroborate' }
      : { bits },
});

const selfServiceActions = new Set([
  'iam:CreateAccessKey',
  'iam:DeleteAccessKey',
  'iam:UpdateAccessKey',
  'iam:UploadSSHPublicKey',
  'iam:UploadSigningCertificate',
  'iam:CreateVirtualMFADevice',
  'iam:EnableMFADevice',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
]);

export function concernsItself(observation: Observation): boolean {
  const { principal, target, action } = observation.use;
  if (!selfServiceActions.has(action) || principal.kind !== 'user') return false;
  return target.principalName === null || target.principalName === principal.userName;
}
