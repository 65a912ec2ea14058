import type { AccessKeyId, AccountId, Arn, Untrusted } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import type { Mint } from './credential-use.ts';
import { unwrap } from './envelope.ts';
import { type Federation, federationOf } from './federation.ts';
import { accessKeyOf, accountOf, arnOf, type Fields, fieldsOf, isFields, textOf, untrusted } from './fields.ts';
import { mintOf } from './mint.ts';
import { timeOf } from './time.ts';
import { callerOf, requestOf, responseOf, type TrailRecord } from './trail-record.ts';

/** What a record or notice says about a credential other than the one that made the call, if it made one. */
export type Testimony = Minted | Exposed | Found | TakenBack | Acted;

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
    /** Session tags, `key=value`; empty where none were given. */
    readonly tags: readonly string[];
    /** Who outside AWS vouched for it; absent where nobody did. */
    readonly federation?: Federation;
  };
  readonly child: Mint;
}

/** The credential is known to be public. */
export interface Exposed extends Told {
  readonly kind: 'exposed';
  readonly accessKeyIds: readonly AccessKeyId[];
  /** Of the exposed user, where the notice names no key. */
  readonly userName: Untrusted | null;
  /** `aws-suspects`: not found in public, but likely. `principal`: somebody of the account attached AWS's policy, which proves nothing. */
  readonly by: 'aws' | 'aws-suspects' | 'principal';
}

/** Rescind's own word: a session that the credential had made was contained. Never read from a record. */
export interface TakenBack extends Told {
  readonly kind: 'taken-back';
  /** The credential that the session belonged to. */
  readonly credential: string;
}

/** Rescind's own word: a session that the credential had made did what thieves do. Never read from a record. */
export interface Acted extends Told {
  readonly kind: 'acted';
  /** The credential that the session belongs to. */
  readonly credential: string;
  readonly action: string;
  readonly denied: boolean;
}

/** A finding of GuardDuty's or Access Analyzer's about a credential. */
export interface Found extends Told {
  readonly kind: 'finding';
  readonly by: 'GuardDuty' | 'Access Analyzer';
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

/** False where a record with these fields tells nothing, whenever it was and whatever its id. */
export function mayTestify(record: TrailRecord): boolean {
  return record.eventName === 'AttachUserPolicy' || mintOf(record) !== null;
}

function toldByCall(record: TrailRecord, deliveredFrom: AccountId | null): Testimony | null {
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

function mintedBy(record: TrailRecord, told: Told, child: Mint): Minted {
  const user = callerOf(record);
  const federated = user.type === 'WebIdentityUser' || user.type === 'SAMLUser';
  const federation = federationOf(record);
  return {
    kind: 'mint',
    ...told,
    sharedEventId: textOf(record.sharedEventID),
    parent: {
      accessKeyId: accessKeyOf(user.accessKeyId),
      principalArn: arnOf(user.arn),
      federatedSubject: federated ? subjectOf(record, user) : null,
      service: textOf(user.invokedBy),
      tags: tagsOf(record),
      ...(federation !== null && { federation }),
    },
    child,
  };
}

const mostTags = 50;

/** AWS takes no more than fifty, each short. */
function tagsOf(record: TrailRecord): string[] {
  const { tags } = requestOf(record);
  if (!Array.isArray(tags)) return [];
  return tags.slice(0, mostTags).flatMap((tag: unknown) => {
    const { key, value } = fieldsOf(tag);
    const name = untrusted(key, 128);
    return name === null ? [] : [`${name}=${untrusted(value, 256) ?? ''}`];
  });
}

function subjectOf(record: TrailRecord, user: Fields): string | null {
  const response = responseOf(record);
  return textOf(response.subjectFromWebIdentityToken) ?? textOf(response.subject) ?? textOf(user.userName);
}

const quarantinePolicy = ':iam::aws:policy/AWSCompromisedKeyQuarantine';

function quarantined(record: TrailRecord, told: Told): Exposed | null {
  const request = requestOf(record);
  const policy = arnOf(request.policyArn);
  const userName = untrusted(request.userName, 128);
  if (userName === null || !policy?.includes(quarantinePolicy)) return null;
  const user = callerOf(record);
  const by = user.type === 'AWSService' || user.invokedBy === 'AWS Internal' ? 'aws' : 'principal';
  return { kind: 'exposed', ...told, accessKeyIds: [], userName, by };
}

function toldByNotice(envelope: Fields): Testimony | null {
  const detail = fieldsOf(envelope.detail);
  const account = accountOf(detail.affectedAccount) ?? accountOf(detail.accountId) ?? accountOf(envelope.account);
  const told = toldOf(envelope.id, envelope.time, account);
  if (told === null) return null;
  if (envelope.source === 'aws.health') return exposedBy(detail, told);
  if (envelope.source === 'aws.access-analyzer') return openedBy(detail, told);
  return envelope.source === 'aws.guardduty' ? foundBy(detail, told) : null;
}

function exposedBy(detail: Fields, told: Told): Exposed | null {
  const code = textOf(detail.eventTypeCode);
  if (code?.startsWith(exposure) !== true || !Array.isArray(detail.affectedEntities)) return null;
  const accessKeyIds = detail.affectedEntities
    .map((entity) => accessKeyOf(fieldsOf(entity).entityValue))
    .filter((key) => key !== null);
  const by = code.includes('SUSPECTED') ? 'aws-suspects' : 'aws';
  return accessKeyIds.length === 0 ? null : { kind: 'exposed', ...told, accessKeyIds, userName: null, by };
}

/** `AWS_RISK_CREDENTIALS_EXPOSED`, `…_EXPOSURE_SUSPECTED`, and what may follow. */
const exposure = 'AWS_RISK_CREDENTIALS_EXPOS';

function foundBy(detail: Fields, told: Told): Found | null {
  const type = textOf(detail.type);
  const subject = fieldsOf(detail.resource).accessKeyDetails;
  if (type === null) return null;
  const severity = typeof detail.severity === 'number' ? detail.severity : 0;
  const found = { kind: 'finding' as const, by: 'GuardDuty' as const, ...told, type, severity };
  if (!isFields(subject)) return sequenceOf(detail, found);
  return {
    ...found,
    accessKeyId: accessKeyOf(subject.accessKeyId),
    principalId: textOf(subject.principalId),
    userName: untrusted(subject.userName, 128),
  };
}

/** A finding about a sequence of events names no resource of its own; its first actor is the credential. */
function sequenceOf(detail: Fields, found: Omit<Found, 'accessKeyId' | 'principalId' | 'userName'>): Found | null {
  const { actors } = fieldsOf(fieldsOf(fieldsOf(detail.service).detection).sequence);
  const [first] = Array.isArray(actors) ? actors : [];
  const user = fieldsOf(fieldsOf(first).user);
  const accessKeyId = accessKeyOf(user.credentialUid);
  const userName = untrusted(user.name, 128);
  return accessKeyId === null && userName === null
    ? null
    : { ...found, accessKeyId, principalId: textOf(user.uid), userName };
}

/** Somebody outside may take on a role. What is unused is this program's own to find, and buckets are no credentials. */
function openedBy(detail: Fields, told: Told): Found | null {
  if (detail.resourceType !== 'AWS::IAM::Role' || detail.status !== 'ACTIVE') return null;
  const role = arnOf(detail.resource);
  const userName = untrusted(role?.slice(role.lastIndexOf('/') + 1), 128);
  if (userName === null) return null;
  const type = detail.isPublic === true ? 'public access to the role' : 'access to the role from outside';
  return {
    kind: 'finding',
    by: 'Access Analyzer',
    ...told,
    type,
    severity: 2,
    accessKeyId: null,
    principalId: null,
    userName,
  };
}
