import type { AccessKeyId, AccountId, Arn, Untrusted } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import type { Mint } from './credential-use.ts';
import { unwrap } from './envelope.ts';
import { accessKeyOf, accountOf, arnOf, type Fields, fieldsOf, isFields, textOf, untrusted } from './fields.ts';
import { mintOf } from './mint.ts';
import { timeOf } from './time.ts';

/** What a record or notice says about a credential other than the one that made the call, if it made one. */
export type Testimony = Minted | Exposed | Found | TakenBack;

interface Told {
  readonly at: Instant;
  readonly eventId: string;
  readonly accountId: AccountId;
}

/** A session was made. The role owner's copy of a cross-account call hides the parent; `sharedEventId` finds it. */
export interface Minted extends Told {
  readonly kind: 'mint';
  readonly sharedEventId: string | null;
  readonly parent: {
    readonly accessKeyId: AccessKeyId | null;
    readonly principalArn: Arn | null;
    readonly federatedSubject: string | null;
    /** `ec2.amazonaws.com`, where AWS made the session for compute or on somebody’s behalf. */
    readonly service: string | null;
  };
  readonly child: Mint;
}

/** The credential is known to be public. */
export interface Exposed extends Told {
  readonly kind: 'exposed';
  readonly accessKeyIds: readonly AccessKeyId[];
  /** Of the exposed user, where the notice names no key. */
  readonly userName: Untrusted | null;
  /** `principal`: somebody of the account attached AWS's quarantine policy, which proves nothing. */
  readonly by: 'aws' | 'principal';
}

/** Rescind's own word: a session that the credential had made was contained. Never read from a record. */
export interface TakenBack extends Told {
  readonly kind: 'taken-back';
  /** The credential that the session belonged to. */
  readonly credential: string;
}

/** A finding of GuardDuty's about a credential. */
export interface Found extends Told {
  readonly kind: 'finding';
  readonly type: string;
  /** 0 to 10. */
  readonly severity: number;
  readonly accessKeyId: AccessKeyId | null;
  /** `AIDA…` or `AROA…:session`. */
  readonly principalId: string | null;
  readonly userName: Untrusted | null;
}

/** Total like `intake`, and takes the same values. */
export function testimony(value: unknown): Testimony | null {
  const unwrapped = unwrap(value);
  if (unwrapped.kind === 'record') return toldByCall(unwrapped.record, unwrapped.deliveredFrom);
  return unwrapped.kind === 'ignored' && unwrapped.reason === 'finding' ? toldByNotice(fieldsOf(value)) : null;
}

function toldByCall(record: Fields, deliveredFrom: AccountId | null): Testimony | null {
  if (record.errorCode !== undefined && record.errorCode !== null) return null;
  const isAttachment = record.eventName === 'AttachUserPolicy';
  const child = isAttachment ? null : mintOf(record);
  if (child === null && !isAttachment) return null;
  const told = toldOf(record.eventID, record.eventTime, accountOf(record.recipientAccountId) ?? deliveredFrom);
  if (told === null) return null;
  return child === null ? quarantined(record, told) : mintedBy(record, told, child);
}

function toldOf(id: unknown, time: unknown, accountId: AccountId | null): Told | null {
  const eventId = textOf(id);
  const at = timeOf(time);
  return eventId === null || at === null || accountId === null ? null : { at, eventId, accountId };
}

function mintedBy(record: Fields, told: Told, child: Mint): Minted {
  const user = fieldsOf(record.userIdentity);
  const federated = user.type === 'WebIdentityUser' || user.type === 'SAMLUser';
  return {
    kind: 'mint',
    ...told,
    sharedEventId: textOf(record.sharedEventID),
    parent: {
      accessKeyId: accessKeyOf(user.accessKeyId),
      principalArn: arnOf(user.arn),
      federatedSubject: federated ? subjectOf(record, user) : null,
      service: textOf(user.invokedBy),
    },
    child,
  };
}

function subjectOf(record: Fields, user: Fields): string | null {
  const response = fieldsOf(record.responseElements);
  return textOf(response.subjectFromWebIdentityToken) ?? textOf(response.subject) ?? textOf(user.userName);
}

const quarantinePolicy = ':iam::aws:policy/AWSCompromisedKeyQuarantine';

function quarantined(record: Fields, told: Told): Exposed | null {
  const request = fieldsOf(record.requestParameters);
  const policy = arnOf(request.policyArn);
  const userName = untrusted(request.userName, 128);
  if (userName === null || !policy?.includes(quarantinePolicy)) return null;
  const user = fieldsOf(record.userIdentity);
  const by = user.type === 'AWSService' || user.invokedBy === 'AWS Internal' ? 'aws' : 'principal';
  return { kind: 'exposed', ...told, accessKeyIds: [], userName, by };
}

function toldByNotice(envelope: Fields): Testimony | null {
  const detail = fieldsOf(envelope.detail);
  const account = accountOf(detail.affectedAccount) ?? accountOf(detail.accountId) ?? accountOf(envelope.account);
  const told = toldOf(envelope.id, envelope.time, account);
  if (told === null) return null;
  if (envelope.source === 'aws.health') return exposedBy(detail, told);
  return envelope.source === 'aws.guardduty' ? foundBy(detail, told) : null;
}

function exposedBy(detail: Fields, told: Told): Exposed | null {
  if (detail.eventTypeCode !== 'AWS_RISK_CREDENTIALS_EXPOSED' || !Array.isArray(detail.affectedEntities)) return null;
  const accessKeyIds = detail.affectedEntities
    .map((entity) => accessKeyOf(fieldsOf(entity).entityValue))
    .filter((key) => key !== null);
  return accessKeyIds.length === 0 ? null : { kind: 'exposed', ...told, accessKeyIds, userName: null, by: 'aws' };
}

function foundBy(detail: Fields, told: Told): Found | null {
  const type = textOf(detail.type);
  const subject = fieldsOf(detail.resource).accessKeyDetails;
  if (type === null || !isFields(subject)) return null;
  return {
    kind: 'finding',
    ...told,
    type,
    severity: typeof detail.severity === 'number' ? detail.severity : 0,
    accessKeyId: accessKeyOf(subject.accessKeyId),
    principalId: textOf(subject.principalId),
    userName: untrusted(subject.userName, 128),
  };
}
