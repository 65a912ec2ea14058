import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import flags from '../../cdk.json' with { type: 'json' };
import { buildFunctions } from '../../functions/build.ts';
import { RescindStack } from '../../lib/rescind-stack.ts';
import { type DynamoDb, startDynamoDb } from '../adapters/dynamodb/table.ts';
import { LocalCloud, region } from './local-cloud.ts';

const administrator = '999999999999';
const member = '111122223333';
const organization = { id: 'o-simulated1', units: ['r-simu'], regions: [region], callAs: 'SELF' } as const;

let folder: string;
let dynamodb: DynamoDb;
let cloud: LocalCloud;
let key: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rescind-cloud-'));
  await buildFunctions(join(folder, 'dist'));
  const outdir = join(folder, 'cdk.out');
  const app = new App({ context: flags.context, outdir });
  new RescindStack(app, 'Rescind', { bundles: join(folder, 'dist'), organization });
  app.synth();
  dynamodb = await startDynamoDb();
  cloud = await LocalCloud.start({ outdir, stack: 'Rescind', dynamodb, administrator, member });
  const iam = new IAMClient({
    region,
    credentials: cloud.aws.administrator(member),
    requestHandler: cloud.aws.requestHandler(),
  });
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  key = (await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }))).AccessKey?.AccessKeyId ?? '';
});
afterAll(async () => {
  await cloud.close();
  await dynamodb.close();
  rmSync(folder, { recursive: true });
});

let made = 0;

function call(at: string, eventName: string, given: Record<string, unknown> = {}) {
  const detail = {
    eventVersion: '1.11',
    eventID: `e${made++}`,
    eventTime: at,
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    eventSource: 's3.amazonaws.com',
    eventName,
    awsRegion: region,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31.0',
    readOnly: true,
    recipientAccountId: member,
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::${member}:user/bot`,
      accountId: member,
      accessKeyId: key,
      userName: 'bot',
    },
    ...given,
  };
  return {
    version: '0',
    id: detail.eventID,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: member,
    time: at,
    detail,
  };
}

it('try', async () => {
  cloud.objects.set(
    `${cloud.find('AWS::S3::Bucket', 'Settings').ref}/rescind.policy.json`,
    Buffer.from('{"mode":"enforce"}'),
  );
  for (let day = 1; day <= 20; day++) {
    for (const hour of ['08', '09', '10'])
      cloud.happen(member, call(`2026-10-${String(day).padStart(2, '0')}T${hour}:00:00Z`, 'ListBuckets'));
  }
  await cloud.settle();
  const thief = {
    sourceIPAddress: '45.83.64.1',
    userAgent: 'python-requests/2.31',
    eventSource: 'iam.amazonaws.com',
    readOnly: false,
  };
  const names = [
    'CreateUser',
    'CreateAccessKey',
    'AttachUserPolicy',
    'CreateLoginProfile',
    'PutUserPolicy',
    'UpdateAssumeRolePolicy',
  ];
  cloud.happen(
    member,
    call('2026-10-21T03:00:00Z', 'GetCallerIdentity', { ...thief, eventSource: 'sts.amazonaws.com', readOnly: true }),
  );
  cloud.happen(member, call('2026-10-21T03:00:30Z', 'ListUsers', { ...thief, readOnly: true }));
  names.forEach((name, i) =>
    cloud.happen(
      member,
      call(`2026-10-21T03:01:${10 + i}Z`, name, {
        ...thief,
        requestParameters: { userName: 'backdoor', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      }),
    ),
  );
  cloud.happen(
    member,
    call('2026-10-21T03:02:00Z', 'StopLogging', {
      ...thief,
      eventSource: 'cloudtrail.amazonaws.com',
      requestParameters: { name: 'trail' },
    }),
  );
  await cloud.settle();
  console.log(
    cloud.announced.map(({ type, detail }) => [type, detail.action, detail.outcome, detail.score, detail.reason]),
  );
  console.log(
    cloud
      .function('observe')
      .lines.filter((l) => !l.includes('_aws'))
      .join('\n'),
    cloud.function('respond').lines.join('\n'),
  );
  console.log(cloud.gateway.denied, cloud.aws.account(member).state.latest.users.get('bot'));
  console.log([...cloud.granted].filter((one) => !cloud.gateway.used.has(one)));
});
