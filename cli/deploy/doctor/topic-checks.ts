import type { DeploymentClients } from '../../../adapters/aws/deployment/clients.ts';
import type { ResourceFacts } from '../../../adapters/aws/deployment/stack.ts';
import { type Subscriptions, subscriptionsTo } from '../../../adapters/aws/deployment/topics.ts';
import type { Result } from '../../../core/model/result.ts';
import { count } from '../../terminal/words.ts';
import { type Check, fine, type Judged, note, of, putBack, wrong } from '../check.ts';

/** Where each topic is among the resources of a stack, and what is lost where nobody hears it. Notices and answers there are without Slack alone. */
const topics = {
  Alarms: { at: /^FoundationAlarms[0-9A-F]{8}$/, lost: 'so alarms reach nobody' },
  Pages: { at: /^PageTopic[0-9A-F]{8}$/, lost: 'so urgent alarms reach nobody' },
  Notices: { at: /^NotifyNotices[0-9A-F]{8}$/, lost: 'so notices reach nobody' },
  Answers: { at: /^NotifyAnswers[0-9A-F]{8}$/, lost: 'so nobody can answer by a link' },
} as const;

type TopicName = keyof typeof topics;
const names = Object.keys(topics) as TopicName[];

/** A topic that people subscribe to. */
export interface TopicFacts {
  readonly name: TopicName;
  readonly arn: string;
  /** Null where it is gone. */
  readonly subscriptions: Result<Subscriptions | null, string>;
}

/** Those that a stack holds, in the order in which they matter. */
export async function readTopics(
  resources: readonly ResourceFacts[],
  clients: Pick<DeploymentClients, 'sns'>,
): Promise<TopicFacts[]> {
  const found = names.flatMap((name) =>
    resources
      .filter(({ type, logicalId }) => type === 'AWS::SNS::Topic' && topics[name].at.test(logicalId))
      .map(({ physicalId: arn }) => ({ name, arn })),
  );
  return Promise.all(
    found.map(async ({ name, arn }) => ({ name, arn, subscriptions: await subscriptionsTo(arn, clients) })),
  );
}

/** Whether anybody hears what the topics say; a stack that is young has not been subscribed to yet. */
export function topicChecks(all: readonly TopicFacts[], isYoung: boolean): Check[] {
  return all.map(({ name, arn, subscriptions }) =>
    of('topics', subscriptions, (there) => topicCheck({ name, arn }, there, isYoung)),
  );
}

function topicCheck(
  { name, arn }: Pick<TopicFacts, 'name' | 'arn'>,
  subscriptions: Subscriptions | null,
  isYoung: boolean,
): Judged {
  const region = arn.split(':')[3] ?? '';
  if (subscriptions === null) return wrong(`The topic ${name} of ${region} is gone.`, putBack);
  const { confirmed, pending } = subscriptions;
  if (confirmed > 0) return fine(`${count(confirmed, 'subscription')} to the topic ${name} of ${region}.`);
  const sentence = `Nobody is subscribed to the topic ${name} of ${region}, ${topics[name].lost}.`;
  const remedy = pending > 0 ? confirming(pending, arn) : subscribing(name, arn, region);
  return isYoung || name === 'Answers' ? { ...note(sentence), remedy } : wrong(sentence, remedy);
}

function confirming(pending: number, arn: string): string {
  return `Confirm the subscription mail: ${count(pending, 'subscription')} to ${arn} ${pending === 1 ? 'waits' : 'wait'} for that.`;
}

function subscribing(name: TopicName, arn: string, region: string): string {
  // Whoever may answer is subscribed by name, which takes a filter.
  if (name === 'Answers') return `Subscribe whoever may answer to ${arn}, each by name: docs/people.md`;
  return `Subscribe to it: aws sns subscribe --region ${region} --topic-arn ${arn} --protocol email --notification-endpoint ADDRESS`;
}
