import type { AccountId, EventId } from '../model/brand.ts';
import type { CredentialUse, Target } from './credential-use.ts';
import { openEnvelope, type Unwrapped, unwrap } from './envelope.ts';
import { type Fields, fieldsOf, isFields, textOf } from './fields.ts';
import { type Ignored, ignored, type Rejected, rejected } from './reasons.ts';
import { timeOf } from './time.ts';
import { callerOf, responseOf, type TrailRecord } from './trail-record.ts';
import { callOf, isUnverified } from './what/call.ts';
import { useFrom, whatOf } from './what/what.ts';
import { signsOf, whoOf } from './who/who.ts';

export type Intake = { readonly kind: 'use'; readonly use: CredentialUse } | Ignored | Rejected;

/** Whether a role’s call is Rescind's own doing: the role by its ARN, what it did, as `iam:UpdateAccessKey`, and to what. */
export type Own = (role: string, action: string, target: Target) => boolean;

const nobody: Own = () => false;

/**
 * Decides what one record is, bare or in a wrapping of AWS's: the use of a credential, or not, and then why.
 * Total: any JSON value has an answer, and nothing of it but an allow-list of fields goes on.
 * `own`: what is Rescind's own doing.
 */
export function intake(value: unknown, own: Own = nobody): Intake {
  return decide(unwrap(value), own);
}

/** As `intake`, for what came over a bus: there anybody may have sent a record without an envelope. */
export function intakeEvent(envelope: unknown, own: Own = nobody): Intake {
  return decide(isFields(envelope) ? openEnvelope(envelope) : rejected('not-an-object'), own);
}

function decide(unwrapped: Unwrapped | Ignored | Rejected, own: Own): Intake {
  if (unwrapped.kind !== 'record') return unwrapped;
  const { record, deliveredFrom } = unwrapped;
  const user = callerOf(record);
  return notACall(record) ?? notEvidence(record, user) ?? useOf(record, user, deliveredFrom, own);
}

/** What CloudTrail delivers beside calls. */
export function notACall(record: TrailRecord): Ignored | null {
  switch (record.eventType) {
    case 'AwsServiceEvent':
      return ignored('service-event');
    case 'AwsCloudTrailInsight':
      return ignored('insight');
    case 'AwsVpceEvent':
    case 'AwsVpceEvents':
      return ignored('network-activity');
  }
  if (record.eventCategory === 'Insight') return ignored('insight');
  if (record.eventCategory === 'NetworkActivity') return ignored('network-activity');
  if (record.digestS3Object !== undefined) return ignored('digest');
  return record.addendum === undefined ? null : correction(fieldsOf(record.addendum));
}

/** A record that comes late, or after an outage, is still new; only a correction repeats one. */
function correction(addendum: Fields): Ignored | null {
  const corrects = addendum.reason === 'UPDATED_DATA' || textOf(addendum.originalEventID) !== null;
  return corrects ? ignored('addendum') : null;
}

/** Calls that say nothing about the holder of a credential, since anybody or nobody may have caused them. */
export function notEvidence(record: TrailRecord, user: Fields): Ignored | null {
  if (isServiceMade(user)) return ignored('service-made');
  return asksForProof(record) ? notProven(record, user) : null;
}

/** Old records name the console as the caller, where a person clicked in it. */
export function isServiceMade(user: Fields): boolean {
  const service = textOf(user.invokedBy);
  return service !== null && service !== 'signin.amazonaws.com';
}

/** Calls that somebody without a credential can make, too. */
export function asksForProof({ eventSource, errorCode }: TrailRecord): boolean {
  return (
    eventSource === 'signin.amazonaws.com' || eventSource === 'rolesanywhere.amazonaws.com' || isUnverified(errorCode)
  );
}

function notProven(record: TrailRecord, user: Fields): Ignored | null {
  if (isByCertificate(record, user)) return ignored('no-credential');
  if (isUnverified(record.errorCode)) return ignored('unproven');
  return record.eventSource === 'signin.amazonaws.com' && !isProvenSignIn(record, user) ? ignored('unproven') : null;
}

/** Roles Anywhere is called with a certificate's key, by somebody who has no AWS credential yet. */
function isByCertificate({ eventSource, eventName }: TrailRecord, user: Fields): boolean {
  return eventSource === 'rolesanywhere.amazonaws.com' && eventName === 'CreateSession' && textOf(user.arn) === null;
}

/** Anybody can try names, and say that they forgot a password: a sign-in counts when it succeeded or had a session. */
function isProvenSignIn(record: TrailRecord, user: Fields): boolean {
  const proof = ofSignIn.find((name) => name === record.eventName);
  if (proof !== undefined) return responseOf(record)[proof] === 'Success';
  return textOf(user.accessKeyId) !== null || isFields(user.sessionContext);
}

/** What shows neither key nor session; all but the first are of the root user, or of somebody whose password is over. */
const ofSignIn = ['ConsoleLogin', 'EmailUpdated', 'PasswordUpdated', 'PasswordRecoveryCompleted'] as const;

/** The use that a call would be, were it its caller's own. */
export function useOf(record: TrailRecord, user: Fields, deliveredFrom: AccountId | null, own: Own = nobody): Intake {
  const id = textOf(record.eventID);
  if (id === null) return rejected('no-event-id');
  const at = timeOf(record.eventTime);
  if (at === null) return rejected('no-time');
  const call = callOf(record);
  if (call === null) return rejected('no-action');
  const signs = signsOf(record);
  const who = whoOf(user, signs);
  if ('kind' in who) return who;
  const { id: credential, accountId } = who.credential;
  const what = whatOf(record, call, signs, accountId, deliveredFrom);
  if (what.recipientAccountId !== accountId) return ignored('foreign-principal');
  if (own(credential, what.action, what.target)) return ignored('own-activity');
  return { kind: 'use', use: useFrom(who, what, at, id as EventId) };
}
