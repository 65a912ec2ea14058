import { AwsError, validationError } from '../aws-error.ts';
import { anyResource, type Call, type Operations, read, write } from '../operation.ts';
import { optionalText, pageByToken, requiredText } from '../parameters.ts';
import type { Stack } from '../state/deployed.ts';
import { isStackSetAdministrator } from '../state/organization-roles.ts';

const pageSize = 50;

/** What CloudFormation tells of stacks and stack sets. It makes none, whoever may ask for it. */
export const cloudformationOperations: Operations = {
  DescribeStacks: read(anyResource, (call) => {
    const { name, status, createdAt, outputs, region } = stackOf(call);
    return {
      Stacks: [
        {
          StackId: `arn:aws:cloudformation:${region}:${call.caller.account.id}:stack/${name}/1`,
          StackName: name,
          StackStatus: status,
          CreationTime: new Date(createdAt).toISOString(),
          Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
        },
      ],
    };
  }),
  ListStackResources: read(anyResource, (call) => {
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
  CreateChangeSet: write(anyResource, () => {
    throw new AwsError('InvalidAction', 400, 'The simulated AWS makes no stacks.');
  }),
  DescribeOrganizationsAccess: read(anyResource, (call) => {
    mustAdministrate(call);
    return { Status: call.world.organization?.stackSetsTrusted === true ? 'ENABLED' : 'DISABLED' };
  }),
  ListStackInstances: read(anyResource, (call) => {
    mustAdministrate(call);
    const name = requiredText(call.parameters, 'StackSetName');
    const instances = call.caller.account.deployed.stackInstances.filter(({ set }) => set === name);
    if (instances.length === 0) throw new AwsError('StackSetNotFoundException', 404, `StackSet ${name} not found`);
    const page = pageByToken(instances, call.parameters, pageSize);
    return {
      Summaries: page.items.map(({ account, region, status, reason }) => ({
        Account: account,
        Region: region,
        Status: status,
        StatusReason: reason,
      })),
      NextToken: page.next,
    };
  }),
};

function stackOf({ caller, parameters, region }: Call): Stack {
  const name = requiredText(parameters, 'StackName');
  const stack = caller.account.deployed.stacks.find((one) => one.name === name && one.region === region);
  if (stack === undefined) throw validationError(`Stack with id ${name} does not exist`);
  return stack;
}

function mustAdministrate(call: Call): void {
  if (isStackSetAdministrator(call.world, call.caller.account.id, optionalText(call.parameters, 'CallAs'))) return;
  throw validationError('You must be the management account or delegated admin account of an organization');
}
