import type { AccessKeyId, AccountId, Arn, Untrusted } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import { nameIn } from '../model/own-name.ts';
import { partitionOf } from '../model/partition.ts';
import type { CredentialUse } from './credential-use.ts';
import { opened, unwrap } from './envelope.ts';
import { accessKeyOf, accountOf, arnOf, arnPart, type Fields, fieldsOf, textOf, untrusted } from './fields.ts';
import { changesIdentities, forwardedChange } from './forwarded.ts';
import { toldByNotice } from './notices.ts';
import { timeOf } from './time.ts';
import { callerOf, extraOf, requestOf, responseOf, type TrailRecord } from './trail-record.ts';
import { errorOf } from './what/call.ts';
import { type Federation, federationOf } from './who/federation.ts';
import { isOfIdentityCenter } from './who/identity.ts';
import { type Mint, mintOf } from './who/mint.ts';

/** What a record or notice says about a credential other than the one that made the call, if it made one. */
export type Testimony = Minted | Forwarded | Exposed | Found | NotRotated | TakenBack | Acted;

export interface Word {
  readonly at: Instant;
  readonly eventId: string;
  readonly accountId: AccountId;
}

/** A session was made. The role owner's copy of a cross-account call hides the parent; the child's key, which both copies name, joins the two. */
export interface Minted extends Word {
  readonly kind: 'mint';
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
    /** The person whom Identity Center names behind the session that asked, a name that nobody else chooses. Absent for all others. */
    readonly person?: string;
  };
  readonly child: Mint;
}

/**
 * A service changed users, roles or policies in somebody's name, as CloudFormation does for a stack. That is no use of theirs: who holds the
 * credential, and from where, it does not show. But whoever was made or given something by it has it.
 */
export interface Forwarded extends Word {
  readonly kind: 'forwarded';
  /** The call, in the name of whoever the service acts for. */
  readonly call: CredentialUse;
}

/** What AWS says about a credential that it names. */
export interface Notice extends Word {
  readonly partition: string;
}

/** The credential is known to be public, or to be in a stranger's hands. */
export interface Exposed extends Notice {
  readonly kind: 'exposed';
  readonly accessKeyIds: readonly AccessKeyId[];
  /** Of the exposed user, where the notice names no key. */
  readonly userName: Untrusted | null;
  /** `aws-suspects`: not found in public, but likely. `principal`: somebody of the account attached AWS's policy, which proves nothing. */
  readonly by: 'aws' | 'aws-suspects' | 'principal';
  /** What AWS calls it: the quarantine's name, or a code of AWS Health's. */
  readonly notice: string;
}

/** Rescind's own word: a session that the credential had made was contained. Never read from a record. */
export interface TakenBack extends Word {
  readonly kind: 'taken-back';
  /** The credential that the session belonged to. */
  readonly credential: string;
}

/** Rescind's own word: a session that the credential had made did what thieves do. Never read from a record. */
export interface Acted extends Word {
  readonly kind: 'acted';
  /** The credential that the session belongs to. */
  readonly credential: string;
  readonly action: string;
  readonly denied: boolean;
}

/** A finding of GuardDuty's or Access Analyzer's about a credential. */
export interface Found extends Notice {
  readonly kind: 'finding';
  readonly by: 'GuardDuty' | 'Access Analyzer';
  readonly type: string;
  /** 0 to 10. */
  readonly severity: number;
  readonly accessKeyId: AccessKeyId | null;
  /** Whose name `userName` is: users and roles may have the same. */
  readonly holder: Holder;
  readonly userName: Untrusted | null;
}

/** Secrets Manager could not rotate a secret: whoever had its value still has it. */
export interface NotRotated extends Word {
  readonly kind: 'not-rotated';
  readonly secret: Arn;
}

export type Holder = 'user' | 'role' | 'root';

/** Total like `intake`, and takes the same values. */
export function testimony(value: unknown): Testimony | null {
  const unwrapped = unwrap(value);
  if (unwrapped.kind === 'record') return toldByCall(unwrapped.record, unwrapped.deliveredFrom);
  if (unwrapped.kind !== 'ignored' || unwrapped.reason !== 'finding') return null;
  const envelope = fieldsOf(opened(value));
  const detail = fieldsOf(envelope.detail);
  const account = accountOf(detail.affectedAccount) ?? accountOf(detail.accountId) ?? accountOf(envelope.account);
  const word = wordOf(envelope.id, envelope.time, account);
  return word === null
    ? null
    : toldByNotice(envelope, { ...word, partition: partitionOf(textOf(envelope.region) ?? '') });
}

/** False where a record with these fields tells nothing, whatever its time and id. */
export function mayTestify(record: TrailRecord): boolean {
  return (
    record.eventName === 'AttachUserPolicy' ||
    isFailedRotation(record) ||
    changesIdentities(record) ||
    mintOf(record) !== null
  );
}

function toldByCall(record: TrailRecord, deliveredFrom: AccountId | null): Testimony | null {
  if (isFailedRotation(record)) return notRotated(record, deliveredFrom);
  if (errorOf(record) !== null) return null;
  const said = toldOfMaking(record, deliveredFrom);
  return said ?? forwardedBy(record, deliveredFrom);
}

function forwardedBy(record: TrailRecord, deliveredFrom: AccountId | null): Forwarded | null {
  const call = forwardedChange(record, deliveredFrom);
  if (call === null) return null;
  return { kind: 'forwarded', at: call.at, eventId: call.id, accountId: call.credential.accountId, call };
}

/** Of a session, or of the policy that AWS attaches to whoever is exposed. */
function toldOfMaking(record: TrailRecord, deliveredFrom: AccountId | null): Minted | Exposed | null {
  const isAttachment = record.eventName === 'AttachUserPolicy';
  const child = isAttachment ? null : mintOf(record);
  if (child === null && !isAttachment) return null;
  const accountId = accountOf(record.recipientAccountId) ?? deliveredFrom ?? homeOf(callerOf(record), child);
  const word = wordOf(record.eventID, record.eventTime, accountId);
  if (word === null) return null;
  return child === null ? quarantined(record, word) : mintedBy(record, word, child);
}

/** Whose log it is in, where the record does not say: the caller's account, or the new session's for a caller of another account. */
function homeOf(user: Fields, child: Mint | null): AccountId | null {
  const own = user.type === 'AWSAccount' ? null : accountOf(user.accountId);
  return own ?? accountOf(arnPart(child?.role ?? child?.sessionArn ?? '', 4));
}

/** AWS writes it as a service event, and has been seen to write it as a call. Nobody can forge it: there is no call of that name. */
function isFailedRotation({ eventName, eventSource }: TrailRecord): boolean {
  return eventName === 'RotationFailed' && eventSource === 'secretsmanager.amazonaws.com';
}

/** Only a secret's own account is believed. */
function notRotated(record: TrailRecord, deliveredFrom: AccountId | null): NotRotated | null {
  const word = wordOf(record.eventID, record.eventTime, accountOf(record.recipientAccountId) ?? deliveredFrom);
  const secret = arnOf(extraOf(record).SecretId) ?? arnOf(requestOf(record).secretId);
  if (word === null || secret === null || arnPart(secret, 4) !== word.accountId) return null;
  return { kind: 'not-rotated', ...word, secret };
}

function wordOf(id: unknown, time: unknown, accountId: AccountId | null): Word | null {
  const eventId = textOf(id);
  const at = timeOf(time);
  return eventId === null || at === null || accountId === null ? null : { at, eventId, accountId };
}

function mintedBy(record: TrailRecord, word: Word, child: Mint): Minted {
  const user = callerOf(record);
  const federated = user.type === 'WebIdentityUser' || user.type === 'SAMLUser';
  const federation = federationOf(record);
  const person = federated ? null : personIn(user);
  return {
    kind: 'mint',
    ...word,
    parent: {
      accessKeyId: accessKeyOf(user.accessKeyId),
      principalArn: arnOf(user.arn),
      federatedSubject: federated ? subjectOf(record, user, federation) : null,
      service: textOf(user.invokedBy),
      tags: tagsOf(record),
      ...(federation !== null && { federation }),
      ...(person !== null && { person }),
    },
    child,
  };
}

/** The person whom Identity Center names, if it does. */
function personIn(user: Fields): string | null {
  const issuer = arnOf(fieldsOf(fieldsOf(user.sessionContext).sessionIssuer).arn);
  const arn = arnOf(user.arn);
  if (issuer === null || arn === null || !isOfIdentityCenter(issuer) || !arn.includes(':assumed-role/')) return null;
  return nameIn(arn) || null;
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

/** For a SAML provider that gives another subject at every sign-in, the name that lasts. */
function subjectOf(record: TrailRecord, user: Fields, federation: Federation | null): string | null {
  if (federation?.kind === 'saml' && federation.name !== undefined) return federation.name;
  const response = responseOf(record);
  return textOf(response.subjectFromWebIdentityToken) ?? textOf(response.subject) ?? textOf(user.userName);
}

/** In any version. AWS's own policies are in no account, so nobody else can make one of that name. */
const quarantinePolicy = /:iam::aws:policy\/(?:[^/]+\/)*(AWSCompromisedKeyQuarantine[\w+=,.@-]*)$/;

function quarantined(record: TrailRecord, word: Word): Exposed | null {
  const request = requestOf(record);
  const policy = arnOf(request.policyArn);
  const userName = untrusted(request.userName, 128);
  const notice = quarantinePolicy.exec(policy ?? '')?.[1];
  if (userName === null || notice === undefined) return null;
  const by = isByAws(record) ? 'aws' : 'principal';
  const partition = partitionOf(textOf(record.awsRegion) ?? '');
  return { kind: 'exposed', ...word, partition, accessKeyIds: [], userName, by, notice };
}

/** By the caller that AWS writes down: nobody else calls from inside AWS. */
function isByAws(record: TrailRecord): boolean {
  const { type, invokedBy } = callerOf(record);
  return type === 'AWSService' || [invokedBy, record.sourceIPAddress].includes('AWS Internal');
}
