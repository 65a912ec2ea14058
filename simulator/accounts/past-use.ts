import { day, formatInstant, hour, type Instant } from '../../core/model/instant.ts';
import type { Lifetime } from './draw.ts';
import { byHand, handDays } from './lent.ts';
import type { Lent } from './truth.ts';

/** What a trail would have of one made-up credential. */
export interface PastUse {
  readonly accountId: string;
  readonly kind: 'access-key' | 'console-password' | 'role' | 'secret';
  /** Access key id, or ARN. */
  readonly credential: string;
  /** ARN of the user or role. */
  readonly principal: string;
  readonly life: Lifetime;
  /** `s3:GetObject`; its work. */
  readonly actions: readonly string[];
  readonly lent: Lent;
}

/** A year of somebody's calls as CloudTrail records, or as many days as there are; in no order. */
export function* recordsOf(uses: readonly PastUse[], now: Instant, days: number): Generator<object> {
  let count = 0;
  for (const [at, one] of uses.entries()) {
    const { life, actions } = one;
    for (let moment = life.lastUsedAt; moment !== null && life.everyDays !== null; moment -= life.everyDays * day) {
      if (moment < Math.max(now - days * day, life.createdAt)) break;
      const action = actions[count % actions.length] ?? 's3:GetObject';
      yield record(one, { moment, action, id: count++, address: `198.51.100.${at % 250}` });
    }
    if (one.lent?.way === 'hand') yield given(one, now - (one.lent.isOver ? handDays + 15 : 5) * day, count++);
  }
}

interface Moment {
  readonly moment: Instant;
  readonly action: string;
  readonly id: number;
  readonly address: string;
}

function record(use: PastUse, { moment, action, id, address }: Moment): object {
  const [service, eventName] = action.split(':');
  return {
    ...envelope(use.accountId, moment, id),
    userIdentity: identityOf(use),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    sourceIPAddress: address,
    requestParameters: use.kind === 'secret' ? { secretId: use.credential } : null,
    ...(use.kind === 'console-password' ? { sessionCredentialFromConsole: 'true' } : {}),
  };
}

/** An administrator gives the holder a policy and says nothing of its end. */
function given({ accountId, principal }: PastUse, at: Instant, id: number): object {
  const name = principal.slice(principal.lastIndexOf('/') + 1);
  const isRole = principal.includes(':role/');
  return {
    ...envelope(accountId, at, id),
    userIdentity: sessionOf(accountId, `arn:aws:iam::${accountId}:role/admin`, 'ada.a@made-up.example'),
    eventSource: 'iam.amazonaws.com',
    eventName: isRole ? 'PutRolePolicy' : 'PutUserPolicy',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.251',
    requestParameters: { ...(isRole ? { roleName: name } : { userName: name }), policyName: byHand },
  };
}

function envelope(accountId: string, at: Instant, id: number): object {
  return {
    eventVersion: '1.11',
    eventTime: formatInstant(at - (at % hour)).replace(/\.\d+Z$/, 'Z'),
    awsRegion: 'us-east-1',
    userAgent: 'Boto3/1.34',
    eventID: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
    responseElements: null,
  };
}

function identityOf({ kind, credential, principal, accountId }: PastUse): object {
  const userName = principal.slice(principal.lastIndexOf('/') + 1);
  const user = { type: 'IAMUser', principalId: 'AIDAMADEUP', arn: principal, accountId, userName };
  switch (kind) {
    case 'access-key':
      return { ...user, accessKeyId: credential };
    case 'console-password':
      return { ...user, accessKeyId: '', sessionContext: { attributes: { mfaAuthenticated: 'true' } } };
    case 'role':
    case 'secret':
      return sessionOf(accountId, principal, 'job');
  }
}

function sessionOf(accountId: string, role: string, session: string): object {
  const name = role.slice(role.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `AROAMADEUP:${session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`,
    accountId,
    accessKeyId: 'ASIAMADEUP0000000000',
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: 'AROAMADEUP', arn: role, accountId, userName: name },
      attributes: { mfaAuthenticated: 'false' },
    },
  };
}
