import { describe, expect, it } from 'vitest';
import { day, formatInstant, hour, type Instant, minute, weekdayOf } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { roleArn, roleSession, stranger } from '../core/intake/sample.ts';
import { call, office, rented, start, userNamed, watched } from './watch.ts';

/** An administrator who signs on by Identity Center, at work on a command line at the office, lets a vendor’s account in. */

type Fields = Record<string, unknown>;

const strike = start + 24 * day + hour;
const set = roleArn('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Administrator_0123456789abcdef');
const ada = (at: Instant) => {
  const begin = at - (at % day) + 7 * hour;
  return roleSession(set, 'ada@example.com', `ASIAADA${String(begin / hour).padStart(13, '0')}`, begin);
};

const past = Array.from({ length: 22 }, (_, n) =>
  ['s3:ListBuckets', 'iam:ListRoles', 'iam:GetRole', 'ecs:DescribeServices'].map((action, i) =>
    call(ada(start + n * day), start + n * day + hour + i * minute, action, office),
  ),
).flat();

const asked = { StringEquals: { 'sts:ExternalId': '7d40d3dc85951596' } };
const made = (
  Condition?: object,
  roleName = 'Auditor',
  guests: string | readonly string[] = stranger,
): [string, Fields] => [
  'iam:CreateRole',
  {
    roleName,
    assumeRolePolicyDocument: JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: { AWS: guests }, Action: 'sts:AssumeRole', ...(Condition && { Condition }) },
      ],
    }),
  },
];
const attached = (name: string): [string, Fields] => [
  'iam:AttachRolePolicy',
  { roleName: 'Auditor', policyArn: `arn:aws:iam::aws:policy/${name}` },
];
type Allow = readonly [action: readonly string[], resource: string | readonly string[]];
const allowingAll = (allows: readonly Allow[], roleName = 'Auditor'): [string, Fields] => [
  'iam:PutRolePolicy',
  {
    roleName,
    policyName: 'more',
    policyDocument: JSON.stringify({
      Statement: allows.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
    }),
  },
];
const allowing = (...allow: Allow) => allowingAll([allow]);
const written = (...actions: string[]) => allowing(actions, '*');
const reading = ['s3:GetObject', 's3:ListBucket'];
const bucket = ['arn:aws:s3:::export', 'arn:aws:s3:::export/*'];
const table = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';
const key = 'arn:aws:kms:eu-west-1:123456789012:key/0d1f0000-0000-4000-8000-000000000001';
const queue = 'arn:aws:sqs:eu-west-1:123456789012:export-events';
const decrypting: Allow = [['kms:Decrypt'], key];
const hearing: Allow = [['sqs:ReceiveMessage', 'sqs:DeleteMessage'], queue];

/** A policy that stands by itself, and what is said of it later by its name alone. */
const own = 'arn:aws:iam::123456789012:policy/vendors/Exporter';
const drafted = (...allows: readonly Allow[]): [string, Fields] => [
  'iam:CreatePolicy',
  { policyName: 'Exporter', path: '/vendors/', policyDocument: allowingAll(allows)[1].policyDocument },
];
const redrafted = (...allows: readonly Allow[]): [string, Fields] => [
  'iam:CreatePolicyVersion',
  { policyArn: own, policyDocument: allowingAll(allows)[1].policyDocument, setAsDefault: true },
];
/** One that was there before, be it made the default or not, and a way back to what that says. */
const renewed = (setAsDefault: boolean, ...allows: readonly Allow[]): [string, Fields] => [
  redrafted()[0],
  { ...redrafted(...allows)[1], setAsDefault },
];
const reverted: [string, Fields] = ['iam:SetDefaultPolicyVersion', { policyArn: own, versionId: 'v1' }];
const hung: [string, Fields] = ['iam:AttachRolePolicy', { roleName: 'Auditor', policyArn: own }];
const all: Allow = [['s3:GetObject'], '*'];
const looking: Allow = [['ec2:Describe*'], '*'];

/** A call as it was answered: what failed gave nothing. */
type Step = readonly [action: string, requestParameters: Fields, changes?: Fields];

function answers(steps: readonly Step[], from = office, gap = minute, beside: readonly Fields[] = []) {
  const records = steps.map(([action, requestParameters, changes], i) =>
    call(ada(strike), strike + i * gap, action, from, { requestParameters, ...changes }),
  );
  return watched([...past, ...beside, ...records]).decisions.filter(({ at }) => at >= strike);
}

const isDisrupted = (...args: Parameters<typeof answers>) =>
  answers(...args).some(({ action }) => isDisruptive(action));

/** As vendors who watch over everything ask for, each of them a page of it. */
const monitors = [
  ['apigateway:GET', 'autoscaling:Describe*', 'backup:List*', 'budgets:ViewBudget', 'cloudfront:GetDistributionConfig'],
  [
    'cloudtrail:LookupEvents',
    'cloudtrail:GetTrailStatus',
    'cloudwatch:Get*',
    'cloudwatch:List*',
    'codedeploy:BatchGet*',
  ],
  ['dynamodb:Describe*', 'ec2:Describe*', 'ecs:List*', 'elasticmapreduce:Describe*', 'events:CreateEventBus'],
  ['health:Describe*', 'kinesis:Describe*', 'lambda:GetPolicy', 'lambda:List*', 'organizations:Describe*', 'rds:List*'],
  ['logs:DescribeLogGroups', 'logs:FilterLogEvents', 'logs:PutSubscriptionFilter', 'logs:TestMetricFilter'],
  ['s3:GetBucketTagging', 's3:ListAllMyBuckets', 's3:PutBucketNotification', 'ses:Get*', 'sns:Publish'],
  ['sqs:ListQueues', 'states:DescribeStateMachine', 'support:RefreshTrustedAdvisorCheck', 'tag:GetResources'],
  ['xray:BatchGetTraces', 'xray:GetTraceSummaries'],
].flat();

const audit = attached('SecurityAudit');
const snapshots = written('ec2:CreateSnapshot', 'ec2:CopySnapshot');

describe('a vendor that is let in with an external id', () => {
  it('is told of, and nobody is disturbed', () => {
    const all = answers([made(asked), audit, snapshots]);
    expect(all.map(({ action }) => action)).toContain('notify');
    expect(all.filter(({ action }) => isDisruptive(action))).toEqual([]);
    expect(answers([made(asked)])).not.toEqual([]);
  });

  it.each([
    ['all figures, logs and traces to watch', allowing(monitors, '*')],
    [
      'whatever settings of services there are that keep data as well',
      allowing(
        [
          ...[
            'sts:GetCallerIdentity',
            'sqs:GetQueueAttributes',
            'lambda:GetFunction',
            'ec2:Get*Encryption*',
            'glue:GetJobs',
          ],
          ...['s3:GetAccountPublicAccessBlock', 's3:GetObjectAcl', 'athena:GetWorkGroup', 'ecr:GetAuthorizationToken'],
          ...['pricing:*', 'support:*', 'tag:*', 'ce:*', 'savingsplans:CreateSavingsPlan', 'ec2:StopInstances'],
          ...['ec2:StartInstances', 'ec2:CreateTags', 'budgets:ModifyBudget', 'cur:*', 'xray:Get*'],
          ...[
            'cloudwatch:PutMetricData',
            'cloudwatch:PutDashboard',
            'logs:DeleteSubscriptionFilter',
            'logs:StartQuery',
          ],
          ...['glue:GetConnections', 'health:*', 'trustedadvisor:*', 'connect:List*', 'logs:GetLogEvents'],
        ],
        '*',
      ),
    ],
    ['one bucket', allowing(reading, bucket)],
    [
      'one bucket and the topic of its events',
      allowingAll([
        [reading, bucket],
        [['sns:Subscribe', 'sns:Publish'], 'arn:aws:sns:eu-west-1:123456789012:export-events'],
      ]),
    ],
    ['one bucket, to write there too', allowing([...reading, 's3:PutObject'], bucket)],
    ['one table', allowing(['dynamodb:Query'], table)],
    ['one table and its indexes', allowing(['dynamodb:Query'], [table, `${table}/index/*`])],
    ['one bucket and its one key', allowingAll([[reading, bucket], decrypting])],
    ['one bucket and the queue of its events', allowingAll([[reading, bucket], hearing])],
    [
      'one bucket, and all settings and figures to see',
      allowingAll([
        [reading, bucket],
        [['ec2:Describe*', 's3:GetBucketLocation', 'iam:GetRole', 'cloudwatch:GetMetricData'], '*'],
      ]),
    ],
  ])('and given %s is told of as well', (_, given) => {
    expect(answers([made(asked), given]).map(({ action }) => action)).not.toContain('revoke-sessions');
    expect(isDisrupted([made(asked), given])).toBe(false);
    expect(isDisrupted([made(), given])).toBe(true);
  });

  it.each([
    ...['SecurityAudit', 'ReadOnlyAccess', 'job-function/ViewOnlyAccess', 'AWSSupportAccess', 'IAMReadOnlyAccess'],
    ...['AmazonEC2ReadOnlyAccess', 'AmazonRDSReadOnlyAccess', 'CloudWatchReadOnlyAccess', 'AWSBillingReadOnlyAccess'],
    ...['AWSOrganizationsReadOnlyAccess', 'AWSCloudTrail_ReadOnlyAccess', 'AWSCertificateManagerReadOnly'],
  ])('and given AWS’s %s is told of as well', (name) => {
    expect(isDisrupted([made(asked), attached(name)])).toBe(false);
  });

  it.each([
    ...['AmazonS3ReadOnlyAccess', 'AmazonSSMReadOnlyAccess', 'AmazonDynamoDBReadOnlyAccess', 'job-function/Billing'],
    ...['AmazonEC2ContainerRegistryReadOnly', 'AWSCloudTrailReadOnlyAccess', 'CloudWatchFullAccess'],
  ])('and given AWS’s %s is answered as before', (name) => {
    expect(isDisrupted([made(asked), attached(name)])).toBe(true);
  });

  const given = allowing(reading, bucket);
  it.each([
    ['what auditors see, then one bucket', [audit, given]],
    ['one bucket, then what auditors see', [given, audit]],
    ['one bucket to read, then to list', [allowing(['s3:GetObject'], bucket), given]],
    ['one bucket to list and read, then only to read', [given, allowing(['s3:GetObject'], bucket)]],
    ['one bucket, and its key by another policy', [given, allowingAll([decrypting])]],
    ['one bucket through two roles', [given, made(asked, 'Deputy'), allowingAll([[reading, bucket]], 'Deputy')]],
    [
      'another bucket, which failed, then one',
      [[...allowing(reading, 'arn:aws:s3:::exprt'), { errorCode: 'NoSuchEntityException' }], given],
    ],
  ] as [string, Step[]][])('and given %s is told of as well', (_, steps) => {
    expect(isDisrupted([made(asked), ...steps])).toBe(false);
  });

  it.each([
    ['1', '2'],
    ['2', '1'],
  ])('and given what auditors see and one bucket within a second is told of, whatever the ids', (first, second) => {
    const at = { eventTime: formatInstant(strike + minute) };
    const numbered = (id: string) => ({ ...at, eventID: `${id}d1f0000-0000-4000-8000-000000000000` });
    expect(isDisrupted([made(asked), [...audit, numbered(first)], [...given, numbered(second)]])).toBe(false);
  });

  it.each([2, 7, 23])('and given all objects %i hours later is answered as at once', (hours) => {
    expect(isDisrupted([made(asked), written('s3:GetObject')], office, hours * hour)).toBe(true);
    expect(isDisrupted([made(asked), given], office, hours * hour)).toBe(false);
  });

  it('and given another bucket in the evening is answered as before', () => {
    expect(isDisrupted([made(asked), given, allowing(reading, 'arn:aws:s3:::ledger/*')], office, 5 * hour)).toBe(true);
  });

  it('is answered as before where the same hand made another role hours before', () => {
    const before = call(ada(strike), strike - 2 * hour, 'iam:CreateRole', office, {
      requestParameters: { roleName: 'Own' },
    });
    expect(isDisrupted([made(asked), written('s3:GetObject')], office, minute, [before])).toBe(true);
  });

  it.each([
    ['made', {}],
    ['that could not be made', { errorCode: 'EntityAlreadyExistsException' }],
  ])('is answered as before, however many other doors are %s meanwhile', (_, changes) => {
    const doors = Array.from({ length: 100 }, (_, n) => [...made(asked, `Door${n}`), changes] as const) as Step[];
    expect(isDisrupted([made(asked), ...doors, written('s3:GetObject')], office, 20_000)).toBe(true);
  });

  it('is not let in by a call that failed', () => {
    expect(
      isDisrupted([[...made(asked), { errorCode: 'EntityAlreadyExistsException' }], written('s3:GetObject')]),
    ).toBe(false);
  });

  it.each([
    ['one bucket', [drafted([reading, bucket]), hung]],
    ['settings to see', [drafted([['ec2:Describe*'], '*']), hung]],
    ['one bucket, which was put right', [drafted([reading, bucket]), hung, redrafted([['s3:GetObject'], bucket])]],
    [
      'one bucket, which was put right and put back',
      [drafted([reading, bucket]), hung, redrafted([['s3:GetObject'], bucket]), reverted],
    ],
  ] as [string, Step[]][])('and given %s by a policy that was written for it is told of as well', (_, steps) => {
    expect(isDisrupted([made(asked), ...steps])).toBe(false);
    expect(isDisrupted([...steps.slice(0, 1), made(asked), ...steps.slice(1)])).toBe(false);
  });

  const elsewhere = {
    recipientAccountId: '210987654321',
    userIdentity: JSON.parse(JSON.stringify(ada(strike)).replaceAll('123456789012', '210987654321')),
  };
  const failed = { errorCode: 'EntityAlreadyExistsException' };
  it.each([
    ['written before, by whomever', [hung]],
    ['written before, with a version that lets look', [renewed(true, looking), hung]],
    ['written before, with a version that lets look, which does not hold', [renewed(false, looking), hung]],
    ['with all objects in a version that does not hold', [drafted(looking), renewed(false, all), hung]],
    [
      'with all objects in a version that does not hold, and comes later',
      [drafted(looking), hung, renewed(false, all)],
    ],
    ['that could not be written so', [[...drafted([reading, bucket]), failed], hung]],
    ['of that name in another account of the house', [[...drafted([reading, bucket]), elsewhere], hung]],
    ['with all objects', [drafted(all), hung]],
    [
      'with all objects in a version before',
      [drafted([reading, bucket]), redrafted(all), redrafted([reading, bucket]), hung],
    ],
    ['with all objects in a version that comes later', [drafted([reading, bucket]), hung, redrafted(all)]],
    [
      'with another bucket in a version that comes later',
      [drafted([reading, bucket]), hung, redrafted([reading, 'arn:aws:s3:::ledger/*'])],
    ],
  ] as [string, Step[]][])('and given a policy %s is answered as before', (_, steps) => {
    expect(isDisrupted([made(asked), ...steps])).toBe(true);
  });

  it('is told of as well, whoever puts back a policy that hangs on no guest', () => {
    expect(isDisrupted([made(asked), reverted])).toBe(false);
  });

  it.each([
    ['the day before', 24.1, true],
    ['within the day', 23, false],
  ])(
    'is answered as before where a policy that hangs on it is put back, unless it was all written within the day: %s',
    (_, hours, isAnswered) => {
      const at = strike + 40 * minute - hours * hour;
      const [action, requestParameters] = drafted([reading, bucket]);
      const before = call(ada(at), at, action, office, { requestParameters });
      expect(isDisrupted([made(asked), hung], office, 20 * minute, [before])).toBe(false);
      expect(isDisrupted([made(asked), hung, reverted], office, 20 * minute, [before])).toBe(isAnswered);
    },
  );

  const large = Array.from({ length: 200 }, (_, n) => `arn:aws:s3:::export${n}/*`);
  const other: Step = [drafted([reading, large])[0], { ...drafted([reading, large])[1], policyName: 'Other' }];
  it.each([
    ['written for it', []],
    ['written for it, whatever else is written', [other]],
  ] as [string, Step[]][])('and made administrator by a policy that was %s is crowned', (_, beside) => {
    const reasons = answers([made(asked), drafted([['*'], '*']), ...beside, hung]).map(({ reason }) => reason);
    expect(reasons.join()).toContain('gave it full access (iam:AttachRolePolicy)');
  });

  it('is one guest of many where doors are made by the dozen, and the last of them is given no more than the first', () => {
    const doors = Array.from({ length: 12 }, (_, n) => made(asked, `Door${n}`)) as Step[];
    expect(isDisrupted([...doors, allowingAll([[['s3:GetObject'], '*']], 'Door11')], office, 20_000)).toBe(true);
  });

  it('leaves other roles what they are, where doors are made by the dozen', () => {
    const doors = Array.from({ length: 12 }, (_, n) => made(asked, `Door${n}`)) as Step[];
    expect(isDisrupted([...doors, allowingAll([[['s3:GetObject'], '*']], 'Own')], office, 20_000)).toBe(false);
  });

  it('is not behind another role, which was made for somebody else', () => {
    const [, { assumeRolePolicyDocument }] = made(undefined, 'Deploy', '444455556661');
    const opened: Step = [
      'iam:UpdateAssumeRolePolicy',
      { roleName: 'Deploy', policyDocument: assumeRolePolicyDocument },
    ];
    expect(isDisrupted([made(asked), opened], office, 2 * hour)).toBe(false);
    expect(isDisrupted([made(asked), opened, allowingAll([[reading, bucket]], 'Deploy')], office, 2 * hour)).toBe(true);
  });

  it('says which account is its own: an id that everybody may come with is none', () => {
    const open = { StringEquals: { ...asked.StringEquals, 'aws:PrincipalAccount': stranger } };
    expect(isDisrupted([made(open, 'Auditor', '*'), given])).toBe(false);
    expect(isDisrupted([made(asked, 'Auditor', '*'), given])).toBe(true);
  });

  it('is answered as before, however many names of folders are made up meanwhile', () => {
    const listing = (at: Instant, prefix: string) =>
      call(ada(at), at, 's3:ListObjects', office, { requestParameters: { bucketName: 'exchange', prefix } });
    const onRecord = Array.from({ length: 22 }, (_, n) => listing(start + n * day + hour, 'team/'));
    const flood = Array.from({ length: 200 }, (_, n) =>
      listing(strike + 10_000 + n * 200, `${String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26))}/`),
    );
    expect(isDisrupted([made(asked), attached('AdministratorAccess')], office, minute, [...onRecord, ...flood])).toBe(
      true,
    );
  });

  it.each([
    ['and given buckets by the beginning of their names', [made(asked), allowing(reading, 'arn:aws:s3:::export-*')]],
    [
      'and given whatever bucket its tag names',
      [made(asked), allowing(reading, `arn:aws:s3:::\${aws:PrincipalTag/b}/*`)],
    ],
    [
      'and given one bucket and a role to hand on',
      [made(asked), allowing([...reading, 'iam:PassRole'], [...bucket, roleArn('Deploy')])],
    ],
    ['and given two buckets', [made(asked), allowing(reading, [...bucket, 'arn:aws:s3:::ledger/*'])]],
    [
      'and given one bucket after the other',
      [made(asked), allowing(reading, bucket), allowing(reading, 'arn:aws:s3:::ledger/*')],
    ],
    [
      'and given one bucket, then a role to hand on',
      [made(asked), given, allowingAll([[['iam:PassRole'], roleArn('Deploy')]])],
    ],
    ['and given a role to hand on', [made(asked), allowing(['iam:PassRole'], roleArn('Deploy'))]],
    ['and given two keys', [made(asked), allowing(['kms:Decrypt'], [key, key.replace(/1$/, '2')])]],
    [
      'and given whatever table its tag names',
      [made(asked), allowing(['dynamodb:Query'], table.replace('orders', `\${aws:PrincipalTag/t}`))],
    ],
    [
      'and given a bucket each through two roles',
      [made(asked), given, made(asked, 'Deputy'), allowingAll([[reading, 'arn:aws:s3:::ledger/*']], 'Deputy')],
    ],
    [
      'and given machines to work on',
      [
        made(asked),
        allowing(['ec2:GetConsoleOutput'], 'arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0'),
      ],
    ],
    [
      'and given whatever an access point leads to',
      [made(asked), allowing(reading, 'arn:aws:s3:eu-west-1:123456789012:accesspoint/export')],
    ],
    ...[
      'guardduty:DeleteDetector',
      'ecs:ExecuteCommand',
      'cloudformation:CreateStack',
      'route53:ChangeResourceRecordSets',
      's3:GetObjectVersion',
      'dynamodb:PartiQLSelect',
      'ebs:GetSnapshotBlock',
      'rds-data:ExecuteStatement',
      'ecr:BatchGetImage',
      'lambda:InvokeFunction',
      'kms:ReEncryptFrom',
      'glacier:GetJobOutput',
      'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
      'ssm:GetAccessToken',
      'logs:*',
      'logs:DeleteLogGroup',
      'logs:PutRetentionPolicy',
      'logs:PutResourcePolicy',
      'logs:Unmask',
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DisableAlarmActions',
      'budgets:ExecuteBudgetAction',
      'xray:PutResourcePolicy',
      'acm:ExportCertificate',
      's3:GetDataAccess',
      'lakeformation:GetTemporaryGlueTableCredentials',
      'datazone:GetEnvironmentCredentials',
      'finspace-api:GetProgrammaticAccessCredentials',
      'connect:GetFederationToken',
      'codecommit:GetBlob',
      'codepipeline:GetJobDetails',
      'dax:BatchGetItem',
      'dax:Scan',
      's3vectors:QueryVectors',
      's3-object-lambda:GetObject',
      's3-outposts:GetObjectVersion',
      'glue:GetConnection',
      'snowball:GetJobUnlockCode',
      'gamelift:GetInstanceAccess',
      'bedrock:Retrieve',
      'bedrock-agentcore:GetResourceApiKey',
      'sagemaker:BatchGetRecord',
    ].map((action): [string, Step[]] => [`and given ${action} on everything`, [made(asked), written(action)]]),
    ['and given a bucket to empty', [made(asked), allowing(['s3:DeleteObject'], bucket)]],
    ['and given all buckets to write to', [made(asked), written('s3:PutObject')]],
    ['and given every table', [made(asked), allowing(['dynamodb:Query'], table.replace('orders', '*'))]],
    ['and given one bucket beside all keys', [made(asked), allowing(reading, bucket), written('kms:Decrypt')]],
    ['and given a role to take on', [made(asked), allowing(['sts:AssumeRole'], roleArn('Deploy'))]],
    ['without one', [made(), audit]],
    [
      'and is more accounts than vendors have',
      [made(asked, 'Auditor', ['444455556661', '444455556662', '444455556663', stranger]), audit],
    ],
    ['and made administrator', [made(asked), attached('AdministratorAccess')]],
    ['and made nearly that', [made(asked), attached('PowerUserAccess')]],
    ['and given all objects', [made(asked), written('s3:GetObject')]],
    ['and given the secrets', [made(asked), written('secretsmanager:GetSecretValue')]],
    ['and given what nobody can read here', [made(asked), written()]],
  ] as [string, Step[]][])('is answered as before %s', (_, steps) => {
    expect(isDisrupted(steps)).toBe(true);
  });

  it('is answered as before from a rented server', () => {
    expect(isDisrupted([made(asked), audit], rented)).toBe(true);
  });

  const cli = { userAgent: 'aws-cli/2.17.0' };
  const inAws = '52.95.110.1';
  const both = `${office} ${inAws}`;
  const daily = () => true;
  const onWorkdays = (at: Instant) => weekdayOf(at) % 6 !== 0;
  it.each([
    ['told of, where somebody types it at the office', office, onWorkdays, false],
    [
      'answered as before, where it is typed at a machine that somebody works at beside the office',
      both,
      onWorkdays,
      true,
    ],
    ['answered as before, where a script makes it every night', inAws, daily, true],
    ['answered as before, where a script makes it on workdays', inAws, onWorkdays, true],
    ['answered as before, where a script makes it at the office', office, daily, true],
  ] as const)('with a key, and a tool for hands, is %s', (_, places, works, isAnswered) => {
    const lines = places.split(' ');
    const from = lines.at(-1) ?? '';
    const who = userNamed('ada', 'AKIAADA0000000000001');
    const before = Array.from({ length: 24 }, (_, n) => start + n * day + hour)
      .filter(works)
      .flatMap((at) => lines.map((line, i) => call(who, at + i * hour, 's3:ListBuckets', line, cli)));
    for (const look of [audit, attached('ReadOnlyAccess')]) {
      const steps = [made(asked), look].map(([action, requestParameters], i) =>
        call(who, strike + i * minute, action, from, { ...cli, requestParameters }),
      );
      const { decisions } = watched([...before, ...steps]);
      expect(decisions.some(({ action }) => isDisruptive(action))).toBe(isAnswered);
    }
  });
});
