import { AwsError, validationError } from '../aws-error.ts';
import type { StackInstance, StackResource } from '../state/deployed.ts';
import { isStackSetAdministrator } from '../state/organization-roles.ts';
import { type Account, accountOf, stateToChange, type World } from '../state/world.ts';
import { inOrder, ownCrafts, provisioner, type Site } from './crafts.ts';
import { resolveTemplate } from './template.ts';

const { make, change, remove } = provisioner(ownCrafts);

/** The largest template that a stack set takes as text, in bytes. */
const largest = 51_200;

interface Targets {
  readonly OrganizationalUnitIds?: readonly string[];
  readonly Accounts?: readonly string[];
  readonly AccountFilterType?: string;
}

interface Group {
  readonly Regions: readonly string[];
  readonly DeploymentTargets: Targets;
}

type Properties = Readonly<Record<string, unknown>>;

/** A stack that the set is to have. */
interface Wanted extends Pick<StackInstance, 'account' | 'region' | 'unit'> {
  readonly site: Site;
}

/** What is put there: text, and what its parameters are. */
interface Given {
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Puts a stack set's template into each account and Region of its targets; one that refuses is noted with its reason. */
export function spreadStackSet(properties: Properties, site: Site): void {
  const given = givenBy(properties);
  for (const wanted of wantedBy(properties, site)) add(String(properties.StackSetName), wanted, given, site);
}

/** Each stack is changed where it stands; targets that are new get one, and those that are none any more lose theirs. */
export function changeStackSet(properties: Properties, site: Site): void {
  const given = givenBy(properties);
  const set = String(properties.StackSetName);
  const wanted = wantedBy(properties, site);
  const there = instancesOf(set, site);
  const isAt = (one: StackInstance) => (other: Wanted) => one.account === other.account && one.region === other.region;
  releaseInstances(
    there.filter((one) => !wanted.some(isAt(one))),
    false,
    site,
  );
  for (const one of wanted) {
    const instance = there.find((other) => isAt(other)(one));
    if (instance === undefined) add(set, one, given, site);
    else Object.assign(instance, stand(given, one.site, instance.resources));
  }
}

/** Takes away what it put into the accounts. What of it cannot be deleted keeps the set, too. */
export function removeStackSet({ StackSetName }: Properties, site: Site): void {
  const set = String(StackSetName);
  releaseInstances(instancesOf(set, site), false, site);
  const left = instancesOf(set, site).length;
  if (left > 0) throw validationError(`StackSet ${set} is not empty: ${left} stack instance(s) failed to be deleted`);
}

/** Out of the set, their stacks deleted or, as `retains` says, left to the accounts that they stand in. */
export function releaseInstances(
  instances: readonly StackInstance[],
  retains: boolean,
  { world, account }: Site,
): void {
  const { stackInstances } = account.deployed;
  for (const one of instances) {
    const site = { world, account: accountOf(world, one.account), region: one.region };
    if (retains) leave(one, site);
    else if (!emptied(one, site)) continue;
    stackInstances.splice(stackInstances.indexOf(one), 1);
  }
}

/** False where something of it cannot be deleted. */
function emptied(instance: StackInstance, site: Site): boolean {
  const left = inOrder(instance.resources ?? [])
    .toReversed()
    .filter((held) => {
      try {
        remove(held, site);
        return false;
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const reason = `ResourceLogicalId:${held.logicalId}, ResourceType:${held.type}, ResourceStatusReason:${error.message}`;
        Object.assign(instance, { status: 'INOPERABLE', reason });
        return true;
      }
    });
  instance.resources = left;
  return left.length === 0;
}

function leave({ stackId: id, resources = [] }: StackInstance, { world, account, region }: Site): void {
  account.deployed.stacks.push({
    name: id.split('/')[1] ?? id,
    region,
    status: 'DELETE_FAILED',
    createdAt: world.clock.now(),
    outputs: {},
    resources: [...resources],
    made: { id, template: '', parameters: {}, events: [], changeSets: new Map() },
  });
}

function instancesOf(name: string, { account }: Site): StackInstance[] {
  return account.deployed.stackInstances.filter(({ set }) => set === name);
}

function add(set: string, { site, account, region, unit }: Wanted, given: Given, { world, account: own }: Site): void {
  const stackId = `arn:aws:cloudformation:${region}:${account}:stack/StackSet-${set}-${world.ids.uuid()}/${world.ids.uuid()}`;
  own.deployed.stackInstances.push({ set, account, region, unit, stackId, ...stand(given, site) });
}

function givenBy({ TemplateBody, Parameters = [] }: Properties): Given {
  const text = String(TemplateBody);
  if (Buffer.byteLength(text) > largest)
    throw validationError(`Member must have length less than or equal to ${largest}`);
  const given = Parameters as { readonly ParameterKey: string; readonly ParameterValue: string }[];
  return { text, parameters: Object.fromEntries(given.map((one) => [one.ParameterKey, one.ParameterValue])) };
}

function wantedBy(properties: Properties, site: Site): Wanted[] {
  const { StackInstancesGroup = [], PermissionModel } = properties;
  const { world } = site;
  const isSelfManaged = PermissionModel === 'SELF_MANAGED';
  if (!isSelfManaged) mustAdministrate(properties, site);
  return (StackInstancesGroup as Group[]).flatMap(({ Regions, DeploymentTargets }) => {
    const accounts = isSelfManaged
      ? namedAccounts(DeploymentTargets, Regions, properties, site)
      : targetsOf(DeploymentTargets, world);
    const unit = isSelfManaged ? null : (DeploymentTargets.OrganizationalUnitIds?.[0] ?? '');
    return accounts.flatMap((account) =>
      Regions.map((region) => ({ account: account.id, region, unit, site: { world, account, region } })),
    );
  });
}

function mustAdministrate({ CallAs = 'SELF' }: Properties, { world, account }: Site): void {
  if (!isStackSetAdministrator(world, account.id, String(CallAs))) {
    throw validationError('You must be the management account or delegated admin account of an organization');
  }
  if (world.organization?.stackSetsTrusted !== true) {
    throw validationError('You must enable organizations access to operate a service managed stack set');
  }
}

/** Regions that an account is born without. */
const optIn =
  /^(af|il|me|mx)-|^(ap-east|eu-south)-|^(ap-south-2|ap-southeast-([3-9]|1\d)|ap-northeast-[4-9]|ca-west-1|eu-central-2)$/;

/** Where the set's own roles reach: the one that CloudFormation takes, and from it the one in each account. */
function namedAccounts(
  { Accounts = [] }: Targets,
  regions: readonly string[],
  properties: Properties,
  { world, account }: Site,
): Account[] {
  const { AdministrationRoleARN, ExecutionRoleName } = properties;
  const administration = String(AdministrationRoleARN);
  const roleOf = (one: Account, name: string) => stateToChange(world, one).roles.get(name);
  const own = roleOf(account, administration.split('/').at(-1) ?? '');
  if (own === undefined || !own.trust.includes('cloudformation.amazonaws.com')) {
    throw validationError(`Account ${account.id} should have a role ${administration} that trusts CloudFormation`);
  }
  // A Region that has to be switched on asks under a name of its own.
  for (const region of regions.filter((one) => optIn.test(one))) {
    if (own.trust.includes(`cloudformation.${region}.amazonaws.com`)) continue;
    throw validationError(
      `Account ${account.id} should have a role ${administration} that trusts CloudFormation in ${region}`,
    );
  }
  return Accounts.map((id) => {
    const target = accountOf(world, id);
    const execution = roleOf(target, String(ExecutionRoleName));
    if (execution?.trust.includes(administration) === true) return target;
    throw validationError(`Account ${id} should have a role ${ExecutionRoleName} that trusts ${administration}`);
  });
}

/** Never the management account, whichever unit it is in. */
function targetsOf({ OrganizationalUnitIds = [], Accounts = [], AccountFilterType }: Targets, world: World): Account[] {
  const { organization } = world;
  return [...world.accounts.values()].filter(({ id, parentId, status }) => {
    if (status !== 'ACTIVE' || id === organization?.managementAccountId) return false;
    const isBelow = OrganizationalUnitIds.some((unit) => unit === parentId || unit === organization?.rootId);
    return isBelow && !(AccountFilterType === 'DIFFERENCE' && Accounts.includes(id));
  });
}

/** All of the template or, where AWS refuses one part, nothing of it that was not there `before`. */
function stand({ text, parameters }: Given, site: Site, before: readonly StackResource[] = []) {
  const { account, region } = site;
  const made: StackResource[] = [];
  try {
    if (!(account.regions.get(region) ?? 'DISABLED').startsWith('ENABLED')) {
      throw validationError(`Region ${region} is not enabled in account ${account.id}`);
    }
    const { resources } = resolveTemplate(JSON.parse(text), { accountId: account.id, region, parameters });
    const all = inOrder(resources).map((resource) => {
      const there = before.find(({ logicalId }) => logicalId === resource.id);
      if (there !== undefined) return change(resource, there, site);
      const held = make(resource, site);
      made.push(held);
      return held;
    });
    for (const held of before) if (!all.some(({ logicalId }) => logicalId === held.logicalId)) remove(held, site);
    return { status: 'CURRENT', reason: null, resources: all };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    for (const held of made.toReversed()) remove(held, site);
    return { status: 'OUTDATED', reason: error.message, resources: before };
  }
}
