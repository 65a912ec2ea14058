import { AwsError } from '../aws-error.ts';
import { iamOperations } from '../iam/operations.ts';
import type { Operations } from '../operation.ts';
import type { Parameters } from '../parameters.ts';
import type { Alarm, Mapping, Rule, StackResource } from '../state/deployed.ts';
import { type Account, stateToChange, type World } from '../state/world.ts';
import type { Resource } from './template.ts';

/** Where resources are made: CloudFormation acts there in its own name. */
export interface Site {
  readonly world: World;
  readonly account: Account;
  readonly region: string;
}

type Properties = Readonly<Record<string, unknown>>;
type Held = Pick<StackResource, 'physicalId'> & { readonly properties: Properties };

export interface Craft {
  /** Its physical id, where that is not what `Ref` gives. */
  readonly make: (resource: Resource, site: Site) => string | undefined;
  readonly change?: (resource: Resource, held: Held, site: Site) => void;
  readonly remove: (held: Held, site: Site) => void;
}

export const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function iam(operation: string, parameters: Parameters, { world, account, region }: Site): void {
  const state = stateToChange(world, account);
  const [entity] = state.users.values();
  if (entity === undefined) throw new Error(`account ${account.id} has nobody in it`);
  const caller = { accessKeyId: '', account, state, entity, session: null };
  const { run } = (iamOperations as Operations)[operation] ?? {};
  run?.({ world, caller, state, parameters, region, now: world.clock.now() });
}

/** As CloudFormation deletes: what is gone already is no failure, and what IAM refuses is. */
function iamDelete(operation: string, parameters: Parameters, site: Site): void {
  try {
    iam(operation, parameters, site);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NoSuchEntity') throw error;
  }
}

interface Attached {
  readonly PolicyName: string;
  readonly PolicyDocument: unknown;
}

const role: Craft = {
  make({ ref, properties }, site) {
    const { Path, PermissionsBoundary, Policies = [], ManagedPolicyArns = [] } = properties;
    const AssumeRolePolicyDocument = textOf(properties.AssumeRolePolicyDocument);
    iam('CreateRole', { RoleName: ref, Path, PermissionsBoundary, AssumeRolePolicyDocument }, site);
    for (const { PolicyName, PolicyDocument } of Policies as Attached[]) {
      iam('PutRolePolicy', { RoleName: ref, PolicyName, PolicyDocument: textOf(PolicyDocument) }, site);
    }
    for (const PolicyArn of ManagedPolicyArns as string[]) iam('AttachRolePolicy', { RoleName: ref, PolicyArn }, site);
    return undefined;
  },
  change(resource, _, site) {
    const { ref, properties } = resource;
    const PolicyDocument = textOf(properties.AssumeRolePolicyDocument);
    const isThere = stateToChange(site.world, site.account).roles.has(ref);
    if (isThere) iam('UpdateAssumeRolePolicy', { RoleName: ref, PolicyDocument }, site);
    else role.make(resource, site);
  },
  remove({ physicalId: RoleName, properties }, site) {
    const { Policies = [], ManagedPolicyArns = [] } = properties;
    for (const { PolicyName } of Policies as Attached[]) iamDelete('DeleteRolePolicy', { RoleName, PolicyName }, site);
    for (const PolicyArn of ManagedPolicyArns as string[]) iamDelete('DetachRolePolicy', { RoleName, PolicyArn }, site);
    iamDelete('DeleteRole', { RoleName }, site);
  },
};

const rolePolicy: Craft = {
  make({ id, properties }, site) {
    const { PolicyName = id, Roles = [], PolicyDocument } = properties;
    for (const RoleName of Roles as string[]) {
      iam('PutRolePolicy', { RoleName, PolicyName, PolicyDocument: textOf(PolicyDocument) }, site);
    }
    return undefined;
  },
  change: (resource, _, site) => void rolePolicy.make(resource, site),
  remove({ properties }, { world, account }) {
    const { roles } = stateToChange(world, account);
    for (const name of (properties.Roles ?? []) as string[])
      roles.get(name)?.inline.delete(String(properties.PolicyName));
  },
};

const managedPolicy: Craft = {
  make({ arn, properties }, site) {
    const { ManagedPolicyName, Path } = properties;
    const PolicyName = ManagedPolicyName ?? arn.split('/').at(-1);
    iam('CreatePolicy', { PolicyName, Path, PolicyDocument: textOf(properties.PolicyDocument) }, site);
    return undefined;
  },
  change({ arn, properties }, _, { world, account }) {
    const { policies } = stateToChange(world, account);
    const there = policies.get(arn);
    if (there !== undefined) policies.set(arn, { ...there, document: textOf(properties.PolicyDocument) });
  },
  remove: ({ physicalId: PolicyArn }, site) => iamDelete('DeletePolicy', { PolicyArn }, site),
};

const rule: Craft = {
  make(resource, { account, region }) {
    const made = ruleOf(resource, region);
    account.deployed.rules.push(made);
    return made.bus === 'default' ? made.name : `${made.bus}|${made.name}`;
  },
  change(resource, held, site) {
    const made = ruleOf(resource, site.region);
    const found = site.account.deployed.rules.find((one) => one.name === made.name && one.region === made.region);
    if (found === undefined) rule.make(resource, site);
    else Object.assign(found, told(made, { State: 'state', Targets: 'targets' }, resource, held));
  },
  remove({ physicalId }, { account, region }) {
    const name = physicalId.split('|').at(-1);
    drop(account.deployed.rules, (one) => one.name === name && one.region === region);
  },
};

function ruleOf({ ref, properties }: Resource, region: string): Rule {
  const { State = 'ENABLED', EventBusName = 'default', Targets = [] } = properties;
  const targets = Targets as Rule['targets'];
  return { name: ref, bus: String(EventBusName), region, state: String(State), targets };
}

const mapping: Craft = {
  make(resource, { world, account, region }) {
    const id = world.ids.uuid();
    account.deployed.mappings.push(mappingOf(id, resource, { account, region }));
    return id;
  },
  change(resource, held, { account, region }) {
    const { mappings } = account.deployed;
    const made = mappingOf(held.physicalId, resource, { account, region });
    const found = mappings.find(({ id }) => id === held.physicalId);
    if (found === undefined) mappings.push(made);
    else Object.assign(found, told(made, mappingFields, resource, held));
  },
  remove: ({ physicalId }, { account }) => drop(account.deployed.mappings, ({ id }) => id === physicalId),
};

const mappingFields = { EventSourceArn: 'queue', FunctionName: 'functionArn', Enabled: 'state' } as const;

function mappingOf(id: string, { properties }: Resource, { account, region }: Omit<Site, 'world'>): Mapping {
  const { EventSourceArn, FunctionName, Enabled = true } = properties;
  const functionArn = `arn:aws:lambda:${region}:${account.id}:function:${FunctionName}`;
  const state = Enabled === false ? 'Disabled' : 'Enabled';
  return { id, region, queue: String(EventSourceArn), functionArn, state, filters: [] };
}

/** Of what a resource is to be, what its template says or said before: AWS leaves the rest as it finds it. */
function told<T>(
  made: T,
  fields: Readonly<Record<string, keyof T>>,
  { properties }: Resource,
  { properties: before }: Held,
): Partial<T> {
  const said = Object.entries(fields).filter(([property]) => property in properties || property in before);
  return Object.fromEntries(said.map(([, field]) => [field, made[field]])) as Partial<T>;
}

const queue: Craft = {
  make({ ref }, { account }) {
    account.deployed.queues.set(ref, 0);
    return undefined;
  },
  remove: ({ physicalId }, { account }) => void account.deployed.queues.delete(physicalId),
};

const alarm: Craft = {
  make(resource, { account, region }) {
    account.deployed.alarms.push(alarmOf(resource, region));
    return undefined;
  },
  change(resource, held, site) {
    const made = alarmOf(resource, site.region);
    const found = site.account.deployed.alarms.find((one) => one.name === made.name && one.region === made.region);
    if (found === undefined) alarm.make(resource, site);
    else Object.assign(found, told(made, made.isComposite ? composedFields : alarmFields, resource, held));
  },
  remove: ({ physicalId }, { account, region }) =>
    drop(account.deployed.alarms, (one) => one.name === physicalId && one.region === region),
};

/** Of one over others, CloudFormation is said not to put back that its actions are switched off, whatever its template says. */
const composedFields = { AlarmDescription: 'description', AlarmActions: 'actions' } as const;
const alarmFields = { ...composedFields, TreatMissingData: 'whenMissing', ActionsEnabled: 'actionsEnabled' } as const;

function alarmOf({ type, ref, properties }: Resource, region: string): Alarm {
  const { AlarmDescription = '', TreatMissingData = 'missing', AlarmActions = [], ActionsEnabled = true } = properties;
  const isComposite = type === 'AWS::CloudWatch::CompositeAlarm';
  return {
    ...{ name: ref, region, isComposite, description: String(AlarmDescription), whenMissing: String(TreatMissingData) },
    state: TreatMissingData === 'breaching' ? 'ALARM' : 'INSUFFICIENT_DATA',
    ...{ actions: AlarmActions as string[], actionsEnabled: ActionsEnabled === true },
  };
}

const bucket: Craft = {
  make({ ref }, { world, account, region }) {
    for (const { deployed } of world.accounts.values()) {
      if (deployed.buckets.has(ref)) throw new AwsError('BucketAlreadyExists', 409, `${ref} already exists`);
    }
    const notifications = '<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>';
    account.deployed.buckets.set(ref, { region, notifications });
    account.deployed.objects.set(`${ref}/`, '');
    return undefined;
  },
  remove({ physicalId }, { account }) {
    account.deployed.buckets.delete(physicalId);
    for (const path of account.deployed.objects.keys()) {
      if (path.startsWith(`${physicalId}/`)) account.deployed.objects.delete(path);
    }
  },
};

const parameter: Craft = {
  make({ ref, properties }, { account, region }) {
    account.deployed.parameters.set(`${region} ${ref}`, String(properties.Value));
    return undefined;
  },
  change: (resource, _, site) => void parameter.make(resource, site),
  remove: ({ physicalId }, { account, region }) => void account.deployed.parameters.delete(`${region} ${physicalId}`),
};

/** Of these the account may have one of a name in a Region; nothing else of them is simulated. */
const named: Craft = { make: () => undefined, remove: () => {} };

/** What stands in one account. */
export const ownCrafts: Crafts = {
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': alarm,
  'AWS::Events::Rule': rule,
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::Policy': rolePolicy,
  'AWS::IAM::Role': role,
  'AWS::Lambda::EventSourceMapping': mapping,
  'AWS::S3::Bucket': bucket,
  'AWS::SQS::Queue': queue,
  'AWS::SSM::Parameter': parameter,
};

/** Where CloudFormation looks for drift, if it is asked to: it makes them anew, gone or not, as the template has them. */
export const drifting: ReadonlySet<string> = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
]);

/** Roles come before what is written into them, and what spreads over accounts comes last. */
const order = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Role', 'AWS::IAM::Policy', null, 'AWS::CloudFormation::StackSet'];

export function inOrder<T extends { readonly type: string }>(resources: readonly T[]): T[] {
  const rank = (type: string) => (order.includes(type) ? order.indexOf(type) : order.indexOf(null));
  return resources.toSorted((a, b) => rank(a.type) - rank(b.type));
}

export type Crafts = Readonly<Record<string, Craft>>;

/** Makes, changes and takes away what `crafts` knows; of the rest it keeps the name. */
export function provisioner(crafts: Crafts) {
  const craftOf = (type: string) => crafts[type] ?? named;
  return {
    /** Throws what AWS would say, and then nothing was made. */
    make(resource: Resource, site: Site): StackResource {
      const { id, type, ref, properties, isKept } = resource;
      const physicalId = craftOf(type).make(resource, site) ?? ref;
      return { logicalId: id, physicalId, type, status: 'CREATE_COMPLETE', properties, isKept };
    },
    change(resource: Resource, there: StackResource, site: Site): StackResource {
      const { physicalId, properties = {} } = there;
      craftOf(resource.type).change?.(resource, { physicalId, properties }, site);
      return { ...there, properties: resource.properties, status: 'UPDATE_COMPLETE' };
    },
    remove({ type, physicalId, properties = {} }: StackResource, site: Site): void {
      craftOf(type).remove({ physicalId, properties }, site);
    },
  };
}

function drop<T>(list: T[], isGone: (one: T) => boolean): void {
  for (let at = list.length - 1; at >= 0; at--) {
    const one = list[at];
    if (one !== undefined && isGone(one)) list.splice(at, 1);
  }
}
