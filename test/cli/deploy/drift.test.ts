import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watcherStack } from '../../../contract/watcher.ts';
import { newStack } from '../../../simulator/aws/cloudformation/stacks.ts';
import { serve } from '../../../simulator/aws/serve.ts';
import { few } from '../../depth.ts';
import { home, simulation } from '../../simulator/aws/simulation.ts';
import { regionalEnvironmentOf, stand, standInCdk, templateOf, typed } from './deployed-scene.ts';

const template = templateOf({ watchRegion: 'us-west-2' });

/** What the CDK is told to deploy with, and what is said before, where a stack and its watcher stand in these states or do not. */
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
  expect(stderr).toContain(last.endsWith('--revert-drift') ? 'could not be restored' : 'The deployment failed');
  return { stdout, last };
}

const standing: [string | null, boolean, string[]][] = [
  ['CREATE_COMPLETE', true, ['--revert-drift']],
  ['REVIEW_IN_PROGRESS', false, ['--revert-drift']],
  ['CREATE_COMPLETE', false, []],
  [null, false, ['--revert-drift']],
];
test.each(few(standing, 2))(
  'what was changed beside %s is put back: %s, asked with %j',
  async (stands, isPutBack, wishes) => {
    expect((await said(stands, null, ...wishes)).last).toMatch(
      isPutBack ? /^deploy Rescind --app .* --revert-drift$/ : /^deploy (?!.*--revert-drift)/,
    );
  },
);

const watched: [string, string | null, RegExp, RegExp][] = [
  [
    'UPDATE_COMPLETE',
    'CREATE_COMPLETE',
    /^deploy Rescind RescindWatch --app .* --revert-drift$/,
    /is restored in Rescind and RescindWatch/,
  ],
  // The CDK would take the other along, which the watcher hangs on.
  [
    'REVIEW_IN_PROGRESS',
    'CREATE_COMPLETE',
    /^deploy (?!.*--revert-drift)/,
    /are not detected: the stack is REVIEW_IN_PROGRESS\./,
  ],
  ['UPDATE_COMPLETE', 'ROLLBACK_COMPLETE', /^deploy Rescind --app .* --revert-drift$/, /is restored in Rescind, /],
];
test.each(few(watched, 2))(
  'with what watches over it, %s and %s: which of them is said before',
  async (stands, watcher, run, before) => {
    const { last, stdout } = await said(stands, watcher, '--revert-drift');
    expect(last).toMatch(run);
    expect(stdout).toMatch(before);
  },
);

test('who did not ask is told nothing of it', async () => {
  expect((await said('UPDATE_COMPLETE', null)).stdout).not.toMatch(/put back|not looked for/);
});
