import { newService } from '../../core/signals/anomalous/new-service.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsOhio, hosting, hotel, office } from './places.ts';
import { daysAgo, declared } from './standing.ts';
import { laptop, use } from './use.ts';

export const cases: UseCases = {
  signal: newService,
  fires: [
    {
      name: 'a backup key that only knew S3 lists users',
      history: days(30),
      use: use({ action: 'iam:ListUsers' }),
      expect: { bits: [3, 9], says: ['First call to iam', 's3'] },
    },
  ],
  silent: [
    { name: 'the service it always calls', history: days(30), use: use({ action: 's3:PutObject' }), expect: null },
    {
      name: 'a first day, with what all of its kind do',
      kin: days(20, { action: 'sqs:SendMessage' }),
      use: use({ action: 'sqs:SendMessage' }),
      expect: null,
    },
    { name: 'nothing is on record yet', use: use({ action: 'iam:ListUsers' }), expect: null },
  ],
  lookalike: [
    {
      name: 'on its first day it calls what none of its kind does: counts half, as it may be made for other work',
      kin: days(20),
      use: use({ action: 'iam:ListUsers' }),
      expect: { bits: [1, 3] },
    },
    {
      name: 'a person with new duties, at a new desk: told, and no witness',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hotel, action: 'sqs:SendMessage' }),
      expect: { bits: [1.5, 4.5], authority: 'notify' },
    },
    {
      name: 'nobody’s new desk is a rented server',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hosting, action: 'sqs:SendMessage' }),
      expect: { bits: [3, 9], authority: 'corroborate' },
    },
    {
      name: 'nor a system made for breaking in',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, by: 'aws-cli/2.17 Linux/6.6-kali-amd64', from: hotel, action: 'sqs:SendMessage' }),
      expect: { bits: [3, 9], authority: 'corroborate' },
    },
    {
      name: 'nor a machine of a cloud in a country where the account has nothing',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: awsOhio, action: 'sqs:SendMessage' }),
      expect: { bits: [3, 9], authority: 'corroborate' },
    },
    {
      name: 'a monthly job that is seen for the first time does what its neighbours never do: it may be its own work, and bears no witness',
      neighbours: days(30),
      declared: declared({ lastUsedAt: daysAgo(30) }),
      use: use({ action: 'athena:GetQueryExecution' }),
      expect: { bits: [1.5, 4.5], authority: 'notify' },
    },
    {
      name: 'nor does a sleeper wake up at a rented server',
      neighbours: days(30),
      declared: declared({ lastUsedAt: daysAgo(30) }),
      use: use({ action: 'athena:GetQueryExecution', from: hosting }),
      expect: { bits: [1.5, 4.5], authority: 'corroborate' },
    },
    {
      name: 'every SDK asks who it is',
      history: days(30),
      use: use({ action: 'sts:GetCallerIdentity' }),
      expect: null,
    },
    {
      name: 'a service that all the neighbours call: less news',
      history: days(30),
      neighbours: days(30, { action: 'sqs:SendMessage' }),
      use: use({ action: 'sqs:SendMessage' }),
      expect: { bits: [1, 6] },
    },
  ],
};
