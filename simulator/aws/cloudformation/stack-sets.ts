import { AwsError, validationError } from '../aws-error.ts';
import type { StackResource } from '../state/deployed.ts';
import { isStackSetAdministrator } from '../state/organization-roles.ts';
import { type Account, accountOf, type World } from '../state/world.ts';
import { inOrder, ownCrafts, provisioner, type Site } from './crafts.ts';
import { resolveTemplate } from './template.ts';

const { make, remove } = provisioner(ownCrafts);

/** The largest template that a stack set takes as text, in bytes. */
const largest = 51_200;

interface Group {
  readonly Regions: readonly string[];
  readonly DeploymentTargets: {
    readonly OrganizationalUnitIds: readonly string[];
    readonly Accounts?: readonly string[];
    readonly AccountFilterType?: string;
  };
}

type Properties = Readonly<Record<string, unknown>>;

/** Puts a service-managed stack set's template into each account and Region of its targets; one that refuses is noted with its reason. */
export function spreadStackSet(properties: Properties, site: Site): void {
  const { StackSetName, TemplateBody, Parameters = [], StackInstancesGroup = [], CallAs = 'SELF' } = properties;
  const { world, account } = site;
  if (!isStackSetAdministrator(world, account.id, String(CallAs))) {
    throw validationError('You must be the management account or delegated admin account of an organization');
  }
  if (world.organization?.stackSetsTrusted !== true) {
    throw validationError('You must enable organizations access to operate a service managed stack set');
  }
  const text = String(TemplateBody);
  if (Buffer.byteLength(text) > largest)
    throw validationError(`Member must have length less than or equal to ${largest}`);
  const given = Parameters as { readonly ParameterKey: string; readonly ParameterValue: string }[];
  const parameters = Object.fromEntries(given.map((one) => [one.ParameterKey, one.ParameterValue]));
  for (const { Regions, DeploymentTargets } of StackInstancesGroup as Group[]) {
    for (const target of targetsOf(DeploymentTargets, world)) {
      for (const region of Regions) {
        const outcome = stand(text, parameters, { world, account: target, region });
        account.deployed.stackInstances.push({ set: String(StackSetName), account: target.id, region, ...outcome });
      }
    }
  }
}

/** Takes away what it put into the accounts. */
export function removeStackSet({ StackSetName }: Properties, { world, account }: Site): void {
  const { stackInstances } = account.deployed;
  for (const one of stackInstances.filter(({ set }) => set === StackSetName)) {
    const site = { world, account: accountOf(world, one.account), region: one.region };
    for (const held of inOrder(one.resources ?? []).toReversed()) remove(held, site);
    stackInstances.splice(stackInstances.indexOf(one), 1);
  }
}

/** Never the management account, whichever unit it is in. */
function targetsOf(
  { OrganizationalUnitIds, Accounts = [], AccountFilterType }: Group['DeploymentTargets'],
  world: World,
): Account[] {
  const { organization } = world;
  return [...world.accounts.values()].filter(({ id, parentId, status }) => {
    if (status !== 'ACTIVE' || id === organization?.managementAccountId) return false;
    const isBelow = OrganizationalUnitIds.some((unit) => unit === parentId || unit === organization?.rootId);
    return isBelow && !(AccountFilterType === 'DIFFERENCE' && Accounts.includes(id));
  });
}

/** All of the template or, where AWS refuses one part, nothing of it. */
function stand(text: string, parameters: Readonly<Record<string, string>>, site: Site) {
  const { account, region } = site;
  const made: StackResource[] = [];
  try {
    if (!(account.regions.get(region) ?? 'DISABLED').startsWith('ENABLED')) {
      throw validationError(`Region ${region} is not enabled in account ${account.id}`);
    }
    const { resources } = resolveTemplate(JSON.parse(text), { accountId: account.id, region, parameters });
    for (const resource of inOrder(resources)) made.push(make(resource, site));
    return { status: 'CURRENT', reason: null, resources: made };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    for (const held of made.toReversed()) remove(held, site);
    return { status: 'OUTDATED', reason: error.message, resources: [] };
  }
}
