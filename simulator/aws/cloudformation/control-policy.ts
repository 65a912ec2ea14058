import { AwsError } from '../aws-error.ts';
import type { Account, World } from '../state/world.ts';
import { type Craft, type Site, textOf } from './crafts.ts';

const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';

/** A service control policy: on all accounts below its targets, but never on the management account. */
export const controlPolicy: Craft = {
  make({ ref, properties }, site) {
    mustWritePolicies(site);
    attach(properties, site.world);
    return ref;
  },
  change({ properties }, held, { world }) {
    detach(held.properties, world);
    attach(properties, world);
  },
  remove: ({ properties }, { world }) => detach(properties, world),
};

function mustWritePolicies({ world: { organization }, account }: Site): void {
  const mayWrite =
    account.id === organization?.managementAccountId || organization?.policyWriters.has(account.id) === true;
  if (!mayWrite)
    throw new AwsError('AccessDeniedException', 400, "You don't have permissions to access this resource.");
}

type Properties = Readonly<Record<string, unknown>>;

function attach({ Content, TargetIds = [] }: Properties, world: World): void {
  for (const [{ serviceControlPolicies: levels }, depth] of placesOf(TargetIds as string[], world)) {
    while (levels.length <= depth) levels.push([everything]);
    levels[depth]?.push(textOf(Content));
  }
}

function detach({ Content, TargetIds = [] }: Properties, world: World): void {
  for (const [{ serviceControlPolicies: levels }, depth] of placesOf(TargetIds as string[], world)) {
    levels[depth] = levels[depth]?.filter((text) => text !== textOf(Content)) ?? [];
  }
}

/** Each account below each target, and on which of its levels that is, from the root down. */
function placesOf(targets: readonly string[], { accounts, organization }: World): [Account, number][] {
  if (organization === null) return [];
  return [...accounts.values()].flatMap((account): [Account, number][] => {
    if (account.id === organization.managementAccountId) return [];
    const path = [organization.rootId, ...(account.parentId.startsWith('ou-') ? [account.parentId] : []), account.id];
    return targets.flatMap((target): [Account, number][] => {
      return path.includes(target) ? [[account, path.indexOf(target)]] : [];
    });
  });
}
