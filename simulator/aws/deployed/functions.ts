import { anyResource, type Operations, read } from '../operation.ts';
import type { WireRequest } from '../protocol/wire.ts';

/** What Lambda says of the caller's account in a Region. */
export const functionOperations: Operations = {
  GetAccountSettings: read(anyResource, ({ caller, region }) => ({
    AccountLimit: { ConcurrentExecutions: caller.account.deployed.concurrency.get(region) ?? usual },
  })),
};

/** In an account that is not new. */
const usual = 1_000;

/** `/2016-08-19/account-settings/` is GetAccountSettings. */
export function decodeFunctionsRequest({ path }: WireRequest) {
  const [, , resource = ''] = path.split('/');
  return { operation: resource === 'account-settings' ? 'GetAccountSettings' : resource, parameters: {} };
}
