import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateUserCommand,
  DetachUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { memberRoles, ownRoleName } from '../../../contract/permissions.ts';
import { sealName, sealPath } from '../../../contract/seal.ts';
import { deleteStack, deployStack, newStack } from '../../../simulator/aws/cloudformation/stacks.ts';
import { type Door, serve } from '../../../simulator/aws/serve.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { stackSetsPrincipal } from '../../../simulator/aws/state/organization-roles.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { clientsOf } from '../../simulator/aws/simulation.ts';
import { regionalEnvironmentOf, templateOf, typed } from './deployed-scene.ts';

const [management, administrator, member] = ['111111111111', '222222222222', '333333333333'];
const region = 'us-east-1';
const members = ['--organization', '--guard', '--regions', 'us-east-1,eu-west-1'];

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
  aws.account(administrator).regions.set('eu-north-1', 'ENABLED_BY_DEFAULT');
  const arn = `arn:aws:cloudtrail:${region}:${administrator}:trail/management`;
  const trail = { arn, name: 'management', homeRegion: region, everyRegion: true, isLogging: true, dataEvents: false };
  aws.account(administrator).state.latest.beside.trails.set(arn, trail);
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

/** What the organisation lets the administrator's account write. */
const leave = (...Resource: string[]) => {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: administrator }, Action: 'organizations:*', Resource }];
  Object.assign(aws.world.organization ?? {}, { resourcePolicy: JSON.stringify({ Version: '2012-10-17', Statement }) });
};

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
const unlogged = 'No trail logs management events of us-east-1';
/** The last of that name. */
const stackNamed = (name: string) => deployed().stacks.findLast((one) => one.name === name);
const everyMember = Object.values(memberRoles).toSorted();

/** Each needs the one before: what a newcomer types, by the real CDK, against CloudFormation that does what templates say. */
describe('one command deploys it to an organisation', () => {
  test('what CloudFormation refuses is taken back by it, said with its reason, and cleared by destroy', async () => {
    // On units alone, and the guard is for the root.
    leave(`arn:aws:organizations::${management}:policy/*`, `arn:aws:organizations::${management}:ou/*`);
    const { trails } = aws.account(administrator).state.latest.beside;
    for (const trail of trails.values()) trail.isLogging = false;
    const { status, stdout, stderr } = await run('deploy', '--yes', ...members, '--out', out);
    expect(status, stderr).toBe(2);
    expect(stdout).toContain(unlogged);
    for (const trail of trails.values()) trail.isLogging = true;
    expect(stdout).not.toContain('is deployed');
    expect(stderr).toContain("You don't have permissions to access this resource.");
    expect(stderr).toMatch(
      /error: The deployment failed; what CloudFormation said is above[\s\S]*rescind destroy first/,
    );
    expect(stackNamed('Rescind')?.status).toBe('ROLLBACK_COMPLETE');
    expect(stackNamed('RescindWatch-us-east-1')).toBeUndefined();
    expect([administrator, member, management].map(rolesOf)).toEqual([[], [], []]);
    const again = await run('deploy', '--yes', ...members, '--out', out);
    expect(again.status).toBe(2);
    expect(again.stderr).toMatch(/left the stack as ROLLBACK_COMPLETE[\s\S]*rescind destroy first/);
    const cleared = await run('destroy', '--yes', '--out', out);
    expect(cleared.status, cleared.stderr).toBe(0);
    expect(stackNamed('Rescind')?.status).toBe('DELETE_COMPLETE');
    leave('*');
    aws.journal.length = 0;
  }, 600_000);

  test('deploys from a delegated account, is watched from where it was asked for, and the doctor finds all well', async () => {
    const where = ['--watch', 'eu-north-1'];
    const { status, stdout, stderr } = await run(
      'deploy',
      '--yes',
      ...members,
      ...where,
      '--out',
      out,
      '--revert-drift',
    );
    expect(status, stderr).toBe(0);
    // Where nothing stands, nothing has drifted.
    const sets = aws.journal.filter(({ operation }) => operation === 'CreateChangeSet');
    expect(new Set(sets.map(({ parameters }) => parameters.DeploymentMode))).toEqual(new Set([undefined]));
    expect(stdout).toContain(`Rescind is deployed in account ${administrator}.`);
    expect(stdout).toMatch(/\nfine {4}stack {3}The stack is CREATE_COMPLETE, with \d+ resources\.\n/);
    expect(stdout).toContain('rescind-global exists in 1 place.');
    // The other account in two Regions: the one that administers has rules of its own.
    expect(stdout).toContain('rescind-regional exists in 2 places.');
    expect(stdout).toContain('deploy RescindManagement there');
    expect(stdout).toContain('It is watched from eu-north-1, where no alarm rings.');
    expect(stdout).not.toMatch(/\n(wrong|unknown) /);
    expect(stdout).not.toContain(unlogged);
    const watch = stackNamed('RescindWatch-us-east-1');
    expect([watch?.region, watch?.status]).toEqual(['eu-north-1', 'CREATE_COMPLETE']);
    // Nothing was bootstrapped where it stands.
    expect(
      deployed()
        .stacks.filter(({ name }) => name === 'CDKToolkit')
        .map((one) => one.region),
    ).toEqual([region]);
    expect(stackNamed('CDKToolkit')?.status).toBe('CREATE_COMPLETE');
  }, 600_000);

  test('what was deployed is what was shown, by the roles that bootstrapping made', () => {
    const shown = readFileSync(join(out, 'Rescind.template.json'), 'utf8');
    expect(stackNamed('Rescind')?.made?.template).toBe(shown);
    // Whose the sets are, so that an account which joins later gets its roles first.
    expect(shown).toContain(`:${management}:stackset/`);
    const made = aws.journal.filter(({ operation }) => operation === 'ExecuteChangeSet');
    expect(made.map(({ caller }) => /cdk-hnb659fds-deploy-role/.test(caller ?? ''))).toEqual([true, false]);
    // Where it is watched from nothing is bootstrapped: the CDK tries the role, and goes on as whoever deploys.
    const denied = aws.journal.filter(({ effect }) => effect === 'denied');
    expect(denied.map((one) => [one.operation, one.region])).toEqual([['AssumeRole', 'eu-north-1']]);
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

  test('the management account has what members have by the stack that was written for it', async () => {
    const template = readFileSync(join(out, 'RescindManagement.template.json'), 'utf8');
    const outputs = stackNamed('Rescind')?.outputs ?? {};
    const arns = ['ResponderArn', 'SweeperArn', 'HeartbeatArn', 'HubArn'].map((name) => [name, outputs[name] ?? '']);
    const site = { world: aws.world, account: aws.account(management), region };
    const stack = newStack('RescindManagement', site);
    const parameters = { ...Object.fromEntries(arns), OrganizationId: aws.world.organization?.id ?? '' };
    deployStack(stack, { template, parameters }, site);
    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(rolesOf(management).filter((name) => !name.endsWith(region))).toEqual(everyMember);
    // In every Region that members are heard in.
    expect(aws.account(management).deployed.rules.map((one) => one.region)).toEqual([region, 'eu-west-1']);
    const roleName = ownRoleName('respond', region);
    const responder = aws.giveSession({ accountId: administrator, roleName, sessionName: 'respond' });
    const RoleArn = `arn:aws:iam::${management}:role/${memberRoles.contain}`;
    const asked = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'rescind' });
    expect((await clientsOf(aws, responder).sts.send(asked)).Credentials?.AccessKeyId).toMatch(/^ASIA/);
    deleteStack(stack, site);
  });

  test('the guard keeps the roles and the seal from who administers a member, and is gone with the stack', async () => {
    const { iam } = clientsOf(aws, aws.administrator(member));
    const PolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
    const opens = new UpdateAssumeRolePolicyCommand({ RoleName: memberRoles.contain, PolicyDocument });
    await expect(iam.send(opens)).rejects.toThrow('RolesStayAsTheyAre of a service control policy');
    const PolicyArn = `arn:aws:iam::${member}:policy${sealPath}${sealName}`;
    await expect(iam.send(new DetachUserPolicyCommand({ UserName: 'anybody', PolicyArn }))).rejects.toThrow(
      'SealStaysOn of a service control policy',
    );
  });

  test('deployed again with another watcher, the new one comes and the old one goes', async () => {
    aws.journal.length = 0;
    const moved = ['deploy', '--yes', ...members, '--watch', 'us-west-2', '--revert-drift', '--out', out];
    const { status, stdout, stderr } = await run(...moved);
    expect(status, stderr).toBe(0);
    // Drift is looked for in what stood before, and there alone.
    const sets = aws.journal.filter(({ operation }) => operation === 'CreateChangeSet');
    expect(
      sets.map(({ parameters }) => [parameters.StackName, parameters.ChangeSetType, parameters.DeploymentMode]),
    ).toEqual([
      ['Rescind', 'UPDATE', 'REVERT_DRIFT'],
      ['Rescind', 'UPDATE', undefined],
      ['RescindWatch-us-east-1', 'CREATE', undefined],
    ]);
    expect(stdout).toContain('It is watched from us-west-2 and no longer from eu-north-1.');
    expect(stdout).toContain('It is watched from us-west-2, where no alarm rings.');
    expect(stackNamed('Rescind')?.status).toBe('UPDATE_COMPLETE');
    const watchers = deployed().stacks.filter(({ name }) => name.startsWith('RescindWatch'));
    expect(watchers.map((one) => [one.region, one.status])).toEqual([
      ['eu-north-1', 'DELETE_COMPLETE'],
      ['us-west-2', 'CREATE_COMPLETE'],
    ]);
  }, 600_000);

  test('what somebody cut stays cut, deployed again or not, until it is to be put back', async () => {
    const { mappings, alarms } = deployed();
    // Those of the other Region come by a stack set, and the lanes say whether they are heard.
    const rules = deployed().rules.filter((one) => one.region === region);
    const drill = 1;
    const targets = 1;
    const amiss = rules.length + targets + mappings.length + alarms.length - drill;
    for (const rule of rules) rule.state = 'DISABLED';
    for (const rule of rules) if (rule.name.includes('RespondWorkerDecisions')) rule.targets = [];
    for (const mapping of mappings) mapping.state = 'Disabled';
    mappings.splice(
      mappings.findIndex(({ queue }) => queue.includes('NotifyWorkerQueue')),
      1,
    );
    const { roles } = aws.account(administrator).state.latest;
    const roleOf = (name: string) => roles.get(ownRoleName(name, region));
    const grants = [...(roleOf('mail')?.inline.keys() ?? [])];
    expect(grants).not.toEqual([]);
    // The one of the drill tells nobody, and is not asked whom it tells.
    for (const alarm of alarms) alarm.actionsEnabled = alarm.name.startsWith('rescind-drill-');
    const again = ['deploy', '--yes', ...members, '--watch', 'us-west-2', '--out', out];
    const wrong = /^wrong +(rules|queues|alarms|roles|watcher) /gm;
    const plainly = await run(...again);
    expect([plainly.status, plainly.stdout.match(wrong)?.length], plainly.stderr).toEqual([1, amiss]);
    roles.delete(ownRoleName('mail', region));
    roleOf('observe')?.inline.clear();
    expect((await run('doctor')).stdout).toContain(`The role ${ownRoleName('mail', region)} is gone.`);
    const { status, stdout, stderr } = await run(...again, '--revert-drift');
    expect([status, stdout.match(wrong)?.length], stderr).toEqual([1, 1]);
    expect(stdout).toContain('What somebody changed or removed outside the template is restored');
    expect([...(roleOf('mail')?.inline.keys() ?? [])]).toEqual(grants);
    expect(roleOf('observe')?.inline.size).toBe(1);
    const pager = /^wrong +alarms +The alarm (\S+) has its actions switched off, .*\n.*Then: (.*)$/m.exec(stdout);
    expect(pager?.[2]).toBe(`aws cloudwatch enable-alarm-actions --region ${region} --alarm-names ${pager?.[1]}`);
    for (const alarm of alarms) if (alarm.isComposite) alarm.actionsEnabled = true;
    const mended = await run(...again);
    expect(mended.status, mended.stdout).toBe(0);
  }, 600_000);

  test('a watcher that is gone, or that rings, is told by the doctor', async () => {
    const rounds = deployed().alarms.find(({ name }) => name === 'rescind-rounds-us-east-1');
    if (rounds === undefined) throw new Error('it is watched');
    const home = stackNamed('Rescind');
    Object.assign(home ?? {}, { createdAt: Date.now() - 7_200_000 });
    rounds.state = 'ALARM';
    const said = async () => (await run('doctor')).stdout;
    expect(await said()).toMatch(/wrong +topics +Nobody is subscribed to the topic Pages of us-east-1/);
    expect(await said()).toMatch(/note +topics +Nobody is subscribed to the topic Pages of us-west-2/);
    expect(await said()).toMatch(
      /wrong +watcher +The alarm rescind-rounds-us-east-1 rings in us-west-2[^\n]*\n.*#dead-lane/,
    );
    deployed().alarms.splice(deployed().alarms.indexOf(rounds), 1);
    expect(await said()).toMatch(/wrong +watcher +The alarm in us-west-2 is gone/);
    const watch = deployed().stacks.find((one) => one.name === 'RescindWatch-us-east-1' && one.region === 'us-west-2');
    if (watch !== undefined) watch.status = 'DELETE_FAILED';
    expect(await said()).toMatch(/wrong +watcher +The stack that watches from us-west-2 is DELETE_FAILED/);
    if (watch !== undefined) watch.status = 'CREATE_COMPLETE';
  }, 60_000);

  const sealOf = (account = '') => `arn:aws:iam::${account}:policy${sealPath}${sealName}`;
  const wears = (account = '') => aws.account(account).state.latest.users.get('worn')?.attached;

  test('destroy, while somebody wears the seal of the account, says who and destroys nothing', async () => {
    for (const account of [administrator, member]) {
      const { iam } = clientsOf(aws, aws.administrator(account));
      await iam.send(new CreateUserCommand({ UserName: 'worn' }));
      await iam.send(new AttachUserPolicyCommand({ UserName: 'worn', PolicyArn: sealOf(account) }));
    }
    const { status, stderr } = await run('destroy', '--yes', '--out', out);
    expect(status, stderr).toBe(1);
    expect(stderr).toMatch(/Nothing was destroyed\..* worn in account \d+ \(user worn\).*\n.*--leave-contained/);
    expect(stderr).toContain(`aws iam detach-user-policy --user-name 'worn' --policy-arn ${sealOf(administrator)}`);
    expect(stackNamed('Rescind')?.status).toBe('UPDATE_COMPLETE');
  }, 60_000);

  test('destroy takes all of it back, in the members too, and leaves what it says that it leaves', async () => {
    const { status, stdout, stderr } = await run('destroy', '--yes', '--leave-contained', '--out', out);
    expect(status, stderr).toBe(0);
    // What somebody wears stays on, and is said where.
    expect([wears(administrator), wears(member)]).toEqual([[sealOf(administrator)], [sealOf(member)]]);
    expect(stderr).toContain(
      `stays in account ${administrator} on whoever wears it. Once it is off: aws iam delete-policy`,
    );
    const [worn] = aws.account(member).deployed.stacks;
    expect(stderr).toContain(`Once it is off, there: aws cloudformation delete-stack --stack-name ${worn?.name} `);
    expect(worn?.resources.map(({ physicalId }) => physicalId)).toEqual([sealOf(member)]);
    expect(stderr).toContain('Rescind is gone from this account.');
    expect([administrator, member, management].map(rolesOf)).toEqual([[], [], []]);
    expect(stdout).toContain('First the watcher in us-west-2.');
    const stacks = deployed().stacks.filter(({ name }) => name.startsWith('Rescind'));
    expect(new Set(stacks.map((one) => one.status))).toEqual(new Set(['DELETE_COMPLETE']));
    expect(aws.account(member).serviceControlPolicies.flat().join()).not.toContain('SealStaysOn');
    const { rules, queues, alarms, stackInstances, buckets } = deployed();
    expect([rules, [...queues], alarms, stackInstances, aws.account(member).deployed.rules]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
    const left = [...buckets.keys()].filter((name) => !name.startsWith('cdk-'));
    // One of the deployment that failed, too.
    expect(left).toHaveLength(2);
    expect(stdout).toContain(`bucket ${left[1]}`);
    const events = stackNamed('Rescind')?.made?.events ?? [];
    const skipped = events.filter((one) => one.status === 'DELETE_SKIPPED').map(({ physicalId }) => physicalId);
    expect(skipped.length).toBeGreaterThan(5);
    for (const name of skipped) expect(stdout + stderr).toContain(name);
    const again = await run('deploy', '--dry-run', ...members, '--out', out);
    expect(again.status).toBe(2);
    expect(again.stderr).toMatch(
      /of an earlier deployment is still in account \d+, worn by user worn.*\n.*delete-policy/,
    );
    const after = await run('doctor');
    expect(after.status).toBe(1);
    expect(after.stdout).toContain('Rescind is not deployed in account');
  }, 600_000);
});
