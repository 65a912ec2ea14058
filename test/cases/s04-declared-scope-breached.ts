import { defaultPolicy } from '../../core/policy/policy.ts';
import { declaredScope } from '../../core/signals/anomalous/declared-scope.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { expects } from './standing.ts';
import { laptop, named, on, region, use } from './use.ts';

/** Hands out rights to roles, which leaves nothing that it could not be given. */
const builder = expects({ actions: ['cloudformation:*', 'iam:PutRolePolicy'] });
const onlyS3 = expects({ services: ['s3'] }, { purpose: 'nightly backup' });
const tools = { actions: ['bedrock:InvokeModel*', 's3:GetObject'] };
const toolsOf = (kind: string) => expects(tools, { kind });
const agent = toolsOf('agent');
const mail = use({ action: 'ses:SendEmail' });
const look = use({ action: 'sqs:GetQueueUrl' });
/** Two looks beside the tools of an agent, so long ago. */
const looks = (minutesAgo: number) =>
  ['sns:GetTopicAttributes', 'dynamodb:DescribeTable'].map((action) => use({ action, minutesLater: -minutesAgo }));

const ireland = { region: region('eu-west-1') };
const enforced = { ...defaultPolicy, declared: 'enforce' } as const;

export const cases: UseCases = {
  signal: declaredScope,
  fires: [
    {
      name: 'a backup key that is meant for S3 creates a user',
      history: days(20),
      declared: onlyS3,
      use: use({ action: 'iam:CreateUser', ...named('support2') }),
      expect: { bits: [8, 20], says: ['s3', 'nightly backup', 'iam:CreateUser'], authority: 'pin' },
    },
    {
      name: 'an agent leaves its task: nobody but its declaration fences it in',
      history: days(20),
      declared: expects({ services: ['s3'] }, { kind: 'agent' }),
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: { bits: [8, 20], authority: 'pin' },
    },
    {
      name: 'what builds infrastructure has no call to make keys for people',
      history: days(20),
      declared: builder,
      use: use({ action: 'iam:CreateAccessKey', ...named('support') }),
      expect: { bits: [8, 20], authority: 'pin' },
    },
    {
      name: 'what may not hand out rights lets a role be taken on by others',
      history: days(20),
      declared: onlyS3,
      use: use({ action: 'iam:UpdateAssumeRolePolicy', ...named('deploy') }),
      expect: { bits: [8, 20], authority: 'pin' },
    },
    {
      name: 'a key declared for Ireland starts machines in Ohio',
      history: days(20),
      declared: expects({ regions: ['eu-west-1'] }),
      use: use({ action: 'ec2:RunInstances', region: region('us-east-2') }),
      expect: { bits: [4, 20], says: ['eu-west-1', 'us-east-2'] },
    },
    {
      name: 'an agent whose owner named its tools sends mail, with which nobody is robbed of anything',
      history: days(20),
      declared: agent,
      use: mail,
      expect: { bits: [12, 12], says: ['s3:GetObject', 'ses:SendEmail'], authority: 'pin' },
    },
    {
      name: 'or reads a table',
      history: days(20),
      declared: agent,
      use: use({ action: 'dynamodb:Scan', readOnly: true, target: { data: 'orders' } }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'or takes on a role, which reads by the record’s word',
      history: days(20),
      declared: agent,
      use: use({ action: 'sts:AssumeRole', readOnly: true, ...on('arn:aws:iam::111122223333:role/deploy') }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'or looks at what a secret was before',
      history: days(20),
      declared: agent,
      use: use({ action: 'ssm:GetParameterHistory' }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'two looks beside its tools are told',
      history: days(20),
      declared: agent,
      earlier: looks(60).slice(1),
      use: look,
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'three looks within hours are no new tool',
      history: days(20),
      declared: agent,
      earlier: looks(5 * 60),
      use: look,
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'one look, by what has just read a folder that it never read',
      history: days(20, { target: { data: 'photos/' } }),
      declared: agent,
      earlier: [use({ target: { data: 'ledger/' }, minutesLater: -30 })],
      use: look,
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'the look that reads it is one thing, and told',
      history: days(20, { target: { data: 'photos/' } }),
      declared: agent,
      use: use({ action: 's3:ListObjects', target: { data: 'ledger/' } }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'so is a look at the bucket of the folder that it has just read',
      history: days(20, { target: { data: 'photos/' } }),
      declared: agent,
      earlier: [use({ target: { data: 'ledger/payroll' }, minutesLater: -2 })],
      use: use({ action: 's3:HeadBucket', ...on('ledger') }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'where the owner’s word is enforced, its usual call elsewhere is enough by itself',
      history: days(20),
      declared: expects({ regions: ['eu-west-1'] }),
      policy: enforced,
      use: use({ region: region('ap-northeast-3') }),
      expect: { bits: [20, 20], says: ['eu-west-1', 'ap-northeast-3'], authority: 'hard' },
    },
    {
      name: 'enforced, a Region in which it only ever asked who it is, for machines of its own',
      history: [...days(20), ...days(20, { action: 'sts:GetCallerIdentity', region: region('us-east-1') })],
      declared: expects({ regions: ['eu-west-1'] }),
      policy: enforced,
      use: use({ action: 'ec2:RunInstances', region: region('us-east-1') }),
      expect: { bits: [20, 20], authority: 'hard' },
    },
    {
      name: 'though it starts machines at home every day',
      history: [
        ...days(20, { action: 'ec2:RunInstances', ...ireland }),
        ...days(20, { action: 'sts:GetCallerIdentity', region: region('us-east-1') }),
      ],
      declared: expects({ regions: ['eu-west-1'] }),
      policy: enforced,
      use: use({ action: 'ec2:RunInstances', region: region('us-east-1') }),
      expect: { bits: [20, 20], authority: 'hard' },
    },
    {
      name: 'enforced, a service that it only ever asked which Regions there are',
      history: [...days(20), ...days(20, { action: 'ec2:DescribeRegions' })],
      declared: onlyS3,
      policy: enforced,
      use: use({ action: 'ec2:RunInstances' }),
      expect: { bits: [20, 20], authority: 'hard' },
    },
    {
      name: 'a pattern of what it reads, which is no other word for what it writes',
      history: days(20),
      declared: expects({ actions: ['dynamodb:GetItem*', 's3:GetObject*'] }),
      use: use({ action: 'dynamodb:PutItem' }),
      expect: { bits: [6, 6], says: ['dynamodb:PutItem'] },
    },
  ],
  silent: [
    {
      name: 'enforced, the next call in a Region that its days never kept out of',
      history: [...days(20), ...days(20, ireland)],
      declared: expects({ regions: ['us-east-1'] }),
      policy: enforced,
      use: use({ ...ireland, action: 'ec2:DescribeVolumes' }),
      expect: null,
    },
    {
      name: 'enforced, the next call of a service that its days never kept out of',
      history: [...days(20), ...days(20, { action: 'sqs:SendMessage' })],
      declared: onlyS3,
      policy: enforced,
      use: use({ action: 'sqs:GetQueueAttributes' }),
      expect: null,
    },
    {
      name: 'enforced, a declaration that its days never kept to is out of date',
      history: [...days(20), ...days(20, ireland)],
      declared: expects({ regions: ['us-east-1'] }),
      policy: enforced,
      use: use(ireland),
      expect: null,
    },
    { name: 'a call that was declared', history: days(20), declared: onlyS3, use: use(), expect: null },
    { name: 'nothing was declared', use: use({ action: 'iam:CreateUser' }), expect: null },
  ],
  lookalike: [
    {
      name: 'an agent that may call one model API calls another model by another API: a witness, no more',
      history: days(20, { action: 'bedrock:Converse', ...on('amazon.nova-lite-v1:0') }),
      declared: expects({ actions: ['bedrock:Converse'] }, { kind: 'agent' }),
      use: use({ action: 'bedrock:InvokeModel', readOnly: true, ...on('amazon.nova-pro-v1:0') }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'an agent on its first days, of which nobody knows what its owner left out: told',
      history: days(3),
      declared: agent,
      use: mail,
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    ...['monitoring:PutMetricData', 'xray:GetSamplingRules', 'ssmmessages:OpenControlChannel'].map((action) => ({
      name: `what the program or the machine of an agent calls by itself: ${action}`,
      history: days(20),
      declared: agent,
      use: use({ action }),
      expect: null,
    })),
    {
      name: 'what its owner left out, and which it does every day',
      history: [...days(20), ...days(20, { action: 'ses:SendEmail' })],
      declared: agent,
      use: mail,
      expect: null,
    },
    {
      name: 'three looks, two of them last night',
      history: days(20),
      declared: agent,
      earlier: looks(7 * 60),
      use: look,
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'three looks, two of which are its daily ones',
      history: [...days(20), ...looks(0).flatMap(({ action }) => days(20, { action }))],
      declared: agent,
      earlier: looks(60),
      use: look,
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'a look that the record takes for a change, but IAM for a read',
      history: days(20),
      declared: agent,
      use: use({ action: 'bedrock:Retrieve', readOnly: false }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'what lies in a bucket is looked through',
      history: days(20),
      declared: agent,
      use: use({ action: 's3:ListObjects', target: { data: 'ledger/' } }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'a look that is refused: no more than told by itself',
      history: days(20),
      declared: agent,
      use: { ...look, denied: true },
      expect: { bits: [8, 8], authority: 'pin' },
    },
    {
      name: 'an agent of which its owner named the services alone',
      history: days(20),
      declared: expects({ services: ['s3', 'bedrock'] }, { kind: 'agent' }),
      use: mail,
      expect: { bits: [6, 6], authority: 'corroborate' },
    },
    {
      name: 'a job that sends mail beside what its owner wrote down',
      history: days(20),
      declared: toolsOf('batch'),
      earlier: looks(60),
      use: mail,
      expect: { bits: [6, 6], authority: 'corroborate' },
    },
    {
      name: 'a person who does',
      history: workdays(20, laptop),
      declared: toolsOf('dev'),
      use: use({ ...laptop, action: 'ses:SendEmail' }),
      expect: { bits: [3, 3], authority: 'corroborate' },
    },
    {
      name: 'a user is created once more, which nobody declared and which it did on one day before',
      history: [...days(20), ...days(1, { action: 'iam:CreateUser', ...named('support') }, 5)],
      declared: onlyS3,
      use: use({ action: 'iam:CreateUser', ...named('support2') }),
      expect: { bits: [3, 5], authority: 'corroborate' },
    },
    {
      name: 'a release that reads a secret beside its bucket: evidence, but nobody is pinned for it',
      history: days(20),
      declared: onlyS3,
      use: use({ action: 'secretsmanager:GetSecretValue' }),
      expect: { bits: [4, 7], authority: 'corroborate' },
    },
    {
      name: 'a call that the account makes every day, and that the declaration left out',
      history: days(20),
      neighbours: workdays(20, { ...laptop, action: 'ssm:StartSession' }),
      declared: onlyS3,
      use: use({ action: 'ssm:StartSession' }),
      expect: { bits: [4, 7], authority: 'corroborate' },
    },
    {
      name: 'what hands out rights anyway rewrites who may take on a role: evidence, but no way further',
      history: days(20),
      declared: builder,
      use: use({ action: 'iam:UpdateAssumeRolePolicy', ...named('deploy') }),
      expect: { bits: [4, 7], authority: 'corroborate' },
    },
    {
      name: 'or changes what a job of its own does',
      history: days(20),
      declared: builder,
      use: use({ action: 'glue:UpdateJob' }),
      expect: { bits: [4, 7], authority: 'corroborate' },
    },
    {
      name: 'every SDK asks who it is, whatever it was made for',
      declared: onlyS3,
      use: use({ action: 'sts:GetCallerIdentity' }),
      expect: null,
    },
    {
      name: 'the declaration is out of date: it has listed queues for a week',
      history: days(7, { action: 'sqs:ListQueues' }),
      declared: onlyS3,
      use: use({ action: 'sqs:ListQueues' }),
      expect: null,
    },
    {
      name: 'somebody on call opens a shell that nobody wrote down: no more than evidence',
      history: workdays(20, laptop),
      declared: onlyS3,
      use: use({ ...laptop, action: 'ssm:StartSession' }),
      expect: { bits: [4, 7], authority: 'corroborate' },
    },
    {
      name: 'a person rotates their own key, which no declaration ever lists',
      history: workdays(20, laptop),
      declared: onlyS3,
      use: use({ ...laptop, action: 'iam:CreateAccessKey', ...named('backup') }),
      expect: null,
    },
  ],
};
