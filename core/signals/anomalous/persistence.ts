import { tracesOf } from '../../context/traces.ts';
import { isPersonsRole } from '../../model/credential.ts';
import { day } from '../../model/instant.ts';
import { firstness, isSettled, type Observation, ordinaryInAccount } from '../observation.ts';
import { doorWords, weighDoor } from '../what/door.ts';
import { graveSignal, targetWords, type Weigh } from '../what/grave-signal.ts';
import { isPersonAtHome } from '../who/at-home.ts';
import { networkSurprise } from '../who/place.ts';

export const persistence = graveSignal({
  id: 'S17',
  name: 'persistence',
  tactic: 'persistence',
  base: 5,
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential creates a new way in: a key, login, user, trust or provider.',
  attack: ['T1098.001', 'T1136.003'],
  falsePositives: [
    'An administrator sets up a new colleague.',
    'A pipeline starts to create roles.',
    'A partner’s account is given a role.',
  ],
  deed: (observation) => `${observation.use.action}${forWhom(observation)}${doorWords(observation)}`,
  /** A person who rotates their own key at their own place is no intruder. */
  weigh: (observation, bits) => {
    if (concernsItself(observation) && networkSurprise(observation) < 2)
      return { bits: Math.min(bits, 3), authority: 'corroborate' };
    if (outliving.test(observation.use.action)) return { bits: isPortal(observation) || bits <= 0 ? 0 : bits + 1.5 };
    return weighDoor(observation, bits) ?? inAnothersName(observation, bits);
  },
});

function forWhom(observation: Observation): string {
  const named = targetWords(observation);
  if (named !== '') return ` for ${named}`;
  if (concernsItself(observation)) return ' for itself';
  return observation.use.action.startsWith('iam:') ? ' for somebody the record does not name' : '';
}

/** People do it for each other; a settled machine has no colleagues, whatever the account is used to. */
function inAnothersName(observation: Observation, bits: number): ReturnType<Weigh> {
  if (!isForAnother(observation)) return { bits, authority: 'corroborate' };
  if (observation.nature === 'machine' && isSettled(observation))
    return { bits: Math.max(bits, 7), authority: 'pin', basis: 'fact' };
  const usual = ordinaryInAccount(observation, 'action', observation.use.action);
  // Its second witness may be the sequence that it belongs to, which tells the same errand twice: for a known person at home it takes another.
  return {
    bits: usual || !isSettled(observation) || welcomes.test(observation.use.action) ? bits : Math.max(bits, worthAWord),
    authority: usual || isPersonAtHome(observation) ? 'corroborate' : 'pin',
  };
}

/** A newcomer's password is often given by somebody other than the maker of their user. */
const welcomes = /:CreateLoginProfile$/;

/** The one whose key it is should hear of it, unless it is usual there, or everything is still new. */
const worthAWord = 8;

/** These outlive the key that makes them, or open a browser in a program's place: worth a word wherever it is. */
const outliving = /^(?:sts:GetFederationToken|signin:GetSigninToken)$/;

/** Identity Center opens its console sessions this way, for everybody and every day. */
function isPortal({ use: { action, credential } }: Observation): boolean {
  return action === 'signin:GetSigninToken' && isPersonsRole(credential);
}

/** A key or login for somebody who exists already and is not the caller: no welcome, but a way in under another's name. */
export function isForAnother(observation: Observation): boolean {
  const { use, context } = observation;
  const { principalName } = use.target;
  if (!waysIn.has(use.action) || principalName === null || concernsItself(observation)) return false;
  if (firstness(observation, 'action', use.action) < 1) return false;
  return !madeUsers.has(context.recent, principalName, use.at, day);
}

const waysIn = new Set([
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'iam:UploadSigningCertificate',
]);

const madeUsers = tracesOf('made user');
const nameless = '(nameless)';

/** Remembers whom the credential made, so that the new user's first key is known for what it is. */
export function noteMadeUser({ use, context }: Observation): void {
  const { principalName } = use.target;
  if (use.action !== 'iam:CreateUser' || use.errorCode !== null) return;
  madeUsers.note(context.recent, principalName ?? nameless, use.at);
}

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

/** Where a record names nobody it is the caller, unless the caller just made somebody whom no record named either. */
export function concernsItself({ use, context }: Pick<Observation, 'use' | 'context'>): boolean {
  const { principal, target, action, at } = use;
  if (!selfServiceActions.has(action) || principal.kind !== 'user') return false;
  if (target.principalName !== null) return target.principalName === principal.userName;
  return !madeUsers.has(context.recent, nameless, at, day);
}
