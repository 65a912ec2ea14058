import { CfnParameter, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Hears } from './calls.ts';
import { bootstrapless, forwardCalls, forwardRole, memberParameters, memberRolesOf } from './member-stack.ts';
import { tag } from './tag.ts';

/**
 * The management account, which stack sets leave out, as one stack: its roles, and the rule that forwards what happens in
 * the stack's own Region. Deploy it there in us-east-1, where IAM and sign-in put their events.
 */
export class ManagementStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { hears, inlineDenies = true }: { readonly hears: Hears; readonly inlineDenies?: boolean },
  ) {
    super(scope, id, {
      description: 'Rescind in the management account: its roles, and what happens there to the administrator account',
      synthesizer: bootstrapless(),
    });
    Tags.of(this).add(...tag);
    const hub = new CfnParameter(this, memberParameters.hub).valueAsString;
    memberRolesOf(this, { inspectorArn: null, inlineDenies });
    const role = forwardRole(this, hub);
    forwardCalls(this, hub, hears).node.addDependency(role);
  }
}
