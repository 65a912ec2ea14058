import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, CfnPermission, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { variablesOf } from '../contract/env.ts';
import { ownRoleName, ownRolePrefix, rotatePermissions, rotationFunctionKey } from '../contract/permissions.ts';
import { inShort, type KeyBinding, placesOf, userArn } from '../contract/rotation.ts';
import { alarm, counted } from './alarm.ts';
import type { Foundation } from './foundation.ts';

export interface RotateProps {
  readonly foundation: Pick<Foundation, 'alarms'>;
  readonly bundles: string;
  /** Secrets and users of this account, secrets of this Region. */
  readonly bindings: readonly KeyBinding[];
}

/** The function that Secrets Manager rotates access keys with. Its role reaches the bound secrets and users, and nothing else. */
export class Rotate extends Construct {
  constructor(scope: Construct, id: string, { foundation, bundles, bindings }: RotateProps) {
    super(scope, id);
    const { partition, account, region } = Stack.of(this);
    const functionName = `${ownRolePrefix}rotate`;
    // By name, since the role's policy, which the function waits for, names the function.
    const functionArn = `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH });
    const role = new Role(this, 'Role', {
      roleName: ownRoleName('rotate', region),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const allow = (actions: readonly string[], resources: readonly string[], conditions = {}) =>
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }));
    const secrets = bindings.map(({ secret }) => secret);
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    allow(rotatePermissions.secret, secrets, { StringEquals: { [rotationFunctionKey]: functionArn } });
    allow(rotatePermissions.user, bindings.map(userArn));
    const made = new LambdaFunction(this, 'Function', {
      functionName,
      description: 'Rotates access keys stored in secrets when Secrets Manager asks for it',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(bundles, 'rotate')),
      handler: 'index.handler',
      memorySize: 512,
      timeout: Duration.minutes(4),
      role,
      logGroup,
      environment: variablesOf('rotate', { bindings: inShort(bindings) }),
    });
    // One for all of a Region: for each secret, a few dozen would be more than AWS lets a function's policy hold. A secret that
    // nobody bound is refused by the function, and its role cannot read it.
    for (const [index, place] of placesOf(bindings).entries()) {
      new CfnPermission(this, `Invoke${index}`, {
        action: 'lambda:InvokeFunction',
        functionName: made.functionArn,
        principal: 'secretsmanager.amazonaws.com',
        sourceAccount: account,
        sourceArn: `${place}*`,
      });
    }
    alarm(this, 'ErrorsAlarm', foundation.alarms, {
      section: 'rotation',
      metric: counted('rotate', 'Refused', Duration.hours(1)),
      threshold: 1,
    });
    alarm(this, 'FailuresAlarm', foundation.alarms, {
      section: 'rotation',
      metric: made.metricErrors(),
      threshold: 3,
    });
  }
}
