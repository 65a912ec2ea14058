import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { UsageError } from '../exit.ts';
import type { DeploymentPlan } from './deployment-plan.ts';

/** The project's own folder, with `cdk.json`. */
export const root = join(import.meta.dirname, '../..');
const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');

/** The stack, as bin/app.ts names it. */
export const stackName = 'Rescind';

/** What watches over it from another Region, as bin/app.ts names it. */
export const watcherName = `${stackName}Watch`;

/** With the watcher, where that is part of the app. */
const both = `${stackName}{,Watch}`;

/** What the CDK is run for. The synthesis builds the functions' bundles. */
export type Tool =
  | { readonly kind: 'synth'; readonly context: DeploymentPlan['context']; readonly out: string }
  | { readonly kind: 'bootstrap'; readonly accountId: string; readonly region: string; readonly out: string }
  | { readonly kind: 'deploy'; readonly out: string }
  | { readonly kind: 'revert-drift'; readonly stacks: readonly string[]; readonly out: string }
  | { readonly kind: 'destroy'; readonly out: string };

export interface ToolPlace {
  readonly region: string;
  readonly profile?: string | undefined;
}

/** Arguments for Node. What is deployed is what was synthesized and shown, not what a second synthesis would make. */
export function argumentsOf(tool: Tool, { profile }: Pick<ToolPlace, 'profile'>): string[] {
  const as = profile === undefined ? [] : ['--profile', profile];
  const unasked = ['--app', tool.out, '--require-approval', 'never'];
  switch (tool.kind) {
    case 'synth': {
      // Beside the template, so that two that deploy do not build into each other's.
      const bundles = ['bundles', join(tool.out, 'bundles')] as const;
      const context = [...tool.context, bundles].flatMap(([name, value]) => ['--context', `${name}=${value}`]);
      return [cdk, 'synth', stackName, '--quiet', '--no-lookups', '--output', tool.out, ...context];
    }
    case 'bootstrap':
      return [cdk, 'bootstrap', `aws://${tool.accountId}/${tool.region}`, '--app', tool.out, ...as];
    case 'deploy':
      return [cdk, 'deploy', both, ...unasked, ...as];
    // Else CloudFormation compares templates alone, and leaves what nobody changed in them as it is.
    case 'revert-drift':
      return [cdk, 'deploy', ...tool.stacks, ...unasked, '--revert-drift', ...as];
    case 'destroy':
      return [cdk, 'destroy', both, '--app', tool.out, '--force', ...as];
  }
}

/** Runs to the end; what it says goes to stderr, since stdout is the command's own. Answers whether it went well. */
export async function runTool(tool: Tool, place: ToolPlace): Promise<boolean> {
  // The CDK starts the app with whatever `node` it finds, which must be new enough.
  const path = [dirname(process.execPath), join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(process.execPath, argumentsOf(tool, place), {
    cwd: root,
    // A terminal of its own lets it draw its progress.
    stdio: process.stderr.isTTY ? ['ignore', process.stderr, process.stderr] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: path, AWS_REGION: place.region },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (said) => process.stderr.write(said));
  return new Promise((ended) => {
    child.on('error', () => ended(false));
    child.on('close', (status) => ended(status === 0));
  });
}

/** The first build tool that is not installed; null where all are. */
export function missingTool(folder: string = root): string | null {
  const needed = ['aws-cdk/bin/cdk', 'aws-cdk-lib/package.json', 'esbuild/package.json'];
  const missing = needed.find((path) => !existsSync(join(folder, 'node_modules', path)));
  return missing?.split('/')[0] ?? null;
}

export function mustBeBuildable(): void {
  const missing = missingTool();
  if (missing === null) return;
  throw new UsageError(
    `The build tool ${missing} is not installed; it was left out as a development dependency.`,
    `Install it: npm ci --ignore-scripts --include=dev --include=optional (in ${root}), then repeat the command.`,
  );
}
