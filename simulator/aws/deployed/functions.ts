import { AwsError } from '../aws-error.ts';
import { anyResource, type Operations, read } from '../operation.ts';
import { requiredText } from '../parameters.ts';
import type { WireRequest } from '../protocol/wire.ts';

/** What Lambda says of the caller's account in a Region, and of which function reads which queue. */
export const functionOperations: Operations = {
  GetAccountSettings: read(anyResource, ({ caller, region }) => ({
    AccountLimit: { ConcurrentExecutions: caller.account.deployed.concurrency.get(region) ?? usual },
  })),
  GetEventSourceMapping: read(anyResource, ({ caller, parameters, region }) => {
    const wanted = requiredText(parameters, 'UUID');
    const found = caller.account.deployed.mappings.find((one) => one.id === wanted && one.region === region);
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', 404, 'The resource you requested does not exist.');
    }
    const { id, queue, functionArn, state, filters } = found;
    const FilterCriteria = filters.length === 0 ? null : { Filters: filters.map((Pattern) => ({ Pattern })) };
    return { UUID: id, EventSourceArn: queue, FunctionArn: functionArn, State: state, FilterCriteria };
  }),
};

/** In an account that is not new. */
const usual = 1_000;

/** `/2016-08-19/account-settings/` is GetAccountSettings, `/2015-03-31/event-source-mappings/ID` is GetEventSourceMapping. */
export function decodeFunctionsRequest({ path }: WireRequest) {
  const [, , resource = '', id = ''] = path.split('/');
  if (resource === 'event-source-mappings') return { operation: 'GetEventSourceMapping', parameters: { UUID: id } };
  return { operation: resource === 'account-settings' ? 'GetAccountSettings' : resource, parameters: {} };
}
