import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { OrganizationGiven } from '../lib/organization.ts';
import { RescindStack } from '../lib/rescind-stack.ts';
import { bindingsGiven } from '../lib/rotate.ts';

const app = new App();
new RescindStack(app, 'Rescind', {
  bundles: app.node.tryGetContext('bundles') ?? join(import.meta.dirname, '../dist'),
  organization: organizationIn((name) => app.node.tryGetContext(name)),
  trailBucket: app.node.tryGetContext('trailBucket') ?? null,
  inspectorArn: app.node.tryGetContext('inspector') ?? null,
  slackSecret: app.node.tryGetContext('slackSecret') ?? null,
  tokenSecrets: listGiven('tokenSecrets'),
  rotate: bindingsGiven(app.node.tryGetContext('rotate')),
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

/** `-c name=one,other` */
function listGiven(name: string): readonly string[] {
  return String(app.node.tryGetContext(name) ?? '')
    .split(',')
    .filter((one) => one !== '');
}

/** `-c organization=o-… -c units=ou-…,ou-… [-c regions=…,…] [-c delegated=true]` */
function organizationIn(context: (name: string) => unknown): OrganizationGiven | null {
  const id = context('organization');
  if (typeof id !== 'string') return null;
  if (!/^o-[a-z0-9]{10,32}$/.test(id)) throw new Error(`-c organization=${id} is no organisation's id: o-…`);
  const units = listGiven('units');
  if (units.length === 0) throw new Error('say which accounts: -c units=r-… for all, or ou-…,ou-…');
  const regions = listGiven('regions');
  return {
    id,
    units,
    regions: regions.length === 0 ? ['us-east-1'] : regions,
    callAs: String(context('delegated')) === 'true' ? 'DELEGATED_ADMIN' : 'SELF',
  };
}
