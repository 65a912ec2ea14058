import type { Arn, Untrusted } from '../../core/model/brand.ts';
import { stepByStep } from '../../core/signals/anomalous/step-by-step.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsIrelandToo, awsOhio, home, hotel, nextDoor, vpn } from './places.ts';
import { declared, expects } from './standing.ts';
import { type Doing, instance, laptop, mia, named, on, pipeline, region, use } from './use.ts';

const gitlab = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' as Arn;
const job = 'project_path:shop/api:ref_type:branch:ref:main' as Untrusted;

const other = { by: 'aws-sdk-js/3.940.0' };

const test = { action: 'sts:GetCallerIdentity', from: vpn, minutesLater: -40 };
const asking = { action: 'sts:GetCallerIdentity' };
const look = { action: 'iam:ListUsers', from: vpn, minutesLater: -30 };
const refusal = { action: 's3:GetObjectTagging', from: vpn, minutesLater: -20, denied: true };
const reading = (secret: string) => ({ action: 'secretsmanager:GetSecretValue', ...on(secret) });
const armed = { by: 'Boto3/1.26.51 Linux/5.10.0-kali9-amd64' };
const astray = { from: hotel, by: 'aws-sdk-go-v2/1.40' };
const deed = { action: 'iam:CreateLoginProfile', ...named('admin'), from: vpn };

const quotas = { action: 'servicequotas:ListServiceQuotas', minutesLater: -3 };
const contacts = { action: 'account:GetContactInformation', minutesLater: -2 };
const far = { region: region('ap-northeast-1') };
const machines = { action: 'ec2:RunInstances', ...far };

const combs = (count: number, who: Doing = {}) =>
  ['us-west-1', 'ap-south-1', 'ca-central-1']
    .slice(0, count)
    .map((name, n) =>
      use({ action: 'secretsmanager:ListSecrets', ...who, region: region(name), minutesLater: n - count }),
    );

/** Asks for users, and for secrets in vain. */
const feelsItsWay = (who: Doing) => [
  use({ ...who, action: 'iam:ListUsers', minutesLater: -3 }),
  use({ ...who, action: 'secretsmanager:ListSecrets', minutesLater: -2, denied: true }),
];

export const cases: UseCases = {
  signal: stepByStep,
  fires: [
    {
      name: 'a script in a cloud that uses an interactive tool lists users and secrets, and is refused',
      history: workdays(30, laptop),
      earlier: feelsItsWay(laptop),
      use: use({ ...laptop, action: 'iam:ListRoles' }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'the key is tried last of all: what is said is no order',
      history: days(30),
      earlier: [
        use({ action: 'iam:ListUsers', from: vpn, minutesLater: -9 }),
        use({ action: 'iam:ListRoles', from: vpn, minutesLater: -8, denied: true }),
      ],
      use: use({ ...asking, from: vpn }),
      expect: {
        bits: [6, 8],
        says: ['A test of the key, 2 looks around and a refusal within hours; the last was sts:GetCallerIdentity'],
      },
    },
    {
      name: 'a program goes through four Regions where it never was, for what is secret there',
      history: days(30),
      earlier: combs(3),
      use: use({ action: 'secretsmanager:ListSecrets', region: region('sa-east-1') }),
      expect: { bits: [8, 8], says: ['which secrets exist in 4 Regions where it was never used'], authority: 'pin' },
    },
    ...(
      [
        ['looked for machines where it works', [{ action: 'ec2:DescribeInstances' }], []],
        ['was once refused the list of users', [], [{ action: 'iam:ListUsers', denied: true }]],
      ] as const
    ).map(([what, before, dayBefore]) => ({
      name: `a program goes through four new Regions for what is secret there, and ${what}`,
      history: [...days(30), ...dayBefore.flatMap((one) => days(1, one))],
      earlier: [...before.map((one) => use({ ...one, minutesLater: -90 })), ...combs(3)],
      use: use({ action: 'secretsmanager:ListSecrets', region: region('sa-east-1') }),
      expect: { bits: [8, 8], says: ['in 4 Regions where it was never used'], authority: 'pin' } as const,
    })),
    {
      name: 'a key on a server, driven by its usual tool at another machine, lists the secrets and opens two',
      history: workdays(30, laptop),
      earlier: [
        use({ ...laptop, from: awsIrelandToo, action: 'secretsmanager:ListSecrets', minutesLater: -2 }),
        use({ ...laptop, from: awsIrelandToo, ...reading('prod/web'), minutesLater: -1 }),
      ],
      use: use({ ...laptop, from: awsIrelandToo, ...reading('prod/db') }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'a script that uses a tool for hands, day by day from one place, lists the secrets and opens two',
      history: days(30, laptop),
      earlier: [
        use({ ...laptop, action: 'secretsmanager:ListSecrets', minutesLater: -2 }),
        use({ ...laptop, ...reading('prod/web'), minutesLater: -1 }),
      ],
      use: use({ ...laptop, ...reading('prod/db') }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'a key on a server, driven by a tool for hands until now, lists the secrets and opens two by another program',
      history: workdays(30, laptop),
      earlier: [
        use({ ...laptop, ...other, action: 'secretsmanager:ListSecrets', minutesLater: -2 }),
        use({ ...laptop, ...other, ...reading('prod/web'), minutesLater: -1 }),
      ],
      use: use({ ...laptop, ...other, ...reading('prod/db') }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'another program is refused the list of secrets, and opens one all the same',
      history: days(30),
      earlier: [use({ ...other, action: 'secretsmanager:ListSecrets', minutesLater: -1, denied: true })],
      use: use({ ...other, ...reading('prod/db') }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'a job of a pipeline, driven by a tool for hands, lists the secrets and opens two',
      history: workdays(30, { ...pipeline, by: laptop.by }),
      madeFor: { federatedSubject: job, federation: { kind: 'oidc', provider: gitlab, subject: job } },
      earlier: [
        use({ ...pipeline, by: laptop.by, action: 'secretsmanager:ListSecrets', minutesLater: -2 }),
        use({ ...pipeline, by: laptop.by, ...reading('prod/web'), minutesLater: -1 }),
      ],
      use: use({ ...pipeline, by: laptop.by, ...reading('prod/db') }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'a program is refused the list of secrets, and asks for one by its name all the same',
      history: days(30),
      earlier: [use({ action: 'secretsmanager:ListSecrets', minutesLater: -1, denied: true })],
      use: use({ action: 'secretsmanager:GetSecretValue', ...on('prod/db'), denied: true }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'a key test and a first look behind a VPN: nobody loses their way into a place that anybody can rent',
      history: days(30),
      earlier: [use(test)],
      use: use(look),
      expect: { bits: [3, 4], says: ['A test of the key'], authority: 'corroborate' },
    },
    ...(
      [
        ['elsewhere, then looks around: a test beside a look', hotel, [asking, { action: look.action }], 6],
        ['at a place for hire: a test beside whatever', vpn, [asking], 3.5],
      ] as const
    ).map(([where, from, earlier, bits]) => ({
      name: `somebody whose program asks every day whose key it is asks ${where}`,
      history: [...workdays(30, { ...laptop, from: home }), ...workdays(30, { ...laptop, from: home, ...asking })],
      earlier: earlier.map((one, i) => use({ ...laptop, from, ...one, minutesLater: i - 3 })),
      use: use({ ...laptop, from, action: 'iam:CreateRole' }),
      expect: { bits: [bits, bits] as const, says: ['A test of the key'] },
    })),
    {
      name: 'a key test behind a VPN, a list of users, a refusal, then a login for somebody else',
      history: days(30),
      earlier: [test, look, refusal].map(use),
      use: use(deed),
      expect: { bits: [8, 8], says: ['A test of the key', 'iam:CreateLoginProfile'] },
    },
    {
      name: 'from its own place it lists the buckets and begins to delete, and is refused: attempts count',
      history: days(30),
      earlier: [use({ action: 's3:ListBuckets', minutesLater: -3 })],
      use: use({ action: 's3:DeleteObject', ...on('backup-1'), denied: true }),
      expect: { bits: [5, 7], says: ['refused'] },
    },
    {
      name: 'a program asks what the account is worth, twice, and starts machines in a Region where nobody is',
      history: days(30),
      earlier: [quotas, contacts].map(use),
      use: use(machines),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'it looks for what there is to work on, and puts an end to it',
      history: days(30),
      earlier: ['ec2:DescribeInstances', 'lambda:ListFunctions'].map((action) => use({ action, minutesLater: -3 })),
      use: use({ action: 'rds:DeleteDBInstance', ...far }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'it looks for what there is to work on, and runs commands there: nobody starts anew',
      history: days(30),
      earlier: ['ec2:DescribeInstances', 'lambda:ListFunctions'].map((action) => use({ action, minutesLater: -3 })),
      use: use({ action: 'ssm:SendCommand', ...far }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'a thief who takes two hours from the first look to the first grave call',
      history: days(30),
      earlier: [use({ ...look, minutesLater: -120 })],
      use: use(deed),
      expect: { bits: [3, 4] },
    },
    {
      name: 'a program at its own place asks for users, secrets and roles, and goes on when it is refused',
      history: days(30),
      earlier: [
        use({ action: 'iam:ListUsers', minutesLater: -3 }),
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -2, denied: true }),
      ],
      use: use({ action: 'iam:ListRoles' }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'a program maps out both who there is and what is secret, and nothing is refused',
      history: days(30),
      earlier: [
        use({ action: 'iam:ListUsers', minutesLater: -3 }),
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -2 }),
      ],
      use: use({ action: 's3:ListBuckets' }),
      expect: { bits: [8, 8], says: ['3 looks around within hours'], authority: 'pin' },
    },
    ...(
      [
        ['and makes a login there', home, { action: 'iam:CreateLoginProfile', ...named('admin') }],
        ['and is refused', home, { action: 's3:GetBucketPolicy', denied: true }],
        ['by a neighbour’s line', nextDoor, { action: 's3:ListBuckets' }],
      ] as const
    ).map(([ending, from, last]) => ({
      name: `a program at a desk maps out both who there is and what is secret ${ending}`,
      history: days(30, { from: home }),
      earlier: [
        use({ action: 'iam:ListUsers', from, minutesLater: -3 }),
        use({ action: 'iam:ListRoles', from, minutesLater: -3 }),
        use({ action: 'secretsmanager:ListSecrets', from, minutesLater: -2 }),
      ],
      use: use({ from, ...last }),
      expect: { bits: [8, 8] as const, authority: 'pin' as const },
    })),
    {
      name: 'a program of two days, whose work never had to do with that, asks for users and secrets and is refused',
      history: days(2),
      earlier: [
        use({ action: 'iam:ListUsers', minutesLater: -3 }),
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -2, denied: true }),
      ],
      use: use({ action: 'iam:ListRoles' }),
      expect: { bits: [12, 12], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'the same of users and roles alone: it has to be seen beside something',
      history: days(2),
      earlier: [
        use({ action: 'iam:ListUsers', minutesLater: -3 }),
        use({ action: 's3:ListBuckets', minutesLater: -2, denied: true }),
      ],
      use: use({ action: 'iam:ListRoles' }),
      expect: { bits: [8, 8], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'a person of two days goes three of the steps from a system made for breaking in',
      history: workdays(2, laptop),
      earlier: [
        use({ ...laptop, ...armed, action: 'iam:ListUsers', minutesLater: -3 }),
        use({ ...laptop, ...armed, action: 's3:GetObjectTagging', denied: true, minutesLater: -2 }),
      ],
      use: use({ ...laptop, ...armed, action: 'iam:CreateLoginProfile', ...named('admin') }),
      expect: { bits: [6, 6], basis: 'fact' },
    },
    {
      name: 'a program asks for the first time which secrets there are, and opens two that it never opened',
      history: days(30, reading('app/config')),
      earlier: [
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -2 }),
        use({ ...reading('prod/1'), minutesLater: -1 }),
      ],
      use: use(reading('prod/2')),
      expect: { bits: [8, 8], says: ['which secrets exist, and for 2'], authority: 'pin' },
    },
    {
      name: 'another program than ever asks for tables, buckets and secrets with a machine’s key',
      history: days(30),
      earlier: [
        use({ action: 'dynamodb:ListTables', by: 'aws-sdk-go/1.50', minutesLater: -3 }),
        use({ action: 's3:ListBuckets', by: 'aws-sdk-go/1.50', minutesLater: -2 }),
      ],
      use: use({ action: 'secretsmanager:ListSecrets', by: 'aws-sdk-go/1.50' }),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'a program looks up what it may start, and starts it in a Region where nobody of the account ever was',
      history: days(30),
      neighbours: days(30),
      earlier: [use(quotas)],
      use: use({ ...machines, denied: true }),
      expect: {
        bits: [8, 8],
        says: ['A look around, a refusal and a grave call', 'ec2:RunInstances'],
        authority: 'pin',
      },
    },
    {
      name: 'a person’s session looks around and is refused, in a country and by a program that are none of theirs',
      history: workdays(30, laptop),
      earlier: [use({ ...laptop, ...astray, action: 'iam:ListUsers', minutesLater: -3 })],
      use: use({ ...laptop, ...astray, action: 's3:GetObjectTagging', denied: true }),
      expect: { bits: [3, 4], says: ['A look around and a refusal within hours'], authority: 'corroborate' },
    },
    {
      name: 'an agent asks which secrets there are, and opens three that it never opened',
      declared: declared({ kind: 'agent' }),
      history: days(30, reading('app/config')),
      earlier: [
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -3 }),
        use({ ...reading('prod/1'), minutesLater: -2 }),
        use({ ...reading('prod/2'), minutesLater: -1 }),
      ],
      use: use(reading('prod/3')),
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'a key that slept for six weeks is tested where it always was, and looks around',
      history: days(18, {}, 45),
      earlier: [use({ ...asking, minutesLater: -3 })],
      use: use({ action: 'ec2:DescribeInstances' }),
      expect: { bits: [3.5, 3.5], says: ['A test of the key'] },
    },
    ...[
      { answered: 'answered', denied: false },
      { answered: 'refused', denied: true },
    ].map(({ answered, denied }) => ({
      name: `a look around that its owner’s wide pattern takes in, and that is ${answered}, beside a grave call`,
      history: days(30),
      declared: expects({ actions: ['*:List*'] }),
      earlier: [use({ action: 'iam:ListRoles', denied, minutesLater: -9 })],
      use: use({ action: 'iam:CreateAccessKey', ...named('support') }),
      expect: { bits: [3.5, 3.5], says: ['A look around and a grave call within hours'] } as const,
    })),
    {
      name: 'a look around in the morning, and again before a grave call',
      history: days(30),
      earlier: [-420, -9].map((minutesLater) => use({ action: 'iam:ListRoles', minutesLater })),
      use: use({ action: 'iam:CreateAccessKey', ...named('support') }),
      expect: { bits: [3.5, 3.5], says: ['A look around and a grave call within hours'] },
    },
  ],
  silent: [
    {
      name: 'somebody whose program asks every day whose key it is, and who is elsewhere today, looks around once',
      history: [...workdays(30, { ...laptop, from: home }), ...workdays(30, { ...laptop, from: home, ...asking })],
      earlier: [use({ ...laptop, from: hotel, ...asking, minutesLater: -3 })],
      use: use({ ...laptop, from: hotel, action: 'iam:CreateRole' }),
      expect: null,
    },
    { name: 'one look around', history: days(30), use: use(look), expect: null },
    { name: 'it reads an object', history: days(30), earlier: [test, look].map(use), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'an inventory job is refused one of the listings that its owner declared, and continues with the rest',
      history: days(30),
      declared: expects({ actions: ['*:List*'] }),
      earlier: [
        use({ action: 'iam:ListUsers', minutesLater: -3 }),
        use({ action: 'secretsmanager:ListSecrets', denied: true, minutesLater: -2 }),
        use({ action: 'iam:ListRoles', minutesLater: -1 }),
      ],
      use: use({ action: 'lambda:ListFunctions' }),
      expect: null,
    },
    {
      name: 'or is refused something else before',
      history: days(30),
      declared: expects({ actions: ['*:List*'] }),
      earlier: [
        use({ action: 'sqs:GetQueueAttributes', denied: true, minutesLater: -3 }),
        use({ action: 'iam:ListUsers', minutesLater: -2 }),
        use({ action: 'iam:ListRoles', minutesLater: -1 }),
      ],
      use: use({ action: 'secretsmanager:ListSecrets' }),
      expect: null,
    },
    ...(['rds:DeleteDBInstance', 'iam:ListUsers'] as const).map((action) => ({
      name: `${action} where its owner says so is no step`,
      history: days(30),
      declared: expects({ actions: ['*:Delete*', '*:List*'] }),
      earlier: ['rds:DeleteDBCluster', 'iam:ListRoles'].map((first, n) => use({ action: first, minutesLater: n - 9 })),
      use: use({ action }),
      expect: null,
    })),
    ...(
      [
        ['in the Region where it is at home', {}, { action: 'ec2:RunInstances' }],
        ['in a Region where its account is', { neighbours: days(30, far) }, machines],
        [
          'in the Region that its owner calls its home',
          { declared: declared({ homeRegion: 'ap-northeast-1' }) },
          machines,
        ],
        [
          'which is a user, made where AWS makes them all',
          {},
          { action: 'iam:CreateUser', region: region('us-east-1') },
        ],
        [
          'that builds for a living',
          { history: days(30, { by: 'HashiCorp Terraform/1.9' }) },
          { ...machines, by: 'HashiCorp Terraform/1.9' },
        ],
        [
          'that keeps the books',
          { history: [...days(30), ...days(30, { action: 'config:DescribeConfigRules' })] },
          machines,
        ],
        ['in its first days', { history: days(5) }, machines],
      ] as const
    ).map(([where, given, made]) => ({
      name: `a program takes stock, then something new ${where}`,
      history: days(30),
      ...given,
      earlier: [quotas, contacts].map((one) => use({ ...one, ...('by' in made && { by: made.by }) })),
      use: use(made),
      expect: { bits: [3.5, 3.5] as const, authority: 'corroborate' as const },
    })),
    {
      name: 'a drill: a backup looks for machines and databases, and starts one in the Region for emergencies',
      history: days(30),
      earlier: ['ec2:DescribeInstances', 'rds:DescribeDBInstances'].map((action) => use({ action, minutesLater: -3 })),
      use: use(machines),
      expect: { bits: [3.5, 3.5], authority: 'corroborate' },
    },
    {
      name: 'an instance that is moved to another Region is no stranger there',
      history: days(30, instance),
      earlier: [quotas, contacts].map((one) =>
        use({ ...instance, ...one, region: region('us-east-2'), from: awsOhio }),
      ),
      use: use({ ...instance, ...machines, region: region('us-east-2'), from: awsOhio }),
      expect: { bits: [3.5, 3.5], authority: 'corroborate' },
    },
    {
      name: 'and so does a person',
      history: workdays(30, { ...laptop, from: home }),
      earlier: [quotas, contacts].map((one) => use({ ...laptop, from: home, ...one })),
      use: use({ ...laptop, from: home, ...machines }),
      expect: { bits: [2.5, 3.5], authority: 'corroborate' },
    },
    {
      name: 'a program goes to another Region for what it did not look for',
      history: days(30),
      use: use(machines),
      expect: null,
    },
    {
      name: 'a person of two days goes two of the steps from a system made for breaking in: no fact by themselves',
      history: workdays(2, laptop),
      earlier: [use({ ...laptop, ...armed, action: 'iam:ListUsers', minutesLater: -3 })],
      use: use({ ...laptop, ...armed, action: 'iam:CreateLoginProfile', ...named('admin') }),
      expect: { bits: [2, 4], basis: 'habit' },
    },
    {
      name: 'an agent asks which secrets there are, and opens two for its task',
      declared: declared({ kind: 'agent' }),
      history: days(30, reading('app/config')),
      earlier: [
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -3 }),
        use({ ...reading('app/new'), minutesLater: -1 }),
      ],
      use: use(reading('app/newer')),
      expect: { bits: [0, 4], authority: 'corroborate' },
    },
    {
      name: 'a program asks who there is and what is secret, and leaves it at that',
      history: days(30),
      earlier: [use({ action: 'iam:ListUsers', minutesLater: -3 })],
      use: use({ action: 'secretsmanager:ListSecrets' }),
      expect: null,
    },
    {
      name: 'a program asks which secrets there are, and opens one that was made for it',
      history: days(30, reading('app/config')),
      earlier: [use({ action: 'secretsmanager:ListSecrets', minutesLater: -2 })],
      use: use(reading('app/new')),
      expect: null,
    },
    {
      name: 'a person at the desk comes to a role by the list of roles: one errand',
      history: days(30, mia),
      earlier: [use({ ...mia, action: 'iam:ListUsers', minutesLater: -3 })],
      use: use({ ...mia, action: 'iam:AttachRolePolicy', ...named('deploy') }),
      expect: { bits: [2.5, 2.5], authority: 'corroborate' },
    },
    {
      name: 'but it is two where data leaves by it',
      history: days(30, mia),
      earlier: [use({ ...mia, action: 'iam:ListUsers', minutesLater: -3 })],
      use: use({ ...mia, action: 's3:PutBucketPolicy', target: { sharedWith: ['999988887777'] } }),
      expect: { bits: [3.5, 3.5], authority: 'corroborate' },
    },
    ...(
      [
        ['abroad, with the program that they have', { from: hotel }],
        ['with another program, where they are', { by: astray.by }],
      ] as const
    ).map(([where, given]) => ({
      name: `a person loses their way ${where}`,
      history: workdays(30, laptop),
      earlier: [use({ ...laptop, ...given, action: 'iam:ListUsers', minutesLater: -3 })],
      use: use({ ...laptop, ...given, action: 's3:GetObjectTagging', denied: true }),
      expect: null,
    })),
    {
      name: 'a key test and a first look from a hotel',
      history: workdays(30, laptop),
      earlier: [use({ ...laptop, ...test, from: hotel })],
      use: use({ ...laptop, ...look, from: hotel }),
      expect: null,
    },
    {
      name: 'a program takes stock on its first day: that is what it is for',
      earlier: [
        use({ action: 'iam:ListUsers', minutesLater: -3 }),
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -2, denied: true }),
      ],
      use: use({ action: 'iam:ListRoles' }),
      expect: null,
    },
    {
      name: 'a key that began at a desk two days ago, by no tool for hands: it may be a builder’s, who finds their way',
      history: days(2, { from: home }),
      earlier: [
        use({ action: 'iam:ListUsers', from: home, minutesLater: -3 }),
        use({ action: 'secretsmanager:ListSecrets', from: home, minutesLater: -2, denied: true }),
      ],
      use: use({ action: 'iam:ListRoles', from: home }),
      expect: null,
    },
    {
      name: 'a tool that takes stock of everything, by a key at its own desk: somebody sits there, and may want to know',
      history: days(30, { from: home }),
      earlier: [
        use({ action: 'iam:ListUsers', from: home, by: 'aws-sdk-go/1.50', minutesLater: -3 }),
        use({ action: 'secretsmanager:ListSecrets', from: home, by: 'aws-sdk-go/1.50', minutesLater: -2 }),
      ],
      use: use({ action: 'iam:ListRoles', from: home, by: 'aws-sdk-go/1.50' }),
      expect: null,
    },
    {
      name: 'an auditor of two days comes to the chapter on users and secrets',
      history: days(2, { action: 'cloudtrail:DescribeTrails' }),
      earlier: [
        use({ action: 'iam:ListUsers', minutesLater: -3 }),
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -2, denied: true }),
      ],
      use: use({ action: 'iam:ListRoles' }),
      expect: null,
    },
    {
      name: 'a monitor of two days learns to watch machines, tables and functions, and is refused one of them',
      history: days(2),
      earlier: [
        use({ action: 'rds:DescribeDBInstances', minutesLater: -3 }),
        use({ action: 'dynamodb:ListTables', minutesLater: -2, denied: true }),
      ],
      use: use({ action: 'lambda:ListFunctions' }),
      expect: null,
    },
    {
      name: 'a program that lists its secrets at every start opens two that were made for it',
      history: [...days(30, reading('app/config')), ...days(30, { action: 'secretsmanager:ListSecrets' })],
      earlier: [
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -2 }),
        use({ ...reading('app/new'), minutesLater: -1 }),
      ],
      use: use(reading('app/newer')),
      expect: null,
    },
    {
      name: 'whoever keeps the books lists the secrets in the console, and their program opens two new ones',
      history: [...days(30, reading('app/config')), ...days(30, { action: 'cloudtrail:DescribeTrails' })],
      earlier: [
        use({ action: 'secretsmanager:ListSecrets', console: true, minutesLater: -2 }),
        use({ ...reading('app/new'), minutesLater: -1 }),
      ],
      use: use(reading('app/newer')),
      expect: null,
    },
    {
      name: 'a release opens two secrets that it was given, and asks for none',
      history: days(30, reading('app/config')),
      earlier: [use({ ...reading('app/new'), minutesLater: -1 })],
      use: use(reading('app/newer')),
      expect: null,
    },
    {
      name: 'a program that was written anew asks for tables, buckets and machines',
      history: days(30),
      earlier: [
        use({ action: 'dynamodb:ListTables', by: 'aws-sdk-go/1.50', minutesLater: -3 }),
        use({ action: 's3:ListBuckets', by: 'aws-sdk-go/1.50', minutesLater: -2 }),
      ],
      use: use({ action: 'rds:DescribeDBInstances', by: 'aws-sdk-go/1.50' }),
      expect: null,
    },
    {
      name: 'a monitor learns to watch machines, tables and functions',
      history: days(30),
      earlier: [
        use({ action: 'rds:DescribeDBInstances', minutesLater: -3 }),
        use({ action: 'dynamodb:ListTables', minutesLater: -2 }),
      ],
      use: use({ action: 'lambda:ListFunctions' }),
      expect: null,
    },
    {
      name: 'a person in a hotel looks around, and something is refused: no deed follows',
      history: workdays(30, laptop),
      earlier: [use({ ...laptop, action: 'ec2:DescribeInstances', from: hotel, minutesLater: -5 })],
      use: use({ ...laptop, action: 's3:GetBucketPolicy', from: hotel, denied: true }),
      expect: null,
    },
    {
      name: 'a person who looks for the right console is refused on the way',
      history: workdays(30, { ...laptop, from: home }),
      earlier: feelsItsWay({ ...laptop, from: home }),
      use: use({ ...laptop, from: home, action: 'iam:ListRoles' }),
      expect: null,
    },
    {
      name: 'an inventory asks for secrets in four new Regions, and for all else there is',
      history: days(30),
      earlier: [use({ action: 'lambda:ListFunctions', region: region('us-west-1'), minutesLater: -9 }), ...combs(3)],
      use: use({ action: 'secretsmanager:ListSecrets', region: region('sa-east-1') }),
      expect: null,
    },
    {
      name: 'an inventory goes to four new Regions with its daily work, and asks for secrets as well',
      history: [...days(30), ...days(30, { action: 'lambda:ListFunctions' })],
      earlier: [
        use({ action: 'iam:ListUsers', minutesLater: -90 }),
        use({ action: 'lambda:ListFunctions', region: region('us-west-1'), minutesLater: -9 }),
        ...combs(3),
      ],
      use: use({ action: 'secretsmanager:ListSecrets', region: region('sa-east-1') }),
      expect: null,
    },
    {
      name: 'what lists users every day takes up secrets, in every Region',
      history: days(30, { action: 'iam:ListUsers' }),
      earlier: combs(3),
      use: use({ action: 'secretsmanager:ListSecrets', region: region('sa-east-1') }),
      expect: null,
    },
    ...(
      [
        ['a program is refused the list of secrets, and opens one that it is given', {}, { denied: true }, {}],
        ['a program lists the secrets, and is refused one', {}, {}, { denied: true }],
        ['a key on a server, driven by a tool for hands, lists the secrets and opens two', laptop, {}, {}],
      ] as const
    ).map(([name, who, list, door]) => ({
      name,
      history: workdays(30, who),
      earlier: [
        use({ ...who, ...list, action: 'secretsmanager:ListSecrets', minutesLater: -2 }),
        ...(who === laptop ? [use({ ...who, ...reading('prod/web'), minutesLater: -1 })] : []),
      ],
      use: use({ ...who, ...door, ...reading('prod/db') }),
      expect: { bits: [2.5, 6], authority: 'corroborate' } as const,
    })),
    ...(
      [
        ['a new program is refused the list of secrets, is given it later', 0],
        ['a program of two days is refused the list of secrets', 2],
      ] as const
    ).map(([what, age]) => ({
      name: `${what}, and opens one`,
      history: [...days(30), ...days(age, other)],
      earlier: [true, ...(age === 0 ? [false] : [])].map((denied, n) =>
        use({ ...other, action: 'secretsmanager:ListSecrets', denied, minutesLater: n - 9 }),
      ),
      use: use({ ...other, ...reading('prod/db') }),
      expect: { bits: [2.5, 6], authority: 'corroborate' } as const,
    })),
    {
      name: 'a program that lost its rights is refused the list of secrets, and the secret that it opens every day',
      history: days(30, reading('prod/db')),
      earlier: [use({ action: 'secretsmanager:ListSecrets', minutesLater: -1, denied: true })],
      use: use({ ...reading('prod/db'), denied: true }),
      expect: null,
    },
    {
      name: 'a program asks for secrets in three new Regions',
      history: days(30),
      earlier: combs(2),
      use: use({ action: 'secretsmanager:ListSecrets', region: region('sa-east-1') }),
      expect: null,
    },
    {
      name: 'a person looks for a secret in one Region after the other',
      history: workdays(30, { ...mia, from: home }),
      earlier: combs(3, { ...mia, from: home }),
      use: use({ ...mia, from: home, action: 'secretsmanager:ListSecrets', region: region('sa-east-1') }),
      expect: null,
    },
    {
      name: 'a program asks for machines in four new Regions',
      history: days(30),
      earlier: combs(3, { action: 'ec2:DescribeInstances' }),
      use: use({ action: 'ec2:DescribeInstances', region: region('sa-east-1') }),
      expect: null,
    },
    {
      name: 'an auditor who lists users every day makes a first grave call',
      history: days(30, { action: 'iam:ListUsers' }),
      earlier: [use({ action: 'iam:ListUsers', minutesLater: -5 })],
      use: use({ action: 'iam:CreateRole', ...named('auditor') }),
      expect: null,
    },
  ],
};
