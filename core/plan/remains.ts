import type { MeasureKind } from './measure.ts';

const identityCheck =
  'sts:GetCallerIdentity cannot be denied, so logins built on it (EKS, Vault) last as long as the session.';

/** What each measure leaves alive, in sentences for the person who must deal with the rest. */
export const remains: Readonly<Record<MeasureKind, readonly string[]>> = {
  'key-status': [
    'Sessions that the key minted before live on for up to 36 hours; only a deny on its user reaches them.',
    'Sessions of roles that the key assumed, in this or another account, last until they expire.',
  ],
  pin: [
    'Whoever calls from inside the established networks, a thief on the same host or behind the same gateway included.',
    'Sessions of roles that were assumed with it before.',
    identityCheck,
  ],
  quarantine: [
    'Everything that is not on the list of denied actions.',
    'Sessions of roles that were assumed with it before.',
    identityCheck,
  ],
  'revoke-sessions': [
    'Sessions of other roles chained from a revoked session.',
    'Whoever may still assume the role or sign in can open a new session: close that source as well.',
    identityCheck,
  ],
};
