import {
  type OrganizationsClient,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListTagsForResource,
} from '@aws-sdk/client-organizations';
import type { Tag } from '../../../core/intake/account/account-inventory.ts';
import { arnPart } from '../../../core/intake/fields.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { tagsOf } from './tags-of.ts';

export interface MemberAccount {
  readonly id: AccountId;
  readonly name: string;
  /** A closed or suspended account answers nobody. */
  readonly isActive: boolean;
  /** The one that no service control policy binds. */
  readonly isManagement: boolean;
}

/** All accounts of the caller's organisation, by id. */
export async function memberAccounts(client: OrganizationsClient): Promise<readonly MemberAccount[]> {
  const found: MemberAccount[] = [];
  for await (const page of paginateListAccounts({ client }, {})) {
    for (const { Id = '', Arn = '', Name = '', State, Status } of page.Accounts ?? []) {
      // The account that an account's ARN is under is the management account.
      const isManagement = arnPart(Arn, 4) === Id;
      found.push({ id: Id as AccountId, name: Name, isActive: (State ?? Status) === 'ACTIVE', isManagement });
    }
  }
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Ids of all accounts below an organisational unit, those of the units in it included. */
export async function accountsUnder(ParentId: string, client: OrganizationsClient): Promise<readonly AccountId[]> {
  const found: AccountId[] = [];
  for await (const { Accounts = [] } of paginateListAccountsForParent({ client }, { ParentId })) {
    found.push(...Accounts.map(({ Id = '' }) => Id as AccountId));
  }
  for await (const { OrganizationalUnits = [] } of paginateListOrganizationalUnitsForParent({ client }, { ParentId })) {
    for (const { Id = '' } of OrganizationalUnits) found.push(...(await accountsUnder(Id, client)));
  }
  return found;
}

export async function accountTags(client: OrganizationsClient, ResourceId: AccountId): Promise<readonly Tag[]> {
  const found: Tag[] = [];
  for await (const page of paginateListTagsForResource({ client }, { ResourceId })) {
    found.push(...tagsOf(page.Tags));
  }
  return found;
}
