import type { Untrusted } from '../../core/model/brand.ts';
import { privilegeEscalation } from '../../core/signals/anomalous/privilege-escalation.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { accountId, mia, named, on, pipeline, stranger, use } from './use.ts';

const attaching = (name: string) => ({
  action: 'iam:AttachUserPolicy',
  target: { principalName: 'backup' as Untrusted, policyArn: `arn:aws:iam::aws:policy/${name}` },
});

const joining = (group: string) => ({
  action: 'iam:AddUserToGroup',
  target: { principalName: 'backup' as Untrusted, resource: group as Untrusted },
});

const version = (...Statement: readonly object[]) => ({
  action: 'iam:CreatePolicyVersion',
  target: { policyArn: 'arn:aws:iam::111122223333:policy/runtime', document: JSON.stringify({ Statement }) },
});

const stacking = { action: 'cloudformation:CreateStack', ...on('edge') };
const settingUp = { action: 'lambda:UpdateFunctionConfiguration', ...on('orders') };
const layered = { ...settingUp, target: { ...settingUp.target, codeOf: [stranger] } };

const door = {
  ...mia,
  action: 'iam:CreateRole',
  target: { principalName: 'auditor' as Untrusted, sharedWith: [stranger], asksExternalId: true as const },
};
const giving = (...buckets: string[]) => ({
  ...mia,
  action: 'iam:PutRolePolicy',
  target: {
    principalName: 'auditor' as Untrusted,
    document: JSON.stringify({
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: buckets.map((one) => `arn:aws:s3:::${one}/*`) },
    }),
  },
});
const given = (...buckets: string[]) => use({ ...giving(...buckets), minutesLater: -1 });

export const cases: UseCases = {
  signal: privilegeEscalation,
  fires: [
    ...['Administrators', 'admins', 'AWSAdmin', 'cloud-admins'].map((group) => ({
      name: `somebody joins the group ${group}`,
      history: days(30),
      use: use(joining(group)),
      expect: { bits: [6, 10], authority: 'pin' } as const,
    })),
    {
      name: 'the management account may act as root in its members from now on',
      history: days(30),
      use: use({ action: 'iam:EnableOrganizationsRootSessions' }),
      expect: { bits: [5, 9] },
    },
    {
      name: 'a job that sets functions up every day puts a layer of another account under one',
      history: days(30, settingUp),
      use: use(layered),
      expect: { bits: [3.5, 3.5], says: [`code of account ${stranger} to orders`], authority: 'corroborate' },
    },
    {
      name: 'a backup key makes its own user an administrator',
      history: days(30),
      use: use(attaching('AdministratorAccess')),
      expect: { bits: [6, 10], says: ['AdministratorAccess', 'backup'], authority: 'pin' },
    },
    {
      name: 'a policy gets a new version that allows everything, whatever it is called',
      history: days(30),
      use: use(version({ Effect: 'Allow', Action: '*', Resource: '*' })),
      expect: { bits: [6, 10], authority: 'pin' },
    },
    {
      name: 'it rewrites who may assume a role',
      history: days(30),
      use: use({ action: 'iam:UpdateAssumeRolePolicy', ...named('deploy') }),
      expect: { bits: [5, 9], says: ['deploy'] },
    },
    {
      name: 'who manages roles every day opens one to a stranger',
      history: days(30, { ...pipeline, action: 'iam:UpdateAssumeRolePolicy' }),
      use: use({
        ...pipeline,
        action: 'iam:UpdateAssumeRolePolicy',
        target: { principalName: 'deploy' as Untrusted, sharedWith: [stranger] },
      }),
      expect: { bits: [7, 9], says: ['deploy', stranger], authority: 'pin' },
    },
    {
      name: 'a backup key makes a function that runs as some role',
      history: days(30),
      use: use({ action: 'lambda:CreateFunction', ...on('health-probe') }),
      expect: { bits: [3.5, 5.6], says: ['health-probe', 'role of the caller’s choice'], authority: 'corroborate' },
    },
    {
      name: 'beside a vendor’s, which its releases always set again',
      history: days(30, layered),
      use: use({ ...settingUp, target: { ...settingUp.target, codeOf: [accountId, stranger] } }),
      expect: { bits: [3.5, 3.5], authority: 'corroborate' },
    },
    {
      name: 'or has a stack make one',
      history: days(30),
      use: use({ ...stacking, target: { ...stacking.target, hasIdentitiesMade: true } }),
      expect: {
        bits: [2.5, 4],
        says: ['Had users, roles or policies made for it by edge (cloudformation:CreateStack)'],
        authority: 'corroborate',
      },
    },
    {
      name: 'or changes what one does that is there already',
      history: days(30),
      use: use({ action: 'states:UpdateStateMachine' }),
      expect: { bits: [3.5, 5.6], says: ['Changed what something does with its role'], authority: 'corroborate' },
    },
  ],
  silent: [
    { name: 'a job makes a stack without a role', history: days(30), use: use(stacking), expect: null },
    { name: 'a job gives a function more time', history: days(30), use: use(settingUp), expect: null },
    {
      name: 'the layer that its releases always set again',
      history: days(30, layered),
      use: use(layered),
      expect: null,
    },
    {
      name: 'a layer of another account of the house',
      history: days(30),
      knownAccounts: [stranger],
      use: use(layered),
      expect: null,
    },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    {
      name: 'a pipeline that manages policies every day',
      history: days(30, { ...pipeline, action: 'iam:PutRolePolicy' }),
      use: use({ ...pipeline, action: 'iam:PutRolePolicy', ...named('service-42') }),
      expect: null,
    },
  ],
  lookalike: [
    ...['BillingAdmins', 'db-admins', 'badminton'].map((group) => ({
      name: `somebody joins the group ${group}, whose permissions are unknown`,
      history: days(30),
      use: use(joining(group)),
      expect: { bits: [5, 8], authority: 'corroborate' } as const,
    })),
    {
      name: 'a new version that allows everything in one bucket, or everything with a second factor: no more than a first',
      history: days(30),
      use: use(
        version(
          { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::reports/*' },
          {
            Effect: 'Allow',
            Action: '*',
            Resource: '*',
            Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
          },
        ),
      ),
      expect: { bits: [5, 9], authority: 'corroborate' },
    },
    {
      name: 'the first job of one who deploys where others make jobs every day',
      history: days(30, pipeline),
      neighbours: days(30, { ...pipeline, action: 'glue:CreateJob' }),
      use: use({ ...pipeline, action: 'glue:CreateJob' }),
      expect: { bits: [1, 4], authority: 'corroborate' },
    },
    {
      name: 'whoever chases a thief denies him everything',
      history: days(30),
      use: use({ action: 'iam:PutUserPolicy', target: { principalName: 'bot' as Untrusted, mild: true } }),
      expect: { bits: [1, 3], authority: 'notify' },
    },
    {
      name: 'an auditor reads which policies are attached',
      history: days(30),
      use: use({ action: 'iam:ListAttachedUserPolicies', ...named('backup') }),
      expect: null,
    },
    {
      name: 'rights are taken away from a role, not given',
      history: days(30),
      use: use({ action: 'iam:DetachRolePolicy', ...named('deploy') }),
      expect: null,
    },
    {
      name: 'what a vendor was given and was answered for is narrowed to one bucket',
      history: days(30, mia),
      earlier: [use({ ...door, minutesLater: -2 }), given('export', 'ledger')],
      use: use(giving('export')),
      expect: { bits: [4, 9], authority: 'corroborate' },
    },
  ],
};
