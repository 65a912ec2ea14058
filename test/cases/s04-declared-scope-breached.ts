import { declaredScope } from '../../core/signals/anomalous/declared-scope.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { expects } from './standing.ts';
import { laptop, named, region, use } from './use.ts';

/** Hands out rights to roles, which leaves nothing that it could not be given. */
const builder = expects({ actions: ['cloudformation:*', 'iam:PutRolePolicy'] });
const onlyS3 = expects({ services: ['s3'] }, { purpose: 'nightly backup' });

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
  ],
  silent: [
    { name: 'a call that was declared', history: days(20), declared: onlyS3, use: use(), expect: null },
    { name: 'nothing was declared', use: use({ action: 'iam:CreateUser' }), expect: null },
  ],
  lookalike: [
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
