import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberRoles } from '../../contract/permissions.ts';
import { sealName, sealPath } from '../../contract/seal.ts';
import { MemberGlobalStack } from '../../lib/member-stack.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import { resolveTemplate } from '../cloud/template.ts';
import { account, now } from '../core/plan/decisions.ts';
import { unchecked } from '../unchecked.ts';
import { leanApp } from './lean-app.ts';

const inspector = 'arn:aws:iam::999999999999:role/Security';
const responder = 'arn:aws:iam::999999999999:role/rescind-respond';
const seal = `arn:aws:iam::${account}:policy${sealPath}${sealName}`;
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const [victim, role] = [`arn:aws:iam::${account}:user/bot`, `arn:aws:iam::${account}:role/Worker`];
const own = Object.values(memberRoles).map((name) => `arn:aws:iam::${account}:role/${name}`);
const secret = `arn:aws:secretsmanager:us-east-1:${account}:secret:keys/bot-abc123`;
const from = { ip: '198.51.100.7' };

let out: string;
let aws: SimulatedAws;
const keys = new Map<string, string>();

/** The roles of a member account as they are synthesized, in a simulated account; nobody is assumed to mean well. */
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'rescind-roles-'));
  const app = leanApp(join(out, 'cdk.out'));
  const stack = new MemberGlobalStack(app, 'Member', { inspectorArn: inspector, inlineDenies: true });
  const parameters = {
    ResponderArn: responder,
    SweeperArn: inspector,
    HeartbeatArn: inspector,
    OrganizationId: 'o-abcdefghij',
    HubArn: 'arn:aws:events:x:1:event-bus/h',
  };
  const text = JSON.stringify(unchecked(() => Template.fromStack(stack)).toJSON());
  const resources = resolveTemplate(text, { accountId: account, region: 'us-east-1', parameters });
  aws = new SimulatedAws({ clock: { now: () => now }, accounts: [{ id: account }] });
  const { latest } = aws.account(account).state;
  for (const { type, arn, properties } of resources) {
    if (type !== 'AWS::IAM::ManagedPolicy') continue;
    const { ManagedPolicyName: name, Path: path } = properties as Record<string, string>;
    const document = JSON.stringify(properties.PolicyDocument);
    const id = aws.world.ids.unique('ANPA');
    latest.policies.set(arn, { name: name ?? '', path: path ?? '/', id, arn, createdAt: now, document });
  }
  for (const { type, ref, arn, properties } of resources) {
    if (type !== 'AWS::IAM::Role') continue;
    latest.roles.set(ref, {
      ...{ kind: 'role', name: ref, path: '/', arn, id: aws.world.ids.unique('AROA'), createdAt: now, tags: [] },
      ...{ inline: new Map(), attached: [], maxSessionSeconds: 3_600, lastUsed: null },
      boundary: (properties.PermissionsBoundary as string | undefined) ?? null,
      trust: JSON.stringify(properties.AssumeRolePolicyDocument),
    });
  }
  for (const { type, properties } of resources) {
    if (type !== 'AWS::IAM::Policy') continue;
    const { Roles, PolicyName, PolicyDocument } = properties as Record<string, unknown> & { Roles: string[] };
    for (const name of Roles) latest.roles.get(name)?.inline.set(String(PolicyName), JSON.stringify(PolicyDocument));
  }
  for (const [name, roleName] of Object.entries(memberRoles)) {
    keys.set(name, aws.giveSession({ accountId: account, roleName, sessionName: 'thief' }).accessKeyId);
  }
});
afterAll(() => rmSync(out, { recursive: true }));

type Deed = readonly [action: string, resource: string, context?: Readonly<Record<string, string>>];

function may(name: string, [action, resource, context = {}]: Deed): boolean {
  return aws.attempt({ accessKeyId: keys.get(name) ?? '', action, resource, from, context }).allowed;
}

/** What would give whoever holds a role more than it has, or take the fetters off. */
const escalations: readonly Deed[] = [
  ['iam:AttachUserPolicy', victim, { 'iam:PolicyARN': administrator }],
  ['iam:AttachRolePolicy', role, { 'iam:PolicyARN': administrator }],
  ['iam:DetachUserPolicy', victim, { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' }],
  ['iam:AttachRolePolicy', role, { 'iam:PolicyARN': `arn:aws:iam::${account}:policy/rescind/SealX` }],
  ['iam:CreateAccessKey', victim],
  ['iam:CreateLoginProfile', victim],
  ['iam:CreateUser', `arn:aws:iam::${account}:user/new`],
  ['iam:CreateRole', `arn:aws:iam::${account}:role/new`],
  ['iam:CreatePolicy', `arn:aws:iam::${account}:policy/new`],
  ['iam:CreatePolicyVersion', seal],
  ['iam:SetDefaultPolicyVersion', seal],
  ['iam:DeletePolicy', seal],
  ['iam:DeletePolicyVersion', seal],
  ['iam:AddUserToGroup', `arn:aws:iam::${account}:group/admins`],
  ['iam:PutUserPermissionsBoundary', victim],
  ['iam:DeleteUserPermissionsBoundary', victim],
  ['iam:DeleteRolePermissionsBoundary', role],
  ['iam:PassRole', role],
  ['iam:PutGroupPolicy', `arn:aws:iam::${account}:group/admins`],
  ['iam:CreateServiceSpecificCredential', victim],
  ['iam:TagUser', victim],
  ['sts:AssumeRole', role],
  ['sts:GetFederationToken', `arn:aws:sts::${account}:federated-user/x`],
  ['secretsmanager:GetSecretValue', secret],
  ['secretsmanager:PutSecretValue', secret],
  ['secretsmanager:PutResourcePolicy', secret],
  [
    'secretsmanager:RotateSecret',
    secret,
    { 'secretsmanager:RotationLambdaARN': `arn:aws:lambda:us-east-1:${account}:function:theirs` },
  ],
  ['secretsmanager:RotateSecret', secret, { 'secretsmanager:ExternalSecretRotationRoleArn': role }],
  ['lambda:UpdateFunctionCode', `arn:aws:lambda:us-east-1:${account}:function:rotate`],
  ['lambda:InvokeFunction', `arn:aws:lambda:us-east-1:${account}:function:rotate`],
  ['cloudtrail:StopLogging', `arn:aws:cloudtrail:us-east-1:${account}:trail/all`],
];

/** Writing an inline policy, or whom a role trusts, is granting, as far as IAM can tell. */
const inlineWrites: readonly Deed[] = [
  ['iam:PutUserPolicy', victim],
  ['iam:PutRolePolicy', role],
  ['iam:UpdateAssumeRolePolicy', role],
];

describe.each(['contain', 'rotate', 'inspect', 'forward'])('whoever takes over the role to %s', (name) => {
  it.each([...escalations, ...inlineWrites].map((deed) => [deed[0], deed] as const))(
    'gains nothing by %s',
    (_, deed) => {
      expect(may(name, deed)).toBe(false);
    },
  );
});

describe('whoever takes over the role to scope', () => {
  it('can write policies of users and roles and whom they trust, which is why it can be left out', () => {
    expect(inlineWrites.map((deed) => may('scope', deed))).toEqual([true, true, true]);
  });

  it.each(escalations.map((deed) => [deed[0], deed] as const))('gains nothing by %s', (_, deed) => {
    expect(may('scope', deed)).toBe(false);
  });

  it.each(escalations.map((deed) => [deed[0], deed] as const))(
    'gains nothing by %s, even where somebody has given it everything',
    (_, deed) => {
      const scope = aws.account(account).state.latest.roles.get(memberRoles.scope);
      scope?.inline.set('more', JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }));
      const gained = [may('scope', deed), may('scope', ['iam:PutRolePolicy', own[0] ?? ''])];
      scope?.inline.delete('more');
      expect(gained).toEqual([false, false]);
      expect(may('scope', ['iam:PutRolePolicy', role])).toBe(true);
    },
  );

  it('cannot give our own roles, or those of AWS, anything', () => {
    const aws = ['aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0', 'aws-service-role/x.amazonaws.com/X'];
    const kept = [...own, ...aws.map((path) => `arn:aws:iam::${account}:role/${path}`)];
    expect(kept.filter((arn) => may('scope', ['iam:PutRolePolicy', arn]))).toEqual([]);
  });
});

describe('each role can do what it is for', () => {
  it.each([
    ['contain', 'iam:UpdateAccessKey', victim, {}],
    ['contain', 'iam:AttachUserPolicy', victim, { 'iam:PolicyARN': seal }],
    ['contain', 'iam:DetachRolePolicy', role, { 'iam:PolicyARN': seal }],
    ['contain', 'iam:GetPolicy', seal, {}],
    ['scope', 'iam:DeleteRolePolicy', role, {}],
    ['rotate', 'secretsmanager:RotateSecret', secret, {}],
    ['inspect', 'iam:GetAccountAuthorizationDetails', '*', {}],
  ] as const)('%s: %s', (name, action, resource, context) => {
    expect(may(name, [action, resource, context])).toBe(true);
  });
});
