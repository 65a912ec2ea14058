import { CfnParameter, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { globalRegionOf } from '../contract/regions.ts';
import type { Hears } from './calls.ts';
import { bootstrapless, forwardCalls, forwardRole, memberParameters, memberRolesOf } from './member-stack.ts';
import { OwnRegions } from './own-regions.ts';
import { tag } from './tag.ts';

export interface ManagementStackProps {
  readonly hears: Hears;
  /** Where the administrator's stack is: the management account is in the same partition. */
  readonly home: string;
  /** That are watched. */
  readonly regions: readonly string[];
  readonly inspectorArn?: string | null;
  readonly inlineDenies?: boolean;
}

/**
 * The management account, which stack sets leave out, as one stack: its roles, and the rules that forward what happens in
 * the Region of what is global, where it is deployed, and by a set of its own in the other Regions that are watched.
 */
export class ManagementStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { home, hears, regions, inspectorArn = null, inlineDenies = true }: ManagementStackProps,
  ) {
    super(scope, id, {
      description:
        'Rescind in the management account: its roles, and rules that forward events to the administrator account',
      synthesizer: bootstrapless(),
    });
    Tags.of(this).add(...tag);
    const hub = new CfnParameter(this, memberParameters.hub).valueAsString;
    memberRolesOf(this, { inspectorArn, inlineDenies });
    const forward = forwardRole(this, hub);
    forwardCalls(this, hub, hears).node.addDependency(forward);
    const others = regions.filter((region) => region !== globalRegionOf(home));
    if (others.length > 0) new OwnRegions(this, 'Own', { regions: others, hubArn: hub, hears, forward });
  }
}
