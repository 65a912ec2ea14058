import { formatInstant, type Instant } from '../../../core/model/instant.ts';

/** Records as CloudTrail writes them, to be changed in one place for each test. */
type Fields = Record<string, unknown>;

export const account = '123456789012';
export const stranger = '999988887777';

const call: Fields = {
  eventVersion: '1.11',
  eventTime: '2026-11-02T09:30:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetBucketLocation',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'Boto3/1.34',
  requestParameters: { bucketName: 'ledger' },
  responseElements: null,
  eventID: '0d1f0000-0000-4000-8000-000000000001',
  readOnly: true,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: account,
  eventCategory: 'Management',
};

export const user: Fields = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEUSER00000',
  arn: `arn:aws:iam::${account}:user/build/deployer`,
  accountId: account,
  accessKeyId: 'AKIAEXAMPLEKEY000001',
  userName: 'deployer',
};

export const role: Fields = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEROLE00000:nightly',
  arn: `arn:aws:sts::${account}:assumed-role/Backup/nightly`,
  accountId: account,
  accessKeyId: 'ASIAEXAMPLEKEY000001',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEROLE00000',
      arn: `arn:aws:iam::${account}:role/jobs/Backup`,
      accountId: account,
      userName: 'Backup',
    },
    attributes: { creationDate: '2026-11-02T09:00:00Z', mfaAuthenticated: 'false' },
  },
};

/** Of a role of the account, by its name with its path. */
export function roleArn(name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/** A session of the role of that ARN, which was opened at that time. */
export function roleSession(roleArn: string, name: string, accessKeyId: string, at: Instant): Fields {
  const accountId = roleArn.split(':')[4];
  const userName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `AROA${accountId}:${name}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${userName}/${name}`,
    accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: roleArn, accountId, userName },
      attributes: { creationDate: formatInstant(at), mfaAuthenticated: 'false' },
    },
  };
}

/** Of a console session; the key is left out, as it often is. */
export const consoleUser: Fields = {
  ...user,
  accessKeyId: '',
  sessionContext: {
    sessionIssuer: {},
    webIdFederationData: {},
    attributes: { creationDate: '2026-11-02T09:00:00Z', mfaAuthenticated: 'true' },
  },
};

export function record(userIdentity: unknown, changes: Fields = {}): Fields {
  return { ...call, userIdentity, ...changes };
}

export function envelope(detail: unknown, changes: Fields = {}): Fields {
  return {
    version: '0',
    id: '6f9d0000-0000-4000-8000-000000000001',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account,
    time: '2026-11-02T09:30:00Z',
    region: 'eu-central-1',
    resources: [],
    detail,
    ...changes,
  };
}

export function without(fields: Fields, ...names: string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
