import { discovery } from '../../core/signals/anomalous/discovery.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { hosting, hotel, office } from './places.ts';
import { expects } from './standing.ts';
import { laptop, named, use } from './use.ts';

const listing = { action: 'iam:ListUsers' };
const stop = (action: string, minutesLater: number) => use({ action, target: { mild: true }, minutesLater });

export const cases: UseCases = {
  signal: discovery,
  fires: [
    {
      name: 'a backup key asks which users there are',
      history: days(30),
      use: use(listing),
      expect: { bits: [1, 6], says: ['iam:ListUsers', 'never before'] },
    },
    {
      name: 'it asks whether there is a trail: a bit more, since few but those who mean not to be in it do',
      history: days(30),
      use: use({ action: 'cloudtrail:DescribeTrails' }),
      expect: { bits: [6.01, 7], says: ['cloudtrail:DescribeTrails'] },
    },
  ],
  silent: [
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    { name: 'nothing is on record yet', use: use(listing), expect: null },
  ],
  lookalike: [
    {
      name: 'it lists what its owner declared: reported, but no witness',
      history: days(30),
      declared: expects({ actions: ['iam:List*'] }),
      use: use(listing),
      expect: { bits: [3.5, 6], authority: 'notify' },
    },
    {
      name: 'not from a rented server',
      history: days(30),
      declared: expects({ actions: ['iam:List*'] }),
      use: use({ ...listing, from: hosting }),
      expect: { bits: [3.5, 6], authority: 'corroborate' },
    },
    {
      name: 'staff who switch keys off and let policies deny look for what else to stop: less than a witness',
      history: days(30),
      earlier: [stop('iam:UpdateAccessKey', -5), stop('iam:PutUserPolicy', -4)],
      use: use(listing),
      expect: { bits: [0.5, 3] },
    },
    {
      name: 'whoever makes a key beside it is not staff that stops somebody',
      history: days(30),
      earlier: [
        stop('iam:UpdateAccessKey', -5),
        stop('iam:PutUserPolicy', -4),
        use({ action: 'iam:CreateAccessKey', ...named('admin'), minutesLater: -3 }),
      ],
      use: use(listing),
      expect: { bits: [3.5, 6] },
    },
    {
      name: 'a person with new duties asks whether there is a trail: as much as what there is',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: office, action: 'cloudtrail:DescribeTrails' }),
      expect: { bits: [3.5, 6] },
    },
    {
      name: 'a person with new duties looks for machines to work on: told, and no witness',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hotel, action: 'rds:DescribeDBInstances' }),
      expect: { bits: [1, 6], authority: 'notify' },
    },
    {
      name: 'who asks there which users there are, looks as a thief does',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hotel, ...listing }),
      expect: { bits: [3.5, 6], authority: 'corroborate' },
    },
    {
      name: 'an administrator who reads the trail daily reads a bucket’s policy for once',
      history: workdays(30, { ...laptop, from: office, action: 'cloudtrail:LookupEvents' }),
      use: use({ ...laptop, from: hotel, action: 's3:GetBucketPolicy' }),
      expect: { bits: [1, 6], authority: 'notify' },
    },
    {
      name: 'from a rented server, he does not',
      history: workdays(30, { ...laptop, from: office, action: 'cloudtrail:LookupEvents' }),
      use: use({ ...laptop, from: hosting, action: 's3:GetBucketPolicy' }),
      expect: { bits: [3.5, 6], authority: 'corroborate' },
    },
    { name: 'an auditor who lists users every day', history: days(30, listing), use: use(listing), expect: null },
    {
      name: 'a neighbour’s tool takes stock daily: less news',
      history: days(30),
      neighbours: days(30, listing),
      use: use(listing),
      expect: { bits: [0.5, 4] },
    },
  ],
};
