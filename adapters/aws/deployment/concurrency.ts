import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/** How many functions the account runs at once in this Region; null where AWS does not say, or not to whoever asks. */
export async function readConcurrency({ lambda }: Pick<DeploymentClients, 'lambda'>): Promise<number | null> {
  const settings = await attempt(lambda.send(new GetAccountSettingsCommand({})));
  return settings.ok ? (settings.value?.AccountLimit?.ConcurrentExecutions ?? null) : null;
}
