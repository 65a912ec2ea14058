import { CfnStackSet, Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, EventBus } from 'aws-cdk-lib/aws-events';
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { globalRegionOf } from '../contract/regions.ts';
import { guardDocument } from '../contract/seal.ts';
import type { Hears } from './calls.ts';
import {
  forwardRole,
  MemberGlobalStack,
  MemberRegionalStack,
  memberParameters,
  memberTemplate,
} from './member-stack.ts';
import { OwnRegions } from './own-regions.ts';

/** The organisation that is watched. */
export interface OrganizationGiven {
  /** `o-…` */
  readonly id: string;
  /** Its root (`r-…`) or organisational units; accounts that join them later are included. */
  readonly units: readonly string[];
  /** Where the rules are. IAM, STS and most of what is global is logged in one of them: see `globalRegionOf`. */
  readonly regions: readonly string[];
  /** As whom stack sets are made: from the management account, or from the one that it delegated to. */
  readonly callAs: 'SELF' | 'DELEGATED_ADMIN';
  /** The management account, which every set of a delegate belongs to, too. Absent: nobody has said which it is. */
  readonly management?: string | null;
}

/** The bus that members forward to. Nobody outside the organisation may put anything there, and nothing else listens. */
export class Hub extends Construct {
  readonly bus: EventBus;
  readonly policy: CfnEventBusPolicy;

  constructor(scope: Construct, id: string, organizationId: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: 'rescind-hub' });
    this.policy = new CfnEventBusPolicy(this, 'Policy', {
      eventBusName: this.bus.eventBusName,
      statementId: 'OrganizationOnly',
      statement: {
        Sid: 'OrganizationOnly',
        Effect: 'Allow',
        Principal: '*',
        Action: 'events:PutEvents',
        Resource: this.bus.eventBusArn,
        Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId } },
      },
    });
  }
}

export interface MembersProps {
  readonly organization: OrganizationGiven;
  readonly hub: Hub;
  readonly hears: Hears;
  readonly responderArn: string;
  readonly sweeperArn: string;
  readonly heartbeatArn: string;
  readonly inspectorArn: string | null;
  readonly inlineDenies: boolean;
  /** Whether this account's own roles are part of this stack. */
  readonly watchesItself: boolean;
  /** The Region of this stack. */
  readonly home: string;
  /** Whether the guard is put on the units: it needs the management account, or leave to write service control policies. */
  readonly guard: boolean;
}

/**
 * Roles and rules in every account of the units, those that join later included. This account's own rules in other Regions come by a
 * set of its own: AWS leaves the management account out, and another that administers need not be under the units.
 */
export class Members extends Construct {
  /** The number of the guard; null where there is none. */
  readonly guard: string | null;

  constructor(scope: Construct, id: string, props: MembersProps) {
    const { organization, hub, hears, home, inspectorArn, inlineDenies, watchesItself, guard, ...trusted } = props;
    super(scope, id);
    this.guard = guard ? this.#guard(organization) : null;
    // Only the management account is left out by itself. Roles that are in this stack, or another's, cannot be made again.
    const isTarget = organization.callAs === 'DELEGATED_ADMIN';
    const withoutSelf = isTarget ? [Stack.of(this).account] : [];
    const others = organization.regions.filter((region) => region !== home);
    const context = this.node.getAllContext();
    const hubArn = { parameterKey: memberParameters.hub, parameterValue: hub.bus.eventBusArn };
    const ofRoles = stackSet(this, 'Global', organization, {
      templateBody: memberTemplate(
        (app) => new MemberGlobalStack(app, 'RescindMember', { inspectorArn, inlineDenies }),
        context,
      ),
      instances: [{ regions: [globalRegionOf(home)], without: withoutSelf }],
      parameters: [
        hubArn,
        { parameterKey: memberParameters.responder, parameterValue: trusted.responderArn },
        { parameterKey: memberParameters.sweeper, parameterValue: trusted.sweeperArn },
        { parameterKey: memberParameters.heartbeat, parameterValue: trusted.heartbeatArn },
        { parameterKey: memberParameters.organization, parameterValue: organization.id },
      ],
    });
    const rules = stackSet(this, 'Regional', organization, {
      templateBody: memberTemplate((app) => new MemberRegionalStack(app, 'RescindMemberRegion', hears), context),
      // This account has rules of its own, whichever unit it is in: others would bring each call twice.
      instances: [{ regions: organization.regions, without: withoutSelf }],
      parameters: [hubArn],
      after: ofRoles,
    });
    // The rules forward with a role of the first, and a target is only put where its bus lets it in.
    rules.addResourceDependency(ofRoles);
    rules.addResourceDependency(hub.policy);
    if (!watchesItself || others.length === 0) return;
    const forward = forwardRole(this, hub.bus.eventBusArn);
    const own = new OwnRegions(this, 'Own', { regions: others, hubArn: hub.bus.eventBusArn, hears, forward });
    own.node.addDependency(hub.policy);
  }

  #guard({ units }: OrganizationGiven): string {
    const { account, region, partition } = Stack.of(this);
    const policy = new CfnPolicy(this, 'Guard', {
      // An organisation has each name once, and may be administered from several places.
      name: `RescindGuard-${account}-${region}`,
      description: 'Nobody in the account can detach the seal of Rescind, or change its roles and rules',
      type: 'SERVICE_CONTROL_POLICY',
      targetIds: [...units],
      content: guardDocument(partition, account),
    });
    return policy.ref;
  }
}

interface InstancesGiven {
  readonly regions: readonly string[];
  /** Accounts that are left out there, whichever unit they are in. */
  readonly without: readonly string[];
}

interface StackSetGiven {
  readonly templateBody: string;
  readonly instances: readonly InstancesGiven[];
  readonly parameters: CfnStackSet.ParameterProperty[];
  /** The set that an account which joins later gets first. */
  readonly after?: CfnStackSet;
}

function stackSet(scope: Construct, id: string, organization: OrganizationGiven, given: StackSetGiven): CfnStackSet {
  const { units, callAs } = organization;
  const first = given.after === undefined ? null : arnOfSet(given.after, organization);
  return new CfnStackSet(scope, id, {
    stackSetName: `rescind-${id.toLowerCase()}`,
    permissionModel: 'SERVICE_MANAGED',
    callAs,
    // What CloudFormation makes first in this stack says nothing of accounts that join later: each set would come as it may.
    autoDeployment: {
      enabled: true,
      retainStacksOnAccountRemoval: false,
      ...(first !== null && { dependsOn: [first] }),
    },
    managedExecution: { Active: true },
    capabilities: ['CAPABILITY_NAMED_IAM'],
    // One account that refuses must not keep the others waiting.
    operationPreferences: {
      failureTolerancePercentage: 100,
      maxConcurrentPercentage: 100,
      concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      regionConcurrencyType: 'PARALLEL',
    },
    stackInstancesGroup: given.instances
      .filter(({ regions }) => regions.length > 0)
      .flatMap(({ regions, without }) =>
        inGroups(units).map((organizationalUnitIds) => ({
          regions: [...regions],
          deploymentTargets: {
            organizationalUnitIds,
            ...(without.length > 0 && { accounts: [...without], accountFilterType: 'DIFFERENCE' as const }),
          },
        })),
      ),
    templateBody: given.templateBody,
    parameters: given.parameters,
  });
}

/** CloudFormation takes no more units at a time. */
const unitsInGroup = 50;

function inGroups(units: readonly string[]): string[][] {
  const groups = Math.ceil(units.length / unitsInGroup);
  return Array.from({ length: groups }, (_, at) => units.slice(at * unitsInGroup, (at + 1) * unitsInGroup));
}

/**
 * CloudFormation knows a set's name and number alone. It belongs to the management account, whoever made it, as AWS documents of sets
 * that an organisation manages; that a delegate's waits by such an ARN has not been tried on AWS. Null where nobody has said which
 * account that is, since a set that waits for one that is not there is not made at all.
 */
function arnOfSet(set: CfnStackSet, { callAs, management = null }: OrganizationGiven): string | null {
  const { partition, region, account } = Stack.of(set);
  const owner = callAs === 'SELF' ? account : management;
  return owner === null ? null : `arn:${partition}:cloudformation:${region}:${owner}:stackset/${set.ref}`;
}
