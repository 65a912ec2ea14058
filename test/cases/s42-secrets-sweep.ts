import { secretsSweep } from '../../core/signals/anomalous/secrets-sweep.ts';
import type { UseCases } from './case.ts';
import { burst, days, workdays } from './history.ts';
import { athens, home, hosting, hotel, nextDoor, office } from './places.ts';
import { type Doing, laptop, mia, on, use } from './use.ts';

const reading = (secret: string) => ({ action: 'secretsmanager:GetSecretValue', ...on(secret) });
const kept = Array.from({ length: 10 }, (_, n) => days(30, reading(`app/${n}`))).flat();
const roles = Array.from({ length: 10 }, (_, n) => days(30, { action: 'sts:AssumeRole', ...on(`role/${n}`) })).flat();
const usual = Array.from({ length: 10 }, (_, n) => days(5, reading(`app/${n}`))).flat();

/** Parameters out of so many folders at once. */
const together = (folders: number | 'all') => ({
  action: 'ssm:GetParameters',
  target: { ...on('/prod/a/password').target, folders },
});

/** By a person who reads a secret every workday at one desk, four that are new to it in `hands` that are none of theirs. */
const inOtherHands = (name: string, hands: Doing, from = office): UseCases['fires'][number] => ({
  name: `four by a person who reads secrets every day, ${name}`,
  neighbours: days(30, { ...mia, from: athens }),
  history: workdays(16, { ...onMac, from, ...reading('app/config') }),
  earlier: burst(3, (n) => ({ ...onMac, ...hands, ...reading(`prod/${n}`) })),
  use: use({ ...onMac, ...hands, ...reading('prod/last') }),
  expect: { bits: [7, 7.1], says: ['4 secrets within an hour'], authority: 'pin' },
});
const onMac = { by: 'aws-cli/2.17.0 os/macos#24.6.0', from: office } as const;

export const cases: UseCases = {
  signal: secretsSweep,
  fires: [
    {
      name: 'a person who never read a secret reads eight in a day, one an hour: worth a notice',
      history: days(30, mia),
      earlier: [1, 2, 3, 4, 5, 6, 7].map((n) => use({ ...mia, ...reading(`prod/${n}`), minutesLater: -62 * n })),
      use: use({ ...mia, ...reading('prod/last') }),
      expect: { bits: [8, 10], says: ['8 secrets within a day'], authority: 'corroborate' },
    },
    {
      name: 'four by a person who asked in a hotel which there are, one every hour',
      history: days(30, { ...mia, from: home }),
      earlier: [
        use({ ...mia, from: hotel, action: 'secretsmanager:ListSecrets', minutesLater: -250 }),
        ...[1, 2, 3].map((n) => use({ ...mia, from: hotel, ...reading(`prod/${n}`), minutesLater: -62 * n })),
      ],
      use: use({ ...mia, from: hotel, ...reading('prod/last') }),
      expect: { bits: [12, 12], says: ['4 secrets within hours'], authority: 'pin' },
    },
    {
      name: 'four folders of parameters by a person, with one call',
      history: days(30, mia),
      use: use({ ...mia, ...together(4) }),
      expect: { bits: [10, 12], says: ['4 secrets'], authority: 'pin' },
    },
    {
      name: 'all that there is, with one call, by a program that never read any',
      history: days(30),
      use: use(together('all')),
      expect: { bits: [12, 12], says: ['6 secrets'], authority: 'pin' },
    },
    {
      name: 'four by a person, of which one was given another value',
      history: days(30, mia),
      earlier: [
        ...burst(4, (n) => ({ ...mia, ...reading(`prod/${n}`) })),
        use({ ...mia, action: 'secretsmanager:PutSecretValue', ...on('prod/1'), minutesLater: -1 }),
      ],
      use: use({ ...mia, ...reading('prod/last') }),
      expect: { bits: [10, 12], says: ['4 secrets'] },
    },
    {
      name: 'four by one who never read a secret',
      history: days(30),
      earlier: burst(3, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [10, 12], says: ['4 secrets'] },
    },
    {
      name: 'four that it reads what they were before of',
      history: days(30),
      earlier: burst(3, (n) => ({ ...reading(`prod/${n}`), action: 'ssm:GetParameterHistory' })),
      use: use({ ...reading('prod/last'), action: 'ssm:GetParameterHistory' }),
      expect: { bits: [10, 12], says: ['4 secrets'] },
    },
    {
      name: 'four by a program that has read the one secret of its own for a month',
      history: days(30, reading('app/config')),
      earlier: burst(3, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [6, 8], says: ['4 secrets'], authority: 'corroborate' },
    },
    {
      name: 'four by such a program that asked which there are',
      history: days(30, reading('app/config')),
      earlier: [
        use({ action: 'secretsmanager:ListSecrets', minutesLater: -5 }),
        ...burst(3, (n) => reading(`prod/${n}`)),
      ],
      use: use(reading('prod/last')),
      expect: { bits: [6, 8], says: ['4 secrets'], authority: 'pin' },
    },
    ...(
      [
        ['that asked before who there is', [{ action: 'iam:ListUsers', minutesLater: -300 }]],
        [
          'that looked around before for machines, tables and functions',
          ['ec2:DescribeInstances', 'dynamodb:ListTables', 'lambda:ListFunctions'].map((action) => ({
            action,
            minutesLater: -300,
          })),
        ],
        [
          'that opened four others in the hours before',
          [-100, -101, -102, -103].map((minutesLater) => ({ ...reading(`prod/at ${minutesLater}`), minutesLater })),
        ],
      ] as const
    ).map(([what, before]) => ({
      name: `seven by a program ${what}`,
      history: days(30),
      earlier: [...before.map((one) => use(one)), ...burst(6, (n) => reading(`prod/${n}`))],
      use: use(reading('prod/last')),
      expect: { bits: [12, 12], says: ['secrets'], authority: 'pin' } as const,
    })),
    {
      name: 'the fourth by a program that is refused it: a release comes with the right to what it names',
      history: days(30),
      earlier: burst(3, (n) => reading(`prod/${n}`)),
      use: use({ ...reading('prod/last'), denied: true }),
      expect: { bits: [12, 12], says: ['4 secrets'], authority: 'pin' },
    },
    {
      name: 'four in its own place by a program that never did its work there',
      history: days(30),
      earlier: burst(3, (n) => ({ ...reading(`prod/${n}`), by: 'aws-sdk-go-v2/1.40' })),
      use: use({ ...reading('prod/last'), by: 'aws-sdk-go-v2/1.40' }),
      expect: { bits: [12, 12], says: ['4 secrets'], authority: 'pin' },
    },
    {
      name: 'seven by a program whose release tells it of so many',
      history: days(30),
      earlier: burst(6, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [12, 12], says: ['7 secrets'], authority: 'corroborate' },
    },
    {
      name: 'eight by a program, which no release tells it of',
      history: days(30),
      earlier: burst(7, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [12, 12], says: ['8 secrets'], authority: 'pin' },
    },
    {
      name: 'five by a program elsewhere',
      history: days(30),
      earlier: burst(4, (n) => ({ ...reading(`prod/${n}`), from: hosting })),
      use: use({ ...reading('prod/last'), from: hosting }),
      expect: { bits: [12, 12], says: ['5 secrets'], authority: 'pin' },
    },
    {
      name: 'four by one that has read its one secret for two weeks',
      history: days(14, reading('app/config')),
      earlier: burst(3, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [6, 8], says: ['4 secrets'] },
    },
    {
      name: 'six more than ever, by a person who reads secrets every day',
      history: days(30, { ...laptop, ...reading('app/config') }),
      earlier: burst(5, (n) => ({ ...laptop, ...reading(`prod/${n}`) })),
      use: use({ ...laptop, ...reading('prod/last') }),
      expect: { bits: [9, 9.1], says: ['6 secrets within an hour'], authority: 'pin' },
    },
    {
      name: 'three in other hands: a witness beside another',
      history: workdays(16, { ...onMac, ...reading('app/config') }),
      earlier: burst(2, (n) => ({ ...onMac, from: hotel, ...reading(`prod/${n}`) })),
      use: use({ ...onMac, from: hotel, ...reading('prod/last') }),
      expect: { bits: [5.5, 5.6], says: ['3 secrets within an hour'], authority: 'corroborate' },
    },
    inOtherHands('by another program next door', { by: 'Boto3/1.34.2 os/macos#24.6.0', from: nextDoor }, home),
    inOtherHands('somewhere else', { from: hotel }),
    inOtherHands('on another system where only neighbours are', { by: 'aws-cli/2.17.0 os/windows#10', from: athens }),
    {
      name: 'sixteen by a program that carries ten to others: no release brings as many',
      history: kept,
      earlier: burst(15, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [12, 12], says: ['16 secrets'], authority: 'pin' },
    },
    {
      name: 'twelve by it from elsewhere',
      history: kept,
      earlier: burst(11, (n) => ({ ...reading(`prod/${n}`), from: hosting })),
      use: use({ ...reading('prod/last'), from: hosting }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'twelve by one that takes on roles every day and reads one secret',
      history: [...days(30, reading('app/config')), ...roles],
      earlier: burst(11, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'twelve secrets that it never opened, one after the other',
      history: days(30, reading('app/config')),
      earlier: burst(11, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [12, 12], says: ['12 secrets'], authority: 'pin' },
    },
  ],
  silent: [
    {
      name: 'a person gives five secrets another value, and reads each before',
      history: days(30, mia),
      earlier: [0, 1, 2, 3, 4].flatMap((n) => [
        use({ ...mia, ...reading(`prod/${n}`), minutesLater: 2 * n - 20 }),
        use({ ...mia, action: 'secretsmanager:PutSecretValue', ...on(`prod/${n}`), minutesLater: 2 * n - 19 }),
      ]),
      use: use({ ...mia, ...reading('prod/last') }),
      expect: null,
    },
    {
      name: 'a person is given seven secrets for another job, one an hour',
      history: days(30, mia),
      earlier: [1, 2, 3, 4, 5, 6].map((n) => use({ ...mia, ...reading(`prod/${n}`), minutesLater: -62 * n })),
      use: use({ ...mia, ...reading('prod/last') }),
      expect: null,
    },
    {
      name: 'four by a person who reads secrets every day, on another system at the same desk',
      history: workdays(30, { ...onMac, ...reading('app/config') }),
      earlier: burst(3, (n) => ({ ...onMac, by: 'aws-cli/2.17.0 os/windows#10', ...reading(`prod/${n}`) })),
      use: use({ ...onMac, by: 'aws-cli/2.17.0 os/windows#10', ...reading('prod/last') }),
      expect: null,
    },
    {
      name: 'four by a person who reads secrets every day, by a script at the same desk',
      history: workdays(30, { ...onMac, ...reading('app/config') }),
      earlier: burst(3, (n) => ({ ...onMac, by: 'Boto3/1.34.2 os/macos#24.6.0', ...reading(`prod/${n}`) })),
      use: use({ ...onMac, by: 'Boto3/1.34.2 os/macos#24.6.0', ...reading('prod/last') }),
      expect: null,
    },
    {
      name: 'four by a workload that is given more now and then, written anew in another language',
      history: [...usual, ...days(30, reading('app/0'))],
      earlier: burst(3, (n) => ({ by: 'aws-sdk-go-v2/1.30.3', ...reading(`new/${n}`) })),
      use: use({ by: 'aws-sdk-go-v2/1.30.3', ...reading('new/last') }),
      expect: null,
    },
    {
      name: 'five more than ever, by a person who reads secrets every day',
      history: workdays(30, { ...laptop, ...reading('app/config') }),
      earlier: burst(4, (n) => ({ ...laptop, ...reading(`prod/${n}`) })),
      use: use({ ...laptop, ...reading('prod/last') }),
      expect: null,
    },
    {
      name: 'four by a program that is given another secret every week',
      history: Array.from({ length: 5 }, (_, n) => days(7, reading(`app/${n}`), 1 + 7 * n)).flat(),
      earlier: burst(3, (n) => reading(`app/new-${n}`)),
      use: use(reading('app/newest')),
      expect: null,
    },
    {
      name: 'four by a program of thirteen days, whose work is not known to be always the same',
      history: days(13, reading('app/config')),
      earlier: burst(3, (n) => reading(`app/new-${n}`)),
      use: use(reading('app/newest')),
      expect: null,
    },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    {
      name: 'a deploy reads two secrets more than before',
      history: days(30, reading('app/config')),
      earlier: [use({ ...reading('app/new'), minutesLater: -1 })],
      use: use(reading('app/newer')),
      expect: null,
    },
  ],
  lookalike: [
    ...(
      [
        ['at the desk, who asked which exist', home, [{ action: 'secretsmanager:ListSecrets' }]],
        ['in a hotel, who asked for none', hotel, []],
        ['at the next line, who asked which exist', nextDoor, [{ action: 'secretsmanager:ListSecrets' }]],
      ] as const
    ).map(([where, from, before]) => ({
      name: `four secrets read by a person ${where}, one every hour`,
      history: days(30, { ...mia, from: home }),
      earlier: [
        ...before.map((one) => use({ ...mia, from, ...one, minutesLater: -250 })),
        ...[1, 2, 3].map((n) => use({ ...mia, from, ...reading(`prod/${n}`), minutesLater: -62 * n })),
      ],
      use: use({ ...mia, from, ...reading('prod/last') }),
      expect: null,
    })),
    ...(
      [
        ['asked for its buckets when it started', { action: 's3:ListBuckets', minutesLater: -300 }],
        ['may not yet write its figures', { action: 'cloudwatch:PutMetricData', minutesLater: -5, denied: true }],
        ['was refused one of them before', { ...reading('prod/late'), minutesLater: -50, denied: true }],
      ] as const
    ).map(([what, before]) => ({
      name: `a release opens seven by their names, and ${what}: told, and no reason to stop it`,
      history: days(30),
      earlier: [use(before), ...burst(before.action === reading('').action ? 5 : 6, (n) => reading(`prod/${n}`))],
      use: use(reading('prod/last')),
      expect: { bits: [12, 12], says: ['7 secrets'], authority: 'corroborate' } as const,
    })),
    {
      name: 'four folders at once by a program, which is told by heart what it reads',
      history: days(30),
      use: use(together(4)),
      expect: null,
    },
    {
      name: 'three by a person',
      history: days(30, mia),
      use: use({ ...mia, ...together(3) }),
      expect: null,
    },
    {
      name: 'a program that carries ten secrets to others is given a dozen more: told, and no reason to stop it',
      history: kept,
      earlier: burst(11, (n) => reading(`app/more-${n}`)),
      use: use(reading('app/last')),
      expect: { bits: [12, 12], says: ['12 secrets'], authority: 'corroborate' },
    },
    {
      name: 'a new service reads its secrets when it starts: a fact, but not enough alone',
      history: days(2),
      earlier: burst(3, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [10, 12], authority: 'corroborate' },
    },
    {
      name: 'the first day of a service whose kind has long been here: its kind is no licence to pin it',
      kin: days(20),
      earlier: burst(3, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [10, 12], authority: 'corroborate' },
    },
    {
      name: 'an application starts and opens the ten secrets that it always opens',
      history: usual,
      earlier: burst(10, (n) => reading(`app/${n}`)),
      use: use(reading('app/3')),
      expect: null,
    },
    {
      name: 'one secret, read again and again',
      history: days(30),
      earlier: burst(20, () => reading('app/config')),
      use: use(reading('app/config')),
      expect: null,
    },
  ],
};
