import type { AccountId, EventId, Region } from '../model/brand.ts';
import { callOf, isUnverified } from './call.ts';
import type { CredentialUse } from './credential-use.ts';
import { openEnvelope, type Unwrapped, unwrap } from './envelope.ts';
import { accessKeyOf, accountOf, type Fields, fieldsOf, flagOf, isFields, textOf, untrusted } from './fields.ts';
import { identify } from './identity.ts';
import { mintOf } from './mint.ts';
import { once, shared } from './once.ts';
import { sourceOf } from './place.ts';
import { type Ignored, ignored, type Rejected, rejected } from './reasons.ts';
import { sessionOf } from './session.ts';
import { targetOf } from './target.ts';
import { timeOf } from './time.ts';
import { callerOf, extraOf, responseOf, type TrailRecord } from './trail-record.ts';

export type Intake = { readonly kind: 'use'; readonly use: CredentialUse } | Ignored | Rejected;

const nobody: ReadonlySet<string> = new Set();

/**
 * Decides what one record is, bare or in a wrapping of AWS's: the use of a credential, or not, and then why.
 * Total: any JSON value has an answer, and nothing of it but an allow-list of fields goes on.
 * `own`: ARNs of Rescind's own roles.
 */
export function intake(value: unknown, own: ReadonlySet<string> = nobody): Intake {
  return decide(unwrap(value), own);
}

/** As `intake`, for what came over a bus: there a record without its envelope is a stranger's word. */
export function intakeEvent(envelope: unknown, own: ReadonlySet<string> = nobody): Intake {
  return decide(isFields(envelope) ? openEnvelope(envelope) : rejected('not-an-object'), own);
}

function decide(unwrapped: Unwrapped | Ignored | Rejected, own: ReadonlySet<string>): Intake {
  if (unwrapped.kind !== 'record') return unwrapped;
  const { record, deliveredFrom } = unwrapped;
  const user = callerOf(record);
  return notACall(record) ?? notEvidence(record, user) ?? useOf(record, user, deliveredFrom, own);
}

/** What CloudTrail delivers beside calls. */
function notACall(record: TrailRecord): Ignored | null {
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

/** A record that comes late, or after an outage, is told for the first time; only a correction repeats one. */
function correction(addendum: Fields): Ignored | null {
  const corrects = addendum.reason === 'UPDATED_DATA' || textOf(addendum.originalEventID) !== null;
  return corrects ? ignored('addendum') : null;
}

/** Calls that say nothing about the holder of a credential, since anybody or nobody may have caused them. */
function notEvidence(record: TrailRecord, user: Fields): Ignored | null {
  if (textOf(user.invokedBy) !== null) return ignored('service-made');
  if (isByCertificate(record, user)) return ignored('no-credential');
  if (isUnverified(record.errorCode)) return ignored('unproven');
  return record.eventSource === 'signin.amazonaws.com' && !isProvenSignIn(record, user) ? ignored('unproven') : null;
}

/** Roles Anywhere answers whoever holds the key of a certificate: nobody in AWS as yet. */
function isByCertificate({ eventSource, eventName }: TrailRecord, user: Fields): boolean {
  return eventSource === 'rolesanywhere.amazonaws.com' && eventName === 'CreateSession' && textOf(user.arn) === null;
}

/** Names can be tried, and passwords be forgotten, by anybody: a sign-in counts when it succeeded or had a session. */
function isProvenSignIn(record: TrailRecord, user: Fields): boolean {
  if (record.eventName === 'ConsoleLogin') return responseOf(record).ConsoleLogin === 'Success';
  return textOf(user.accessKeyId) !== null || isFields(user.sessionContext);
}

function useOf(record: TrailRecord, user: Fields, deliveredFrom: AccountId | null, own: ReadonlySet<string>): Intake {
  const id = textOf(record.eventID);
  if (id === null) return rejected('no-event-id');
  const at = timeOf(record.eventTime);
  if (at === null) return rejected('no-time');
  const call = callOf(record);
  if (call === null) return rejected('no-action');
  const extra = extraOf(record);
  const bearerToken = flagOf(extra.callWithBearerToken) === true;
  const accessKeyId = accessKeyOf(user.accessKeyId);
  const onBehalfOf = textOf(fieldsOf(user.onBehalfOf).userId);
  const session = sessionOf(record, user, accessKeyId);
  const identity = identify(user, {
    accessKeyId,
    console: session.console,
    bearerToken,
    git: isGitBySsh(record, extra),
  });
  if ('kind' in identity) return identity;
  const credential = shared(identity.credential);
  const principal = shared(identity.principal);
  const { accountId } = credential;
  const recipientAccountId = accountOf(record.recipientAccountId) ?? deliveredFrom ?? accountId;
  if (recipientAccountId !== accountId) return ignored('foreign-principal');
  if (own.has(credential.id)) return ignored('own-activity');
  return {
    kind: 'use',
    use: {
      id: id as EventId,
      at,
      credential,
      principal,
      accessKeyId,
      session: session.key,
      sessionIssuedAt: session.issuedAt,
      recipientAccountId,
      service: call.service,
      action: call.action,
      readOnly: call.readOnly,
      region: (textOf(record.awsRegion) ?? 'unknown') as Region,
      source: sourceOf(record.sourceIPAddress),
      vpcEndpointId: textOf(record.vpcEndpointId),
      vpcEndpointAccountId: accountOf(record.vpcEndpointAccountId),
      userAgent: userAgentOf(record.userAgent),
      errorCode: call.errorCode,
      denied: call.denied,
      explicitlyDenied: call.explicitlyDenied,
      mfa: session.mfa,
      console: session.console,
      sourceIdentity: session.sourceIdentity,
      federatedSubject: session.federatedSubject,
      issuedTo: session.issuedTo,
      bearerToken,
      ...(onBehalfOf !== null && { onBehalfOf }),
      mint: mintOf(record),
      target: targetOf(record, call.service, call.action, accountId),
      sharedEventId: textOf(record.sharedEventID),
    },
  };
}

/** CodeCommit notes what it was asked over SSH, where no access key signs. */
function isGitBySsh({ eventSource }: TrailRecord, extra: ReturnType<typeof extraOf>): boolean {
  return eventSource === 'codecommit.amazonaws.com' && extra.protocol === 'SSH';
}

const agents = once(2_048, readAgent);

function userAgentOf(value: unknown): CredentialUse['userAgent'] {
  return typeof value === 'string' ? agents(value) : null;
}

/** S3 prints agents in brackets, everybody else does not. */
function readAgent(value: string): CredentialUse['userAgent'] {
  const bracketed = value.startsWith('[') && value.endsWith(']');
  return untrusted(bracketed ? value.slice(1, -1) : value, 256);
}
