import type { AccessKeyId, AccountId } from '../model/brand.ts';
import { nameIn } from '../model/own-name.ts';
import { accessKeyOf, arnOf, type Fields, fieldsOf, isFields, textOf, untrusted } from './fields.ts';
import type { Exposed, Found, Holder, Notice } from './testimony.ts';

/** What AWS's own services say of a credential over EventBridge. Names change, so all of them are known by their beginnings. */
export function toldByNotice({ source, detail }: Fields, word: Notice): Exposed | Found | null {
  const said = fieldsOf(detail);
  switch (source) {
    case 'aws.health':
      return exposedBy(said, word);
    case 'aws.guardduty':
      return foundBy(said, word);
    case 'aws.access-analyzer':
      return openedBy(said, word);
    default:
      return null;
  }
}

/**
 * `AWS_RISK_CREDENTIALS_EXPOSED`, `…_CREDENTIALS_COMPROMISED`, `…_IAM_QUARANTINE` and their suspicions. A risk that is not
 * named here counts as a suspicion, so that it switches nobody off.
 */
function exposedBy(detail: Fields, word: Notice): Exposed | null {
  const notice = textOf(detail.eventTypeCode);
  if (notice?.startsWith('AWS_RISK_') !== true || detail.statusCode === 'closed') return null;
  const entities = Array.isArray(detail.affectedEntities) ? detail.affectedEntities : [];
  const values = entities.map((entity) => fieldsOf(entity).entityValue);
  const accessKeyIds = [...new Set(values.flatMap((value) => accessKeyOf(value) ?? []))];
  const user = values.map(arnOf).find((arn) => arn?.includes(':user/') === true);
  const userName = user === undefined || user === null ? null : untrusted(nameIn(user), 128);
  if (accessKeyIds.length === 0 && userName === null) return null;
  const by = certainRisks.test(notice) && !notice.includes('SUSPECT') ? 'aws' : 'aws-suspects';
  return { kind: 'exposed', ...word, accessKeyIds, userName, by, notice };
}

const certainRisks = /^AWS_RISK_(?:CREDENTIALS_(?:EXPOS|COMPROMIS)|IAM_QUARANTINE)/;

type Finding = Omit<Found, 'accessKeyId' | 'holder' | 'userName'>;

function foundBy(detail: Fields, word: Notice): Found | null {
  const type = textOf(detail.type);
  if (type === null || isSample(detail) || fieldsOf(detail.service).archived === true) return null;
  const subject = fieldsOf(detail.resource).accessKeyDetails;
  const severity = typeof detail.severity === 'number' ? detail.severity : 0;
  const found = { kind: 'finding' as const, by: 'GuardDuty' as const, ...word, type, severity };
  return isFields(subject)
    ? aboutHolder(found, word.accountId, subject.accessKeyId, subject.userName, subject.userType, subject.principalId)
    : sequenceOf(detail, found, word.accountId);
}

/** GuardDuty makes samples of all its findings on request; they name nobody. */
function isSample({ title, service }: Fields): boolean {
  const { sample } = fieldsOf(fieldsOf(service).additionalInfo);
  return sample === true || sample === 'true' || textOf(title)?.startsWith('[SAMPLE]') === true;
}

/** A finding about a sequence of events names no resource of its own; its first actor is the credential. */
function sequenceOf(detail: Fields, found: Finding, accountId: AccountId): Found | null {
  const { actors } = fieldsOf(fieldsOf(fieldsOf(detail.service).detection).sequence);
  const user = Array.isArray(actors)
    ? fieldsOf(fieldsOf(actors.find((actor) => isFields(fieldsOf(actor).user))).user)
    : {};
  return aboutHolder(found, accountId, user.credentialUid, user.name, user.type, user.uid);
}

function aboutHolder(
  found: Finding,
  accountId: AccountId,
  key: unknown,
  name: unknown,
  type: unknown,
  principalId: unknown,
): Found | null {
  const accessKeyId: AccessKeyId | null = accessKeyOf(key);
  const holder = holderOf(type, principalId, accountId);
  const userName = untrusted(name, 128);
  return accessKeyId === null && userName === null && holder !== 'root'
    ? null
    : { ...found, accessKeyId, holder, userName };
}

/** `AssumedRole`, `Role`, `IAMUser`, `Root`; where no type is given, the id tells: roles’ begin with `AROA`, root’s is the account’s. */
function holderOf(type: unknown, principalId: unknown, accountId: AccountId): Holder {
  const id = textOf(principalId) ?? '';
  if (type === 'Root' || id === accountId) return 'root';
  return id.startsWith('AROA') || (textOf(type)?.endsWith('Role') ?? false) ? 'role' : 'user';
}

/**
 * Somebody outside may take on a role. Other findings are left out: unused access is found by the sweep itself, access inside
 * the organisation is no news, and buckets are no credentials.
 */
function openedBy(detail: Fields, word: Notice): Found | null {
  const { resourceType, status, isDeleted, error, findingType } = detail;
  if (resourceType !== 'AWS::IAM::Role' || status !== 'ACTIVE' || isDeleted === true || textOf(error) !== null)
    return null;
  if (findingType !== undefined && findingType !== 'ExternalAccess') return null;
  const role = arnOf(detail.resource);
  const userName = role === null ? null : untrusted(nameIn(role), 128);
  if (userName === null) return null;
  const type = detail.isPublic === true ? 'public access to the role' : 'access to the role from outside';
  return {
    kind: 'finding',
    by: 'Access Analyzer',
    ...word,
    type,
    severity: 2,
    accessKeyId: null,
    holder: 'role',
    userName,
  };
}
