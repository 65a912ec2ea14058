import {
  DescribePolicyCommand,
  ListParentsCommand,
  type OrganizationsClient,
  paginateListPoliciesForTarget,
} from '@aws-sdk/client-organizations';
import type { AccountId } from '../../../core/model/brand.ts';

/** Service control policies bind an account's principals, resource control policies what others may do with its resources. */
export type ControlKind = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** The texts of an account's control policies, one list for each level above an account and its own: every level must allow. */
export type ControlsOf = (accountId: AccountId) => Promise<readonly (readonly string[])[]>;

/**
 * Reads them from the account up to the root. What several accounts have in common is asked once. They never bind the
 * management account, so that nobody need ask about it. Throws where Organizations would not tell.
 */
export function controlPolicies(organizations: OrganizationsClient, kind: ControlKind): ControlsOf {
  const known = new Map<string, Promise<unknown>>();
  function once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const asked = (known.get(key) as Promise<T> | undefined) ?? ask();
    known.set(key, asked);
    // fails toward: asking again for the next account
    asked.catch(() => known.delete(key));
    return asked;
  }

  const textOf = (PolicyId: string) =>
    once(`policy ${PolicyId}`, async () => {
      const { Policy } = await organizations.send(new DescribePolicyCommand({ PolicyId }));
      return Policy?.Content ?? '';
    });

  const textsOf = (TargetId: string) =>
    once(`target ${TargetId}`, async () => {
      const texts: string[] = [];
      const asked = { TargetId, Filter: kind } as const;
      for await (const { Policies = [] } of paginateListPoliciesForTarget({ client: organizations }, asked)) {
        for (const { Id = '' } of Policies) texts.push(await textOf(Id));
      }
      return texts;
    });

  const parentOf = (ChildId: string) =>
    once(`parent of ${ChildId}`, async () => {
      const { Parents = [] } = await organizations.send(new ListParentsCommand({ ChildId }));
      return Parents[0]?.Id ?? null;
    });

  return async (accountId) => {
    const levels: (readonly string[])[] = [];
    for (let target: string | null = accountId; target !== null; ) {
      const texts = await textsOf(target);
      levels.unshift(texts);
      // A root has no parent to ask for.
      target = target.startsWith('r-') ? null : await parentOf(target);
    }
    return levels;
  };
}
