import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../simulator/aws/serve.ts';
import { home, simulation } from '../simulator/aws/simulation.ts';
import { regionalEnvironmentOf, stand, templateOf, typed } from './deployed-scene.ts';

const template = templateOf();

/** What the CDK is told to deploy with, where the stack stands already or nothing does. */
async function deployedWith(stands: string | null, ...wishes: readonly string[]): Promise<string> {
  const { aws, clock } = simulation();
  const door = await serve(aws);
  onTestFinished(() => door.close());
  if (stands !== null) {
    const { stacks } = await stand(template, aws, home, clock.at);
    Object.assign(stacks.at(-1) ?? {}, { status: stands });
  }
  const out = mkdtempSync(join(tmpdir(), 'rescind-drift-'));
  const [runs, made] = [join(out, 'runs'), join(out, 'made.json')];
  writeFileSync(made, JSON.stringify(template));
  const standIn = `--import=${new URL('./stand-in-cdk.ts', import.meta.url)}`;
  const environment = {
    ...regionalEnvironmentOf(door.url, aws.administrator(home)),
    ...{ NODE_OPTIONS: standIn, STAND_IN_RUNS: runs, STAND_IN_TEMPLATE: made },
  };
  const args = ['--yes', '--events-per-day', '100000', '--out', out, ...wishes];
  const { stderr } = await typed(environment, 'deploy', ...args);
  expect(stderr).toContain('The deployment failed');
  return readFileSync(runs, 'utf8').trim().split('\n').at(-1) ?? '';
}

test('what was changed beside the template is put back where that is asked for, and something stands', async () => {
  const stands = 'CREATE_COMPLETE';
  expect(await deployedWith(stands, '--revert-drift')).toMatch(/^deploy Rescind --app .* --revert-drift$/);
  expect(await deployedWith(stands)).toMatch(/^deploy (?!.*--revert-drift)/);
  expect(await deployedWith('REVIEW_IN_PROGRESS', '--revert-drift')).toMatch(/^deploy (?!.*--revert-drift)/);
  expect(await deployedWith(null, '--revert-drift')).toMatch(/^deploy (?!.*--revert-drift)/);
});
