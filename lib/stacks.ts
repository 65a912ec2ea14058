import type { App } from 'aws-cdk-lib';
import { ManagementStack } from './management-stack.ts';
import { renewPolicies } from './renewed.ts';
import { hearsWith, RescindStack, type RescindStackProps } from './rescind-stack.ts';
import { WatchStack } from './watch-stack.ts';

/** All that a deployment from `home` consists of, whichever account each stack is for. */
export function addStacks(app: App, props: RescindStackProps & { readonly home: string }): void {
  const { home, organization, watchRegion, trailBucket = null, inspectorArn = null, inlineDenies = true } = props;
  const stack = new RescindStack(app, 'Rescind', props);
  if (watchRegion != null) {
    // After it, so that it is gone before it where both are destroyed.
    new WatchStack(app, 'RescindWatch', { home, region: watchRegion }).addStackDependency(stack);
  }
  // Stack sets leave the management account out: this one is for it, where another account administers.
  if (organization?.callAs === 'DELEGATED_ADMIN') {
    const { regions } = organization;
    const hears = hearsWith(trailBucket);
    new ManagementStack(app, 'RescindManagement', { home, hears, regions, inspectorArn, inlineDenies });
  }
  renewPolicies(app);
}
