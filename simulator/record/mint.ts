import { hour, type Instant } from '../../core/model/instant.ts';
import { letters, uuid } from '../organisation/ids.ts';
import type { Random } from '../random.ts';
import type { CloudTrailRecord, JsonObject } from './cloudtrail-record.ts';
import type { Failure } from './failure.ts';
import { type Role, sessionArn, wholeSecond } from './identity.ts';
import type { Log } from './log.ts';
import { type Circumstances, recordOf } from './record.ts';
import type { Signer } from './signer.ts';

export interface Minted {
  readonly role: Role;
  readonly sessionName: string;
  readonly accessKeyId: string;
  readonly hours: number;
}

/** `sts:AssumeRole` signed by a key or a session. Across accounts both sides log it, and the role's side hides the signer's key. */
export function logAssumeRole(
  log: Log,
  random: Random,
  parent: Signer,
  where: Circumstances,
  minted: Minted,
  sourceIdentity?: string,
): CloudTrailRecord {
  const parameters: JsonObject = {
    roleArn: minted.role.arn,
    roleSessionName: minted.sessionName,
    durationSeconds: minted.hours * 3600,
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
  const crosses = parent.accountId !== minted.role.accountId;
  const own = recordOf(random, parent, where, {
    action: 'sts:AssumeRole',
    parameters,
    response: { ...response(random, where.at, minted), ...(sourceIdentity === undefined ? {} : { sourceIdentity }) },
    resources: roleResource(minted.role),
    additional: { RequestDetails: { endpointType: 'regional', awsServingRegion: where.region } },
  });
  if (!crosses) return log.add(own);
  const sharedEventID = uuid(random);
  log.add(seenByRoleOwner({ ...own, sharedEventID, eventID: uuid(random) }, parent, minted.role));
  return log.add({ ...own, sharedEventID });
}

/** A stranger's AssumeRole, of which only the role owner's half is ours to see. */
export function logExternalAssumeRole(
  log: Log,
  random: Random,
  vendor: Signer,
  where: Circumstances,
  minted: Minted,
  externalId: string,
): CloudTrailRecord {
  const record = recordOf(random, vendor, where, {
    action: 'sts:AssumeRole',
    parameters: { roleArn: minted.role.arn, roleSessionName: minted.sessionName, externalId, durationSeconds: 3600 },
    response: response(random, where.at, minted),
    resources: roleResource(minted.role),
  });
  return log.add(seenByRoleOwner({ ...record, sharedEventID: uuid(random) }, vendor, minted.role));
}

function seenByRoleOwner(record: CloudTrailRecord, caller: Signer, role: Role): CloudTrailRecord {
  const principalId = record.userIdentity.principalId ?? caller.accountId;
  return {
    ...record,
    userIdentity: { type: 'AWSAccount', principalId, accountId: caller.accountId },
    recipientAccountId: role.accountId,
  };
}

/** AWS's own compute fetching a session for an instance, a function or a task. */
export function logServiceMint(
  log: Log,
  random: Random,
  at: Instant,
  region: string,
  invokedBy: string,
  minted: Minted,
): void {
  log.add({
    eventVersion: '1.11',
    userIdentity: { type: 'AWSService', invokedBy },
    eventTime: wholeSecond(at),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    awsRegion: region,
    sourceIPAddress: invokedBy,
    userAgent: invokedBy,
    requestParameters: { roleArn: minted.role.arn, roleSessionName: minted.sessionName },
    responseElements: response(random, at, minted),
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly: true,
    resources: roleResource(minted.role),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: minted.role.accountId,
    sharedEventID: uuid(random),
    eventCategory: 'Management',
  });
}

export interface Federation {
  readonly kind: 'web-identity' | 'saml';
  /** ARN of the provider in IAM. */
  readonly provider: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** `AssumeRoleWithWebIdentity` or `WithSAML`: vouched for from outside, signed by no key. */
export function logFederatedMint(
  log: Log,
  random: Random,
  where: Circumstances,
  from: Federation,
  minted: Minted,
  failure?: Failure,
): CloudTrailRecord {
  const web = from.kind === 'web-identity';
  const nobody: Signer = {
    accountId: minted.role.accountId,
    arn: from.provider,
    accessKeyId: null,
    console: false,
    bearer: false,
    identity: () => ({
      type: web ? 'WebIdentityUser' : 'SAMLUser',
      principalId: web
        ? `${from.provider}:${from.audience}:${from.subject}`
        : `${letters(random, 22)}=:${from.subject}`,
      userName: from.subject,
      identityProvider: from.provider,
    }),
  };
  const common = {
    roleArn: minted.role.arn,
    roleSessionName: minted.sessionName,
    durationSeconds: minted.hours * 3600,
  };
  const record = recordOf(random, nobody, where, {
    ...(failure === undefined ? {} : { failure }),
    action: web ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRoleWithSAML',
    parameters: web ? common : { ...common, principalArn: from.provider, sAMLAssertionID: `_${uuid(random)}` },
    response: {
      ...response(random, where.at, minted),
      ...(web
        ? { subjectFromWebIdentityToken: from.subject, audience: from.audience, provider: from.provider }
        : {
            subject: from.subject,
            subjectType: 'persistent',
            issuer: from.issuer,
            audience: 'https://signin.aws.amazon.com/saml',
          }),
    },
    resources: roleResource(minted.role),
  });
  return log.add(record);
}

function response(random: Random, at: Instant, minted: Minted): JsonObject {
  return {
    credentials: {
      accessKeyId: minted.accessKeyId,
      sessionToken: `IQoJb3JpZ2luX2Vj${letters(random, 24)}`,
      expiration: usStyle(at + minted.hours * hour),
    },
    assumedRoleUser: {
      assumedRoleId: `${minted.role.id}:${minted.sessionName}`,
      arn: sessionArn(minted.role, minted.sessionName),
    },
  };
}

function roleResource(role: Role): readonly JsonObject[] {
  return [{ accountId: role.accountId, type: 'AWS::IAM::Role', ARN: role.arn }];
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Jul 18, 2023, 4:07:39 PM`, which AWS prints where everything else is ISO. */
export function usStyle(at: Instant): string {
  const [date = '', clock = ''] = wholeSecond(at).slice(0, 19).split('T');
  const [year, month, day] = date.split('-').map(Number);
  const [hours = 0, ...rest] = clock.split(':');
  const hourOfDay = Number(hours);
  return `${months[(month ?? 1) - 1]} ${day}, ${year}, ${hourOfDay % 12 === 0 ? 12 : hourOfDay % 12}:${rest.join(':')} ${hourOfDay < 12 ? 'AM' : 'PM'}`;
}
