import { accountTags, memberAccounts } from '../../adapters/aws/inventory/accounts.ts';
import { type ControlKind, controlPolicies } from '../../adapters/aws/inventory/controls.ts';
import { reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import type { Home } from '../../adapters/aws/inventory/made-by-us.ts';
import type { Sessions } from '../../adapters/aws/inventory/sessions.ts';
import type { Tag } from '../../core/intake/account/account-inventory.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { UsageError } from '../exit.ts';
import { orFault } from '../respond/aws-fault.ts';
import type { AccountLeftOut } from './account-result.ts';

export interface SweptAccount {
  readonly id: AccountId;
  readonly name: string;
}

export interface WhichAccounts {
  readonly accounts: readonly SweptAccount[];
  /** Closed and suspended accounts: nobody can be in them. */
  readonly closed: readonly AccountLeftOut[];
  /** All accounts of the organisation; null where it was not asked. */
  readonly ours: ReadonlySet<string> | null;
  /** Where a deployment of ours may stand: in any account that is one's own. */
  readonly home: Home;
  tagsOf(accountId: AccountId): Promise<readonly Tag[]>;
  /** Null where none bind it, or the organisation was not asked. */
  controlsOf(accountId: AccountId, kind: ControlKind): Promise<readonly (readonly string[])[] | null>;
}

export interface Wish {
  readonly accounts: readonly string[] | null;
  readonly organization: boolean;
  /** Of the user's AWS configuration, where one is named. */
  readonly profile?: string | undefined;
}

/** The caller's own account, the accounts named, or all of the organisation. */
export async function whichAccounts(sessions: Sessions, wish: Wish): Promise<WhichAccounts> {
  const { accountId: own, partition } = await orFault(sessions.caller(), wish.profile);
  const homeOf = (all: readonly SweptAccount[]): Home => {
    return { administrators: new Set([own, ...all.map(({ id }) => id)]), management: null, partition, region: null };
  };
  if (!wish.organization) {
    const ids = wish.accounts ?? [own];
    const accounts = ids.map((id) => ({ id: id as AccountId, name: id }));
    return {
      accounts,
      closed: [],
      ours: null,
      home: homeOf(accounts),
      tagsOf: async () => [],
      controlsOf: async () => null,
    };
  }
  const members = await listed(sessions);
  const controls = {
    SERVICE_CONTROL_POLICY: controlPolicies(sessions.organizations, 'SERVICE_CONTROL_POLICY'),
    RESOURCE_CONTROL_POLICY: controlPolicies(sessions.organizations, 'RESOURCE_CONTROL_POLICY'),
  };
  const management = members.find(({ isManagement }) => isManagement)?.id ?? null;
  return {
    accounts: members.filter(({ isActive }) => isActive),
    closed: members
      .filter(({ isActive }) => !isActive)
      .map(({ id }) => ({ accountId: id, reason: 'is closed or suspended' })),
    ours: new Set(members.map(({ id }) => id)),
    home: homeOf(members),
    tagsOf: (id) => accountTags(sessions.organizations, id),
    controlsOf: async (id, kind) => (id === management ? null : controls[kind](id)),
  };
}

async function listed(sessions: Sessions) {
  try {
    return await memberAccounts(sessions.organizations);
  } catch (error) {
    throw new UsageError(
      `The accounts of the organisation cannot be listed: ${reasonOf(error)}`,
      'Use credentials of its management account or of a delegated administrator, or name accounts with --accounts.',
    );
  }
}
