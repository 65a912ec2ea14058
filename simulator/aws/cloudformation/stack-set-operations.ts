import { AwsError, validationError } from '../aws-error.ts';
import { anyResource, type Call, type Operations, read, write } from '../operation.ts';
import { optionalText, type Parameters, pageByToken, requiredText, textList } from '../parameters.ts';
import type { StackInstance } from '../state/deployed.ts';
import { isStackSetAdministrator } from '../state/organization-roles.ts';
import { releaseInstances } from './stack-sets.ts';

const pageSize = 100;

/** What of stack sets is asked, and how one of their stacks is let go of. */
export const stackSetOperations: Operations = {
  DescribeOrganizationsAccess: read(anyResource, (call) => {
    mustAdministrate(call);
    return { Status: call.world.organization?.stackSetsTrusted === true ? 'ENABLED' : 'DISABLED' };
  }),
  ListStackInstances: read(anyResource, (call) => {
    const page = pageByToken(instancesOf(call), call.parameters, pageSize);
    return {
      Summaries: page.items.map(({ account, region, unit, stackId, status, reason }) => ({
        StackId: stackId,
        Account: account,
        Region: region,
        OrganizationalUnitId: unit,
        Status: status,
        StatusReason: reason,
      })),
      NextToken: page.next,
    };
  }),
  DeleteStackInstances: write(anyResource, (call) => {
    const { parameters } = call;
    const asked = (parameters.DeploymentTargets ?? {}) as Parameters;
    const accounts = textList(asked, 'Accounts');
    if (requiredText(asked, 'AccountFilterType') !== 'INTERSECTION') throw validationError('Only some are simulated');
    const units = textList(asked, 'OrganizationalUnitIds');
    const regions = textList(parameters, 'Regions');
    const gone = instancesOf(call).filter(({ account, region, unit }) => {
      return accounts.includes(account) && regions.includes(region) && unit !== null && units.includes(unit);
    });
    const { world, caller, region } = call;
    const retains = optionalText(parameters, 'RetainStacks') === 'true';
    releaseInstances(gone, retains, { world, account: caller.account, region });
    return { OperationId: call.world.ids.uuid() };
  }),
  DescribeStackSetOperation: read(anyResource, (call) => {
    const OperationId = requiredText(call.parameters, 'OperationId');
    return { StackSetOperation: { OperationId, Action: 'DELETE', Status: 'SUCCEEDED' } };
  }),
};

function instancesOf(call: Call): StackInstance[] {
  // CloudFormation takes a set's name, and its name with its id behind it.
  const [name = ''] = requiredText(call.parameters, 'StackSetName').split(':');
  const { stackInstances } = call.caller.account.deployed;
  const instances = stackInstances.filter(({ set }) => set === name);
  // Whoever makes a set for accounts by their numbers answers for it alone.
  if (instances.every(({ unit }) => unit !== null)) mustAdministrate(call);
  if (instances.length === 0) throw new AwsError('StackSetNotFoundException', 404, `StackSet ${name} not found`);
  return instances;
}

function mustAdministrate(call: Call): void {
  if (isStackSetAdministrator(call.world, call.caller.account.id, optionalText(call.parameters, 'CallAs'))) return;
  throw validationError('You must be the management account or delegated admin account of an organization');
}
