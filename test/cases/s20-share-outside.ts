import type { Untrusted } from '../../core/model/brand.ts';
import { shareOutside } from '../../core/signals/anomalous/share-outside.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { hotel, office } from './places.ts';
import { accountId, mia, named, stranger, use } from './use.ts';

const sharing = (...sharedWith: string[]) => ({
  action: 'ec2:ModifySnapshotAttribute',
  target: { resource: 'snap-0db' as Untrusted, sharedWith },
});

export const cases: UseCases = {
  signal: shareOutside,
  fires: [
    {
      name: 'a snapshot of the database is shared with an unknown account',
      history: days(30),
      use: use(sharing(stranger)),
      expect: { bits: [6, 12], says: ['snap-0db', stranger], authority: 'pin' },
    },
    {
      name: 'a snapshot is opened to everybody, though snapshots are shared each day',
      history: days(30, sharing(accountId)),
      use: use(sharing('all')),
      expect: { bits: [7, 12], says: ['all'], authority: 'pin' },
    },
    {
      name: 'a topic’s messages go to a stranger from now on, by a call that is everybody’s else',
      history: days(30),
      use: use({ ...sharing(stranger), action: 'sns:Subscribe' }),
      expect: { bits: [6, 12], says: [stranger, 'sns:Subscribe'], authority: 'pin' },
    },
    {
      name: 'a person opens a snapshot to everybody, from their own desk',
      history: workdays(30, { ...mia, from: office }),
      use: use({ ...mia, from: office, ...sharing('all') }),
      expect: { bits: [6, 12], authority: 'pin' },
    },
    {
      name: 'a person gives one to a stranger from where they never were',
      history: workdays(30, { ...mia, from: office }),
      use: use({ ...mia, from: hotel, ...sharing(stranger) }),
      expect: { bits: [6, 12], authority: 'pin' },
    },
    {
      name: 'a person does at their own desk, who has just made a key in another’s name',
      history: workdays(30, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, action: 'iam:CreateAccessKey', ...named('backup'), minutesLater: -5 })],
      use: use({ ...mia, from: office, ...sharing(stranger) }),
      expect: { bits: [6, 12], authority: 'pin' },
    },
    {
      name: 'a key of one day does, in an account that is known',
      history: days(1),
      neighbours: days(30),
      use: use(sharing(stranger)),
      expect: { bits: [6, 12], authority: 'pin' },
    },
  ],
  silent: [
    {
      name: 'a topic gets one more subscriber within the account',
      history: days(30),
      use: use({ action: 'sns:Subscribe' }),
      expect: null,
    },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    {
      name: 'a snapshot is given to the partner who gets one every day',
      history: days(30, sharing(stranger)),
      use: use(sharing(stranger)),
      expect: null,
    },
    { name: 'it copies a snapshot', history: days(30), use: use({ action: 'ec2:CopySnapshot' }), expect: null },
  ],
  lookalike: [
    {
      name: 'a snapshot is shared with another account of the organisation',
      history: days(30),
      knownAccounts: [stranger],
      use: use(sharing(stranger)),
      expect: { bits: [0, 3], authority: 'corroborate' },
    },
    {
      name: 'a person gives a partner a snapshot, from their own desk: to be asked',
      history: workdays(30, { ...mia, from: office }),
      use: use({ ...mia, from: office, ...sharing(stranger) }),
      expect: { bits: [6, 12], authority: 'corroborate', basis: 'fact' },
    },
    ...(
      [
        ['their own desk', office, 'corroborate'],
        ['where they never were', hotel, 'pin'],
      ] as const
    ).map(([where, from, authority]) => ({
      name: `somebody gives a partner one on their third day, from ${where}`,
      history: workdays(2, { ...mia, from: office }),
      neighbours: days(30),
      use: use({ ...mia, from, ...sharing(stranger) }),
      expect: { bits: [6, 12] as const, authority },
    })),
    {
      name: 'a job gives a partner one on an account’s first days, when nobody knows the partners yet',
      history: days(1),
      use: use(sharing(stranger)),
      expect: { bits: [6, 12], authority: 'corroborate', basis: 'fact' },
    },
    {
      name: 'the receiver is one whom the neighbours give some every day',
      history: days(30),
      neighbours: days(30, sharing(stranger)),
      use: use(sharing(stranger)),
      expect: { bits: [3, 4.6], authority: 'pin' },
    },
    {
      name: 'a bucket’s policy is changed within the account',
      history: days(30),
      use: use({ action: 's3:PutBucketPolicy' }),
      expect: { bits: [0, 3], authority: 'corroborate' },
    },
  ],
};
