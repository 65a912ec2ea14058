import { AwsError } from '../aws-error.ts';
import { anyResource, type Need, type Operations, read, resourceIn } from '../operation.ts';
import { objectList, optionalNumber, optionalText, type Parameters, requiredText, textList } from '../parameters.ts';

/** Signed for as `monitoring`, allowed as `cloudwatch`. */
const toWatch = (operation: string) => (): Need => ({ ...anyResource(), actions: [`cloudwatch:${operation}`] });

/** Whether a rule is there, and in which state. */
export const eventsOperations: Operations = {
  DescribeRule: read(anyResource, ({ caller, parameters, region }) => {
    const name = requiredText(parameters, 'Name');
    const bus = optionalText(parameters, 'EventBusName') ?? 'default';
    const rule = caller.account.deployed.rules.find(
      (one) => one.name === name && one.bus === bus && one.region === region,
    );
    if (rule === undefined) throw new AwsError('ResourceNotFoundException', 400, `Rule ${name} does not exist.`);
    return { Name: name, EventBusName: bus, State: rule.state };
  }),
};

/** How many messages wait in a queue. */
export const queueOperations: Operations = {
  GetQueueAttributes: read(anyResource, ({ caller, parameters }) => {
    const waiting = caller.account.deployed.queues.get(requiredText(parameters, 'QueueUrl'));
    if (waiting === undefined) {
      throw new AwsError('com.amazonaws.sqs#QueueDoesNotExist', 400, 'The specified queue does not exist.');
    }
    return { Attributes: { ApproximateNumberOfMessages: String(waiting) } };
  }),
};

/** How many are subscribed to a topic, which there is where a stack holds it. */
export const topicOperations: Operations = {
  GetTopicAttributes: read(resourceIn('TopicArn'), ({ caller, parameters, region }) => {
    const arn = requiredText(parameters, 'TopicArn');
    if (arn.split(':')[3] !== region) {
      throw new AwsError('InvalidParameter', 400, 'Invalid parameter: TopicArn');
    }
    const { stacks, subscriptions } = caller.account.deployed;
    const isThere = stacks.some(({ resources }) => resources.some(({ physicalId }) => physicalId === arn));
    if (!isThere) throw new AwsError('NotFound', 404, 'Topic does not exist');
    const { confirmed, pending } = subscriptions.get(arn) ?? { confirmed: 0, pending: 0 };
    const counts = [
      ['SubscriptionsConfirmed', confirmed],
      ['SubscriptionsPending', pending],
    ] as const;
    return { Attributes: new Map([['TopicArn', arn], ...counts.map(([name, n]) => [name, String(n)] as const)]) };
  }),
};

/** Alarms, and the values of metrics. */
export const watchOperations: Operations = {
  DescribeAlarms: read(toWatch('DescribeAlarms'), ({ caller, parameters, region }) => {
    const wanted = textList(parameters, 'AlarmNames');
    const alarms = caller.account.deployed.alarms.filter((one) => one.region === region && wanted.includes(one.name));
    return {
      MetricAlarms: alarms.map(({ name, description, whenMissing, state }) => ({
        AlarmName: name,
        AlarmDescription: description,
        TreatMissingData: whenMissing,
        StateValue: state,
      })),
    };
  }),
  GetMetricData: read(toWatch('GetMetricData'), ({ caller, parameters }) => {
    const from = (optionalNumber(parameters, 'StartTime') ?? 0) * 1_000;
    const to = (optionalNumber(parameters, 'EndTime') ?? 0) * 1_000;
    return {
      MetricDataResults: objectList(parameters, 'MetricDataQueries').map((query) => {
        const counts = caller.account.deployed.counts
          .filter(({ metric, at }) => metric === metricOf(query) && at >= from && at < to)
          .toSorted((a, b) => b.at - a.at);
        return {
          Id: requiredText(query, 'Id'),
          StatusCode: 'Complete',
          Timestamps: counts.map(({ at }) => at / 1_000),
          Values: counts.map(({ value }) => value),
        };
      }),
    };
  }),
};

function metricOf(query: Parameters): string {
  const stat = (query.MetricStat ?? {}) as Parameters;
  return requiredText((stat.Metric ?? {}) as Parameters, 'MetricName');
}
