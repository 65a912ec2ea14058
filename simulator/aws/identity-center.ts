import { AwsError } from './aws-error.ts';
import { anyResource, type Call, type Operations, read, resourceIn, write } from './operation.ts';
import { optionalNumber, type Parameters, pageByToken, requiredText } from './parameters.ts';
import { parsePolicy } from './policy/document.ts';
import type { IdentityCenter, PermissionSet } from './state/beside-iam.ts';
import { accountOf, stateToChange } from './state/world.ts';

const theSet = resourceIn('PermissionSetArn');

/** Signed for as `sso`: permission sets, and what makes roles of them. */
export const identityCenterOperations: Operations = {
  ListInstances: read(anyResource, ({ state, region }) => {
    const { identityCenter } = state.beside;
    if (identityCenter === null || identityCenter.region !== region) return { Instances: [] };
    const { instanceArn, identityStoreId } = identityCenter;
    return { Instances: [{ InstanceArn: instanceArn, IdentityStoreId: identityStoreId, Status: 'ACTIVE' }] };
  }),
  ListPermissionSets: read(anyResource, (call) => ({
    PermissionSets: center(call).permissionSets.map(({ arn }) => arn),
  })),
  DescribePermissionSet: read(theSet, (call) => {
    const { arn, name } = permissionSet(call);
    return { PermissionSet: { PermissionSetArn: arn, Name: name, SessionDuration: 'PT1H' } };
  }),
  GetInlinePolicyForPermissionSet: read(theSet, (call) => ({ InlinePolicy: permissionSet(call).inlinePolicy ?? '' })),
  PutInlinePolicyToPermissionSet: write(theSet, (call) => {
    const text = requiredText(call.parameters, 'InlinePolicy');
    const document = parsePolicy(text, 'identity');
    if (!document.ok) throw new AwsError('ValidationException', 400, document.error);
    change(permissionSet(call), text);
    return undefined;
  }),
  DeleteInlinePolicyFromPermissionSet: write(theSet, (call) => {
    const set = permissionSet(call);
    if (set.inlinePolicy === null) throw notFound('The permission set has no inline policy');
    change(set, null);
    return undefined;
  }),
  ListAccountsForProvisionedPermissionSet: read(theSet, (call) => {
    const { accounts, isBehind } = permissionSet(call);
    const wanted = requiredText(call.parameters, 'ProvisioningStatus') === 'LATEST_PERMISSION_SET_NOT_PROVISIONED';
    return { AccountIds: wanted === isBehind ? accounts : [] };
  }),
  ProvisionPermissionSet: write(theSet, (call) => {
    const set = permissionSet(call);
    for (const accountId of set.accounts) provision(call, set, accountId);
    set.isBehind = false;
    return { PermissionSetProvisioningStatus: { RequestId: call.world.ids.uuid(), Status: 'IN_PROGRESS' } };
  }),
};

/** Signed for as `identitystore`: who a user's name belongs to. */
export const identityStoreOperations: Operations = {
  ListUsers: read(anyResource, (call) => {
    const { people = [] } = center(call);
    const page = pageByToken(people, call.parameters, optionalNumber(call.parameters, 'MaxResults') ?? 100);
    return {
      Users: page.items.map(({ userName, address, isEnabled }, at) => ({
        UserId: `person-${at}`,
        UserName: userName,
        Emails: [{ Value: address, Primary: true }],
        UserStatus: isEnabled ? 'ENABLED' : 'DISABLED',
      })),
      NextToken: page.next,
    };
  }),
  GetUserId: read(anyResource, (call) => {
    const { identityStoreId, users } = center(call);
    const attribute = asParameters(asParameters(call.parameters.AlternateIdentifier).UniqueAttribute);
    const id = users.get(requiredText(attribute, 'AttributeValue'));
    if (id === undefined) throw notFound('USER not found.');
    return { UserId: id, IdentityStoreId: identityStoreId };
  }),
};

function change(set: PermissionSet, policy: string | null): void {
  set.inlinePolicy = policy;
  set.isBehind = set.accounts.length > 0;
}

function asParameters(value: unknown): Parameters {
  return typeof value === 'object' && value !== null ? (value as Parameters) : {};
}

/** The role of the set in that account follows the set's policy. */
function provision({ world }: Call, { name, inlinePolicy }: PermissionSet, accountId: string): void {
  const account = accountOf(world, accountId);
  for (const role of stateToChange(world, account).roles.values()) {
    if (!role.path.startsWith('/aws-reserved/sso.amazonaws.com/')) continue;
    if (!role.name.startsWith(`AWSReservedSSO_${name}_`)) continue;
    if (inlinePolicy === null) role.inline.delete('AwsSSOInlinePolicy');
    else role.inline.set('AwsSSOInlinePolicy', inlinePolicy);
  }
}

function center({ state }: Call): IdentityCenter {
  if (state.beside.identityCenter === null) throw notFound('The instance does not exist in this account.');
  return state.beside.identityCenter;
}

function permissionSet(call: Call): PermissionSet {
  const arn = requiredText(call.parameters, 'PermissionSetArn');
  const set = center(call).permissionSets.find((one) => one.arn === arn);
  if (set === undefined) throw notFound('PermissionSet not found.');
  return set;
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 400, message);
}
