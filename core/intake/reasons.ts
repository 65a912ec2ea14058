/** Records that are understood and are no use of a credential that anybody could be held to. */
export const ignoredReasons = {
  'service-made': 'An AWS service made the call, on its own or on somebody’s behalf.',
  'service-event': 'AWS reports something that it did itself; there was no API call.',
  'no-credential': 'The caller had no AWS credential yet: the call exchanges an outside identity for one.',
  'identity-center':
    'A person acted in the Identity Center portal; the role sessions that follow are read from their own calls.',
  directory: 'A directory user acted, as in Amazon WorkDocs or QuickSight; no AWS credential was used.',
  unproven:
    'Nobody proved that they hold the credential: a failed or unfinished sign-in, or a signature that did not verify.',
  anonymous: 'The call was not signed.',
  'foreign-principal':
    'A principal of another account, seen in this account’s log; its own account’s log records the use.',
  'own-activity': 'Rescind itself made the call.',
  digest: 'A CloudTrail digest: it proves log files authentic and contains no calls.',
  insight: 'A CloudTrail insight: a statistic about calls that are logged separately.',
  'network-activity': 'A VPC endpoint’s view of a call that is logged separately.',
  addendum: 'AWS corrects a record that it delivered before; the call was made only once.',
  finding: 'Another AWS service’s finding or notice: testimony about a credential, not a use of it.',
} as const;

/** Records that are not understood, or not believed. */
export const rejectedReasons = {
  'not-json': 'The text is not JSON.',
  'not-an-object': 'The value is not a JSON object.',
  'too-large': 'The record is larger than any that CloudTrail writes.',
  'no-event-id':
    'The record has no eventID, or one that is not text or is too long, so it cannot be told from its duplicates.',
  'no-time': 'The record has no eventTime, or one that is not a time, or is from before CloudTrail existed.',
  'no-action': 'The record does not say which call to which service it is about.',
  'no-identity': 'Nothing in the record says who acted.',
  'no-report': 'The event reports the use of a token, but not in the form that docs/tokens.md describes.',
  unregistered: 'The event reports the use of a token, but no source registered in the policy sent it.',
  inadmissible: 'The event did not come from CloudTrail, or speaks for an account that is not its own.',
} as const;

export type IgnoredReason = keyof typeof ignoredReasons;
export type RejectedReason = keyof typeof rejectedReasons;

export interface Ignored {
  readonly kind: 'ignored';
  readonly reason: IgnoredReason;
}

export interface Rejected {
  readonly kind: 'rejected';
  readonly reason: RejectedReason;
}

export function ignored(reason: IgnoredReason): Ignored {
  return { kind: 'ignored', reason };
}

export function rejected(reason: RejectedReason): Rejected {
  return { kind: 'rejected', reason };
}

/** What an adapter hands on in place of a record that it could not read, so that it is still counted. */
export class Damage {
  readonly reason: RejectedReason;
  constructor(reason: RejectedReason) {
    this.reason = reason;
  }
}
