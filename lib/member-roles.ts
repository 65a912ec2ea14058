import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, CompositePrincipal, Effect, type IPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  byOrderAlone,
  impliedPermissions,
  inspectPermissions,
  measurePermissions,
  memberRoles,
  ownRolePrefix,
  planPermissions,
  sourceIdentityPermission,
} from '../contract/permissions.ts';
import { accepted } from './accepted.ts';

export interface MemberRolesProps {
  /** The one role that may take this one: the administrator account's function that responds. */
  readonly responderArn: string;
  /** The administrator account's functions that sweep, and that make the heartbeat. */
  readonly sweeperArn: string;
  readonly heartbeatArn: string;
  /** Null where the account stands alone. */
  readonly organizationId: string | null;
  /** Who else may sweep the account, read-only: a role or user of the administrator account. Null for nobody. */
  readonly inspectorArn: string | null;
}

/** The roles of each account that is watched: to put containments on with, and to sweep with. */
export class MemberRoles extends Construct {
  readonly contain: Role;

  constructor(scope: Construct, id: string, props: MemberRolesProps) {
    super(scope, id);
    const { responderArn, sweeperArn, heartbeatArn, organizationId, inspectorArn } = props;
    const trusted = new ArnPrincipal(responderArn);
    const conditions = organizationId === null ? {} : { StringEquals: { 'aws:PrincipalOrgID': organizationId } };
    this.contain = new Role(this, 'Contain', {
      roleName: memberRoles.contain,
      description: 'Rescind puts containments on users and roles of this account with it, and takes them back',
      assumedBy: trusted.withConditions(conditions),
    });
    this.contain.assumeRolePolicy?.addStatements(
      new PolicyStatement({ actions: [sourceIdentityPermission], principals: [trusted], conditions }),
    );
    const { partition, account } = Stack.of(this);
    const arn = (name: string) => `arn:${partition}:iam::${account}:${name}`;
    const own = Object.entries(measurePermissions).filter(([kind]) => !byOrderAlone.has(kind));
    const actions = [...new Set([...own.flatMap(([, needs]) => needs), ...planPermissions])].toSorted();
    const of = (service: string) => actions.filter((action) => action.startsWith(`${service}:`));
    this.contain.addToPolicy(new PolicyStatement({ actions: of('iam'), resources: [arn('user/*'), arn('role/*')] }));
    const secrets = `arn:${partition}:secretsmanager:*:${account}:secret:*`;
    this.contain.addToPolicy(new PolicyStatement({ actions: of('secretsmanager'), resources: [secrets] }));
    this.contain.addToPolicy(
      new PolicyStatement({
        actions: Object.values(impliedPermissions).flat(),
        resources: [`arn:${partition}:lambda:*:${account}:function:*`],
        conditions: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'secretsmanager.amazonaws.com' } },
      }),
    );
    for (const any of [
      'iam::<AWS::AccountId>:user/*',
      'iam::<AWS::AccountId>:role/*',
      'secretsmanager:*:<AWS::AccountId>:secret:*',
      'lambda:*:<AWS::AccountId>:function:*',
    ]) {
      const resource = `arn:<AWS::Partition>:${any}`;
      accepted(this.contain, `IAM5[Resource::${resource}]`, 'Nobody knows beforehand whose credential will be stolen.');
    }
    this.contain.addToPolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['iam:*'],
        resources: [`role/${ownRolePrefix}*`, 'role/aws-reserved/*', 'role/aws-service-role/*'].map(arn),
      }),
    );
    const inspectors = [sweeperArn, ...(inspectorArn === null ? [] : [inspectorArn])];
    this.#inspect(new CompositePrincipal(...inspectors.map((one) => new ArnPrincipal(one).withConditions(conditions))));
    new Role(this, 'Alive', {
      roleName: memberRoles.alive,
      description: 'Rescind makes a call with it every hour that needs no permission, to see that it is heard',
      assumedBy: new ArnPrincipal(heartbeatArn).withConditions(conditions),
    });
  }

  #inspect(inspector: IPrincipal): void {
    const role = new Role(this, 'Inspect', {
      roleName: memberRoles.inspect,
      description: 'Rescind reads with it what credentials this account has; it can change nothing',
      assumedBy: inspector,
    });
    role.addToPolicy(new PolicyStatement({ actions: [...inspectPermissions], resources: ['*'] }));
    accepted(role, 'IAM5[Resource::*]', 'Lists and reports are of the whole account, and every action is a read.');
  }
}
