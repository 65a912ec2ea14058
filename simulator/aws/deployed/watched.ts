import { AwsError } from '../aws-error.ts';
import { anyResource, type Call, type Need, type Operations, read, resourceIn } from '../operation.ts';
import {
  objectList,
  optionalNumber,
  optionalText,
  type Parameters,
  pageByToken,
  requiredText,
  textList,
} from '../parameters.ts';
import type { Alarm, Rule } from '../state/deployed.ts';

/** Signed for as `monitoring`, allowed as `cloudwatch`. */
const toWatch = (operation: string) => (): Need => ({ ...anyResource(), actions: [`cloudwatch:${operation}`] });

/** Whether a rule is there, in which state, and whom it sends to. */
export const eventsOperations: Operations = {
  DescribeRule: read(anyResource, (call) => {
    const { name, bus, state } = ruleIn(call, 'Name');
    return { Name: name, EventBusName: bus, State: state };
  }),
  ListTargetsByRule: read(anyResource, (call) => {
    const { targets } = ruleIn(call, 'Rule');
    const page = pageByToken(targets, call.parameters, optionalNumber(call.parameters, 'Limit') ?? 100);
    return { Targets: page.items, NextToken: page.next };
  }),
};

function ruleIn({ caller, parameters, region }: Call, field: string): Rule {
  const name = requiredText(parameters, field);
  const bus = optionalText(parameters, 'EventBusName') ?? 'default';
  const { rules } = caller.account.deployed;
  const rule = rules.find((one) => one.name === name && one.bus === bus && one.region === region);
  if (rule === undefined) throw new AwsError('ResourceNotFoundException', 400, `Rule ${name} does not exist.`);
  return rule;
}

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
    const types = textList(parameters, 'AlarmTypes');
    const alarms = caller.account.deployed.alarms.filter((one) => one.region === region && wanted.includes(one.name));
    const shown = (isComposite: boolean) => alarms.filter((one) => one.isComposite === isComposite).map(describedAlarm);
    return {
      // Without a word on which, these alone.
      MetricAlarms: types.length === 0 || types.includes('MetricAlarm') ? shown(false) : [],
      CompositeAlarms: types.includes('CompositeAlarm') ? shown(true) : [],
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

function describedAlarm({ name, isComposite, description, whenMissing, state, actions, actionsEnabled }: Alarm) {
  return {
    AlarmName: name,
    AlarmDescription: description,
    TreatMissingData: isComposite ? null : whenMissing,
    StateValue: state,
    ActionsEnabled: actionsEnabled,
    AlarmActions: actions,
  };
}

function metricOf(query: Parameters): string {
  const stat = (query.MetricStat ?? {}) as Parameters;
  return requiredText((stat.Metric ?? {}) as Parameters, 'MetricName');
}
