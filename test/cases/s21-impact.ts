import type { Untrusted } from '../../core/model/brand.ts';
import { impact } from '../../core/signals/anomalous/impact.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsIrelandToo, home, hosting, hotel, nextDoor, office } from './places.ts';
import { expects } from './standing.ts';
import { laptop, mia, named, on, pipeline, use } from './use.ts';

const stop = (action: string, name: string) =>
  use({ ...laptop, action, target: { principalName: name as Untrusted, mild: true }, minutesLater: -5 });

export const cases: UseCases = {
  signal: impact,
  fires: [
    {
      name: 'the key that encrypts the backups is scheduled for deletion at the usual place: AWS waits for days, so a notice is in time',
      history: days(30),
      use: use({ action: 'kms:ScheduleKeyDeletion', ...on('key/backup') }),
      expect: { bits: [7, 12], says: ['kms:ScheduleKeyDeletion key/backup'], authority: 'corroborate', basis: 'fact' },
    },
    {
      name: 'and at a rented server, where nobody is to wait for that',
      history: days(30),
      use: use({ action: 'kms:ScheduleKeyDeletion', ...on('key/backup'), from: hosting }),
      expect: { bits: [7, 12], authority: 'pin' },
    },
    {
      name: 'the stuff that keys are made of is gone at once, wherever that is done',
      history: days(30),
      use: use({ action: 'kms:DeleteImportedKeyMaterial', ...on('key/backup') }),
      expect: { bits: [7, 12], authority: 'pin' },
    },
    {
      name: 'a backup key starts machines',
      history: days(30),
      use: use({ action: 'ec2:RunInstances' }),
      expect: { bits: [3, 8], says: ['ec2:RunInstances'] },
    },
    {
      name: 'a backup key trains models on the largest machines',
      history: days(30),
      use: use({ action: 'sagemaker:CreateTrainingJob' }),
      expect: { bits: [6, 8], says: ['sagemaker:CreateTrainingJob'], authority: 'corroborate' },
    },
    {
      name: 'it has containers run for ever',
      history: days(30),
      use: use({ action: 'ecs:CreateService', ...on('miner') }),
      expect: { bits: [6, 8], says: ['ecs:CreateService miner'], authority: 'corroborate' },
    },
    ...(
      [
        ['at home: AWS waits for days with it', home, 'corroborate'],
        ['from next door, by the same provider', nextDoor, 'pin'],
      ] as const
    ).map(([where, from, authority]) => ({
      name: `a person orders the end of a key ${where}`,
      history: days(30, { ...mia, from: home }),
      use: use({ ...mia, from, action: 'kms:ScheduleKeyDeletion', ...on('key/backup') }),
      expect: { bits: [6, 12], authority, basis: 'fact' } as const,
    })),
  ],
  silent: [
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    {
      name: 'a pipeline that rolls services out every day',
      history: days(30, { ...pipeline, action: 'ecs:CreateService' }),
      use: use({ ...pipeline, action: 'ecs:CreateService' }),
      expect: null,
    },
    {
      name: 'a pipeline that starts and stops machines every day',
      history: days(30, { ...pipeline, action: 'ec2:TerminateInstances' }),
      use: use({ ...pipeline, action: 'ec2:TerminateInstances' }),
      expect: null,
    },
  ],
  lookalike: [
    ...[
      { where: 'at its own place: told, and no witness', authority: 'notify' },
      { where: 'with another tool', by: 'aws-nuke/3.0', authority: 'notify' },
      { where: 'at a rented server', from: hosting, authority: 'corroborate' },
      { where: 'by a line of another of its provider', from: nextDoor, authority: 'corroborate' },
      {
        where: 'with a system made for breaking in',
        by: 'aws-cli/2.17 os/linux#6.6-kali9-amd64',
        authority: 'corroborate',
      },
      { where: 'whose owner allows everything', actions: ['*'], authority: 'corroborate' },
    ].map(({ where, authority, actions = ['*:Delete*'], ...how }) => ({
      name: `deletes what its owner declared, ${where}`,
      history: days(30, { from: home }),
      declared: expects({ actions }),
      use: use({ from: home, action: 'rds:DeleteDBInstance', ...how }),
      expect: { bits: [3.5, 8], authority: authority as 'notify' | 'corroborate' } as const,
    })),
    {
      name: 'a key that its owner says is its own to dispose of',
      history: days(30),
      declared: expects({ actions: ['kms:*KeyDeletion'] }),
      use: use({ action: 'kms:ScheduleKeyDeletion', ...on('key/sandbox') }),
      expect: { bits: [7, 12], authority: 'notify' },
    },
    {
      name: 'the same after it moved behind another gateway, and left its own silent all of yesterday',
      history: [...days(28, {}, 2), ...days(1, { from: awsIrelandToo })],
      declared: expects({ actions: ['kms:*KeyDeletion'] }),
      use: use({ from: awsIrelandToo, action: 'kms:ScheduleKeyDeletion', ...on('key/sandbox') }),
      expect: { bits: [7, 12], authority: 'notify' },
    },
    {
      name: 'a builder rolls out its first service: a witness, and no loud one',
      history: days(30, pipeline),
      use: use({ ...pipeline, action: 'ecs:CreateService', ...on('shop') }),
      expect: { bits: [3.5, 5], authority: 'corroborate' },
    },
    {
      name: 'staff who stop somebody take the login away as well, once the key is off and a policy denies',
      history: workdays(30, laptop),
      earlier: [stop('iam:UpdateAccessKey', 'suspect'), stop('iam:PutUserPolicy', 'suspect')],
      use: use({ ...laptop, action: 'iam:DeleteLoginProfile', ...named('suspect') }),
      expect: { bits: [1, 3] },
    },
    {
      name: 'a thief locks out one after the other',
      history: workdays(30, laptop),
      earlier: ['ada', 'ben', 'eve'].flatMap((name) => [
        stop('iam:UpdateAccessKey', name),
        stop('iam:PutUserPolicy', name),
      ]),
      use: use({ ...laptop, action: 'iam:DeleteLoginProfile', ...named('ada') }),
      expect: { bits: [3.5, 8] },
    },
    {
      name: 'one copy that is past its time is thrown away: no witness',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' }),
      expect: { bits: [1, 3], authority: 'notify' },
    },
    {
      name: 'a database is no copy',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hotel, action: 'rds:DeleteDBInstance' }),
      expect: { bits: [3.5, 8], authority: 'corroborate' },
    },
    {
      name: 'and nobody throws copies away from a rented server',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hosting, action: 'ec2:DeleteSnapshot' }),
      expect: { bits: [3.5, 8], authority: 'corroborate' },
    },
    {
      name: 'a person deletes their own old key after rotating it',
      history: workdays(30, laptop),
      use: use({ ...laptop, action: 'iam:DeleteAccessKey', ...named('backup') }),
      expect: null,
    },
    {
      name: 'a pipeline takes a stack down where its neighbours do so daily: less news',
      history: days(30, pipeline),
      neighbours: days(30, { action: 'cloudformation:DeleteStack' }),
      use: use({ ...pipeline, action: 'cloudformation:DeleteStack' }),
      expect: { bits: [1, 5] },
    },
  ],
};
