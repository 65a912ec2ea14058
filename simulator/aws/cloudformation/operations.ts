import { AwsError, validationError } from '../aws-error.ts';
import { type Call, type Operations, read, write } from '../operation.ts';
import { objectList, optionalText, pageByToken, requiredText, textList } from '../parameters.ts';
import type { ChangeSet, Stack } from '../state/deployed.ts';
import type { Site } from './crafts.ts';
import { stackSetOperations } from './stack-set-operations.ts';
import { changesTo, deleteStack, deployStack, type MadeStack, newStack, resolved, standing } from './stacks.ts';

const pageSize = 100;
const stackNamed = ({ parameters, region, caller }: Call) => ({
  resource: `arn:aws:cloudformation:${region}:${caller.account.id}:stack/${optionalText(parameters, 'StackName') ?? '*'}/*`,
});
const siteOf = ({ world, caller, region }: Call): Site => ({ world, account: caller.account, region });

/** Stacks by way of change sets, and what of stack sets is asked. What a stack takes to be made, takes no time here. */
export const cloudformationOperations: Operations = {
  DescribeStacks: read(stackNamed, (call) => {
    const all = call.caller.account.deployed.stacks.filter(
      ({ region, status }) => region === call.region && status !== 'DELETE_COMPLETE',
    );
    return {
      Stacks: (optionalText(call.parameters, 'StackName') === null ? all : [stackOf(call)]).map((one) =>
        described(one, call),
      ),
    };
  }),
  DescribeStackEvents: read(stackNamed, (call) => {
    const stack = stackOf(call);
    const page = pageByToken((stack.made?.events ?? []).toReversed(), call.parameters, pageSize);
    return {
      StackEvents: page.items.map(({ id, at, logicalId, physicalId, type, status, reason }) => ({
        StackId: idOf(stack, call),
        StackName: stack.name,
        EventId: id,
        LogicalResourceId: logicalId,
        PhysicalResourceId: physicalId,
        ResourceType: type,
        Timestamp: new Date(at).toISOString(),
        ResourceStatus: status,
        ResourceStatusReason: reason,
      })),
      NextToken: page.next,
    };
  }),
  ListStackResources: read(stackNamed, (call) => {
    const { resources, createdAt } = stackOf(call);
    const page = pageByToken(resources, call.parameters, pageSize);
    return {
      StackResourceSummaries: page.items.map(({ logicalId, physicalId, type, status }) => ({
        LogicalResourceId: logicalId,
        PhysicalResourceId: physicalId,
        ResourceType: type,
        ResourceStatus: status,
        LastUpdatedTimestamp: new Date(createdAt).toISOString(),
      })),
      NextToken: page.next,
    };
  }),
  GetTemplate: read(stackNamed, (call) => ({
    TemplateBody: stackOf(call).made?.template ?? '{}',
    StagesAvailable: ['Original', 'Processed'],
  })),
  CreateChangeSet: write(stackNamed, createChangeSet),
  DescribeChangeSet: read(stackNamed, (call) => {
    const { stack, changeSet } = changeSetOf(call);
    const { id, name, createdAt, changes } = changeSet;
    const isEmpty = changes.length === 0;
    return {
      ChangeSetId: id,
      ChangeSetName: name,
      StackId: stack.made.id,
      StackName: stack.name,
      CreationTime: new Date(createdAt).toISOString(),
      Status: isEmpty ? 'FAILED' : 'CREATE_COMPLETE',
      ExecutionStatus: isEmpty ? 'UNAVAILABLE' : 'AVAILABLE',
      StatusReason: isEmpty ? nothingChanged : null,
      Changes: changes.map(({ action, logicalId, type }) => ({
        Type: 'Resource',
        ResourceChange: { Action: action, LogicalResourceId: logicalId, ResourceType: type, Replacement: 'False' },
      })),
    };
  }),
  ExecuteChangeSet: write(stackNamed, (call) => {
    const { stack, changeSet } = changeSetOf(call);
    stack.made.changeSets.clear();
    deployStack(stack, changeSet, siteOf(call));
    return {};
  }),
  DeleteChangeSet: write(stackNamed, (call) => {
    const name = requiredText(call.parameters, 'ChangeSetName');
    for (const { made } of call.caller.account.deployed.stacks) made?.changeSets.delete(name.split('/')[1] ?? name);
    return {};
  }),
  DeleteStack: write(stackNamed, (call) => {
    const found = find(call);
    if (found !== undefined) deleteStack(madeBy(found), siteOf(call), textList(call.parameters, 'RetainResources'));
    return {};
  }),
  UpdateTerminationProtection: write(stackNamed, (call) => ({ StackId: madeBy(stackOf(call)).made.id })),
  ...stackSetOperations,
};

const nothingChanged =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

function createChangeSet(call: Call) {
  const { parameters, world, region, caller } = call;
  const name = requiredText(parameters, 'ChangeSetName');
  const stackName = requiredText(parameters, 'StackName');
  const found = find(call);
  const isNew = optionalText(parameters, 'ChangeSetType') === 'CREATE';
  if (isNew && found !== undefined && found.status !== 'REVIEW_IN_PROGRESS') {
    throw new AwsError(
      'AlreadyExistsException',
      400,
      `Stack [${stackName}] already exists and cannot be created again`,
    );
  }
  if (!isNew && found === undefined) throw validationError(`Stack [${stackName}] does not exist`);
  const revertsDrift = optionalText(parameters, 'DeploymentMode') === 'REVERT_DRIFT';
  // Whether AWS takes this is nowhere to be read.
  if (isNew && revertsDrift) throw validationError(`Stack [${stackName}] does not exist, and has no drift to revert`);
  const given = { template: templateIn(call), parameters: parametersIn(call, found) };
  const site = siteOf(call);
  const whole = resolved(stackName, given, site);
  mustBeAcknowledged(call, whole.resources);
  const stack = madeBy(found ?? newStack(stackName, site));
  const id = `arn:aws:cloudformation:${region}:${caller.account.id}:changeSet/${name}/${world.ids.uuid()}`;
  const changes = changesTo(stack, whole, revertsDrift);
  const changeSet: ChangeSet = { ...given, revertsDrift, id, name, createdAt: call.now, changes };
  stack.made.changeSets.set(name, changeSet);
  return { Id: id, StackId: stack.made.id };
}

function mustBeAcknowledged(
  { parameters }: Call,
  resources: readonly { readonly type: string; readonly properties: Readonly<Record<string, unknown>> }[],
): void {
  const isNamed = resources.some(
    ({ type, properties }) => type === 'AWS::IAM::Role' && properties.RoleName !== undefined,
  );
  if (!isNamed || textList(parameters, 'Capabilities').includes('CAPABILITY_NAMED_IAM')) return;
  throw new AwsError('InsufficientCapabilitiesException', 400, 'Requires capabilities : [CAPABILITY_NAMED_IAM]');
}

/** As text, or at an address of S3. */
function templateIn({ parameters, caller }: Call): string {
  const body = optionalText(parameters, 'TemplateBody');
  if (body !== null) return body;
  const address = new URL(requiredText(parameters, 'TemplateURL'));
  const [, bucket = '', ...key] = decodeURIComponent(address.pathname).split('/');
  const text = caller.account.deployed.objects.get(`${bucket}/${key.join('/')}`);
  if (text === undefined) throw validationError(`S3 error: ${address.pathname} does not exist`);
  return text;
}

function parametersIn({ parameters }: Call, stack: Stack | undefined): Record<string, string> {
  const all = objectList(parameters, 'Parameters').map((one) => {
    const key = requiredText(one, 'ParameterKey');
    const before = one.UsePreviousValue === 'true' ? stack?.made?.parameters[key] : undefined;
    return [key, before ?? optionalText(one, 'ParameterValue') ?? ''];
  });
  return Object.fromEntries(all);
}

function described(stack: Stack, call: Call) {
  const { name, status, createdAt, outputs, made } = stack;
  return {
    StackId: idOf(stack, call),
    StackName: name,
    StackStatus: status,
    CreationTime: new Date(createdAt).toISOString(),
    EnableTerminationProtection: false,
    Parameters: Object.entries(made?.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}

function idOf({ made, name, region }: Stack, { caller }: Call): string {
  return made?.id ?? `arn:aws:cloudformation:${region}:${caller.account.id}:stack/${name}/1`;
}

/** By name, or by id. */
function find({ caller, parameters, region }: Call): Stack | undefined {
  return standing(caller.account, requiredText(parameters, 'StackName'), region);
}

function stackOf(call: Call): Stack {
  const stack = find(call);
  if (stack === undefined) throw validationError(`Stack with id ${call.parameters.StackName} does not exist`);
  return stack;
}

function madeBy(stack: Stack): MadeStack {
  const { made } = stack;
  if (made === undefined) throw new Error(`the stack ${stack.name} was put there, and CloudFormation did not make it`);
  return stack as MadeStack;
}

function changeSetOf(call: Call): { readonly stack: MadeStack; readonly changeSet: ChangeSet } {
  const asked = requiredText(call.parameters, 'ChangeSetName');
  for (const stack of call.caller.account.deployed.stacks) {
    for (const changeSet of stack.made?.changeSets.values() ?? []) {
      if (changeSet.id === asked || changeSet.name === asked) return { stack: madeBy(stack), changeSet };
    }
  }
  throw new AwsError('ChangeSetNotFound', 404, `ChangeSet [${asked}] does not exist`);
}
