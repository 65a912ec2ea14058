import type { MeasureKind } from './measure.ts';

const identityCheck =
  'sts:GetCallerIdentity cannot be denied, so logins built on it (EKS, Vault) last as long as the session.';
const oneCredential = 'The user’s other credentials go on: keys, password, and whatever was made with them.';
const assumedBefore = 'Sessions of roles that were assumed with it before go on until they expire.';

const doneAlready =
  'What was started or handed out goes on: instances, open database connections, tokens for other services, copied data.';

/** What is left where a quarantine denies everything. */
export const remainsOfDenyAll: readonly string[] = [assumedBefore, identityCheck, doneAlready];

/** What is left where a pin is to a purpose. */
export const remainsOfPurpose: readonly string[] = [
  'Calls within its purpose go on, those of whoever speaks through the agent, or stands on the machine, included.',
  assumedBefore,
  identityCheck,
];

/** What each measure leaves alive, in sentences for the person who must deal with the rest. */
export const remains: Readonly<Record<MeasureKind, readonly string[]>> = {
  'key-status': [
    'Temporary sessions that the key opened before last up to 36 hours, unless a deny on its user stops them.',
    'Sessions of roles that the key assumed, in this or another account, go on until they expire, unless a deny on their role stops them.',
    doneAlready,
  ],
  pin: [
    'Calls from inside the established networks go on, those of a thief on the same host or gateway included.',
    assumedBefore,
    identityCheck,
  ],
  quarantine: ['Every action that is not on the list of denied actions still works.', ...remainsOfDenyAll],
  'revoke-sessions': [
    'Sessions of other roles that were assumed from a revoked session go on until they expire, unless a deny on their role stops them.',
    'Whoever may still assume the role or sign in can open a new session: close that source as well.',
    identityCheck,
    doneAlready,
  ],
  seal: [
    'Everything but changes to identities, to the organisation and to the trail goes on, unless another measure stops it.',
    identityCheck,
  ],
  'retire-key': ['Temporary sessions that the key opened before go on until they expire.'],
  'revoke-token': [
    'Access tokens that whoever receives them checks by themselves (a JWT) work on until they expire.',
    'What was read or done with the token before stays read and done.',
    'A revoked token does not come back: its client has to be given a new one.',
  ],
  'deny-sign-in': [
    'The password still lets somebody sign in, though nothing can be done there: its owner has to set a new one.',
    'The user’s access keys go on: contain them as well if they were in reach.',
    ...remainsOfDenyAll,
  ],
  'deny-service': [
    'Everything else that the user may do goes on, with every other credential.',
    'Whoever holds the credential keeps it: once it is known which one it is, switch that one off.',
  ],
  'service-credential-status': [
    oneCredential,
    'Short-term Bedrock keys are made from sessions, not from this credential: they last until their session ends, 12 hours at most.',
  ],
  'ssh-key-status': [oneCredential, 'Repositories that were cloned with it stay cloned.'],
  'certificate-status': [oneCredential],
  'trust-deny': [
    'Sessions that are open already go on, unless they are revoked as well.',
    'The same person or job may come in by other roles that trust the same provider.',
    'A change that somebody else makes to the trust policy within the same seconds can be lost: IAM knows no versions of it.',
  ],
  'roles-anywhere-status': [
    'Sessions that certificates opened before go on until they expire, 12 hours at most: revoke the role’s sessions as well.',
    'Other profiles and trust anchors take the same certificate, if they are set up for it.',
  ],
  'permission-set-deny': [
    'The same person’s other permission sets, and what was opened with them, go on.',
    'The person can still sign in: disable them where Identity Center has its people from.',
    assumedBefore,
    identityCheck,
  ],
  'secret-deny': [
    'Whoever read the value has it still: whoever issued it has to revoke it.',
    'Readers that keep the value go on with it until they read again.',
    'Its own rotation may have to read it as well, and then fails until this is taken back.',
  ],
  'permissions-boundary': [
    'What it uses, it may still do, in the hands of a thief too.',
    'In the services that it uses it keeps what it never used, but for what changes permissions.',
    'A boundary limits what policies of its own grant; what a resource grants to the user itself goes on.',
  ],
  'deauthorize-connection': [
    'Whoever read the credential has it still: whoever issued it has to revoke it.',
    'Rules that use the connection fail from now on, until its owner enters a credential anew.',
  ],
  'rotate-secret': [
    'Whoever read the old version has it still; whether it works on is up to the service that issued it.',
    'Readers that keep the value go on with the old one until they read again or start anew.',
    'A rotation cannot be taken back: once the service has the new version, the old one may be dead.',
  ],
};
