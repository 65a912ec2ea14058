import { unusedGrants } from '../../core/signals/overprivileged/unused-grants.ts';
import type { StandingCases } from './case.ts';
import { accessed, daysAgo, declared, granted, now, observed, role, standing } from './standing.ts';

const buckets = observed({ usedActions: ['s3:ListBuckets', 's3:GetBucketLocation'] });

export const cases: StandingCases = {
  signal: unusedGrants,
  fires: [
    {
      name: 'all permissions granted, two used',
      standing: standing({ grants: granted('AdministratorAccess'), observed: buckets }),
      now,
      expect: { bits: [15, 17], says: ['Used 2 of', '60 days on record', 'never used'] },
    },
    {
      name: 'four services granted by name, one used',
      standing: standing({ grants: granted('s3:*', 'ec2:*', 'rds:*', 'iam:*'), observed: buckets, credential: role }),
      now,
      expect: { bits: [14, 20], says: ['iam'] },
    },
    {
      name: 'IAM saw one service of four, and of that one action',
      standing: standing({
        createdAt: daysAgo(400),
        grants: granted('s3:*', 'ec2:*', 'rds:*', 'iam:*'),
        accessed: accessed({
          s3: [5, { 's3:listallmybuckets': 5, 's3:putbucketpolicy': null }],
          ec2: null,
          rds: [380],
          iam: null,
        }),
      }),
      now,
      expect: { bits: [11, 14], says: ['Left at least', 'in the last 120 days according to IAM', 'iam', 'rds'] },
    },
  ],
  silent: [
    {
      name: 'IAM saw all services, and does not tell their actions apart',
      standing: standing({
        createdAt: daysAgo(400),
        grants: granted('sqs:*', 'sns:*'),
        accessed: accessed({ sqs: [3], sns: [40] }),
      }),
      now,
      expect: null,
    },
    {
      name: 'younger than the days that unused must cover',
      standing: standing({
        createdAt: daysAgo(20),
        grants: granted('AdministratorAccess'),
        accessed: accessed({ s3: [1], iam: null, ec2: null }),
      }),
      now,
      expect: null,
    },
    {
      name: 'it uses what it holds',
      standing: standing({ grants: granted('s3:ListAllMyBuckets', 's3:GetBucketLocation'), observed: buckets }),
      now,
      expect: null,
    },
    {
      name: 'too few days on record to say unused',
      standing: standing({ grants: granted('AdministratorAccess'), observed: { ...buckets, observedDays: 29 } }),
      now,
      expect: null,
    },
    {
      name: 'nobody knows what it holds',
      standing: standing({ grants: null, observed: buckets }),
      now,
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'an emergency role that was needed once',
      standing: standing({
        createdAt: daysAgo(400),
        grants: granted('AdministratorAccess'),
        declared: declared({ purpose: 'break-glass administrator' }),
        accessed: accessed({ s3: [100], iam: null, ec2: null }),
      }),
      now,
      expect: null,
    },
    {
      name: 'a yearly job that did its work 200 days ago',
      standing: standing({
        createdAt: daysAgo(400),
        grants: granted('s3:*', 'rds:*'),
        declared: declared({ purpose: 'yearly export' }),
        accessed: accessed({ s3: [30], rds: [200] }),
      }),
      now,
      expect: null,
    },
    {
      name: 'objects, items and invocations leave no trace',
      standing: standing({
        grants: granted(
          's3:GetObject',
          's3:PutObject',
          'dynamodb:*Item',
          'lambda:InvokeFunction',
          's3:ListAllMyBuckets',
        ),
        observed: buckets,
      }),
      now,
      expect: null,
    },
    {
      name: 'the trail spells names otherwise than IAM',
      standing: standing({
        grants: granted('cloudwatch:PutMetricAlarm', 'lambda:CreateFunction', 'ses:SendEmail', 's3:ListAllMyBuckets'),
        observed: observed({
          usedActions: [
            'monitoring:PutMetricAlarm',
            'lambda:CreateFunction20150331',
            'email:SendEmail',
            's3:ListBuckets',
          ],
        }),
      }),
      now,
      expect: null,
    },
    {
      name: 'a handful of unused lists',
      standing: standing({
        grants: granted('s3:ListAllMyBuckets', 'ec2:DescribeVpcs', 'rds:DescribeEvents'),
        observed: buckets,
      }),
      now,
      expect: null,
    },
  ],
};
