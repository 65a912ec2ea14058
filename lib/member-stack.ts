import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, BootstraplessSynthesizer, CfnParameter, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { memberRoles } from '../contract/permissions.ts';
import { calls } from './calls.ts';
import { MemberRoles } from './member-roles.ts';

/** What a template of a member account is told, by name of the parameter. */
export const memberParameters = {
  responder: 'ResponderArn',
  sweeper: 'SweeperArn',
  heartbeat: 'HeartbeatArn',
  organization: 'OrganizationId',
  hub: 'HubArn',
} as const;

/** A member's account has never been bootstrapped. The cast is for an optional field that the class declares as undefined. */
function bootstrapless(): IStackSynthesizer {
  return new BootstraplessSynthesizer() as IStackSynthesizer;
}

/** Once in each member account, since roles are everywhere: the role to act with, and the one that rules forward with. */
export class MemberGlobalStack extends Stack {
  constructor(scope: Construct, id: string, inspectorArn: string | null) {
    super(scope, id, {
      description: 'Rescind in a member account: its roles',
      synthesizer: bootstrapless(),
    });
    const parameter = (name: string) => new CfnParameter(this, name).valueAsString;
    new MemberRoles(this, 'Roles', {
      responderArn: parameter(memberParameters.responder),
      sweeperArn: parameter(memberParameters.sweeper),
      heartbeatArn: parameter(memberParameters.heartbeat),
      organizationId: parameter(memberParameters.organization),
      inspectorArn,
    });
    const forward = new Role(this, 'Forward', {
      roleName: memberRoles.forward,
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    forward.addToPolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [parameter(memberParameters.hub)] }),
    );
  }
}

/** In each region of each member account: the rule that forwards what happens there. */
export class MemberRegionalStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Rescind in a member account: what happens in this region, to the administrator account',
      synthesizer: bootstrapless(),
    });
    new CfnRule(this, 'Calls', {
      ...calls,
      targets: [
        {
          id: 'Hub',
          arn: new CfnParameter(this, memberParameters.hub).valueAsString,
          roleArn: `arn:${this.partition}:iam::${this.account}:role/${memberRoles.forward}`,
        },
      ],
    });
  }
}

/** The largest template that a stack set takes as text, in bytes. */
export const largestTemplate = 51_200;

/** A member's stack as the text of its template: no assets, no code, nothing to bootstrap. */
export function memberTemplate(make: (app: App) => Stack, context: Readonly<Record<string, unknown>>): string {
  const outdir = mkdtempSync(join(tmpdir(), 'rescind-member-'));
  try {
    const app = new App({ outdir, context: { ...context }, analyticsReporting: false });
    const { artifactId } = make(app);
    const template = JSON.stringify(app.synth().getStackArtifact(artifactId).template);
    if (Buffer.byteLength(template) >= largestTemplate) throw new Error(`${artifactId} is too large for a stack set`);
    return template;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
