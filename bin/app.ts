import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildFunctions } from '../functions/build.ts';
import { ManagementStack } from '../lib/management-stack.ts';
import { hearsWith, RescindStack } from '../lib/rescind-stack.ts';
import { WatchStack } from '../lib/watch-stack.ts';
import { stackPropsIn } from './app-context.ts';

const app = new App();
// The CDK's command line says which Region it deploys to.
const home = process.env.CDK_DEFAULT_REGION ?? 'us-east-1';
const props = stackPropsIn((name) => app.node.tryGetContext(name), join(import.meta.dirname, '../dist'), home);
if ('fault' in props) {
  process.stderr.write(`error: ${props.fault}.\n       ${props.remedy}\n`);
  process.exitCode = 1;
} else {
  // Built each time: what is deployed is never older than its source, and a fresh clone needs no step before this one.
  await buildFunctions(props.bundles);
  const stack = new RescindStack(app, 'Rescind', props);
  if (props.watchRegion != null) {
    // After it, so that it is gone before it where both are destroyed.
    new WatchStack(app, 'RescindWatch', { home, region: props.watchRegion }).addStackDependency(stack);
  }
  // Stack sets leave the management account out: this one is for it, where another account administers.
  if (props.organization?.callAs === 'DELEGATED_ADMIN') {
    new ManagementStack(app, 'RescindManagement', {
      hears: hearsWith(props.trailBucket ?? null),
      regions: props.organization.regions,
      inlineDenies: props.inlineDenies ?? true,
    });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
