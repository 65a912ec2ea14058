import { CfnParameter, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { managementRegion } from '../contract/permissions.ts';
import type { Hears } from './calls.ts';
import { bootstrapless, forwardCalls, forwardRole, memberParameters, memberRolesOf } from './member-stack.ts';
import { OwnRegions } from './own-regions.ts';
import { tag } from './tag.ts';

export interface ManagementStackProps {
  readonly hears: Hears;
  /** That are watched. */
  readonly regions: readonly string[];
  readonly inlineDenies?: boolean;
}

/**
 * The management account, which stack sets leave out, as one stack: its roles, and the rules that forward what happens in
 * us-east-1, where it is deployed, and by a set of its own in the other Regions that are watched.
 */
export class ManagementStack extends Stack {
  constructor(scope: Construct, id: string, { hears, regions, inlineDenies = true }: ManagementStackProps) {
    super(scope, id, {
      description: 'Rescind in the management account: its roles, and what happens there to the administrator account',
      synthesizer: bootstrapless(),
    });
    Tags.of(this).add(...tag);
    const hub = new CfnParameter(this, memberParameters.hub).valueAsString;
    memberRolesOf(this, { inspectorArn: null, inlineDenies });
    const forward = forwardRole(this, hub);
    forwardCalls(this, hub, hears).node.addDependency(forward);
    const others = regions.filter((region) => region !== managementRegion);
    if (others.length > 0) new OwnRegions(this, 'Own', { regions: others, hubArn: hub, hears, forward });
  }
}
