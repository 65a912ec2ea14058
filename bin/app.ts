import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { stackPropsIn } from './app-context.ts';

const app = new App();
// The CDK's command line says which Region it deploys to.
const home = process.env.CDK_DEFAULT_REGION ?? 'us-east-1';
const props = stackPropsIn((name) => app.node.tryGetContext(name), join(import.meta.dirname, '../dist'), home);
if ('fault' in props) {
  process.stderr.write(`error: ${props.fault}.\n       ${props.remedy}\n`);
  process.exitCode = 1;
} else {
  // Whoever asked for what cannot be is not to wait for them.
  const [{ AwsSolutionsChecks }, { buildFunctions }, { addStacks }] = await Promise.all([
    import('cdk-nag'),
    import('../functions/build.ts'),
    import('../lib/stacks.ts'),
  ]);
  // Built each time: what is deployed is never older than its source, and a fresh clone needs no step before this one.
  await buildFunctions(props.bundles);
  addStacks(app, { ...props, home });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
