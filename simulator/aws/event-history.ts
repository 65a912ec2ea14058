import { formatInstant, second } from '../../core/model/instant.ts';
import { callerArn } from './caller.ts';
import { anyResource, type Call, type Operations, read } from './operation.ts';
import { objectList, optionalNumber, optionalText, requiredText } from './parameters.ts';
import type { Role } from './state/account.ts';
import type { Session } from './state/session.ts';

/** How many events an answer holds. */
const pageSize = 50;

/** CloudTrail's event history: of the sessions that were opened in this Region, those that one access key opened. */
export const historyOperations: Operations = {
  LookupEvents: read(anyResource, ({ caller, parameters, region }) => {
    const [wanted = {}] = objectList(parameters, 'LookupAttributes');
    const since = optionalNumber(parameters, 'StartTime') ?? 0;
    const start = Number(optionalText(parameters, 'NextToken') ?? '0');
    const key = requiredText(wanted, 'AttributeValue');
    const found = caller.account.opened.filter(({ accessKeyId, awsRegion, at }) => {
      return accessKeyId === key && awsRegion === region && Number(at) >= since * second;
    });
    const page = found.toReversed().slice(start, start + pageSize);
    return {
      Events: page.map(({ record }) => ({ EventName: 'AssumeRole', CloudTrailEvent: JSON.stringify(record) })),
      NextToken: found.length > start + pageSize ? String(start + pageSize) : null,
    };
  }),
};

/** As the caller's account has it written down. */
export function recordOpened({ world, caller, parameters, region, now }: Call, role: Role, session: Session): void {
  const { entity } = caller;
  const issuer = {
    type: 'Role',
    principalId: entity.id,
    arn: entity.arn,
    accountId: caller.account.id,
    userName: entity.name,
  };
  const asUser = { type: 'IAMUser', userName: entity.name };
  const asRole = { type: 'AssumedRole', sessionContext: { sessionIssuer: issuer } };
  const record = {
    eventVersion: '1.11',
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    eventTime: formatInstant(Math.floor(now / second) * second),
    eventID: world.ids.uuid(),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    awsRegion: region,
    sourceIPAddress: '192.0.2.10',
    userAgent: 'aws-cli/2',
    userIdentity: {
      ...(caller.session === null ? asUser : asRole),
      principalId: entity.id,
      arn: callerArn(caller),
      accountId: caller.account.id,
      accessKeyId: caller.accessKeyId,
    },
    requestParameters: { roleArn: role.arn, roleSessionName: optionalText(parameters, 'RoleSessionName') },
    responseElements: {
      credentials: { accessKeyId: session.accessKeyId, expiration: inWords(session.expiresAt) },
      assumedRoleUser: { arn: `arn:aws:sts::${session.accountId}:assumed-role/${role.name}/${session.sessionName}` },
    },
    recipientAccountId: caller.account.id,
  };
  caller.account.opened.push({ accessKeyId: caller.accessKeyId, awsRegion: region, at: now, record });
}

/** `Nov 2, 2026, 10:30:00 AM`, in which CloudTrail writes a session's end. */
function inWords(at: number): string {
  return wordsForm.format(at).replaceAll('\u202f', ' ');
}

const wordsForm = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'medium' });
