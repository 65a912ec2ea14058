import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openResponderState } from '../../cli/respond/state.ts';
import type { AccountId, Arn } from '../../core/model/brand.ts';
import { newContainment } from '../../core/outcome/containment.ts';
import { planActions } from '../../core/plan/action-plan.ts';
import { simulateAccounts } from '../../simulator/accounts/accounts.ts';
import type { Deployed } from '../../simulator/aws/state/deployed.ts';
import { type DynamoDb, startDynamoDb } from '../adapters/dynamodb/table.ts';
import { runIn, writtenOrganisation } from '../cli/command-line.ts';
import { memoryOf, notePulse, stand, templateOf } from '../cli/deployed-scene.ts';
import { type ServedAws, servedAws } from '../cli/served-aws.ts';
import { decision, facts } from '../core/plan/decisions.ts';
import { allowAll, clientsOf } from '../simulator/aws/simulation.ts';
import { examples, typed } from './examples.ts';

/** Before every day that an example names as an end. */
const today = Date.parse('2026-11-20T09:00:00Z');
const key = 'AKIAIOSFODNN7EXAMPLE';

const shown = examples();
let folder: string;
let served: ServedAws;
let env: NodeJS.ProcessEnv;
let deployed: Deployed;
let dynamodb: DynamoDb;

/** What the examples speak of: logs and the owners' words, a policy, the state of an order, an organisation on AWS. */
beforeAll(async () => {
  vi.setSystemTime(today);
  folder = await writtenOrganisation();
  writeFileSync(join(folder, 'rescind.policy.json'), '{}');
  const world = simulateAccounts({ seed: 7, now: today, accounts: 2, credentials: 3 });
  served = await servedAws(world.aws);
  const admin = world.aws.administrator(world.managementAccountId);
  env = served.environment(folder, admin);
  mkdirSync(join(folder, '.aws'));
  const profile = `[audit]\naws_access_key_id = ${admin.accessKeyId}\naws_secret_access_key = ${admin.secretAccessKey}\n`;
  writeFileSync(join(folder, '.aws', 'credentials'), profile);

  const { iam } = clientsOf(world.aws, admin);
  await iam.send(new CreateUserCommand({ UserName: 'build' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'build', PolicyName: 'work', PolicyDocument: allowAll }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'build' }));
  const template = templateOf();
  deployed = await stand(template, world.aws, world.managementAccountId, today, 'eu-west-1');
  dynamodb = await startDynamoDb();
  env = { ...env, AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint };
  await notePulse(await memoryOf(template, dynamodb), today);
  const { users } = world.aws.account(world.managementAccountId).state.latest;
  const user = users.get('build');
  if (user !== undefined) user.keys = user.keys.map((one) => ({ ...one, id: key }));

  const state = openResponderState(join(folder, 'rescind.sqlite'));
  const order = decision({
    id: 'd_6bb3c2a1f09d4e57',
    accountId: world.managementAccountId as AccountId,
    credential: key,
    principal: `arn:aws:iam::${world.managementAccountId}:user/build` as Arn,
    action: 'disable',
  });
  state.keep(order);
  for (const [position, measure] of planActions(order, facts()).measures.entries()) {
    await state.store.arm([newContainment(order, position, measure, 'ada', today)], today);
  }
});
afterAll(async () => {
  vi.useRealTimers();
  await served.door.close();
  await dynamodb.close();
});

test('every command shows an example', () => {
  expect(shown.length).toBeGreaterThan(14);
  expect(shown.filter(({ lines }) => lines.length === 0)).toEqual([]);
});

describe.each(shown)('rescind $command', ({ lines }) => {
  test.for(lines)('%s', async (line, { skip }) => {
    skip(line.startsWith('rescind deploy '), 'it synthesizes in programs of its own: see test/cli/deploy-aws.test.ts');
    // What stands has a table of deeds, and there is none here: test/cli/deploy-aws.test.ts takes a whole one down.
    if (line.startsWith('rescind destroy ')) deployed.stacks.length = 0;
    const { args, into } = typed(line);
    const run = await runIn({ cwd: folder, env: args.includes('--profile') ? withoutKeys(env) : env }, args);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).not.toContain('error');
    if (into !== null) writeFileSync(join(folder, into), run.stdout);
  });
});

/** Who names a profile has no keys in the environment. */
function withoutKeys({ AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...rest }: NodeJS.ProcessEnv) {
  return rest;
}
