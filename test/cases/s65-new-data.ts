import { newData } from '../../core/signals/anomalous/new-data.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsOhio, hotel, office } from './places.ts';
import { expects } from './standing.ts';
import { laptop, mia, on, use } from './use.ts';

const from = (data: string) => ({ target: { data } });
const own = from('photos/uploads');
const others = from('ledger/');
const agent = expects({ actions: ['bedrock:InvokeModel*', 's3:GetObject'] }, { kind: 'agent' });

export const cases: UseCases = {
  signal: newData,
  fires: [
    {
      name: 'a job that fetched photos for a month reads a ledger',
      history: days(30, own),
      use: use({ ...others, action: 's3:ListObjects' }),
      expect: { bits: [4.5, 5], says: ['First read of ledger/ (s3:ListObjects) in 30 days'], authority: 'corroborate' },
    },
    {
      name: 'another folder of its bucket, and is refused',
      history: days(30, own),
      use: use({ ...from('photos/contracts'), denied: true }),
      expect: { bits: [4.5, 5], says: ['photos/contracts', 'refused'] },
    },
    {
      name: 'one that never read any, where others do',
      history: days(30, { action: 's3:PutObject' }),
      neighbours: days(30, own),
      use: use(others),
      expect: { bits: [4.5, 5] },
    },
    {
      name: 'an agent that looked around beside its tools a while ago',
      history: days(30, own),
      declared: agent,
      earlier: [use({ action: 's3:ListBuckets', minutesLater: -30 })],
      use: use(others),
      expect: { bits: [4.5, 5], authority: 'pin' },
    },
    {
      name: 'or both in the morning and a while ago',
      history: days(30, own),
      declared: agent,
      earlier: [-420, -30].map((minutesLater) => use({ action: 's3:ListBuckets', minutesLater })),
      use: use(others),
      expect: { bits: [4.5, 5], authority: 'pin' },
    },
    {
      name: 'an agent that lists another folder beside its tools: one thing, not two',
      history: days(30, own),
      declared: agent,
      use: use({ ...others, action: 's3:ListObjects' }),
      expect: { bits: [4.5, 5], authority: 'corroborate' },
    },
    ...(
      [
        ['at the bucket', 's3:HeadBucket', on('ledger'), 'corroborate'],
        ['through it', 's3:ListObjects', from('ledger/'), 'corroborate'],
        ['at how its objects are marked', 's3:GetObjectTagging', on('arn:aws:s3:::ledger'), 'corroborate'],
        ['at another, the name of which begins alike', 's3:HeadBucket', on('led'), 'pin'],
        ['through another folder of it', 's3:ListObjects', from('ledger/taxes'), 'pin'],
      ] as const
    ).map(([where, action, about, authority]) => ({
      name: `an agent that reads a folder after it looked ${where} beside its tools`,
      history: days(30, own),
      declared: agent,
      earlier: [use({ action, ...about, minutesLater: -2 })],
      use: use(from('ledger/payroll')),
      expect: { bits: [4.5, 5], authority } as const,
    })),
    {
      name: 'or that lists one bucket beside its tools after another: one new tool',
      history: days(30, own),
      declared: agent,
      earlier: [use({ ...from('taxes/'), action: 's3:ListObjects', minutesLater: -2 })],
      use: use({ ...others, action: 's3:ListObjects' }),
      expect: { bits: [4.5, 5], authority: 'corroborate' },
    },
  ],
  silent: [
    { name: 'what it always reads', history: days(30, own), use: use(own), expect: null },
    { name: 'a call that reads none', history: days(30, own), use: use({ action: 's3:PutObject' }), expect: null },
    { name: 'nothing is on record yet', use: use(others), expect: null },
  ],
  lookalike: [
    {
      name: 'reads are recorded only since today, so nobody knows what it read before',
      history: days(30),
      neighbours: days(30),
      use: use(own),
      expect: null,
    },
    {
      name: 'whoever reads another folder every day says nothing by one more',
      history: Array.from({ length: 30 }, (_, n) =>
        days(1, from(`photos/album-${'abcdefghijklmnopqrstuvwxyzäöüß'[n]}`), n + 1),
      ).flat(),
      use: use(from('photos/album-new')),
      expect: null,
    },
    {
      name: 'whoever is given two data sets a week says nothing by one more',
      history: [
        ...days(30, own),
        ...[3, 7, 10, 14, 17, 21].flatMap((ago) => days(1, from(`photos/set-${'abcdefghijklmnopqrstuv'[ago]}`), ago)),
      ],
      use: use(from('photos/set-new')),
      expect: null,
    },
    {
      name: 'one that was given another three weeks ago: less news',
      history: [...days(30, own), ...days(1, from('photos/set'), 21)],
      use: use(from('photos/contracts')),
      expect: { bits: [3.5, 4.5] },
    },
    {
      name: 'one that was given three others: less still',
      history: [
        ...days(30, own),
        ...[7, 14, 21].flatMap((ago) => days(1, from(`photos/${'abcdefghijklmnopqrstuv'[ago]}`), ago)),
      ],
      use: use(from('photos/contracts')),
      expect: { bits: [2.5, 3.5] },
    },
    {
      name: 'a person is asked for other figures: told, and no witness',
      history: workdays(30, { ...laptop, ...own, from: office }),
      use: use({ ...laptop, ...others, from: hotel }),
      expect: { bits: [1.5, 2.5], authority: 'notify' },
    },
    {
      name: 'a script that is written with a tool for hands and has no day off is nobody',
      history: days(30, { ...laptop, ...own, from: office }),
      use: use({ ...laptop, ...others, from: office }),
      expect: { bits: [4.5, 5], authority: 'corroborate' },
    },
    {
      name: 'somebody who is signed in is never one',
      history: days(30, { ...mia, ...own, from: office }),
      use: use({ ...mia, ...others, from: office }),
      expect: { bits: [1.5, 2.5], authority: 'notify' },
    },
    ...[
      { sets: 23, expect: { bits: [4, 5] } as const },
      { sets: 24, expect: null },
    ].map(({ sets, expect }) => ({
      name: `whoever reads ${sets} of them in turn: two dozen are remembered`,
      history: Array.from({ length: sets }, (_, n) => days(30, from(`set-${'abcdefghijklmnopqrstuvwxyz'[n]}/`))).flat(),
      use: use(others),
      expect,
    })),
    {
      name: 'of which it takes a fortnight to be sure',
      history: days(13, { ...laptop, ...own, from: office }),
      use: use({ ...laptop, ...others, from: office }),
      expect: { bits: [1.5, 2.5], authority: 'notify' },
    },
    {
      name: 'unless it does something else every week',
      history: [
        ...days(30, { ...laptop, ...own, from: office }),
        ...[2, 8, 15, 23].flatMap((ago) =>
          days(1, { ...laptop, action: `ec2:Describe${'abcdefghijklmnopqrstuvwxyz'[ago]}`, from: office }, ago),
        ),
      ],
      use: use({ ...laptop, ...others, from: office }),
      expect: { bits: [1.5, 2.5], authority: 'notify' },
    },
    {
      name: 'or is taken from place to place',
      history: [...days(30, { ...laptop, ...own, from: office }), ...days(30, { ...laptop, ...own, from: hotel })],
      use: use({ ...laptop, ...others, from: office }),
      expect: { bits: [1.5, 2.5], authority: 'notify' },
    },
    {
      name: 'nobody’s new desk is a machine of a cloud in a country where the account has nothing',
      history: workdays(30, { ...laptop, ...own, from: office }),
      use: use({ ...laptop, ...others, from: awsOhio }),
      expect: { bits: [4, 5], authority: 'corroborate' },
    },
  ],
};
