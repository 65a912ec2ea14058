import { DeleteStackCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import { watcherAlarm, watcherOutput, watcherStack } from '../../../contract/watcher.ts';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import { type Asked, deploymentClients } from './clients.ts';
import { type AlarmFacts, alarmStates } from './health.ts';
import { describeStack, type StackFacts } from './stack.ts';
import { type Subscriptions, subscriptionsTo } from './topics.ts';

/** What watches over a deployment, in another Region. */
export interface WatcherFacts {
  readonly region: string;
  /** The stack; null where it is gone. */
  readonly stack: Result<StackFacts | null, string>;
  /** What rings where no round came. An alarm that is gone is not among them. */
  readonly alarms: Result<readonly AlarmFacts[], string>;
  /** What its alarm tells; null where it has no such topic, or that cannot be seen. */
  readonly pages: { readonly arn: string; readonly subscriptions: Result<Subscriptions | null, string> } | null;
}

/** The Region that a deployment with these outputs is watched from; null where nobody watches. */
export function watchRegionIn(outputs: Readonly<Record<string, string>>): string | null {
  const said = outputs[watcherOutput.name] ?? watcherOutput.nobody;
  return said === watcherOutput.nobody ? null : said;
}

/** `asked.region` is the Region that is watched. */
export async function readWatcher(region: string, asked: Asked): Promise<WatcherFacts> {
  const clients = deploymentClients({ ...asked, region });
  const [stack, alarms] = await Promise.all([
    describeStack(watcherStack(asked.region), clients.cloudformation),
    alarmStates([watcherAlarm('rounds', asked.region)], clients),
  ]);
  const arn = stack.ok ? stack.value?.outputs.PagesTopic : undefined;
  const pages = arn === undefined ? null : { arn, subscriptions: await subscriptionsTo(arn, clients) };
  return { region, stack, alarms, pages };
}

/** CloudFormation's; null where it is gone. fails toward: that it is gone, since all that hangs on it is whether drift is looked for */
export async function watcherStatus(region: string, asked: Asked): Promise<string | null> {
  const there = await describeStack(watcherStack(asked.region), deploymentClients({ ...asked, region }).cloudformation);
  return there.ok ? (there.value?.status ?? null) : null;
}

/** Takes it away, and waits until it is gone. The error is AWS's word. */
export async function removeWatcher(region: string, asked: Asked): Promise<Result<null, string>> {
  const { cloudformation: client } = deploymentClients({ ...asked, region });
  const StackName = watcherStack(asked.region);
  const there = await describeStack(StackName, client);
  if (!there.ok || there.value === null) return there.ok ? ok(null) : there;
  const asks = await attempt(client.send(new DeleteStackCommand({ StackName })));
  if (!asks.ok) return asks;
  const gone = await attempt(waitUntilStackDeleteComplete({ client, maxWaitTime: 600, minDelay: 2 }, { StackName }));
  return gone.ok ? ok(null) : gone;
}
