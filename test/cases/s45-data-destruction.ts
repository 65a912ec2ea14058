import { dataDestruction } from '../../core/signals/anomalous/data-destruction.ts';
import type { UseCases } from './case.ts';
import { burst, days, workdays } from './history.ts';
import { hosting, hotel, office, vpn } from './places.ts';
import { expects } from './standing.ts';
import { type Doing, laptop, on, pipeline, use } from './use.ts';

const armed = { from: hotel, by: 'Boto3/1.26.51 Linux/5.10.0-kali9-amd64' };
const unguard = { action: 'dynamodb:UpdateContinuousBackups', target: { unguarding: true } } as const;
const stack = { source: { kind: 'service', name: 'cloudformation.amazonaws.com' } } as const;
const expire = { action: 's3:PutBucketLifecycle', target: { emptying: true } } as const;
const dropTable = { action: 'dynamodb:DeleteTable' };
const dropCopy = { action: 'dynamodb:DeleteBackup' };
const minutesBefore = (minutes: number, ...doings: Doing[]) =>
  doings.map((doing, i) => use({ ...doing, minutesLater: i - minutes }));
const deleting = (name: string) => ({ action: 's3:DeleteObject', ...on(name) });

export const cases: UseCases = {
  signal: dataDestruction,
  fires: [
    {
      name: 'two deletions from a VPN that it never used',
      history: days(30),
      earlier: burst(1, () => ({ ...deleting('backup-1'), from: vpn })),
      use: use({ ...deleting('backup-2'), from: vpn }),
      expect: { bits: [4, 6], says: ['2 calls that delete data'], authority: 'pin' },
    },
    {
      name: 'a reader of backups deletes thirty of them at its own place: a clean-up may begin like this',
      history: days(30),
      earlier: burst(29, (n) => deleting(`backup-${n}`)),
      use: use(deleting('backup-last')),
      expect: { bits: [8, 12], says: ['30 calls that delete data', 's3:DeleteObject'], authority: 'corroborate' },
    },
    {
      name: 'or five of them',
      history: days(30),
      earlier: burst(4, (n) => deleting(`backup-${n}`)),
      use: use(deleting('backup-last')),
      expect: { bits: [5, 7], says: ['5 calls that delete data'], authority: 'corroborate' },
    },
    {
      name: 'by links that it signed: told',
      history: days(30),
      earlier: burst(29, (n) => ({ ...deleting(`picture-${n}`), source: { kind: 'link' } })),
      use: use({ ...deleting('picture-last'), source: { kind: 'link' } }),
      expect: { bits: [8, 12], says: ['30 calls that delete data'], authority: 'notify' },
    },
    {
      name: 'by links that it signed, where the neighbours delete every day: so many are no housekeeping',
      history: days(30),
      neighbours: days(30, deleting('old')),
      earlier: burst(29, (n) => ({ ...deleting(`picture-${n}`), source: { kind: 'link' } })),
      use: use({ ...deleting('picture-last'), source: { kind: 'link' } }),
      expect: { bits: [8, 12], says: ['30 calls that delete data'], authority: 'notify' },
    },
    {
      name: 'two of its own from a strange place, whatever was deleted by link: counted apart',
      history: days(30),
      earlier: [
        ...burst(29, (n) => ({ ...deleting(`picture-${n}`), source: { kind: 'link' } as const })),
        use({ ...deleting('backup-1'), from: vpn, minutesLater: -1 }),
      ],
      use: use({ ...deleting('backup-2'), from: vpn }),
      expect: { bits: [4, 6], says: ['2 calls that delete data'], authority: 'pin' },
    },
    {
      name: 'a key of four days that began at a desk deletes at a rented server: that needs no habits to be told',
      history: workdays(4, { ...laptop, from: office }),
      earlier: burst(2, () => ({ ...laptop, from: hosting, action: 'ec2:DeleteSnapshot' })),
      use: use({ ...laptop, from: hosting, action: 'ec2:DeleteSnapshot' }),
      expect: { bits: [3, 8], basis: 'fact', authority: 'pin' },
    },
    {
      name: 'or from a system made for breaking in, on somebody’s line',
      history: workdays(4, { ...laptop, from: office }),
      earlier: burst(2, () => ({ ...laptop, ...armed, action: 'ec2:DeleteSnapshot' })),
      use: use({ ...laptop, ...armed, action: 'ec2:DeleteSnapshot' }),
      expect: { bits: [3, 8], basis: 'fact', authority: 'pin' },
    },
    {
      name: 'file systems, clusters and user pools go like buckets do',
      history: days(30),
      earlier: [
        'elasticfilesystem:DeleteFileSystem',
        'fsx:DeleteFileSystem',
        'redshift:DeleteCluster',
        'es:DeleteDomain',
      ].map((action, n) => use({ action, from: vpn, minutesLater: n - 10 })),
      use: use({ action: 'cognito-idp:DeleteUserPool', from: vpn }),
      expect: { bits: [6, 12], says: ['5 calls that delete data'], authority: 'pin' },
    },
    ...[
      ['a table', dropTable],
      ['a copy', dropCopy],
    ]
      .map(([what, doing]) => ({ what, doing: doing as Doing }))
      .map(({ what, doing }) => ({
        name: `${what} at its own place, once nothing brings it back: worth a word`,
        history: days(30),
        earlier: minutesBefore(300, unguard),
        use: use(doing),
        expect: {
          bits: [8, 8],
          says: ['which removed ways to undo it in dynamodb', 'never did either'],
          authority: 'corroborate',
        } as const,
      })),
    {
      name: 'a bucket keeps no versions any more, and its objects are to expire within days',
      history: days(30),
      earlier: minutesBefore(30, { action: 's3:PutBucketVersioning', target: { unguarding: true } }),
      use: use(expire),
      expect: { bits: [8, 8], says: ['s3:PutBucketVersioning, which removed ways to undo it in s3'] },
    },
    {
      name: 'all that two buckets hold is to expire within days, by a call from behind a VPN',
      history: days(30),
      earlier: minutesBefore(3, { ...expire, from: vpn }),
      use: use({ ...expire, from: vpn }),
      expect: { bits: [4, 6], says: ['2 calls that delete data'], authority: 'pin' },
    },
    {
      name: 'the third call of such a kind is a plan',
      history: days(30),
      earlier: minutesBefore(30, unguard, dropCopy, dropCopy),
      use: use(dropTable),
      expect: {
        bits: [13, 13],
        says: ['UpdateContinuousBackups and dynamodb:DeleteBackup', 'any of them'],
        authority: 'corroborate',
      },
    },
    {
      name: 'however many copies went before it',
      history: days(30),
      earlier: minutesBefore(30, unguard, ...Array.from({ length: 9 }, () => dropCopy)),
      use: use(dropTable),
      expect: { bits: [13, 13], authority: 'corroborate' },
    },
    {
      name: 'backups of themselves are data of their database',
      history: days(30),
      earlier: minutesBefore(
        30,
        { action: 'rds:ModifyDBInstance', target: { unguarding: true } },
        { action: 'rds:DeleteDBSnapshot' },
      ),
      use: use({ action: 'rds:DeleteDBInstanceAutomatedBackup' }),
      expect: { bits: [13, 13], authority: 'corroborate' },
    },
    {
      name: 'its neighbours take tables down every day: worth a word, and no plan',
      history: days(30),
      neighbours: days(30, dropTable),
      earlier: minutesBefore(30, unguard, dropCopy),
      use: use(dropTable),
      expect: { bits: [8, 8] },
    },
  ],
  silent: [
    {
      name: 'a bucket’s objects are to expire, and its versions are kept',
      history: days(30),
      use: use(expire),
      expect: null,
    },
    {
      name: 'a bucket keeps no versions any more, and its old uploads are to expire',
      history: days(30),
      earlier: minutesBefore(30, { action: 's3:PutBucketVersioning', target: { unguarding: true } }),
      use: use({ action: expire.action }),
      expect: null,
    },
    ...[
      { why: 'it is refused', failed: { denied: true, errorCode: 'AccessDeniedException' } },
      { why: 'there is none', failed: { errorCode: 'TableNotFoundException' } },
    ].map(({ why, failed }) => ({
      name: `a table goes, and its backups stay, since ${why}`,
      history: days(30),
      earlier: minutesBefore(30, { ...unguard, ...failed }, { ...dropCopy, ...failed }),
      use: use(dropTable),
      expect: null,
    })),
    { name: 'a table goes, and its backups stay', history: days(30), use: use(dropTable), expect: null },
    {
      name: 'upkeep of backups by the same call',
      history: days(30),
      earlier: minutesBefore(30, { action: unguard.action }),
      use: use(dropTable),
      expect: null,
    },
    {
      name: 'what went first was another service’s',
      history: days(30),
      earlier: minutesBefore(30, unguard),
      use: use({ action: 'rds:DeleteDBInstance' }),
      expect: null,
    },
    {
      name: 'or went in the night before',
      history: days(30),
      earlier: minutesBefore(400, unguard),
      use: use(dropTable),
      expect: null,
    },
    {
      name: 'four deletions at its own place',
      history: days(30),
      earlier: burst(3, () => deleting('older')),
      use: use(deleting('old')),
      expect: null,
    },
    { name: 'one deletion', history: days(30), use: use(deleting('old')), expect: null },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'a job that its owner declared to empty the sandbox: reported, but no witness',
      history: days(30),
      declared: expects({ actions: ['s3:Delete*'] }),
      earlier: burst(29, (n) => deleting(`old-${n}`)),
      use: use(deleting('old-last')),
      expect: { bits: [8, 12], authority: 'notify' },
    },
    {
      name: 'the same behind a VPN that it never used',
      history: days(30),
      declared: expects({ actions: ['s3:Delete*'] }),
      earlier: burst(29, (n) => ({ ...deleting(`old-${n}`), from: vpn })),
      use: use({ ...deleting('old-last'), from: vpn }),
      expect: { bits: [8, 12], authority: 'pin' },
    },
    {
      name: 'old copies of three kinds go, and what they are copies of stays: told',
      history: days(30),
      earlier: minutesBefore(30, { action: 'rds:DeleteDBSnapshot' }, { action: 'rds:DeleteDBClusterSnapshot' }),
      use: use({ action: 'rds:DeleteDBInstanceAutomatedBackup' }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'tables whose owner says that they are taken down, without a way back: told',
      history: days(30),
      declared: expects({ actions: ['dynamodb:*Table'] }),
      earlier: minutesBefore(30, unguard, dropCopy),
      use: use(dropTable),
      expect: { bits: [13, 13], authority: 'notify' },
    },
    ...[
      { name: 'takes such switches down every day', history: days(30, unguard) },
      { name: 'did so on two days before', history: [...days(28, {}, 3), ...days(2, unguard)] },
      { name: 'deletes tables there every day', history: days(30, dropTable) },
      { name: 'deletes copies there every day', history: days(30, dropCopy) },
      { name: 'builds', history: days(30, pipeline), first: pipeline, last: pipeline },
      { name: 'hands out rights', history: days(30, { action: 'iam:AttachRolePolicy' }) },
      { name: 'has neighbours who do so every day', history: days(30), neighbours: days(30, unguard) },
      { name: 'has a stack take the switch down', history: days(30), first: stack },
      { name: 'has a stack take the table down', history: days(30), last: stack },
    ].map(({ first = {}, last = {}, ...who }) => ({
      ...who,
      name: `a table is taken down without a way back by somebody who ${who.name}`,
      earlier: minutesBefore(30, { ...(first as Doing), ...unguard }),
      use: use({ ...(last as Doing), ...dropTable }),
      expect: null,
    })),
    {
      name: 'two copies are thrown away at a new desk',
      history: workdays(30, { ...laptop, from: office }),
      earlier: burst(1, () => ({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' })),
      use: use({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' }),
      expect: null,
    },
    {
      name: 'a cluster’s copies are copies, too',
      history: workdays(30, { ...laptop, from: office }),
      earlier: burst(1, () => ({ ...laptop, from: hotel, action: 'rds:DeleteDBClusterSnapshot' })),
      use: use({ ...laptop, from: hotel, action: 'redshift:DeleteClusterSnapshot' }),
      expect: null,
    },
    {
      name: 'a key of four days throws copies away at a new desk: told, and no fact',
      history: workdays(4, { ...laptop, from: office }),
      earlier: burst(2, () => ({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' })),
      use: use({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' }),
      expect: { bits: [3, 8], basis: 'habit' },
    },
    {
      name: 'three of them are a ransom’s beginning',
      history: workdays(30, { ...laptop, from: office }),
      earlier: burst(2, () => ({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' })),
      use: use({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' }),
      expect: { bits: [5, 12], authority: 'pin' },
    },
    {
      name: 'a clean-up job that deletes thirty objects every day',
      history: days(30, deleting('old')),
      earlier: burst(30, (n) => deleting(`old-${n}`)),
      use: use(deleting('old')),
      expect: null,
    },
    {
      name: 'messages are deleted from a queue, which is how queues work',
      history: days(30),
      earlier: burst(30, () => ({ action: 'sqs:DeleteMessage' })),
      use: use({ action: 'sqs:DeleteMessage' }),
      expect: null,
    },
  ],
};
