import type { Asked } from '../../adapters/aws/deployment/clients.ts';
import type { StackFacts } from '../../adapters/aws/deployment/stack.ts';
import { removeWatcher, watchRegionIn } from '../../adapters/aws/deployment/watcher.ts';
import { watcherOutput, watcherStack } from '../../contract/watcher.ts';
import { UsageError } from '../exit.ts';
import type { Template } from './template.ts';

/** Where a deployment is watched from no longer, and from where instead; `to` is null for nobody. */
export interface WatcherMove {
  readonly from: string;
  readonly to: string | null;
}

/** Null where what watches over the stack stays where it is, or nothing does. */
export function watcherMove(stack: StackFacts | null, template: Template): WatcherMove | null {
  const from = watchRegionIn(stack?.outputs ?? {});
  const to = watchRegionOf(template);
  return from === null || from === to ? null : { from, to };
}

/** The Region that a deployment of the template is watched from; null for nobody. */
export function watchRegionOf({ Outputs = {} }: Template): string | null {
  return watchRegionIn({ [watcherOutput.name]: String(Outputs[watcherOutput.name]?.Value) });
}

/** Takes away what would ring for ever, since no round is counted there any more. */
export async function leaveWatcher({ from }: WatcherMove, sdk: Asked): Promise<void> {
  const gone = await removeWatcher(from, sdk);
  if (gone.ok) return;
  // fails toward: a needless alarm in a Region that nothing is counted in
  throw new UsageError(
    `It is deployed, but its watcher in ${from} could not be removed; while it exists, its alarm will ring. AWS says: ${gone.error}`,
    `Run: aws cloudformation delete-stack --stack-name ${watcherStack(sdk.region)} --region ${from}. Then rescind doctor.`,
  );
}
