import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildFunctions } from '../functions/build.ts';
import { ManagementStack } from '../lib/management-stack.ts';
import { hearsWith, RescindStack } from '../lib/rescind-stack.ts';
import { stackPropsIn } from './app-context.ts';

const app = new App();
const props = stackPropsIn((name) => app.node.tryGetContext(name), join(import.meta.dirname, '../dist'));
if ('fault' in props) {
  process.stderr.write(`error: ${props.fault}.\n       ${props.remedy}\n`);
  process.exitCode = 1;
} else {
  // Built each time: what is deployed is never older than its source, and a fresh clone needs no step before this one.
  await buildFunctions(props.bundles);
  new RescindStack(app, 'Rescind', props);
  // Stack sets leave the management account out: this one is for it, where another account administers.
  if (props.organization?.callAs === 'DELEGATED_ADMIN') {
    new ManagementStack(app, 'RescindManagement', {
      hears: hearsWith(props.trailBucket ?? null),
      inlineDenies: props.inlineDenies ?? true,
    });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
