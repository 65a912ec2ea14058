import { nothingDeclared } from '../../core/context/recorded-context.ts';
import { defenceImpairment } from '../../core/signals/anomalous/defence-impairment.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { nextDoor, office, vpn } from './places.ts';
import { expects } from './standing.ts';
import { type Doing, mia, on, pipeline, region, stranger, use } from './use.ts';

const stopping = { action: 'config:StopConfigurationRecorder' };
/** Hands out rights to roles every day. */
const builds = [...days(30, pipeline), ...days(30, { ...pipeline, action: 'iam:PutRolePolicy' })];

/** A new trail is made, of all Regions where nothing else is said, and begins to watch. */
const renewing = (doing: Doing = mia, isEverywhere = true, name = 'new-trail', minutesAgo = 4) => [
  use({
    ...doing,
    action: 'cloudtrail:CreateTrail',
    minutesLater: -minutesAgo,
    target: { ...on(name).target, ...(isEverywhere && { everywhere: true }) },
  }),
  use({ ...doing, action: 'cloudtrail:StartLogging', minutesLater: 1 - minutesAgo, ...on(name) }),
];
const ending = (trail: string, doing: Doing = mia) => ({ ...doing, action: 'cloudtrail:StopLogging', ...on(trail) });

export const cases: UseCases = {
  signal: defenceImpairment,
  fires: [
    {
      name: 'a new trail replaced the old one and is then stopped, too: nothing is recorded any more',
      history: days(30, mia),
      neighbours: days(30),
      earlier: [...renewing(), use({ ...ending('org-trail'), minutesLater: -1 })],
      use: use(ending('new-trail')),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    ...[
      { name: 'that does not watch yet', earlier: renewing().slice(0, 1), doing: mia },
      {
        name: 'that was stopped again',
        earlier: [...renewing(), use({ ...ending('new-trail'), minutesLater: -1 })],
        doing: mia,
      },
      {
        name: 'that was narrowed before it began',
        earlier: [
          ...renewing(),
          use({
            ...mia,
            action: 'cloudtrail:PutEventSelectors',
            minutesLater: -3.5,
            target: { ...on('new-trail').target, blinding: true },
          }),
        ],
        doing: mia,
      },
      { name: 'of one Region alone', earlier: renewing(mia, false), doing: mia },
      { name: 'in another account', earlier: renewing({ ...mia, recipientAccountId: stranger }), doing: mia },
      {
        name: 'that was sent elsewhere since',
        earlier: [
          ...renewing(),
          use({ ...mia, action: 'cloudtrail:UpdateTrail', minutesLater: -2, ...on('new-trail') }),
        ],
        doing: mia,
      },
      { name: 'that began to watch long ago', earlier: renewing(mia, true, 'new-trail', 24 * 60 + 2), doing: mia },
      {
        name: 'that was made for one Region the day before, and began to watch this morning',
        earlier: [
          renewing(mia, false, 'new-trail', 24 * 60 + 5)[0],
          use({ ...mia, action: 'cloudtrail:StartLogging', minutesLater: -60, ...on('new-trail') }),
        ].filter((one) => one !== undefined),
        doing: mia,
      },
      {
        name: 'in whose favour one was stopped already',
        earlier: [...renewing(), use({ ...ending('first-trail'), minutesLater: -1 })],
        doing: mia,
      },
      { name: 'that could not be made', earlier: renewing({ ...mia, denied: true }), doing: mia },
      { name: 'made from elsewhere', earlier: renewing({ ...mia, from: vpn }), doing: { ...mia, from: vpn } },
    ].map(({ name, earlier, doing }) => ({
      name: `the old trail is stopped beside a new one ${name}`,
      history: days(30, mia),
      neighbours: days(30),
      earlier,
      use: use(ending('org-trail', doing)),
      expect: { bits: [12, 12], authority: 'pin' } as const,
    })),
    {
      name: 'the organisation’s trail is switched off',
      history: days(30),
      use: use({ action: 'cloudtrail:StopLogging', ...on('org-trail') }),
      expect: { bits: [5, 12], says: ['cloudtrail:StopLogging org-trail'], authority: 'pin' },
    },
    ...['organizations:MoveAccount', 'account:PutAlternateContact', 'account:EnableRegion'].map((action) => ({
      name: `out of sight of those who watch: ${action}`,
      history: days(30),
      use: use({ action, ...on(stranger) }),
      expect: { bits: [5, 12], says: [`${action} ${stranger}; `] } as const,
    })),
    {
      name: 'somebody tries to delete the detector and is refused',
      history: days(30),
      use: use({ action: 'guardduty:DeleteDetector', denied: true }),
      expect: { bits: [5, 12], says: ['refused'] },
    },
    {
      name: 'a role that nobody used before leaves the organisation, in an account that is watched: enough by itself',
      neighbours: days(30),
      use: use({ ...mia, action: 'organizations:LeaveOrganization', from: office, denied: true }),
      expect: { bits: [12, 12], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'a pipeline that builds stops the recorder from a place that is not its own: enough by itself',
      history: builds,
      neighbours: days(30),
      use: use({ ...pipeline, action: 'config:StopConfigurationRecorder', from: nextDoor }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'a person closes an account at their own desk, who never had to do with accounts: enough by itself',
      history: days(30, mia),
      neighbours: days(30),
      use: use({ ...mia, action: 'account:CloseAccount' }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'a trail leaves out one caller from now on: enough by itself',
      history: days(30, mia),
      neighbours: days(30),
      use: use({ ...mia, action: 'cloudtrail:PutEventSelectors', target: { blinding: true } }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'a program that reads trails every day stops one: who watches is no keeper',
      history: [...days(30), ...days(30, { action: 'cloudtrail:LookupEvents' })],
      neighbours: days(30),
      use: use({ action: 'cloudtrail:StopLogging', ...on('org-trail') }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'a program that has policies checked every day deletes what watches over them: that changes nothing, by IAM’s word',
      history: [...days(30), ...days(30, { action: 'access-analyzer:ValidatePolicy' })],
      neighbours: days(30),
      use: use({ action: 'access-analyzer:DeleteAnalyzer', ...on('all') }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'a recorder is stopped by who did so on one day before: no duty yet',
      history: [...days(30, mia), ...days(1, { ...mia, ...stopping }, 5)],
      neighbours: days(30),
      use: use({ ...mia, ...stopping }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'a recorder leaves out more than before, by its words no more than a house may: bears witness, but not alone',
      history: days(30, mia),
      neighbours: days(30),
      use: use({ ...mia, action: 'config:PutConfigurationRecorder' }),
      expect: { bits: [4, 10], authority: 'corroborate' },
    },
  ],
  silent: [
    {
      name: 'a person stops a trail that was made a few minutes ago',
      history: days(30, mia),
      neighbours: days(30),
      earlier: renewing(),
      use: use(ending('new-trail')),
      expect: null,
    },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    {
      name: 'it asks whether the trail runs',
      history: days(30),
      use: use({ action: 'cloudtrail:GetTrailStatus' }),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'it deletes log groups as its owner declared: reported, but no witness',
      history: days(30),
      declared: expects({ actions: ['*:Delete*'] }),
      use: use({ action: 'logs:DeleteLogGroup', ...on('/aws/lambda/old') }),
      expect: { bits: [3.5, 6], authority: 'notify' },
    },
    {
      name: 'a trail is no sandbox’s, however wide the pattern',
      history: days(30),
      declared: expects({ actions: ['*:Delete*'] }),
      use: use({ action: 'cloudtrail:DeleteTrail', ...on('org-trail') }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'nor is part of a detector',
      history: days(30),
      declared: expects({ actions: ['guardduty:Update*'] }),
      use: use({ action: 'guardduty:UpdateDetector', target: { blinding: true } }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'a person has a new trail watch, stops the old one, and deletes it',
      history: days(30, mia),
      neighbours: days(30),
      earlier: [...renewing(), use({ ...ending('org-trail'), minutesLater: -1 })],
      use: use({ ...ending('org-trail'), action: 'cloudtrail:DeleteTrail' }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'a person has a new trail watch, and stops the old one: told, and no reason by itself',
      history: days(30, mia),
      neighbours: days(30),
      earlier: renewing(),
      use: use(ending('org-trail')),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'or one in another Region, which watches this one, too',
      history: days(30, mia),
      neighbours: days(30),
      earlier: renewing({ ...mia, region: region('us-east-1') }),
      use: use(ending('org-trail')),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'or two, of which the first was a try and is stopped',
      history: days(30, mia),
      neighbours: days(30),
      earlier: [...renewing(), ...renewing(mia, true, 'trial'), use({ ...ending('trial'), minutesLater: -1 })],
      use: use(ending('org-trail')),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'a person makes a trail for the reads of objects, and has it record those alone',
      history: days(30, mia),
      neighbours: days(30),
      earlier: [use({ ...mia, action: 'cloudtrail:CreateTrail', minutesLater: -2, ...on('objects') })],
      use: use({
        ...mia,
        action: 'cloudtrail:PutEventSelectors',
        target: { ...on('objects').target, blinding: true },
      }),
      expect: null,
    },
    {
      name: 'somebody switches a plan of the detector on',
      history: days(30, mia),
      neighbours: days(30),
      use: use({ ...mia, action: 'guardduty:UpdateDetector', target: { mild: true } }),
      expect: { bits: [0, 3], authority: 'notify' },
    },
    {
      name: 'whoever asks the detectors every day deletes one at the usual desk: told, and no reason by itself',
      history: [...days(30, mia), ...days(30, { ...mia, action: 'guardduty:ListDetectors' })],
      neighbours: days(30),
      use: use({ ...mia, action: 'guardduty:DeleteDetector' }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'a program that arranges detectors every day deletes one: told, and no reason by itself',
      history: [...days(30), ...days(30, { action: 'guardduty:CreateMembers' })],
      neighbours: days(30),
      use: use({ action: 'guardduty:DeleteDetector' }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'a pipeline that builds takes a trail down at its own place: told, and no reason by itself',
      history: builds,
      neighbours: days(30),
      use: use({ ...pipeline, action: 'cloudtrail:DeleteTrail', ...on('old-trail') }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'a pipeline that rolls stacks out every day deletes a detector that one of them replaces',
      history: [...days(30), ...days(30, { action: 'cloudformation:ExecuteChangeSet' })],
      neighbours: days(30),
      use: use({ action: 'guardduty:DeleteDetector' }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'the neighbours stop the recorder every night',
      history: days(30),
      neighbours: days(30, { ...pipeline, action: 'config:StopConfigurationRecorder' }),
      use: use({ action: 'config:StopConfigurationRecorder' }),
      expect: { bits: [4, 11], authority: 'corroborate' },
    },
    {
      name: 'a recorder is stopped by who did so on two days before: told, and no reason by itself',
      history: [...days(30, mia), ...days(2, { ...mia, ...stopping }, 5)],
      neighbours: days(30),
      use: use({ ...mia, ...stopping }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'its owner wrote down that it stops the recorder',
      history: days(30),
      neighbours: days(30),
      declared: { ...nothingDeclared, expected: { ...nothingDeclared.expected, actions: ['config:*'] } },
      use: use({ action: 'config:StopConfigurationRecorder', from: office }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'an account whose watch has just begun: what is usual in it is not known',
      neighbours: days(5),
      use: use({ action: 'config:StopConfigurationRecorder' }),
      expect: { bits: [8, 8], basis: 'fact' },
    },
    {
      name: 'a stack is taken down, and its trail with it',
      history: days(30, mia),
      neighbours: days(30),
      use: use({
        ...mia,
        action: 'cloudtrail:DeleteTrail',
        source: { kind: 'service', name: 'cloudformation.amazonaws.com' },
      }),
      expect: { bits: [8, 11] },
    },
    {
      name: 'a pipeline sets the trail up anew: bears witness, but not alone',
      history: days(30, pipeline),
      use: use({ ...pipeline, action: 'cloudtrail:UpdateTrail', ...on('org-trail') }),
      expect: { bits: [4, 10], authority: 'corroborate' },
    },
    {
      name: 'a pipeline deletes the log group of an application that it removes',
      history: days(30, pipeline),
      use: use({ ...pipeline, action: 'logs:DeleteLogGroup', ...on('/aws/lambda/old') }),
      expect: { bits: [2, 6], authority: 'corroborate' },
    },
    {
      name: 'a pipeline that sets retention every day',
      history: days(30, { ...pipeline, action: 'logs:PutRetentionPolicy' }),
      use: use({ ...pipeline, action: 'logs:PutRetentionPolicy' }),
      expect: null,
    },
  ],
};
