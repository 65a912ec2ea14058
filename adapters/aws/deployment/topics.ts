import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/** How many hear what a topic says, and how many would once they confirm that they want to. */
export interface Subscriptions {
  readonly confirmed: number;
  readonly pending: number;
}

/** Null where the topic is gone. */
export async function subscriptionsTo(
  TopicArn: string,
  { sns }: Pick<DeploymentClients, 'sns'>,
): Promise<Result<Subscriptions | null, string>> {
  const read = await attempt(sns.send(new GetTopicAttributesCommand({ TopicArn })));
  if (!read.ok) return read;
  if (read.value === null) return ok(null);
  const { SubscriptionsConfirmed = 0, SubscriptionsPending = 0 } = read.value.Attributes ?? {};
  return ok({ confirmed: Number(SubscriptionsConfirmed), pending: Number(SubscriptionsPending) });
}
