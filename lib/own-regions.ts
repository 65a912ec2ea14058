import { CfnStackSet, Stack } from 'aws-cdk-lib';
import { ArnPrincipal, CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { memberRoles, ownRoleName, ruleMakers } from '../contract/permissions.ts';
import { isOptIn } from '../contract/regions.ts';
import { accepted } from './accepted.ts';
import type { Hears } from './calls.ts';
import { MemberRegionalStack, memberParameters, memberTemplate } from './member-stack.ts';

/** Once in a Region; its stacks in the others are `StackSet-rescind-own-…`. */
const setName = 'rescind-own';

export interface OwnRegionsProps {
  /** Without the Region of the stack itself, which has a rule of its own. */
  readonly regions: readonly string[];
  readonly hubArn: string;
  readonly hears: Hears;
  /** Whom the rules forward as. */
  readonly forward: Role;
}

/**
 * The rule that forwards, in the other Regions of the stack's own account. Sets that an organisation manages leave the management account
 * out, and whoever is under none of the units, so that this one is made by two roles of its own, which can do nothing else.
 */
export class OwnRegions extends Construct {
  constructor(scope: Construct, id: string, { regions, hubArn, hears, forward }: OwnRegionsProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const administration = new Role(this, 'Administration', {
      roleName: ownRoleName(ruleMakers.begins, region),
      description: 'CloudFormation uses it to manage the rules of Rescind in other Regions of this account',
      assumedBy: new CompositePrincipal(
        ...['cloudformation', ...regions.filter(isOptIn).map((one) => `cloudformation.${one}`)].map(
          (service) =>
            new ServicePrincipal(`${service}.amazonaws.com`, {
              conditions: { StringEquals: { 'aws:SourceAccount': account } },
            }),
        ),
      ),
    });
    const execution = this.#execution(administration);
    administration.addToPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [execution.roleArn] }));
    const set = new CfnStackSet(this, 'Rules', {
      stackSetName: setName,
      permissionModel: 'SELF_MANAGED',
      administrationRoleArn: administration.roleArn,
      executionRoleName: execution.roleName,
      managedExecution: { Active: true },
      // A Region that is off must not keep the others waiting.
      operationPreferences: { failureTolerancePercentage: 100, regionConcurrencyType: 'PARALLEL' },
      stackInstancesGroup: [{ regions: [...regions], deploymentTargets: { accounts: [account] } }],
      templateBody: memberTemplate(
        (app) => new MemberRegionalStack(app, 'RescindOwnRegion', hears),
        this.node.getAllContext(),
      ),
      parameters: [{ parameterKey: memberParameters.hub, parameterValue: hubArn }],
    });
    // With their policies, or it would begin before it may, and could not be deleted after.
    set.node.addDependency(administration, execution, forward);
  }

  #execution(administration: Role): Role {
    const { partition, account, region } = Stack.of(this);
    const role = new Role(this, 'Execution', {
      roleName: ownRoleName(ruleMakers.ends, region),
      description: 'CloudFormation uses it in other Regions of this account to create the rules of Rescind',
      assumedBy: new ArnPrincipal(administration.roleArn),
    });
    const inAll = (rest: string) => `arn:${partition}:${rest}`;
    const own = [
      [stackActions, inAll(`cloudformation:*:${account}:stack/StackSet-${setName}-*`)],
      [ruleActions, inAll(`events:*:${account}:rule/StackSet-${setName}-*`)],
    ] as const;
    for (const [actions, resource] of own) {
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [resource] }));
      accepted(
        role,
        `IAM5[Resource::${resource.replace(partition, '<AWS::Partition>').replace(account, '<AWS::AccountId>')}]`,
        'In each Region that is watched, under a name that CloudFormation ends with a number of its own.',
      );
    }
    role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [inAll(`iam::${account}:role/${memberRoles.forward}`)],
        conditions: { StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' } },
      }),
    );
    return role;
  }
}

/** What CloudFormation asks of a stack that belongs to a set. */
const stackActions = [
  'cloudformation:CancelUpdateStack',
  'cloudformation:ContinueUpdateRollback',
  'cloudformation:CreateChangeSet',
  'cloudformation:CreateStack',
  'cloudformation:DeleteChangeSet',
  'cloudformation:DeleteStack',
  'cloudformation:DescribeChangeSet',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStackResource',
  'cloudformation:DescribeStackResources',
  'cloudformation:DescribeStacks',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:GetStackPolicy',
  'cloudformation:GetTemplate',
  'cloudformation:GetTemplateSummary',
  'cloudformation:ListStackResources',
  'cloudformation:SetStackPolicy',
  'cloudformation:TagResource',
  'cloudformation:UntagResource',
  'cloudformation:UpdateStack',
] as const;

/** What a stack with a rule makes, changes and deletes. */
const ruleActions = [
  'events:DeleteRule',
  'events:DescribeRule',
  'events:DisableRule',
  'events:EnableRule',
  'events:ListTagsForResource',
  'events:ListTargetsByRule',
  'events:PutRule',
  'events:PutTargets',
  'events:RemoveTargets',
  'events:TagResource',
  'events:UntagResource',
] as const;
