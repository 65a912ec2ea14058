import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { FunctionName } from '../contract/env.ts';
import { ownRoleName, ownRolePrefix } from '../contract/permissions.ts';
import type { Section } from '../contract/runbook.ts';
import { accepted } from './accepted.ts';
import { alarm } from './alarm.ts';
import { encryptedQueue } from './encrypted-queue.ts';
import type { OwnFunction } from './own-function.ts';
import { switchedOn } from './switched-on.ts';

export interface StateMachineProps {
  readonly name: 'sweep' | 'backfill';
  readonly description: string;
  /** What carries out every step. */
  readonly steps: OwnFunction<FunctionName>;
  /** In Amazon's States Language. */
  readonly definition: object;
  /** `rate(1 day)` */
  readonly every: string;
  /** What the schedule starts it with; nothing where nothing is said. */
  readonly input?: object;
  readonly alarms: ITopic;
  /** The section of the runbook for when it breaks off. */
  readonly section: Section;
}

/** A state machine whose steps one function carries out, and the schedule that starts it. */
export class StateMachine extends Construct {
  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    const { name, steps, alarms, section } = props;
    const { partition, region, account } = Stack.of(this);
    const stateMachineName = `${ownRolePrefix}${name}`;
    const arn = `arn:${partition}:states:${region}:${account}:stateMachine:${stateMachineName}`;
    const role = new Role(this, 'Role', {
      roleName: ownRoleName(`${name}-steps`, region),
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    const may = (actions: string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    may(['lambda:InvokeFunction'], steps.function.functionArn);
    // A distributed map starts its own machine once for each account, and follows what it started.
    may(['states:StartExecution'], arn);
    // Those of a map are `NAME/LABEL:ID`; AWS's own policies for it name the form of any other execution, `NAME:ID`, too.
    const executions = ['/*', ':*'].map((rest) => `execution:${stateMachineName}${rest}`);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: executions.map((one) => `arn:${partition}:states:${region}:${account}:${one}`),
      }),
    );
    for (const one of executions) {
      accepted(
        role,
        `IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:${one}]`,
        'Executions are named by Step Functions.',
      );
    }
    const machine = new CfnStateMachine(this, 'Machine', {
      stateMachineName,
      stateMachineType: 'STANDARD',
      roleArn: role.roleArn,
      definitionString: Stack.of(this).toJsonString(inPartition(props.definition, partition)),
    });
    machine.node.addDependency(role);
    accepted(
      machine,
      'SF1',
      'Step Functions keeps the history of standard executions; each step is in the log of its function.',
    );
    accepted(machine, 'SF2', 'The function’s log says what each step came to; traces would add nothing.');
    this.#start(props, machine.attrArn);
    alarm(this, 'BrokenAlarm', alarms, {
      section,
      metric: new Metric({
        namespace: 'AWS/States',
        metricName: 'ExecutionsFailed',
        dimensionsMap: { StateMachineArn: machine.attrArn },
        statistic: 'Sum',
        period: Duration.hours(1),
      }),
      threshold: 1,
    });
  }

  /** What cannot be started is set aside, and rings: nothing else would say so before the work is a day late. */
  #start({ name, description, every, input = {}, alarms }: StateMachineProps, arn: string): void {
    const role = new Role(this, 'ScheduleRole', {
      roleName: ownRoleName(`${name}-schedule`, Stack.of(this).region),
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const deadLetters = encryptedQueue(this, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    accepted(deadLetters, 'SQS3', 'It is one itself: of a schedule.');
    role.addToPolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [arn] }));
    // The scheduler puts it there as this role, which the queue, being of the same account, needs no policy for.
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    alarm(this, 'DeadLettersAlarm', alarms, {
      section: 'unstarted',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(),
      threshold: 1,
      names: { QUEUE_URL: deadLetters.queueUrl },
    });
    const schedule = new CfnSchedule(this, 'Schedule', {
      ...switchedOn.schedule,
      description,
      scheduleExpression: every,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn,
        roleArn: role.roleArn,
        input: JSON.stringify(input),
        retryPolicy: startRetry,
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    // With its policy, or the first start would come before it may.
    schedule.node.addDependency(role);
  }
}

/** AWS names its own integrations by the partition, as everything. */
function inPartition(definition: object, partition: string): object {
  return JSON.parse(JSON.stringify(definition).replaceAll('arn:aws:states:::', `arn:${partition}:states:::`));
}

/** As often as the scheduler tries at all, and until shortly before the next hour's start, which takes this one's place. */
const startRetry = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: Duration.minutes(50).toSeconds() };

/** What a step that fails for a reason of Lambda's own, or once by chance, is given. */
const retry = [
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
    ],
    IntervalSeconds: 5,
    MaxAttempts: 8,
    BackoffRate: 2,
    MaxDelaySeconds: 300,
    JitterStrategy: 'FULL',
  },
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 30, MaxAttempts: 2, BackoffRate: 2 },
] as const;

/** One step of the function, given `payload`; `after` says where it goes on, and what becomes of the answer. */
export function step(functionArn: string, payload: object, after: object): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionArn, Payload: payload },
    ResultSelector: { 'answer.$': '$.Payload' },
    OutputPath: '$.answer',
    Retry: retry,
    ...after,
  };
}

/**
 * All slices of `$.slices`, one after the other. `hands` is what each is given, `list` the step that answers a slice's accounts
 * with it, and `item` what each account is given, in an execution of its own, which begins at `first`; `atOnce` of them are in work at
 * a time, so that the functions that watch need not wait. One that fails does not stop the others: who reads the sum names it.
 */
export function eachAccount(
  {
    hands,
    list,
    item,
    first,
    states,
    atOnce,
  }: { hands: object; list: object; item: object; first: string; states: object; atOnce: number },
  next: string,
): object {
  return {
    Type: 'Map',
    ItemsPath: '$.slices',
    ItemSelector: { ...hands, 'slice.$': '$$.Map.Item.Value' },
    MaxConcurrency: 1,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'Slice',
      States: {
        Slice: list,
        'Each account': {
          Type: 'Map',
          ItemsPath: '$.accounts',
          ItemSelector: item,
          MaxConcurrency: atOnce,
          ToleratedFailurePercentage: 100,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: first,
            States: states,
          },
          ResultPath: null,
          Next: 'Next slice',
        },
        // What comes of all slices is gathered, and takes little.
        'Next slice': { Type: 'Succeed', OutputPath: null },
      },
    },
    ResultPath: null,
    Next: next,
  };
}
