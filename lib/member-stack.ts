import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, BootstraplessSynthesizer, CfnParameter, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { memberRoles } from '../contract/permissions.ts';
import { calls, type Hears } from './calls.ts';
import { MemberRoles, type MemberRolesProps } from './member-roles.ts';

/** What a template of a member account is told, by name of the parameter. */
export const memberParameters = {
  responder: 'ResponderArn',
  sweeper: 'SweeperArn',
  heartbeat: 'HeartbeatArn',
  organization: 'OrganizationId',
  hub: 'HubArn',
} as const;

/** A member's account has never been bootstrapped. The cast is for an optional field that the class declares as undefined. */
export function bootstrapless(): IStackSynthesizer {
  return new BootstraplessSynthesizer() as IStackSynthesizer;
}

/** Once in each member account, since roles are everywhere: the role to act with, and the one that rules forward with. */
export class MemberGlobalStack extends Stack {
  constructor(scope: Construct, id: string, given: Pick<MemberRolesProps, 'inspectorArn' | 'inlineDenies'>) {
    super(scope, id, {
      description: 'Rescind in a member account: its roles',
      synthesizer: bootstrapless(),
    });
    memberRolesOf(this, given);
    forwardRole(this, new CfnParameter(this, memberParameters.hub).valueAsString);
  }
}

/** The roles of an account that is watched from another, told by parameters whom they trust. */
export function memberRolesOf(
  stack: Stack,
  given: Pick<MemberRolesProps, 'inspectorArn' | 'inlineDenies'>,
): MemberRoles {
  const parameter = (name: string) => new CfnParameter(stack, name).valueAsString;
  return new MemberRoles(stack, 'Roles', {
    responderArn: parameter(memberParameters.responder),
    sweeperArn: parameter(memberParameters.sweeper),
    heartbeatArn: parameter(memberParameters.heartbeat),
    organizationId: parameter(memberParameters.organization),
    ...given,
  });
}

/** The role that rules forward with. */
export function forwardRole(scope: Construct, hubArn: string): Role {
  const forward = new Role(scope, 'Forward', {
    roleName: memberRoles.forward,
    assumedBy: new ServicePrincipal('events.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  });
  forward.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [hubArn] }));
  return forward;
}

/** The rule that forwards what happens in a Region. */
export function forwardCalls(stack: Stack, hubArn: string, hears: Hears): CfnRule {
  const roleArn = `arn:${stack.partition}:iam::${stack.account}:role/${memberRoles.forward}`;
  return new CfnRule(stack, 'Calls', { ...calls(hears), targets: [{ id: 'Hub', arn: hubArn, roleArn }] });
}

/** In each region of each member account: the rule that forwards what happens there. */
export class MemberRegionalStack extends Stack {
  constructor(scope: Construct, id: string, hears: Hears) {
    super(scope, id, {
      description: 'Rescind in a member account: rules that forward events of this Region to the administrator account',
      synthesizer: bootstrapless(),
    });
    forwardCalls(this, new CfnParameter(this, memberParameters.hub).valueAsString, hears);
  }
}

/** The largest template that a stack set takes as text, in bytes. */
export const largestTemplate = 51_200;

/** A member's stack as the text of its template: no assets, no code, nothing to bootstrap. */
export function memberTemplate(make: (app: App) => Stack, context: Readonly<Record<string, unknown>>): string {
  const outdir = mkdtempSync(join(tmpdir(), 'rescind-member-'));
  try {
    // Only the template is looked at.
    const lean = { analyticsReporting: false, treeMetadata: false, stackTraces: false };
    const app = new App({ outdir, context: { ...context }, ...lean });
    const { artifactId } = make(app);
    const template = JSON.stringify(app.synth().getStackArtifact(artifactId).template);
    if (Buffer.byteLength(template) >= largestTemplate) throw new Error(`${artifactId} is too large for a stack set`);
    return template;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
