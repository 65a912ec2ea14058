import type { MeasureKind } from './measure.ts';

const identityCheck =
  'sts:GetCallerIdentity cannot be denied, so logins built on it (EKS, Vault) last as long as the session.';
const assumedBefore = 'Sessions of roles that were assumed with it before go on until they expire.';

/** What is left where a quarantine denies everything. */
export const remainsOfDenyAll: readonly string[] = [assumedBefore, identityCheck];

/** What each measure leaves alive, in sentences for the person who must deal with the rest. */
export const remains: Readonly<Record<MeasureKind, readonly string[]>> = {
  'key-status': [
    'Temporary sessions that the key opened before last up to 36 hours, unless a deny on its user stops them.',
    'Sessions of roles that the key assumed, in this or another account, go on until they expire.',
  ],
  pin: [
    'Calls from inside the established networks go on, those of a thief on the same host or gateway included.',
    assumedBefore,
    identityCheck,
  ],
  quarantine: ['Every action that is not on the list of denied actions still works.', ...remainsOfDenyAll],
  'revoke-sessions': [
    'Sessions of other roles that were assumed from a revoked session go on until they expire.',
    'Whoever may still assume the role or sign in can open a new session: close that source as well.',
    identityCheck,
  ],
  'retire-key': ['Temporary sessions that the key opened before go on until they expire.'],
  'revoke-token': [
    'Access tokens that whoever receives them checks by themselves (a JWT) work on until they expire.',
    'What was read or done with the token before stays read and done.',
    'A revoked token does not come back: its client has to be given a new one.',
  ],
  'rotate-secret': [
    'Whoever read the old version has it still; whether it works on is up to the service that issued it.',
    'Readers that keep the value go on with the old one until they read again or start anew.',
    'A rotation cannot be taken back: once the service has the new version, the old one may be dead.',
  ],
};
