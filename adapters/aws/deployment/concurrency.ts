import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import type { Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/** How many functions the account runs at once in this Region; null where AWS does not say. */
export function readConcurrency({ lambda }: Pick<DeploymentClients, 'lambda'>): Promise<Result<number | null, string>> {
  return attempt(
    lambda
      .send(new GetAccountSettingsCommand({}))
      .then(({ AccountLimit }) => AccountLimit?.ConcurrentExecutions ?? null),
  );
}
