import type { Asked } from '../../adapters/aws/deployment/clients.ts';
import type { StackFacts } from '../../adapters/aws/deployment/stack.ts';
import { watcherStatus } from '../../adapters/aws/deployment/watcher.ts';
import { isWhole } from './stack-state.ts';
import type { Template } from './template.ts';
import { stackName, watcherName } from './tools.ts';
import { watchRegionOf } from './watcher-move.ts';

/** Whether drift is looked for: where nothing stands whole, CloudFormation makes or mends it, and nothing has drifted. */
export function mayDrift(stack: StackFacts | null): stack is StackFacts {
  return stack !== null && isWhole(stack.status);
}

/** The stacks in which drift is looked for, given one that stands: with what watches over it, where that stands, too. */
export async function drifting(template: Template, sdk: Asked): Promise<readonly string[]> {
  const region = watchRegionOf(template);
  const watcher = region === null ? null : await watcherStatus(region, sdk);
  return watcher !== null && isWhole(watcher) ? [stackName, watcherName] : [stackName];
}

/** What is said before anybody is asked. */
export function driftSentence(stack: StackFacts, drifted: readonly string[]): string {
  if (drifted.length === 0) return `Changes made outside the template are not detected: the stack is ${stack.status}.`;
  return `What somebody changed or removed outside the template is restored in ${drifted.join(' and ')}, including emergency fixes, and every policy is rewritten. rescind doctor shows part of this beforehand: docs/deploy.md#doctor`;
}
