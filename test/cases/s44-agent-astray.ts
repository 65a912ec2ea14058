import { agentAstray } from '../../core/signals/anomalous/agent-astray.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { office } from './places.ts';
import { declared, expects } from './standing.ts';
import { named, use } from './use.ts';

const atDesk = { from: office, by: 'Boto3/1.34' } as const;
/** So many services a day, models among them, in a cloud. */
const busyIn = (services: number) =>
  [
    'bedrock:InvokeModel',
    's3:GetObject',
    'sqs:SendMessage',
    'sns:Publish',
    'dynamodb:Query',
    'ses:SendEmail',
    'kms:Sign',
  ]
    .slice(0, services)
    .flatMap((action) => days(20, { action }));
const agent = declared({ kind: 'agent' });
const command = use({ action: 'ssm:SendCommand' });

export const cases: UseCases = {
  signal: agentAstray,
  fires: [
    {
      name: 'an agent that summarises files makes an access key for an administrator',
      history: days(20),
      declared: agent,
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: { bits: [5, 10], says: ['An agent called iam:CreateAccessKey', 's3'], authority: 'pin' },
    },
    {
      name: 'the same of one that nobody declared: in a cloud, it runs models on most of its days',
      history: [...days(20, { action: 'bedrock:InvokeModel' }), ...days(20)],
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: { bits: [5, 10], authority: 'pin' },
    },
    {
      name: 'or has tasks in six services',
      history: busyIn(6),
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: { bits: [5, 10] },
    },
    {
      name: 'it tries a service that none of its tasks needed, and is refused',
      history: days(20),
      declared: agent,
      use: use({ action: 'rds:DescribeDBInstances', denied: true }),
      expect: { bits: [8, 8], says: ['refused'], authority: 'corroborate' },
    },
    {
      name: 'and has just read a folder that it never read',
      history: days(20, { target: { data: 'photos/' } }),
      declared: agent,
      earlier: [-80, -20].map((minutesLater) => use({ target: { data: 'payroll/' }, minutesLater })),
      use: use({ action: 'rds:DescribeDBInstances', denied: true }),
      expect: { bits: [8, 8], says: ['refused'], authority: 'pin' },
    },
    {
      name: 'it tries two of them',
      history: days(20),
      declared: agent,
      earlier: [use({ action: 'sns:Publish', denied: true, minutesLater: -40 })],
      use: use({ action: 'rds:DescribeDBInstances', denied: true }),
      expect: { bits: [8, 8], says: ['refused'], authority: 'pin' },
    },
    {
      name: 'a grave call in a service that its owner gave it, where a pin to its purpose would leave it',
      history: days(20),
      declared: expects({ services: ['s3', 'ssm'] }, { kind: 'agent' }),
      use: command,
      expect: { bits: [6, 6], authority: 'corroborate' },
    },
    {
      name: 'the same by a pattern of the whole service',
      history: days(20),
      declared: expects({ actions: ['s3:*', 'ssm:*'] }, { kind: 'agent' }),
      use: command,
      expect: { bits: [6, 6], authority: 'corroborate' },
    },
    {
      name: 'a way in, though its owner gave it the whole service',
      history: days(20),
      declared: expects({ services: ['s3', 'iam'] }, { kind: 'agent' }),
      use: use({ action: 'iam:CreateUser', ...named('admin') }),
      expect: { bits: [6, 6], authority: 'pin' },
    },
    {
      name: 'what its tools leave out is none, though it has the service',
      history: days(20),
      declared: expects({ services: ['s3', 'ssm'], actions: ['s3:*', 'ssm:GetParameter'] }, { kind: 'agent' }),
      use: command,
      expect: { bits: [8, 8], authority: 'pin' },
    },
    ...[{ services: ['*'] }, { actions: ['*'] }, { actions: ['*:*'] }].map((everything) => ({
      name: `the same by who may do everything (${JSON.stringify(everything)}), which names nothing`,
      history: days(20),
      declared: expects(everything, { kind: 'agent' }),
      use: command,
      expect: { bits: [8, 8], authority: 'pin' } as const,
    })),
    {
      name: 'the name of a policy is no list of tools: its services say',
      history: days(20),
      declared: expects({ actions: ['ReadOnlyAccess'], services: ['s3', 'ssm'] }, { kind: 'agent' }),
      use: command,
      expect: { bits: [6, 6], authority: 'corroborate' },
    },
    {
      name: 'a service that it is at home in leaves it the call, and its owner did not',
      history: [...days(20), ...days(20, { action: 'ssm:GetParameter' })],
      declared: agent,
      use: command,
      expect: { bits: [6, 6], authority: 'pin' },
    },
  ],
  silent: [
    {
      name: 'a grave call that its owner named',
      history: days(20),
      declared: expects({ actions: ['s3:*', 'ssm:SendCommand'] }, { kind: 'agent' }),
      use: command,
      expect: null,
    },
    {
      name: 'the first call in a service that its owner gave it, for which its permission comes late',
      history: days(20),
      declared: expects({ services: ['s3', 'rds'] }, { kind: 'agent' }),
      use: use({ action: 'rds:DescribeDBInstances', denied: true }),
      expect: null,
    },
    {
      name: 'what runs a model by the way is no agent',
      history: [...days(30), ...days(8, { action: 'bedrock:InvokeModel' })],
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: null,
    },
    { name: 'an agent at its task', history: days(20), declared: agent, use: use(), expect: null },
    { name: 'not an agent', history: days(20), use: use({ action: 'iam:CreateAccessKey' }), expect: null },
  ],
  lookalike: [
    {
      name: 'a person at a desk who calls a model every day, and looks at their own permissions once',
      history: [...days(20, { ...atDesk, action: 'bedrock:InvokeModel' }), ...days(20, atDesk)],
      use: use({ ...atDesk, action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: null,
    },
    {
      name: 'what is at home in seven services has more than tasks',
      history: busyIn(7),
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: null,
    },
    {
      name: 'an agent asks why it was refused, and may not know',
      history: days(20),
      declared: agent,
      use: use({ action: 'sts:DecodeAuthorizationMessage', denied: true }),
      expect: null,
    },
    {
      name: 'an agent looks about IAM as its task is',
      history: [...days(20), ...days(20, { action: 'iam:ListRoles' })],
      declared: agent,
      use: use({ action: 'iam:GetRole' }),
      expect: null,
    },
    {
      name: 'an agent is given a new tool, which works at once',
      history: days(20),
      declared: agent,
      use: use({ action: 'sqs:SendMessage' }),
      expect: null,
    },
    {
      name: 'an agent asks who it is',
      history: days(20),
      declared: agent,
      use: use({ action: 'sts:GetCallerIdentity' }),
      expect: null,
    },
  ],
};
