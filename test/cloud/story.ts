import { gzipSync } from 'node:zlib';
import { memberRoles } from '../../contract/permissions.ts';
import { formatInstant, hour, type Instant, minute, second } from '../../core/model/instant.ts';
import { region } from './local-cloud.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Holder {
  readonly accountId: string;
  readonly userIdentity: Fields;
}

export function userHolder(accountId: string, userName: string, accessKeyId: string): Holder {
  const arn = `arn:aws:iam::${accountId}:user/${userName}`;
  return {
    accountId,
    userIdentity: { type: 'IAMUser', principalId: 'AIDAEXAMPLE', arn, accountId, accessKeyId, userName },
  };
}

export function roleHolder(accountId: string, roleName: string, accessKeyId: string): Holder {
  const arn = `arn:aws:iam::${accountId}:role/${roleName}`;
  return {
    accountId,
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:run',
      arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/run`,
      accountId,
      accessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', arn, accountId, userName: roleName },
      },
    },
  };
}

let made = 0;

/** As EventBridge wraps a record of CloudTrail. */
function event({ accountId, userIdentity }: Holder, at: Instant, call: string, given: Fields): Fields {
  const [service = '', eventName = ''] = call.split(':');
  const detail = {
    eventVersion: '1.11',
    eventID: `event-${made++}`,
    eventTime: formatInstant(Math.floor(at / second) * second),
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: region,
    readOnly: /^(Get|List|Describe)/.test(eventName),
    recipientAccountId: accountId,
    userIdentity,
    ...given,
  };
  return {
    version: '0',
    id: detail.eventID,
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account: accountId,
    time: detail.eventTime,
    detail,
  };
}

const atHome = { sourceIPAddress: '198.51.100.7', userAgent: 'aws-cli/2.31.0' };
const elsewhere = { sourceIPAddress: '45.83.64.1', userAgent: 'python-requests/2.31' };

/** Twenty days of honest work until a little before `now`. */
export function honestDays(holder: Holder, now: Instant): Fields[] {
  // Within one hour, so that no midnight comes between them, whenever the tests run.
  const begun = Math.floor((now - 3 * hour) / hour) * hour;
  const hours = Array.from({ length: 20 }, (_, i) => begun - (20 - i) * 24 * hour);
  return hours.flatMap((at) => [0, 1, 2].map((i) => event(holder, at + i * 20 * minute, 's3:ListBuckets', atHome)));
}

/** What a thief does within two minutes, from a network and with a tool that were never seen. */
export function theft(holder: Holder, now: Instant): Fields[] {
  const requestParameters = { userName: 'backdoor', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
  const calls = [
    'sts:GetCallerIdentity',
    'iam:ListUsers',
    'iam:CreateUser',
    'iam:CreateAccessKey',
    'iam:AttachUserPolicy',
    'cloudtrail:StopLogging',
  ];
  return calls.map((call, i) =>
    event(holder, now - 2 * minute + i * 10 * second, call, { ...elsewhere, requestParameters }),
  );
}

/** What an account's lanes hear of a heartbeat. */
export function heartbeatOf(accountId: string, now: Instant): Fields {
  return event(roleHolder(accountId, memberRoles.alive, 'ASIAEXAMPLEEXAMPLE09'), now, 'sts:GetCallerIdentity', atHome);
}

/** What a trail writes of events: a file for each day, by its key. */
export function trailFilesOf(accountId: string, events: readonly Fields[]): ReadonlyMap<string, Buffer> {
  const byDay = Map.groupBy(events, ({ time }) => String(time).slice(0, 10));
  return new Map(
    [...byDay].map(([date, all]) => {
      const folder = `AWSLogs/o-simulated1/${accountId}/CloudTrail/${region}/${date.replaceAll('-', '/')}`;
      const name = `${accountId}_CloudTrail_${region}_${date.replaceAll('-', '')}T1205Z_x.json.gz`;
      return [`${folder}/${name}`, gzipSync(JSON.stringify({ Records: all.map(({ detail }) => detail) }))];
    }),
  );
}
