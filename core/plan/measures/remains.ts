import type { MeasureKind } from './measure.ts';

const identityCheck =
  'sts:GetCallerIdentity cannot be denied, so logins built on it (EKS, Vault) last as long as the session.';
const oneCredential = 'The user’s other credentials keep working: keys, password, and whatever was created with them.';
const assumedBefore = 'Role sessions that were opened with it before last until they expire.';

const doneAlready =
  'What was already started or handed out remains: instances, open database connections, tokens for other services, copied data.';

/** What is left where a quarantine denies everything. */
export const remainsOfDenyAll: readonly string[] = [assumedBefore, identityCheck, doneAlready];

/** What is left where a pin is to a purpose. */
export const remainsOfPurpose: readonly string[] = [
  'Calls within its purpose still work, also for somebody who controls the agent or the machine.',
  assumedBefore,
  identityCheck,
];

/** What each measure leaves alive, in sentences for the person who must deal with the rest. */
export const remains: Readonly<Record<MeasureKind, readonly string[]>> = {
  'key-status': [
    'Temporary sessions that the key opened before last up to 36 hours, unless a deny on its user stops them.',
    'Role sessions that the key opened, in this or another account, last until they expire, unless a deny on their role stops them.',
    doneAlready,
  ],
  pin: [
    'Calls from inside the established networks still work, also for a thief on the same host or gateway.',
    assumedBefore,
    identityCheck,
  ],
  quarantine: ['Every action that is not on the list of denied actions still works.', ...remainsOfDenyAll],
  'revoke-sessions': [
    'Sessions of other roles that were opened from a revoked session last until they expire, unless a deny on their role stops them.',
    'Whoever may still assume the role or sign in can open a new session: close that source as well.',
    identityCheck,
    doneAlready,
  ],
  seal: [
    'Everything except changes to identities, the organisation and the trail still works, unless another measure stops it.',
    identityCheck,
  ],
  'retire-key': ['Temporary sessions that the key opened before last until they expire.'],
  'revoke-token': [
    'Access tokens that their recipients verify locally (JWTs) keep working until they expire.',
    'What was read or done with the token before cannot be undone.',
    'A revoked token cannot be restored: its client needs a new one.',
  ],
  'deny-sign-in': [
    'The password still allows signing in, although nothing can be done after that: its owner has to set a new one.',
    'The user’s access keys keep working: contain them as well if the thief could reach them.',
    ...remainsOfDenyAll,
  ],
  'deny-service': [
    'The user’s other permissions and credentials keep working.',
    'The credential itself stays active: once you know which one it is, switch it off.',
  ],
  'service-credential-status': [
    oneCredential,
    'Short-term Bedrock keys are made from sessions, not from this credential: they last until their session ends, 12 hours at most.',
  ],
  'ssh-key-status': [oneCredential, 'Repositories that were cloned with it stay cloned.'],
  'certificate-status': [oneCredential],
  'trust-deny': [
    'Sessions that are already open continue, unless they are revoked as well.',
    'The same person or job can still assume other roles that trust the same provider.',
    'A change that somebody else makes to the trust policy within the same seconds can be lost, because IAM keeps no versions of it.',
  ],
  'roles-anywhere-status': [
    'Sessions that certificates opened before last until they expire, 12 hours at most: revoke the role’s sessions as well.',
    'Other profiles and trust anchors still accept the same certificate, if they are set up for it.',
  ],
  'permission-set-deny': [
    'The same person’s other permission sets, and sessions opened with them, keep working.',
    'The person can still sign in: disable them in the directory that Identity Center uses.',
    assumedBefore,
    identityCheck,
  ],
  'secret-deny': [
    'Whoever read the value still has it: its issuer has to revoke it.',
    'Readers that cache the value keep using it until they read it again.',
    'The secret’s own rotation may need to read it, and then fails until this is undone.',
  ],
  'permissions-boundary': [
    'What it uses still works, also for a thief.',
    'In the services that it uses, it keeps permissions that it never used, except those that change permissions.',
    'A boundary limits only what identity policies grant; what a resource policy grants to the user directly still works.',
  ],
  'deauthorize-connection': [
    'Whoever read the credential still has it: its issuer has to revoke it.',
    'Rules that use the connection fail from now on, until its owner enters a credential again.',
  ],
  'rotate-secret': [
    'Whoever read the old version still has it; whether it keeps working depends on the service that issued it.',
    'Readers that cache the value keep using the old one until they read it again or restart.',
    'A rotation cannot be undone: once the service has the new version, the old one may no longer work.',
  ],
};
