import type { Untrusted } from '../../core/model/brand.ts';
import { graveSequence } from '../../core/signals/anomalous/grave-sequence.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsIreland, home, hosting, hotel, nextDoor, office } from './places.ts';
import { expects } from './standing.ts';
import { laptop, mia, named, on, pipeline, use } from './use.ts';

const makeUser = { action: 'iam:CreateUser', ...named('support2'), minutesLater: -9 };
const makeAdmin = { action: 'iam:AttachUserPolicy', ...named('support2'), minutesLater: -6 };
const everything = {
  target: {
    principalName: 'support2' as Untrusted,
    policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  },
};
const own = (policy: string) => ({
  target: { principalName: 'support2' as Untrusted, policyArn: `arn:aws:iam::111122223333:policy/${policy}` },
});
const sending = {
  target: {
    principalName: 'support2' as Untrusted,
    document: JSON.stringify({ Statement: { Effect: 'Allow', Action: 'ses:SendRawEmail', Resource: '*' } }),
  },
};
const stopTrail = { action: 'cloudtrail:StopLogging', ...on('org-trail'), minutesLater: -3 };

const lettingIn = { target: { principalName: 'support2' as Untrusted, sharedWith: ['999988887777'] } };
const forVendor = {
  target: { principalName: 'support2' as Untrusted, sharedWith: ['999988887777'], asksExternalId: true as const },
};
const aws = (policy: string) => ({
  target: { principalName: 'support2' as Untrusted, policyArn: `arn:aws:iam::aws:policy/${policy}` },
});
const agent = 'Boto3/1.34.60 os/macos lang/python#3.12';
const terraform = 'APN/1.0 HashiCorp terraform/1.9';

const bedrockUser = 'BedrockAPIKey-a1b2';
const limited = {
  target: {
    principalName: bedrockUser as Untrusted,
    policyArn: 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess',
  },
};

const elsewhere = { from: hosting } as const;

export const cases: UseCases = {
  signal: graveSequence,
  fires: [
    {
      name: 'a backup job creates a user with a key, and attaches a policy of unknown content',
      history: days(30),
      earlier: [use(makeUser), use({ action: 'iam:CreateAccessKey', ...named('support2'), minutesLater: -5 })],
      use: use({ action: 'iam:AttachUserPolicy', ...own('operations') }),
      expect: { bits: [6, 8], authority: 'pin' },
    },
    {
      name: 'or a password beside the key',
      history: days(30),
      earlier: [use(makeUser), use({ action: 'iam:CreateAccessKey', ...named('support2'), minutesLater: -5 })],
      use: use({ action: 'iam:CreateLoginProfile', ...named('support2') }),
      expect: { bits: [6, 8], authority: 'pin' },
    },
    {
      name: 'a user that is called like one for a Bedrock key gets a policy of somebody’s own, kept where it looks like AWS’s',
      history: workdays(30, laptop),
      earlier: [
        use({ ...laptop, action: 'iam:CreateUser', ...named(bedrockUser), minutesLater: -2 }),
        use({
          ...laptop,
          action: 'iam:AttachUserPolicy',
          target: {
            ...limited.target,
            policyArn: 'arn:aws:iam::111122223333:policy/x:aws:policy/AmazonBedrockLimitedAccess',
          },
          minutesLater: -1,
        }),
      ],
      use: use({ ...laptop, action: 'iam:CreateServiceSpecificCredential', ...named(bedrockUser) }),
      expect: { bits: [2.5, 8] },
    },
    ...(
      [
        ['what every function has', 'service-role/AWSLambdaBasicExecutionRole', 'corroborate'],
        ['what nobody here read', 'PowerUserAccess', 'pin'],
      ] as const
    ).map(([what, policy, authority]) => ({
      name: `a role for a function and the function, made at home by a program that nobody drove there, with ${what}`,
      history: workdays(30, { ...laptop, from: home }),
      earlier: [
        use({ ...laptop, by: agent, from: home, action: 'iam:CreateRole', ...named('thumbnails'), minutesLater: -2 }),
        use({ ...laptop, by: agent, from: home, action: 'iam:AttachRolePolicy', ...aws(policy), minutesLater: -1 }),
      ],
      use: use({ ...laptop, by: agent, from: home, action: 'lambda:CreateFunction', ...named('thumbnails') }),
      expect: { bits: [5, 8], says: ['3 grave calls of 2 kinds'], authority } as const,
    })),
    {
      name: 'or the key at last, which another bot of the account makes as well',
      history: days(30),
      neighbours: days(30, { action: 'iam:CreateAccessKey' }),
      earlier: [use(makeUser), use({ action: 'iam:AttachUserPolicy', ...own('operations'), minutesLater: -5 })],
      use: use({ action: 'iam:CreateAccessKey', ...named('support2') }),
      expect: { bits: [6, 8], authority: 'pin' },
    },
    {
      name: 'it was driven from an office on its first day alone',
      history: [...days(30), ...days(1, { from: office }, 30)],
      earlier: [use(makeUser), use({ action: 'iam:CreateAccessKey', ...named('support2'), minutesLater: -5 })],
      use: use({ action: 'iam:AttachUserPolicy', ...own('operations') }),
      expect: { bits: [6, 8], authority: 'pin' },
    },
    {
      name: 'a new user, rights for it, the trail switched off, data shared: all for the first time, in ten minutes',
      history: days(30),
      earlier: [makeUser, makeAdmin, stopTrail].map((doing) => use({ ...doing, ...elsewhere })),
      use: use({ action: 'ec2:ModifySnapshotAttribute', ...elsewhere }),
      expect: { bits: [5, 8], says: ['4 grave calls', 'within an hour'], authority: 'pin' },
    },
    ...(
      [
        ['whose key it is and which users there are', ['sts:GetCallerIdentity', 'iam:ListUsers'], 'pin'],
        ['which users there are', ['iam:ListUsers'], 'corroborate'],
      ] as const
    ).map(([what, asked, authority]) => ({
      name: `a secret, a user and a key for them, on the road, after it was asked ${what}`,
      history: workdays(30, { ...laptop, from: home }),
      earlier: [
        ...asked.map((action) => use({ ...laptop, action, from: hotel, minutesLater: -20 })),
        use({ ...laptop, action: 'secretsmanager:GetSecretValue', ...on('prod/db'), from: hotel, minutesLater: -10 }),
        use({ ...laptop, ...makeUser, from: hotel }),
      ],
      use: use({ ...laptop, action: 'iam:CreateAccessKey', ...named('support2'), from: hotel }),
      expect: { bits: [5, 6], says: ['3 grave calls of 2 kinds'], authority } as const,
    })),
    {
      name: 'a role for a vendor is made, and may read all data: worth a word of its own',
      history: workdays(30, { ...laptop, from: home }),
      earlier: [use({ ...laptop, action: 'iam:CreateRole', ...forVendor, from: home, minutesLater: -1 })],
      use: use({ ...laptop, action: 'iam:AttachRolePolicy', ...aws('ReadOnlyAccess'), from: home }),
      expect: { bits: [4, 4] },
    },
    {
      name: 'a key and then a password in the name of somebody who was there before',
      history: workdays(30, laptop),
      earlier: [use({ ...laptop, action: 'iam:CreateAccessKey', ...named('admin'), minutesLater: -5 })],
      use: use({ ...laptop, action: 'iam:UpdateLoginProfile', ...named('admin') }),
      expect: { bits: [4, 5] },
    },
    {
      name: 'on its fourth day somebody makes a new administrator, with a key',
      history: workdays(3, laptop),
      earlier: [
        use({ ...laptop, ...makeUser }),
        use({ ...laptop, action: 'iam:AttachUserPolicy', ...everything, minutesLater: -6 }),
      ],
      use: use({ ...laptop, action: 'iam:CreateAccessKey', ...named('support2') }),
      expect: { bits: [5, 8], authority: 'pin' },
    },
    {
      name: 'a plan from another line of a person’s provider, by a program that the person never used',
      history: days(30, { ...mia, from: home, by: 'Mozilla/5.0' }),
      earlier: [makeUser, makeAdmin, stopTrail].map((doing) => use({ ...mia, ...doing, from: nextDoor })),
      use: use({ ...mia, action: 'ec2:ModifySnapshotAttribute', from: nextDoor }),
      expect: { bits: [5, 8], authority: 'pin' },
    },
    {
      name: 'an account outside is let in to a role, which is then given everything',
      history: days(30, mia),
      earlier: [use({ ...mia, action: 'iam:UpdateAssumeRolePolicy', ...lettingIn, minutesLater: -1 })],
      use: use({ ...mia, action: 'iam:AttachRolePolicy', ...everything }),
      expect: { bits: [6, 8], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'a role is made for an account outside by whoever makes roles every day, and is then given everything',
      history: [
        ...days(20, { ...pipeline, action: 'iam:CreateRole', ...named('service') }),
        ...days(20, { ...pipeline, action: 'iam:AttachRolePolicy', ...named('service') }),
      ],
      earlier: [use({ ...pipeline, action: 'iam:CreateRole', ...lettingIn, minutesLater: -1 })],
      use: use({ ...pipeline, action: 'iam:AttachRolePolicy', ...everything }),
      expect: { bits: [6, 6], says: ['outside', 'support2', 'full access'], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'a program looks for functions and roles, and then makes a function that anybody may call',
      history: days(30),
      earlier: [
        use({ action: 'lambda:ListFunctions', minutesLater: -5 }),
        use({ action: 'iam:ListRoles', minutesLater: -4 }),
        use({ action: 'lambda:CreateFunction', ...on('sync'), minutesLater: -3 }),
        use({ action: 'lambda:AddPermission', ...on('sync'), minutesLater: -2 }),
      ],
      use: use({ action: 'lambda:CreateFunctionUrlConfig', ...on('sync') }),
      expect: { bits: [5, 8], says: ['3 grave calls', '2 kinds'], authority: 'pin' },
    },
  ],
  silent: [
    { name: 'one grave call alone is an errand', history: days(30), use: use(makeUser), expect: null },
    { name: 'it reads an object', history: days(30), earlier: [use(makeUser)], use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'a job that its owner declared to empty the sandbox deletes one thing after another',
      history: days(30),
      declared: expects({ actions: ['*:Delete*', 'ec2:Terminate*'] }),
      earlier: ['rds:DeleteDBInstance', 'iam:DeleteUser', 'logs:DeleteLogGroup'].map((action, n) =>
        use({ action, minutesLater: n - 9 }),
      ),
      use: use({ action: 'ec2:TerminateInstances' }),
      expect: null,
    },
    ...(['SecurityAudit', 'job-function/ViewOnlyAccess'] as const).map((policy) => ({
      name: `a role for a vendor is made, and may look: ${policy} is part of letting it in`,
      history: workdays(30, { ...laptop, from: home }),
      earlier: [use({ ...laptop, action: 'iam:CreateRole', ...forVendor, from: home, minutesLater: -1 })],
      use: use({ ...laptop, action: 'iam:AttachRolePolicy', ...aws(policy), from: home }),
      expect: null,
    })),
    ...[
      {
        name: 'another bot of the account has welcomed people for weeks',
        neighbours: days(30, { action: 'iam:AttachUserPolicy' }),
      },
      { name: 'its owner says that it does', declared: expects({ actions: ['iam:*User*', 's3:*'] }) },
      { name: 'its owner says that it works in IAM', declared: expects({ services: ['iam', 's3'] }) },
      { name: 'it is driven from an office', from: office },
    ].map(({ name, from = awsIreland, ...why }) => ({
      ...why,
      name: `a job makes a user with a key and rights, where ${name}`,
      history: days(30, { from }),
      earlier: [
        use({ ...makeUser, from }),
        use({ action: 'iam:CreateAccessKey', ...named('support2'), minutesLater: -5, from }),
      ],
      use: use({ action: 'iam:AttachUserPolicy', ...own('operations'), from }),
      expect: { bits: [4, 6], authority: 'corroborate' } as const,
    })),
    {
      name: 'a job makes a user with a key and a password, as another bot of the account does for weeks',
      history: days(30),
      neighbours: ['iam:CreateAccessKey', 'iam:CreateLoginProfile'].flatMap((action) => days(30, { action })),
      earlier: [use(makeUser), use({ action: 'iam:CreateAccessKey', ...named('support2'), minutesLater: -5 })],
      use: use({ action: 'iam:CreateLoginProfile', ...named('support2') }),
      expect: { bits: [1, 6], authority: 'corroborate' },
    },
    {
      name: 'a job makes its first sender of mail, who may do nothing else',
      history: days(30),
      earlier: [use(makeUser), use({ action: 'iam:PutUserPolicy', ...sending, minutesLater: -5 })],
      use: use({ action: 'iam:CreateAccessKey', ...named('support2') }),
      expect: { bits: [4, 6], authority: 'corroborate' },
    },
    {
      name: 'what lists users day by day makes one, with a key and a policy',
      history: [...days(30), ...days(30, { action: 'iam:ListUsers' })],
      earlier: [use(makeUser), use({ action: 'iam:CreateAccessKey', ...named('support2'), minutesLater: -5 })],
      use: use({ action: 'iam:AttachUserPolicy', ...own('operations') }),
      expect: { bits: [4, 6], authority: 'corroborate' },
    },
    {
      name: 'Terraform does, which builds',
      history: days(30, { by: terraform }),
      earlier: [
        use({ ...makeUser, by: terraform }),
        use({ action: 'iam:CreateAccessKey', ...named('support2'), minutesLater: -5, by: terraform }),
      ],
      use: use({ action: 'iam:AttachUserPolicy', ...own('operations'), by: terraform }),
      expect: { bits: [4, 6], authority: 'corroborate' },
    },
    {
      name: 'a user, a key and a secret from elsewhere, and no rights: told, and no reason by itself',
      history: days(30),
      earlier: [
        use({ ...makeUser, ...elsewhere }),
        use({ action: 'iam:CreateAccessKey', ...named('support2'), minutesLater: -5, ...elsewhere }),
      ],
      use: use({ action: 'secretsmanager:GetSecretValue', ...on('prod/db'), ...elsewhere }),
      expect: { bits: [5, 8], says: ['3 grave calls', '2 kinds'], authority: 'corroborate' },
    },
    {
      name: 'a deploy script looks whether its function is there, and makes it with an address',
      history: days(30),
      earlier: [
        use({ action: 'lambda:ListFunctions', minutesLater: -5 }),
        use({ action: 'lambda:CreateFunction', ...on('sync'), minutesLater: -3 }),
        use({ action: 'lambda:AddPermission', ...on('sync'), minutesLater: -2 }),
      ],
      use: use({ action: 'lambda:CreateFunctionUrlConfig', ...on('sync') }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'a pipeline that makes roles for one partner every day, and gives them everything',
      history: [
        ...days(20, { ...pipeline, action: 'iam:CreateRole', ...lettingIn }),
        ...days(20, { ...pipeline, action: 'iam:AttachRolePolicy', ...everything }),
      ],
      earlier: [use({ ...pipeline, action: 'iam:CreateRole', ...lettingIn, minutesLater: -1 })],
      use: use({ ...pipeline, action: 'iam:AttachRolePolicy', ...everything }),
      expect: null,
    },
    {
      name: 'a trail of one’s own is set up, with a bucket and a key for it: its selectors are no grave call more',
      history: days(30, mia),
      earlier: [
        use({ ...mia, action: 's3:PutBucketPolicy', minutesLater: -6, ...on('own-trail-logs') }),
        use({ ...mia, action: 'kms:PutKeyPolicy', minutesLater: -4, ...on('k') }),
        use({ ...mia, action: 'cloudtrail:CreateTrail', minutesLater: -2, ...on('own-trail') }),
      ],
      use: use({ ...mia, action: 'cloudtrail:PutEventSelectors', ...on('own-trail') }),
      expect: null,
    },
    {
      name: 'a deploy script takes up Terraform where it always ran',
      history: days(30),
      earlier: [makeUser, makeAdmin, stopTrail].map((doing) => use({ ...doing, by: terraform })),
      use: use({ action: 'ec2:ModifySnapshotAttribute', by: terraform }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'an account of the house is let in to a role, which is then given everything',
      history: days(30, mia),
      earlier: [use({ ...mia, action: 'iam:UpdateAssumeRolePolicy', ...lettingIn, minutesLater: -1 })],
      knownAccounts: ['999988887777'],
      use: use({ ...mia, action: 'iam:AttachRolePolicy', ...everything }),
      expect: { bits: [1, 4], authority: 'corroborate' },
    },
    {
      name: 'a partner is let in to a role, and another role is given everything',
      history: days(30, mia),
      earlier: [use({ ...mia, action: 'iam:UpdateAssumeRolePolicy', ...lettingIn, minutesLater: -1 })],
      use: use({
        ...mia,
        action: 'iam:AttachRolePolicy',
        target: { ...everything.target, principalName: 'deploy' as Untrusted },
      }),
      expect: { bits: [1, 4], authority: 'corroborate' },
    },
    {
      name: 'a person who did all in the browser takes up the command line, on their own line',
      history: days(30, { ...mia, from: office, by: 'Mozilla/5.0' }),
      earlier: [makeUser, makeAdmin, stopTrail].map((doing) => use({ ...mia, ...doing, from: office })),
      use: use({ ...mia, action: 'ec2:ModifySnapshotAttribute', from: office }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'a person at their own desk builds with a tool that they take up for it',
      history: days(30, mia),
      earlier: [makeUser, makeAdmin, stopTrail].map((doing) => use({ ...mia, ...doing, by: terraform })),
      use: use({ ...mia, action: 'ec2:ModifySnapshotAttribute', by: terraform }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'a deploy script brings its first function with an address: it was told what there is, and looks for nothing',
      history: days(30),
      earlier: [
        use({ action: 'lambda:CreateFunction', ...on('sync'), minutesLater: -3 }),
        use({ action: 'lambda:AddPermission', ...on('sync'), minutesLater: -2 }),
      ],
      use: use({ action: 'lambda:CreateFunctionUrlConfig', ...on('sync') }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'who builds for a living looks before it builds',
      history: days(30, pipeline),
      earlier: [
        use({ ...pipeline, action: 'lambda:ListFunctions', minutesLater: -5 }),
        use({ ...pipeline, action: 'iam:ListRoles', minutesLater: -4 }),
        use({ ...pipeline, action: 'lambda:CreateFunction', ...on('sync'), minutesLater: -3 }),
        use({ ...pipeline, action: 'lambda:AddPermission', ...on('sync'), minutesLater: -2 }),
      ],
      use: use({ ...pipeline, action: 'lambda:CreateFunctionUrlConfig', ...on('sync') }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'the console’s user for a long-term key of Bedrock’s',
      history: workdays(30, laptop),
      earlier: [
        use({ ...laptop, action: 'iam:CreateUser', ...named(bedrockUser), minutesLater: -2 }),
        use({ ...laptop, action: 'iam:AttachUserPolicy', ...limited, minutesLater: -1 }),
      ],
      use: use({ ...laptop, action: 'iam:CreateServiceSpecificCredential', ...named(bedrockUser) }),
      expect: { bits: [1, 2], authority: 'corroborate' },
    },
    {
      name: 'a new colleague gets a user, a key and a password from one who settled in long ago',
      history: workdays(30, laptop),
      earlier: [
        use({ ...laptop, ...makeUser }),
        use({ ...laptop, action: 'iam:CreateAccessKey', ...named('support2'), minutesLater: -5 }),
      ],
      use: use({ ...laptop, action: 'iam:CreateLoginProfile', ...named('support2') }),
      expect: { bits: [2, 4], authority: 'corroborate' },
    },
    {
      name: 'an account is set up by its first administrator, who makes the next',
      earlier: [
        use({ ...laptop, ...makeUser }),
        use({ ...laptop, action: 'iam:AttachUserPolicy', ...everything, minutesLater: -6 }),
      ],
      use: use({ ...laptop, action: 'iam:CreateAccessKey', ...named('support2') }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'on its fourth day somebody makes a user for a partner’s tool, with a key and a narrow policy',
      history: workdays(3, laptop),
      earlier: [use({ ...laptop, ...makeUser }), use({ ...laptop, ...makeAdmin })],
      use: use({ ...laptop, action: 'iam:CreateAccessKey', ...named('support2') }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'a pipeline that rewrites everything, at its own place and with its own program: bears witness, but not alone',
      history: days(30, pipeline),
      earlier: [makeUser, makeAdmin, stopTrail].map((doing) => use({ ...pipeline, ...doing })),
      use: use({ ...pipeline, action: 'ec2:ModifySnapshotAttribute' }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'a pipeline that does all of it every day',
      history: [makeUser, makeAdmin, stopTrail].flatMap((doing) => days(20, { ...pipeline, ...doing })),
      earlier: [makeUser, makeAdmin].map((doing) => use({ ...pipeline, ...doing })),
      use: use({ ...pipeline, ...stopTrail }),
      expect: null,
    },
    {
      name: 'a person replaces their own key: make, switch off, delete',
      history: workdays(30, laptop),
      earlier: [use({ ...laptop, action: 'iam:CreateAccessKey', ...named('backup'), minutesLater: -5 })],
      use: use({ ...laptop, action: 'iam:UpdateAccessKey', ...named('backup') }),
      expect: null,
    },
    {
      name: 'the same calls, spread over a day',
      history: days(30),
      earlier: [use({ ...makeUser, minutesLater: -400 }), use({ ...makeAdmin, minutesLater: -200 })],
      use: use({ ...stopTrail, minutesLater: 0 }),
      expect: null,
    },
  ],
};
