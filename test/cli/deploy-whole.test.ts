import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { memberRoles, ownRoleName } from '../../contract/permissions.ts';
import { sealName, sealPath } from '../../contract/seal.ts';
import { type Door, serve } from '../../simulator/aws/serve.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import { stackSetsPrincipal } from '../../simulator/aws/state/organization-roles.ts';
import { type DynamoDb, startDynamoDb } from '../adapters/dynamodb/table.ts';
import { clientsOf } from '../simulator/aws/simulation.ts';
import { regionalEnvironmentOf, templateOf, typed } from './deployed-scene.ts';

const [management, administrator, member] = ['111111111111', '222222222222', '333333333333'];
const region = 'us-east-1';

const out = mkdtempSync(join(tmpdir(), 'rescind-whole-'));
let aws: SimulatedAws;
let door: Door;
let dynamodb: DynamoDb;

beforeAll(async () => {
  aws = new SimulatedAws({
    clock: { now: Date.now },
    accounts: [management, administrator, member].map((id) => ({ id })),
    managementAccountId: management,
    // The CDK sends its bootstrap as YAML.
    readTemplate: parse,
  });
  aws.world.organization?.delegated.set(administrator, [stackSetsPrincipal]);
  door = await serve(aws);
  dynamodb = await startDynamoDb();
  // The simulated AWS has no tables; those of the stack stand beside it, by the names that it gives them.
  for (const id of Object.keys(templateOf().Resources)) {
    const [, form] = /^Foundation(Memory|Deeds)[0-9A-F]{8}$/.exec(id) ?? [];
    if (form !== undefined) await dynamodb.table(`Rescind-${id}`, form === 'Deeds' ? 'deeds' : 'memory');
  }
});
afterAll(async () => {
  await door.close();
  await dynamodb.close();
  rmSync(out, { recursive: true });
});

const run = (...args: string[]) => {
  const environment = {
    ...regionalEnvironmentOf(door.url, aws.administrator(administrator)),
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    // That the template is sound is proven by the tests of the stack, and takes seconds.
    CDK_VALIDATION: 'false',
  };
  return typed(environment, ...args);
};

const rolesOf = (accountId: string) =>
  [...aws.account(accountId).state.latest.roles.keys()].filter((name) => name.startsWith('rescind-')).toSorted();
const deployed = () => aws.account(administrator).deployed;
const stackNamed = (name: string) => deployed().stacks.find((one) => one.name === name);
const everyMember = Object.values(memberRoles).toSorted();

/** Each needs the one before: what a newcomer types, by the real CDK, against CloudFormation that does what templates say. */
describe('one command deploys it to an organisation', () => {
  test('bootstraps, deploys from a delegated account, and the doctor finds all well', async () => {
    const members = ['--organization', '--guard', '--regions', 'us-east-1,eu-west-1'];
    const { status, stdout, stderr } = await run('deploy', '--yes', ...members, '--out', out);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain(`Rescind is deployed in account ${administrator}.`);
    expect(stdout).toMatch(/\nfine {4}stack {3}The stack is CREATE_COMPLETE, with \d+ resources\.\n/);
    expect(stdout).toContain('rescind-global stands in 1 place.');
    expect(stdout).toContain('rescind-regional stands in 4 places.');
    expect(stdout).not.toMatch(/\n(wrong|unknown) /);
    expect(stackNamed('CDKToolkit')?.status).toBe('CREATE_COMPLETE');
  }, 180_000);

  test('what was deployed is what was shown, by the roles that bootstrapping made', () => {
    const shown = readFileSync(join(out, 'Rescind.template.json'), 'utf8');
    expect(stackNamed('Rescind')?.made?.template).toBe(shown);
    const made = aws.journal.filter(({ operation }) => operation === 'ExecuteChangeSet');
    expect(made.map(({ caller }) => /cdk-hnb659fds-deploy-role/.test(caller ?? ''))).toEqual([false, true]);
    expect(aws.journal.filter(({ effect }) => effect === 'denied')).toEqual([]);
    expect(aws.journal.filter(({ code }) => code === 'InvalidAction')).toEqual([]);
  });

  test('each account has its roles once, the management account none', () => {
    const own = rolesOf(administrator).filter((name) => !name.endsWith(`-${region}`));
    expect([own, rolesOf(member), rolesOf(management)]).toEqual([everyMember, everyMember, []]);
    expect([...aws.account(member).state.latest.policies.keys()]).toContain(
      `arn:aws:iam::${member}:policy${sealPath}${sealName}`,
    );
    const rules = aws.account(member).deployed.rules.map((one) => [one.region, one.state]);
    const all = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    expect(rules.toSorted()).toEqual([
      ['eu-west-1', all],
      ['us-east-1', all],
    ]);
  });

  test('a member trusts the function that responds, and not even its own administrator', async () => {
    const arn = `arn:aws:iam::${member}:role/${memberRoles.contain}`;
    const take = (credentials: Parameters<typeof clientsOf>[1]) =>
      clientsOf(aws, credentials).sts.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'rescind' }));
    const roleName = ownRoleName('respond', region);
    const responder = aws.giveSession({ accountId: administrator, roleName, sessionName: 'respond' });
    expect((await take(responder)).Credentials?.AccessKeyId).toMatch(/^ASIA/);
    await expect(take(aws.administrator(member))).rejects.toThrow('not authorized');
    const other = aws.giveSession({
      accountId: administrator,
      roleName: ownRoleName('observe', region),
      sessionName: 'observe',
    });
    await expect(take(other)).rejects.toThrow('not authorized');
  });

  test('destroy takes all of it back, in the members too, and leaves what it says that it leaves', async () => {
    const { status, stdout, stderr } = await run('destroy', '--yes', '--out', out);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('Rescind is gone from this account.');
    expect([administrator, member, management].map(rolesOf)).toEqual([[], [], []]);
    expect(stackNamed('Rescind')?.status).toBe('DELETE_COMPLETE');
    const { rules, queues, alarms, stackInstances, buckets } = deployed();
    expect([rules, [...queues], alarms, stackInstances, aws.account(member).deployed.rules]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
    const left = [...buckets.keys()].filter((name) => !name.startsWith('cdk-'));
    expect(left).toHaveLength(1);
    expect(stdout).toContain(`bucket ${left[0]}`);
    const events = stackNamed('Rescind')?.made?.events ?? [];
    const skipped = events.filter((one) => one.status === 'DELETE_SKIPPED').map(({ physicalId }) => physicalId);
    expect(skipped.length).toBeGreaterThan(5);
    for (const name of skipped) expect(stdout).toContain(name);
    const after = await run('doctor');
    expect(after.status).toBe(1);
    expect(after.stdout).toContain('Rescind is not deployed in account');
  }, 180_000);
});
