import { AwsError } from '../aws-error.ts';
import { parsePolicy } from '../policy/document.ts';
import { evaluate } from '../policy/evaluate.ts';
import type { Account, World } from '../state/world.ts';
import { type Craft, type Site, textOf } from './crafts.ts';

const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';

/** A service control policy: on all accounts below its targets, but never on the management account. */
export const controlPolicy: Craft = {
  make({ ref, properties }, site) {
    const { TargetIds = [] } = properties as { TargetIds?: string[] };
    mustBeLeft('CreatePolicy', 'policy/*', site);
    for (const target of TargetIds) mustBeLeft('AttachPolicy', target, site);
    attach(properties, site.world);
    return ref;
  },
  change({ properties }, held, { world }) {
    detach(held.properties, world);
    attach(properties, world);
  },
  remove: ({ properties }, { world }) => detach(properties, world),
};

/** Members write no policies but those that the organisation's resource policy leaves to them. */
function mustBeLeft(operation: string, on: string, { world: { organization }, account }: Site): void {
  if (organization === null || account.id === organization.managementAccountId) return;
  const { id, managementAccountId, resourcePolicy } = organization;
  const kind = on.startsWith('r-') ? 'root' : on.startsWith('ou-') ? 'ou' : 'account';
  const path = on.startsWith('policy/') ? on : `${kind}/${id}/${on}`;
  const left = resourcePolicy === null ? null : parsePolicy(resourcePolicy, 'resource');
  const own = parsePolicy(everything, 'identity');
  if (left?.ok === true && own.ok) {
    const request = {
      action: `organizations:${operation}`,
      resource: `arn:aws:organizations::${managementAccountId}:${path}`,
      principal: { accountId: account.id, arn: `arn:aws:iam::${account.id}:role/deploys`, sessionArn: null },
      context: new Map([['organizations:policytype', 'SERVICE_CONTROL_POLICY']]),
    };
    const policy = { name: 'the resource policy', document: left.value };
    const { decision } = evaluate(request, {
      identity: [{ name: 'its own', document: own.value }],
      limits: [],
      resource: { policy, accountId: managementAccountId, required: true },
    });
    if (decision === 'allowed') return;
  }
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
