import type { CredentialUse, Target } from '../../core/intake/credential-use.ts';
import type { AccessKeyId, AccountId, Arn, EventId, Region, Untrusted } from '../../core/model/brand.ts';
import { day, type Instant, minute } from '../../core/model/instant.ts';
import type { Principal } from '../../core/model/principal.ts';
import { awsIreland, type Place } from './places.ts';

/** 2026-06-01T12:30:00Z, a Monday: the use of every case is made then. */
export const noon: Instant = 1_780_317_000_000;

export const accountId = '111122223333' as AccountId;
export const stranger = '999988887777' as AccountId;
export const region = (name: string) => name as Region;
const untrusted = (text: string) => text as Untrusted;

/** What is done and where from; anything else of the use can be said, too. */
export interface Doing extends Partial<Omit<CredentialUse, 'target' | 'userAgent'>> {
  readonly from?: Place;
  readonly by?: string;
  readonly minutesLater?: number;
  readonly target?: Partial<Target>;
}

/** A use by the backup job: boto3 in AWS Ireland reads an object with a long-lived key. */
export function use(doing: Doing = {}): CredentialUse {
  const { from = awsIreland, by = 'Boto3/1.34', minutesLater = 0, target, ...changes } = doing;
  const action = changes.action ?? 's3:GetObject';
  const at = (changes.at ?? noon) + minutesLater * minute;
  return {
    ...backupJob,
    service: action.slice(0, action.indexOf(':')),
    readOnly: /:(?:Get|List|Describe|Head|Lookup)/.test(action),
    region: region('eu-west-1'),
    source: { kind: 'address', address: from.address },
    vpcEndpointId: null,
    vpcEndpointAccountId: null,
    userAgent: untrusted(by),
    errorCode: changes.denied === true ? 'AccessDenied' : null,
    denied: false,
    explicitlyDenied: false,
    mfa: null,
    console: false,
    sourceIdentity: null,
    federatedSubject: null,
    issuedTo: null,
    bearerToken: false,
    ...changes,
    target: aim(target),
    action,
    at,
    id: `${at} ${action} ${from.address}` as EventId,
  };
}

function aim(target: Partial<Target> = {}): Target {
  return { principalName: null, policyArn: null, resource: null, sharedWith: [], accessKeyId: null, ...target };
}

export const named = (name: string) => ({ target: { principalName: untrusted(name) } });
export const on = (resource: string) => ({ target: { resource: untrusted(resource) } });

type Actor = Pick<
  CredentialUse,
  'credential' | 'principal' | 'accessKeyId' | 'session' | 'sessionIssuedAt' | 'recipientAccountId'
>;

const user = 'arn:aws:iam::111122223333:user/backup' as Arn;
const key = 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId;

const backupJob: Actor = {
  credential: { kind: 'access-key', id: key, accountId, principal: user },
  principal: { kind: 'user', arn: user, accountId, userName: 'backup' },
  accessKeyId: key,
  session: null,
  sessionIssuedAt: null,
  recipientAccountId: accountId,
};

/** Whoever holds a session of this role. */
function roleSession(name: string, person: string | null, issuedAt: Instant): Actor {
  const arn = `arn:aws:iam::111122223333:role/${name}` as Arn;
  const sessionKey = `ASIA${name.toUpperCase()}${issuedAt / minute}` as AccessKeyId;
  const principal: Principal = {
    kind: 'role-session',
    arn: `arn:aws:sts::111122223333:assumed-role/${name}/${person ?? 'session'}` as Arn,
    accountId,
    role: arn,
    sessionName: person ?? 'session',
  };
  return {
    credential: { kind: 'role', id: arn, accountId, principal: arn, person },
    principal,
    accessKeyId: sessionKey,
    session: sessionKey,
    sessionIssuedAt: issuedAt,
    recipientAccountId: accountId,
  };
}

const issuedAt = noon - 90 * minute;
const instanceId = 'i-0abcdef1234567890';

/** Session credentials of an EC2 instance. */
export const instance = {
  ...roleSession('web', null, issuedAt),
  issuedTo: { kind: 'instance', id: instanceId },
} as const;

/** A function at work, which says that it runs in one. */
export const fn = {
  ...instance,
  issuedTo: { kind: 'function', id: 'arn:aws:lambda:eu-west-1:111122223333:function:thumbs' },
  by: 'aws-sdk-js/3.821.0 ua/2.1 os/linux lang/js md/nodejs#20.19.2 exec-env/AWS_Lambda_nodejs20.x',
} as const;

/** A role that a pipeline outside AWS takes on. */
export const pipeline = { ...roleSession('deploy', null, issuedAt), by: 'APN/1.0 HashiCorp terraform/1.9' } as const;

/** Mia, who came in by single sign-on and works on the command line. */
export const mia = { ...roleSession('developer', 'mia', issuedAt), by: 'aws-cli/2.17' } as const;

/** A long-lived key on a person's laptop. */
export const laptop = { by: 'aws-cli/2.17' } as const;

/** A password user in the AWS console. */
export const consoleUser = {
  ...backupJob,
  credential: { kind: 'console-password', id: user, accountId, principal: user },
  accessKeyId: null,
  session: 'console session',
  console: true,
  by: 'Mozilla/5.0',
} as const;

/** The same, `days` earlier. */
export function before(one: CredentialUse, days: number): CredentialUse {
  const at = one.at - days * day;
  return { ...one, at, id: `${at} ${one.id}` as EventId };
}
