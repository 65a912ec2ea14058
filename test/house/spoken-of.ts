import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { openResponderState } from '../../cli/respond/state.ts';
import type { AccountId, Arn } from '../../core/model/brand.ts';
import { newContainment } from '../../core/outcome/containment.ts';
import { planActions } from '../../core/plan/action-plan.ts';
import { simulateAccounts } from '../../simulator/accounts/accounts.ts';
import type { Deployed } from '../../simulator/aws/state/deployed.ts';
import { startDynamoDb } from '../adapters/dynamodb/table.ts';
import { writtenOrganisation } from '../cli/command-line.ts';
import { deedsOf, memoryOf, notePulse, stand, templateOf } from '../cli/deploy/deployed-scene.ts';
import { type ServedAws, servedAws } from '../cli/served-aws.ts';
import { decision, facts } from '../core/plan/decisions.ts';
import { allowAll, clientsOf, trustText } from '../simulator/aws/simulation.ts';

/** Before every day that an example names as an end. */
export const today = Date.parse('2026-11-20T09:00:00Z');
const key = 'AKIAIOSFODNN7EXAMPLE';

/** What the pages and the help speak of, as far as it can be had without AWS. */
export interface SpokenOf {
  readonly folder: string;
  readonly served: ServedAws;
  readonly env: NodeJS.ProcessEnv;
  readonly accountId: string;
  readonly deployed: Deployed;
  close(): Promise<void>;
}

/** Logs and the owners' words, two policies, the state of an order, an organisation on AWS. The caller closes it. */
export async function spokenOf(): Promise<SpokenOf> {
  const folder = await writtenOrganisation();
  for (const name of ['AWSLogs', 'my-trail']) cpSync(join(folder, 'trail'), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'rescind.policy.json'), '{}');
  writeFileSync(join(folder, 'stricter.json'), JSON.stringify({ thresholds: { contain: 40 } }));
  const world = simulateAccounts({ seed: 7, now: today, accounts: 2, credentials: 3 });
  const served = await servedAws(world.aws);
  const accountId = world.managementAccountId;
  const admin = world.aws.administrator(accountId);
  const own = served.environment(folder, admin);
  mkdirSync(join(folder, '.aws'));
  const profile = `[audit]\naws_access_key_id = ${admin.accessKeyId}\naws_secret_access_key = ${admin.secretAccessKey}\n`;
  writeFileSync(join(folder, '.aws', 'credentials'), profile);

  const { iam } = clientsOf(world.aws, admin);
  await iam.send(new CreateUserCommand({ UserName: 'build' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'build', PolicyName: 'work', PolicyDocument: allowAll }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'build' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'Worker', AssumeRolePolicyDocument: trustText(accountId) }));
  const template = templateOf();
  const deployed = await stand(template, world.aws, accountId, today, 'eu-west-1');
  const dynamodb = await startDynamoDb();
  await notePulse(await memoryOf(template, dynamodb), today);
  await deedsOf(template, dynamodb);
  const { users } = world.aws.account(accountId).state.latest;
  const user = users.get('build');
  if (user !== undefined) user.keys = user.keys.map((one) => ({ ...one, id: key }));

  const state = openResponderState(join(folder, 'rescind.sqlite'));
  const order = decision({
    id: 'd_6bb3c2a1f09d4e57',
    accountId: accountId as AccountId,
    credential: key,
    principal: `arn:aws:iam::${accountId}:user/build` as Arn,
    action: 'disable',
  });
  state.keep(order);
  for (const [position, measure] of planActions(order, facts()).measures.entries()) {
    await state.store.arm([newContainment(order, position, measure, 'ada', today)], today);
  }
  const env = { ...own, AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint };
  const close = async () => {
    await served.door.close();
    await dynamodb.close();
  };
  return { folder, served, env, accountId, deployed, close };
}

/** Who names a profile has no keys in the environment. */
export function withoutKeys({ AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...rest }: NodeJS.ProcessEnv) {
  return rest;
}
