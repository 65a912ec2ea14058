import type { Untrusted } from '../../core/model/brand.ts';
import { lockedAway } from '../../core/signals/anomalous/locked-away.ts';
import type { UseCases } from './case.ts';
import { burst, days } from './history.ts';
import { hosting } from './places.ts';
import { use } from './use.ts';

const writing = (action: string, lockedWith?: string) => ({
  action,
  target: { resource: 'orders' as Untrusted, ...(lockedWith !== undefined && { lockedWith }) },
});
const locking = (action = 's3:CopyObject') => writing(action, 'its own key');
const vendor = '999988887777';

export const cases: UseCases = {
  signal: lockedAway,
  fires: [
    {
      name: 'the first object is overwritten with itself, encrypted with a key that only the caller has',
      history: days(30),
      use: use(locking()),
      expect: { bits: [5, 5], says: ['1 object ', 'orders', 's3:CopyObject'], authority: 'corroborate' },
    },
    {
      name: 'twelve of them within minutes, from its own place',
      history: days(30),
      earlier: burst(11, () => locking()),
      use: use(locking()),
      expect: { bits: [11, 12], says: ['12 objects', 'only the caller has'], authority: 'pin' },
    },
    {
      name: 'three of them: that is no mishap',
      history: days(30),
      earlier: burst(2, () => locking()),
      use: use(locking()),
      expect: { bits: [12, 12], says: ['3 objects'], authority: 'pin' },
    },
    {
      name: 'four new ones: an application may have begun to',
      history: days(30),
      earlier: burst(3, () => locking('s3:PutObject')),
      use: use(locking('s3:PutObject')),
      expect: { bits: [7, 8], says: ['4 objects'], authority: 'corroborate' },
    },
    {
      name: 'five of them',
      history: days(30),
      earlier: burst(4, () => locking('s3:PutObject')),
      use: use(locking('s3:PutObject')),
      expect: { bits: [8, 9], says: ['5 objects'], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'two copied over themselves: it may be a mishap',
      history: days(30),
      earlier: burst(1, () => locking()),
      use: use(locking()),
      expect: { bits: [7, 7], says: ['2 objects'], authority: 'corroborate' },
    },
    {
      name: 'forty, under a KMS key of a stranger’s account, from a rented server',
      history: days(30),
      earlier: burst(39, () => ({ ...writing('s3:CopyObject', vendor), from: hosting })),
      use: use({ ...writing('s3:CopyObject', vendor), from: hosting }),
      expect: { bits: [12, 12], says: ['At least 16 objects', vendor], authority: 'pin' },
    },
    {
      name: 'a bucket is set to encrypt everything written to it with a key of a stranger’s account',
      history: days(30),
      use: use(writing('s3:PutBucketEncryption', vendor)),
      expect: { bits: [5, 5], says: ['Everything written to orders from now on', vendor], authority: 'corroborate' },
    },
    {
      name: 'three of them by a program of three days, which had written without',
      history: days(3),
      earlier: burst(2, () => locking()),
      use: use(locking()),
      expect: { bits: [12, 12], authority: 'pin', basis: 'fact' },
    },
  ],
  silent: [
    { name: 'objects are copied as ever', history: days(30), use: use(writing('s3:CopyObject')), expect: null },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'three objects on its first day, by a credential whose kind is known: its own work may be different',
      kin: days(30),
      earlier: burst(2, () => locking()),
      use: use(locking()),
      expect: { bits: [12, 12], authority: 'corroborate' },
    },
    {
      name: 'three of them by a program of two days: it may be what it is for',
      history: days(2),
      earlier: burst(2, () => locking()),
      use: use(locking()),
      expect: { bits: [12, 12], authority: 'corroborate' },
    },
    {
      name: 'three of them by a program of three days, under a key of an account that is not known yet',
      history: days(3),
      earlier: burst(2, () => writing('s3:CopyObject', vendor)),
      use: use(writing('s3:CopyObject', vendor)),
      expect: { bits: [12, 12], authority: 'corroborate' },
    },
    {
      name: 'twelve new ones by a program of three days',
      history: days(3),
      earlier: burst(11, () => locking('s3:PutObject')),
      use: use(locking('s3:PutObject')),
      expect: { bits: [10, 12], authority: 'corroborate' },
    },
    {
      name: 'an application that has always encrypted with its own keys',
      history: days(30, locking('s3:PutObject')),
      earlier: burst(39, () => locking('s3:PutObject')),
      use: use(locking('s3:PutObject')),
      expect: null,
    },
    {
      name: 'backups under a key of another account of the organisation',
      history: days(30),
      knownAccounts: [vendor],
      earlier: burst(39, () => writing('s3:PutObject', vendor)),
      use: use(writing('s3:PutObject', vendor)),
      expect: null,
    },
    {
      name: 'an application of two days that encrypts what it writes',
      history: days(2),
      earlier: burst(11, () => locking('s3:PutObject')),
      use: use(locking('s3:PutObject')),
      expect: { bits: [7, 12], authority: 'corroborate' },
    },
  ],
};
