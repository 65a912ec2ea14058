import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { AttachUserPolicyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { beforeEach, expect, test } from 'vitest';
import { stackResources } from '../../../adapters/aws/deployment/stack.ts';
import { letGo, refusedLeftSeal, refusedWorn, wornLeft, wornUnawares } from '../../../cli/deploy/worn-seal.ts';
import { deleteStack, type MadeStack } from '../../../simulator/aws/cloudformation/stacks.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { organization as members } from '../../lib/synthesized.ts';
import { away, clientsOf, home } from '../../simulator/aws/simulation.ts';
import { stand, templateOf } from './deployed-scene.ts';

const template = templateOf({ organization: { ...members, units: ['r-simu'], callAs: 'SELF' } });
const region = 'us-east-1';
const further = '333333333333';
const seal = `arn:aws:iam::${home}:policy/rescind/Seal`;
const caller = { accountId: home, arn: `arn:aws:iam::${home}:user/ada` };
let aws: SimulatedAws;
let clients: { cloudformation: CloudFormationClient; iam: IAMClient };
let stack: MadeStack;

beforeEach(async () => {
  aws = new SimulatedAws({
    clock: { now: () => 0 },
    accounts: [home, away, further].map((id) => ({ id })),
    managementAccountId: home,
  });
  const config = { region, credentials: aws.administrator(home), requestHandler: aws.requestHandler() };
  clients = { cloudformation: new CloudFormationClient(config), iam: new IAMClient(config) };
  await stand(template, aws, home, 0);
  stack = aws.account(home).deployed.stacks[0] as MadeStack;
});

const wear = async (account: string, UserName = 'bot') => {
  const { iam } = clientsOf(aws, aws.administrator(account));
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyArn = seal.replace(home, account);
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
};
const site = () => ({ world: aws.world, account: aws.account(home), region });
const resources = async () => {
  const read = await stackResources('Rescind', clients.cloudformation);
  return read.ok ? (read.value ?? []) : [];
};

test('nobody wears it: nothing is refused, and nothing is left', async () => {
  expect(await refusedWorn(await resources(), home, clients)).toBeNull();
  expect(await refusedLeftSeal(await resources(), caller, clients)).toBeNull();
  deleteStack(stack, site());
  expect(await wornLeft(clients)).toBeNull();
  expect(await refusedLeftSeal(null, caller, clients)).toBeNull();
});

test('whoever wears it in the account is named before anything is destroyed', async () => {
  await wear(home);
  const refusal = await refusedWorn(await resources(), home, clients);
  expect(refusal?.what).toContain(`worn in account ${home} (user bot)`);
  expect(refusal?.remedy).toContain(`aws iam detach-user-policy --user-name 'bot' --policy-arn ${seal}`);
});

test('of more wearers than IAM lists at a time none is forgotten', async () => {
  for (let i = 0; i < 101; i++) await wear(home, `bot-${i}`);
  const { what = '', remedy } = (await refusedWorn(await resources(), home, clients)) ?? {};
  expect(what.match(/user bot-\d+/g)).toHaveLength(101);
  expect(remedy).toContain("--user-name 'bot-100'");
});

test('whoever wears it in a member, unknown to the table, is told with the remedy once CloudFormation has refused', async () => {
  await wear(away);
  expect(await refusedWorn(await resources(), home, clients)).toBeNull();
  deleteStack(stack, site());
  const left = await wornLeft(clients);
  if (left === null) throw new Error('it is left');
  expect(left).toMatchObject({ own: null, members: [{ set: 'rescind-global', instance: { accountId: away } }] });
  const { message, remedy } = wornUnawares(left, home);
  expect(message).toContain(`somebody still wears in 1 account (${away})`);
  expect(remedy).toContain('rescind destroy --leave-contained');
  const [said, ...more] = await letGo(left, home, clients);
  expect([said?.includes('aws cloudformation delete-stack --stack-name StackSet-rescind-global-'), more]).toEqual([
    true,
    [],
  ]);
  expect(stack.status).toBe('DELETE_COMPLETE');
  expect(aws.account(away).state.latest.users.get('bot')?.attached).toEqual([seal.replace(home, away)]);
});

test('of two members in which somebody wears it both are let go of', async () => {
  for (const account of [away, further]) await wear(account);
  deleteStack(stack, site());
  const left = await wornLeft(clients);
  if (left === null) throw new Error('it is left');
  expect(wornUnawares(left, home).message).toContain('somebody still wears in 2 accounts');
  expect(await letGo(left, home, clients)).toHaveLength(2);
  expect([stack.status, aws.account(home).deployed.stackInstances]).toEqual(['DELETE_COMPLETE', []]);
});

test('a stack that something else keeps is left to CloudFormation’s own word', async () => {
  await wear(away);
  deleteStack(stack, site());
  stack.resources.push({ logicalId: 'Bucket', physicalId: 'b', type: 'AWS::S3::Bucket', status: 'DELETE_FAILED' });
  expect(await wornLeft(clients)).toBeNull();
  stack.resources.pop();
  const [instance] = aws.account(home).deployed.stackInstances;
  Object.assign(instance ?? {}, { reason: 'a policy denies it' });
  expect(await wornLeft(clients)).toBeNull();
});

test('a seal that was left behind is told before it is deployed again, and once it is gone, is no hindrance', async () => {
  await wear(home);
  deleteStack(stack, site());
  const left = await wornLeft(clients);
  if (left === null) throw new Error('it is left');
  const said = await letGo(left, home, clients);
  expect(said).toEqual([expect.stringContaining(`aws iam delete-policy --policy-arn ${seal}.`)]);
  const refusal = await refusedLeftSeal(null, caller, clients);
  expect(refusal?.what).toContain(`still in account ${home}, worn by user bot`);
  expect(refusal?.remedy).toMatch(/detach-user-policy .*; aws iam delete-policy/);
});
