import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watcherStack } from '../../contract/watcher.ts';
import { newStack } from '../../simulator/aws/cloudformation/stacks.ts';
import { serve } from '../../simulator/aws/serve.ts';
import { home, simulation } from '../simulator/aws/simulation.ts';
import { regionalEnvironmentOf, stand, standInCdk, templateOf, typed } from './deployed-scene.ts';

const template = templateOf({ watchRegion: 'us-west-2' });

/** What the CDK is told to deploy with, where the stack stands already or nothing does. */
async function deployedWith(stands: string | null, ...wishes: readonly string[]): Promise<string> {
  return (await said(stands, null, ...wishes)).last;
}

/** The same, with what is said before; and with a watcher of that state, where there is one. */
async function said(stands: string | null, watcher: string | null, ...wishes: readonly string[]) {
  const { aws, clock } = simulation();
  const door = await serve(aws);
  onTestFinished(() => door.close());
  if (stands !== null) {
    const { stacks } = await stand(template, aws, home, clock.at);
    Object.assign(stacks.at(-1) ?? {}, { status: stands });
  }
  if (watcher !== null) {
    const site = { world: aws.world, account: aws.account(home), region: 'us-west-2' };
    Object.assign(newStack(watcherStack('us-east-1'), site), { status: watcher });
  }
  const out = mkdtempSync(join(tmpdir(), 'rescind-drift-'));
  const cdk = standInCdk(out, template);
  const environment = { ...regionalEnvironmentOf(door.url, aws.administrator(home)), ...cdk.environment };
  const args = ['--yes', '--events-per-day', '100000', '--out', out, ...wishes];
  const { stdout, stderr } = await typed(environment, 'deploy', ...args);
  const last = cdk.runs().at(-1) ?? '';
  expect(stderr).toContain(last.endsWith('--revert-drift') ? 'could not be put back' : 'The deployment failed');
  return { stdout, last };
}

test('what was changed beside the template is put back where that is asked for, and something stands', async () => {
  const stands = 'CREATE_COMPLETE';
  expect(await deployedWith(stands, '--revert-drift')).toMatch(/^deploy Rescind --app .* --revert-drift$/);
  expect(await deployedWith(stands)).toMatch(/^deploy (?!.*--revert-drift)/);
  expect(await deployedWith('REVIEW_IN_PROGRESS', '--revert-drift')).toMatch(/^deploy (?!.*--revert-drift)/);
  expect(await deployedWith(null, '--revert-drift')).toMatch(/^deploy (?!.*--revert-drift)/);
});

test('with what watches over it, where both stand whole; and which of them is said before', async () => {
  const both = await said('UPDATE_COMPLETE', 'CREATE_COMPLETE', '--revert-drift');
  expect(both.last).toMatch(/^deploy Rescind RescindWatch --app .* --revert-drift$/);
  expect(both.stdout).toContain('is put back in Rescind and RescindWatch');
  const alone = await said('UPDATE_COMPLETE', 'ROLLBACK_COMPLETE', '--revert-drift');
  expect(alone.last).toMatch(/^deploy Rescind --app .* --revert-drift$/);
  expect(alone.stdout).toContain('is put back in Rescind, ');
  // The CDK would take the other along, which the watcher hangs on.
  const neither = await said('REVIEW_IN_PROGRESS', 'CREATE_COMPLETE', '--revert-drift');
  expect(neither.last).toMatch(/^deploy (?!.*--revert-drift)/);
  expect(neither.stdout).toContain('is not looked for: the stack is REVIEW_IN_PROGRESS.');
  expect((await said('UPDATE_COMPLETE', null)).stdout).not.toMatch(/put back|not looked for/);
});
