import type { Place } from '../../adapters/aws/deployment/place.ts';
import { watcherOutput } from '../../contract/watcher.ts';
import { UsageError } from '../exit.ts';
import type { DeploymentPlan } from './deployment-plan.ts';
import { runTool, type Tool, type ToolPlace } from './tools.ts';

/** One thing to run, and what to say where it fails. */
export interface Step {
  readonly tool: Tool;
  readonly failure: UsageError;
}

/** Changes nothing outside this machine. */
export function stepsToSynthesize(context: DeploymentPlan['context'], out: string): Step[] {
  const failure = new UsageError(
    'The template could not be built; what the build said is above.',
    'Nothing was changed. Fix that, then repeat the command.',
  );
  return [{ tool: { kind: 'synth', context, out }, failure }];
}

/** `drifted`: the stacks that stand and in which what somebody else changed is put back. */
export function stepsToDeploy(
  { bootstraps }: Pick<DeploymentPlan, 'bootstraps'>,
  { accountId, region }: Pick<Place, 'accountId' | 'region'>,
  out: string,
  drifted: readonly string[],
): Step[] {
  const bootstrap: Step = {
    tool: { kind: 'bootstrap', accountId, region, out },
    failure: new UsageError(
      `Account ${accountId} is not bootstrapped for the CDK in ${region}, and these credentials could not do it.`,
      `Ask an administrator of the account to run: npx cdk bootstrap aws://${accountId}/${region}. Then repeat the command.`,
    ),
  };
  const failure = new UsageError(
    'The deployment failed; what CloudFormation said is above. It rolls back what it had started.',
    'Fix that (if it is about the watching Region: --watch ANOTHER, or none), then run rescind deploy again; if nothing was deployed before, run rescind destroy first, which clears what is left.',
  );
  const revert: Step = {
    tool: { kind: 'revert-drift', stacks: drifted, out },
    failure: new UsageError(
      'What somebody changed could not be restored; what CloudFormation said is above. Everything is as it was before, including those changes, and nothing new was deployed.',
      'Fix that, then run rescind deploy --revert-drift again.',
    ),
  };
  const deploy: Step = { tool: { kind: 'deploy', out }, failure };
  return [...(bootstraps ? [bootstrap] : []), ...(drifted.length > 0 ? [revert] : []), deploy];
}

/** The CDK wants an app to be told of before it removes its stack. `watchRegion`: where its watcher stands; null for none. */
export function stepsToDestroy(watchRegion: string | null, out: string): Step[] {
  const failure = new UsageError(
    'The stack could not be removed; what CloudFormation said is above.',
    'Fix that, then run rescind destroy again: it continues where it stopped.',
  );
  const context = [['watch', watchRegion ?? watcherOutput.nobody]] as const;
  return [...stepsToSynthesize(context, out), { tool: { kind: 'destroy', out }, failure }];
}

/** One after the other; the first that fails ends it with its sentence. */
export async function walk(steps: readonly Step[], place: ToolPlace): Promise<void> {
  for (const { tool, failure } of steps) if (!(await runTool(tool, place))) throw failure;
}
