import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type Env, type FunctionName, variablesOf } from '../contract/env.ts';
import { ownRoleName } from '../contract/permissions.ts';
import { alarm } from './alarm.ts';

export interface OwnFunctionProps<Name extends FunctionName> {
  /** Of the function: its bundle's folder, and its role between our prefix and the Region. */
  readonly name: Name;
  readonly description: string;
  readonly env: Env<Name>;
  /** Folder in which each function has its bundle. */
  readonly bundles: string;
  /** Whom alarms ring. */
  readonly alarms: ITopic;
  readonly timeout: Duration;
}

/** Share of what an invocation may take, from which on it rings. */
const nearlyOver = 0.9;

/** A function with a role and a log of its own, which may do nothing but write its log until it is allowed more. */
export class OwnFunction<Name extends FunctionName> extends Construct {
  readonly role: Role;
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: OwnFunctionProps<Name>) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH });
    this.role = new Role(this, 'Role', {
      roleName: ownRoleName(props.name, Stack.of(this).region),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.bundles, props.name)),
      handler: 'index.handler',
      memorySize: 1024,
      timeout: props.timeout,
      role: this.role,
      logGroup,
      environment: variablesOf(props.name, props.env),
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    alarm(this, 'ErrorsAlarm', props.alarms, {
      section: 'errors',
      metric: this.function.metricErrors(),
      threshold: 3,
    });
    alarm(this, 'TimeoutAlarm', props.alarms, {
      section: 'timeout',
      metric: this.function.metricDuration({ statistic: 'Maximum', period: Duration.minutes(5) }),
      threshold: nearlyOver * props.timeout.toMilliseconds(),
    });
  }

  allow(actions: readonly string[], ...resources: readonly string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
