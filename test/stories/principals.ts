import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import fc from 'fast-check';
import type { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { AccountState } from '../../simulator/aws/state/account.ts';
import { account } from '../core/plan/decisions.ts';

/** A user or role as somebody may have set it up, without looking. */
export interface Setup {
  readonly kind: 'user' | 'role';
  readonly path: string;
  readonly inline: readonly (readonly [name: string, document: string])[];
  readonly attached: readonly string[];
  readonly boundary: string | null;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly keys: readonly ('Active' | 'Inactive')[];
}

const policyText = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
const allowAll = policyText({ Effect: 'Allow', Action: '*', Resource: '*' });
export const trust = policyText({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' });

/** Fits beside almost anything. */
export const short = policyText({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' });

/** The case of every decision here is 1f2e: most of these names nearly are that of a measure, and one is. */
const policyNames = [
  'work',
  'Rescind-Pin-1f2',
  'Rescind-Pin-1f2e0',
  'Rescind-Pin-1f2e.old',
  'Rescind-Quarantine-1f2f',
  'Rescind-Revoke-1f2',
  'Rescind-Revoke-1f2e-2',
  'Rescind-Quarantine-1f2e',
];
const documents = [
  allowAll,
  '{ "Version" : "2012-10-17",\n  "Statement" : { "Effect" : "Allow", "Action" : "s3:*", "Resource" : "*" } }',
  policyText([{ Sid: 'x', Effect: 'Deny', Action: ['s3:*'], Resource: '*' }]),
  policyText({ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${'b'.repeat(1_500)}/*` }),
];
const managed = ['AdministratorAccess', 'ReadOnlyAccess'].map((name) => `arn:aws:iam::aws:policy/${name}`);

export const setups: fc.Arbitrary<Setup> = fc.record({
  kind: fc.constantFrom('user', 'role'),
  path: fc.constantFrom('/', '/ci/', '/teams/data/'),
  inline: fc.uniqueArray(fc.tuple(fc.constantFrom(...policyNames), fc.constantFrom(...documents)), {
    selector: ([name]) => name,
    maxLength: 4,
  }),
  attached: fc.uniqueArray(fc.constantFrom(...managed), { maxLength: 2 }),
  boundary: fc.constantFrom(null, ...managed),
  tags: fc.uniqueArray(
    fc.record({ Key: fc.constantFrom('owner', 'team', 'rescind'), Value: fc.constantFrom('', 'a b') }),
    {
      selector: ({ Key }) => Key,
    },
  ),
  keys: fc.array(fc.constantFrom('Active', 'Inactive'), { minLength: 1, maxLength: 2 }),
});

/** Makes the principal, under the same name whatever its kind; answers with its ARN and its keys. */
export async function settle(iam: IAMClient, setup: Setup, name: string): Promise<{ arn: string; keys: string[] }> {
  const Tags = setup.tags.map((tag) => ({ ...tag }));
  const arn =
    setup.kind === 'user'
      ? (await iam.send(new CreateUserCommand({ UserName: name, Path: setup.path, Tags }))).User?.Arn
      : (
          await iam.send(
            new CreateRoleCommand({ RoleName: name, Path: setup.path, Tags, AssumeRolePolicyDocument: trust }),
          )
        ).Role?.Arn;
  for (const [PolicyName, PolicyDocument] of fitting(setup))
    await putInline(iam, setup.kind, name, PolicyName, PolicyDocument);
  for (const PolicyArn of setup.attached) {
    if (setup.kind === 'user') await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
    else await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
  }
  if (setup.boundary !== null) {
    const PermissionsBoundary = setup.boundary;
    if (setup.kind === 'user')
      await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: name, PermissionsBoundary }));
    else await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary }));
  }
  return { arn: arn ?? '', keys: setup.kind === 'user' ? await makeKeys(iam, setup, name) : [] };
}

/** A user has room for one long policy only. */
function fitting({ kind, inline }: Setup): Setup['inline'] {
  let room = kind === 'user' ? 2_048 : 10_240;
  return inline.filter(([, document]) => {
    room -= document.length;
    return room >= 0;
  });
}

export async function putInline(
  iam: IAMClient,
  kind: Setup['kind'],
  name: string,
  PolicyName: string,
  PolicyDocument: string,
): Promise<void> {
  if (kind === 'user') await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName, PolicyDocument }));
  else await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName, PolicyDocument }));
}

async function makeKeys(iam: IAMClient, setup: Setup, UserName: string): Promise<string[]> {
  const keys: string[] = [];
  for (const Status of setup.keys) {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const AccessKeyId = AccessKey?.AccessKeyId ?? '';
    if (Status === 'Inactive') await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status }));
    keys.push(AccessKeyId);
  }
  return keys;
}

/** Everything the account holds, but for when the administrator's key, by which all of this is done, was last used. */
export function wholeAccount(aws: SimulatedAws): AccountState {
  const state = structuredClone(aws.account(account).state.latest);
  for (const key of state.users.get('administrator')?.keys ?? []) key.lastUsed = null;
  state.inventory.accessed.clear();
  return state;
}
