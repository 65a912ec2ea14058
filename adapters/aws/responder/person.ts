import { GetUserIdCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import {
  DescribePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  ListInstancesCommand,
  paginateListPermissionSets,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { AccountId, Arn, Region } from '../../../core/model/brand.ts';
import type { PersonAccess } from '../../../core/plan/measures/permission-set-deny.ts';
import type { ClientsOptions } from '../clients.ts';
import { orNull } from '../errors.ts';

/** Whose session it is, as far as a record tells. */
export interface PersonAsked {
  readonly permissionSet: string;
  /** The user name in the identity store, which is the session's name. */
  readonly userName: string;
  /** The id, where the record shows it: a name may have been given to somebody else since. */
  readonly userId: string | null;
}

/** What the SDK finds by itself, and the Region that Identity Center is in. */
export type PersonOptions = NonNullable<ClientsOptions['sdk']>;

/** Null where this account and Region know no such permission set or person. */
export async function readPerson(
  sdk: PersonOptions,
  administratorId: AccountId,
  { permissionSet, userName, userId }: PersonAsked,
): Promise<PersonAccess | null> {
  const [sso, store] = [new SSOAdminClient(sdk), new IdentitystoreClient(sdk)];
  const { Instances } = await sso.send(new ListInstancesCommand({}));
  for (const { InstanceArn, IdentityStoreId } of Instances ?? []) {
    if (InstanceArn === undefined || IdentityStoreId === undefined) continue;
    const PermissionSetArn = await permissionSetCalled(sso, InstanceArn, permissionSet);
    if (PermissionSetArn === null) continue;
    const person = userId ?? (await idOf(store, IdentityStoreId, userName));
    if (person === null) return null;
    const { InlinePolicy } = await sso.send(
      new GetInlinePolicyForPermissionSetCommand({ InstanceArn, PermissionSetArn }),
    );
    return {
      administratorId,
      region: (await sso.config.region()) as Region,
      instanceArn: InstanceArn as Arn,
      permissionSetArn: PermissionSetArn as Arn,
      permissionSet,
      userId: person,
      policy: InlinePolicy === undefined || InlinePolicy === '' ? null : InlinePolicy,
    };
  }
  return null;
}

async function permissionSetCalled(client: SSOAdminClient, InstanceArn: string, name: string): Promise<string | null> {
  for await (const { PermissionSets } of paginateListPermissionSets({ client }, { InstanceArn })) {
    for (const PermissionSetArn of PermissionSets ?? []) {
      const { PermissionSet } = await client.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }));
      if (PermissionSet?.Name === name) return PermissionSetArn;
    }
  }
  return null;
}

async function idOf(store: IdentitystoreClient, IdentityStoreId: string, name: string): Promise<string | null> {
  const AlternateIdentifier = { UniqueAttribute: { AttributePath: 'userName', AttributeValue: name } };
  return (await orNull(store.send(new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier }))))?.UserId ?? null;
}
