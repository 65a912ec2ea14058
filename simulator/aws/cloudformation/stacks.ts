import { AwsError } from '../aws-error.ts';
import type { Change, MadeFrom, Stack, StackResource } from '../state/deployed.ts';
import { drifting, inOrder, type Site } from './crafts.ts';
import { change, make, remove } from './provision.ts';
import { type Resolved, type Resource, resolveTemplate, type Template } from './template.ts';

export type MadeStack = Stack & { readonly made: MadeFrom };

export interface Given {
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether what somebody else changed is put back; else it stays so, as long as the template stays the same. */
  readonly revertsDrift?: boolean;
}

/** A stack that is announced and holds nothing yet. */
export function newStack(name: string, { world, account, region }: Site): MadeStack {
  const id = `arn:aws:cloudformation:${region}:${account.id}:stack/${name}/${world.ids.uuid()}`;
  const stack: MadeStack = {
    name,
    region,
    status: 'REVIEW_IN_PROGRESS',
    createdAt: world.clock.now(),
    outputs: {},
    resources: [],
    made: { id, template: '', parameters: {}, events: [], changeSets: new Map() },
  };
  account.deployed.stacks.push(stack);
  return stack;
}

/** What `given` would come to as this stack; throws where the template cannot be, or its rules forbid it. */
export function resolved(name: string, { template, parameters }: Given, site: Site): Resolved {
  const { account, region } = site;
  const all = resolveTemplate(site.world.readTemplate(template) as Template, {
    accountId: account.id,
    region,
    parameters,
    stackId: standing(account, name, region)?.made?.id ?? `/${name}`,
    nameOf: (id, type) => physicalName(name, id, type, site),
    stored: (parameter) => storedValue(parameter, site),
  });
  const [objection] = all.objections;
  if (objection === undefined) return all;
  throw new AwsError('ValidationError', 400, `Template error: Rule assertion failed: ${objection}`);
}

function storedValue(name: string, { account, region }: Site): string {
  const value = account.deployed.parameters.get(`${region} ${name}`);
  if (value !== undefined) return value;
  throw new AwsError(
    'ValidationError',
    400,
    `Unable to fetch parameters [${name}] from parameter store for this account.`,
  );
}

/** A bucket's name is taken for good by one that outlived its stack; everything else can have the same name again. */
function physicalName(stack: string, id: string, type: string, { account, region }: Site): string {
  const there = standing(account, stack, region)?.resources.find(({ logicalId }) => logicalId === id);
  const plain = `${stack}-${id}`;
  if (type !== 'AWS::S3::Bucket') return plain;
  if (there !== undefined) return there.physicalId;
  const base = plain.toLowerCase().slice(0, 56);
  let name = base;
  for (let n = 2; account.deployed.buckets.has(name); n++) name = `${base}-${n}`;
  return name;
}

export function changesTo(stack: Stack, { resources }: Resolved, revertsDrift = false): Change[] {
  const before = new Map(stack.resources.map((one) => [one.logicalId, one]));
  const after = new Set(resources.map(({ id }) => id));
  const added = resources.flatMap(({ id, type, properties }): Change[] => {
    const there = before.get(id);
    if (there === undefined) return [{ action: 'Add', logicalId: id, type }];
    return isSame(there, properties, revertsDrift) ? [] : [{ action: 'Modify', logicalId: id, type }];
  });
  const removed = stack.resources.filter(({ logicalId }) => !after.has(logicalId));
  return [...added, ...removed.map(({ logicalId, type }): Change => ({ action: 'Remove', logicalId, type }))];
}

function isSame(
  { type, properties = {} }: StackResource,
  wanted: Resource['properties'],
  revertsDrift: boolean,
): boolean {
  if (revertsDrift && drifting.has(type)) return false;
  return JSON.stringify(properties) === JSON.stringify(wanted);
}

/** Makes of the stack what is given, or nothing of it: what AWS refuses takes back what was begun. */
export function deployStack(stack: MadeStack, given: Given, site: Site): void {
  const { resources, outputs } = resolved(stack.name, given, site);
  const verb = stack.resources.length === 0 ? 'CREATE' : 'UPDATE';
  setStatus(stack, `${verb}_IN_PROGRESS`, 'User Initiated', site);
  const before = new Map(stack.resources.map((one) => [one.logicalId, one]));
  const undo: (() => void)[] = [];
  const after: StackResource[] = [];
  for (const resource of inOrder(resources)) {
    const there = before.get(resource.id);
    try {
      const held = there === undefined ? make(resource, site) : changed(resource, there, given, site);
      after.push(held);
      if (there === undefined) undo.push(() => void removeOne(stack, held, site));
      else undo.push(() => void change({ ...resource, properties: there.properties ?? {} }, held, site));
      if (held !== there) note(stack, held, site);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { id: logicalId, type, ref: physicalId } = resource;
      note(stack, { logicalId, physicalId, type, status: `${verb}_FAILED` }, site, error.message);
      takeBack(stack, verb, undo, site);
      return;
    }
  }
  const kept = new Set(after.map(({ logicalId }) => logicalId));
  for (const held of inOrder(stack.resources).toReversed()) if (!kept.has(held.logicalId)) removeOne(stack, held, site);
  stack.resources.splice(0, Number.POSITIVE_INFINITY, ...after);
  stack.outputs = outputs;
  Object.assign(stack.made, { template: given.template, parameters: given.parameters });
  setStatus(stack, `${verb}_COMPLETE`, null, site);
}

function changed(resource: Resource, there: StackResource, { revertsDrift = false }: Given, site: Site): StackResource {
  return isSame(there, resource.properties, revertsDrift) ? there : change(resource, there, site);
}

function takeBack(stack: MadeStack, verb: 'CREATE' | 'UPDATE', undo: readonly (() => void)[], site: Site): void {
  const rollback = verb === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
  setStatus(stack, `${rollback}_IN_PROGRESS`, 'The following resource(s) failed to be made', site);
  for (const step of undo.toReversed()) step();
  setStatus(stack, `${rollback}_COMPLETE`, null, site);
}

/** What is to be kept stays, and belongs to nobody; what AWS refuses to delete stays too, and the stack with it. */
export function deleteStack(stack: MadeStack, site: Site, retained: readonly string[] = []): void {
  if (retained.length > 0 && stack.status !== 'DELETE_FAILED') {
    throw new AwsError('ValidationError', 400, 'Resources are retained of stacks that failed to be deleted alone');
  }
  setStatus(stack, 'DELETE_IN_PROGRESS', 'User Initiated', site);
  const left = inOrder(stack.resources)
    .toReversed()
    .filter((held) => !removeOne(stack, retained.includes(held.logicalId) ? { ...held, isKept: true } : held, site));
  stack.resources.splice(0, Number.POSITIVE_INFINITY, ...left.map((held) => ({ ...held, status: 'DELETE_FAILED' })));
  if (left.length === 0) setStatus(stack, 'DELETE_COMPLETE', null, site);
  else {
    const names = left.map(({ logicalId }) => logicalId).join(', ');
    setStatus(stack, 'DELETE_FAILED', `The following resource(s) failed to delete: [${names}].`, site);
  }
}

/** One that is gone is still known, by its id. */
export function standing({ deployed }: Site['account'], name: string, region: string): Stack | undefined {
  return deployed.stacks.find(
    (one) =>
      one.region === region && (one.made?.id === name || (one.name === name && one.status !== 'DELETE_COMPLETE')),
  );
}

/** False where AWS refuses. */
function removeOne(stack: MadeStack, held: StackResource, site: Site): boolean {
  if (held.isKept === true) {
    note(stack, { ...held, status: 'DELETE_SKIPPED' }, site);
    return true;
  }
  try {
    remove(held, site);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    note(stack, { ...held, status: 'DELETE_FAILED' }, site, error.message);
    return false;
  }
  note(stack, { ...held, status: 'DELETE_COMPLETE' }, site);
  return true;
}

function setStatus(stack: MadeStack, status: string, reason: string | null, site: Site): void {
  stack.status = status;
  const { name: logicalId, made } = stack;
  note(stack, { logicalId, physicalId: made.id, type: 'AWS::CloudFormation::Stack', status }, site, reason);
}

function note({ made }: MadeStack, held: StackResource, { world }: Site, reason: string | null = null): void {
  const { logicalId, physicalId, type, status } = held;
  made.events.push({ id: world.ids.uuid(), at: world.clock.now(), logicalId, physicalId, type, status, reason });
}
