import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateLoginProfileCommand, CreateServiceSpecificCredentialCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand, PutResourcePolicyCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Origin } from '../../../simulator/aws/authorise.ts';
import type { Role } from '../../../simulator/aws/state/account.ts';
import { allowAll, away, clientsOf, home, policyText } from '../../simulator/aws/simulation.ts';
import { inlineOf, office, type Scene, scene, thief } from './responder-scene.ts';

const why = ['--reason', 'Seen where it should not be'];
const uuid = '11111111-2222-4333-8444-555555555555';
let world: Scene;

beforeEach(async () => {
  world = await scene();
});
afterEach(() => world.door.close());

const contain = (credential: string, ...args: string[]) =>
  world.type('contain', credential, ...why, '--json', '--yes', ...args);
const restore = (id: string) => world.type('restore', id, '--json', '--yes', '--enable-key');

/** Contains it, has `shut` looked at, restores it, and finds the account as it was. */
async function thereAndBack(credential: string, args: readonly string[], shut: () => void): Promise<string> {
  const before = world.account();
  const run = await contain(credential, ...args);
  expect(run.status, run.stderr).toBe(0);
  const { outcomeId, outcome } = JSON.parse(run.stdout);
  expect(outcome).toBe('done');
  shut();
  const back = await restore(outcomeId);
  expect(back.status, back.stderr).toBe(0);
  expect(world.account()).toEqual(before);
  return run.stderr;
}

test('a Bedrock API key by its id alone is switched off, and its user goes on', async () => {
  const { iam } = clientsOf(world.aws, world.responder);
  const made = { UserName: 'bot', ServiceName: 'bedrock.amazonaws.com' };
  const { ServiceSpecificCredential } = await iam.send(new CreateServiceSpecificCredentialCommand(made));
  const id = ServiceSpecificCredential?.ServiceSpecificCredentialId ?? '';
  const shown = await thereAndBack(id, ['--action', 'disable'], () => {
    expect(world.account().users.get('bot')?.serviceCredentials[0]?.status).toBe('Inactive');
    expect(world.serves(world.bot.accessKeyId, office)).toBe(true);
  });
  expect(shown).toContain(`update-service-specific-credential --service-specific-credential-id ${id} --user-name bot`);
  expect(shown).toContain('Short-term Bedrock keys');
});

test('a console password is made worthless, not deleted', async () => {
  const { iam } = clientsOf(world.aws, world.responder);
  const bot = `arn:aws:iam::${home}:user/ci/bot`;
  const none = await contain(bot, '--action', 'disable', '--kind', 'console-password');
  expect(none.status).toBe(2);
  expect(none.stderr).toContain('has no console password');
  await iam.send(new CreateLoginProfileCommand({ UserName: 'bot', Password: 'simulated' }));
  await thereAndBack(bot, ['--action', 'disable', '--kind', 'console-password'], () => {
    expect(inlineOf(world.account(), 'bot')).toEqual(['work', expect.stringMatching(/^Rescind-SignIn-/)]);
    expect(world.account().users.get('bot')?.loginProfile).not.toBeNull();
    expect(world.serves(world.bot.accessKeyId, office)).toBe(true);
  });
});

test('a profile of Roles Anywhere is disabled and enabled in its Region, over the wire', async () => {
  const arn = `arn:aws:rolesanywhere:eu-central-1:${home}:profile/${uuid}`;
  const { anywhere } = world.aws.account(home).state.latest.beside;
  anywhere.set(arn, { kind: 'profile', id: uuid, arn, name: 'plant', region: 'eu-central-1', enabled: true });
  await thereAndBack(arn, ['--action', 'disable'], () => {
    expect(world.account().beside.anywhere.get(arn)?.enabled).toBe(false);
  });
  expect(world.aws.journal.filter(({ service }) => service === 'rolesanywhere').map((one) => one.region)).toContain(
    'eu-central-1',
  );
  const gone = await contain(arn.replace('2222', '9999'), '--action', 'disable');
  expect(JSON.parse(gone.stdout)).toMatchObject({ outcome: 'skipped' });
});

test('an EventBridge connection is deauthorised only with the warning that it goes one way', async () => {
  const arn = `arn:aws:events:eu-central-1:${home}:connection/crm/${uuid}`;
  const { connections } = world.aws.account(home).state.latest.beside;
  const at = { createdAt: 0, authorizedAt: 0 };
  connections.set(arn, { arn, name: 'crm', region: 'eu-central-1', state: 'AUTHORIZED', ...at });
  const run = await contain(arn, '--action', 'disable');
  expect(run.status, run.stderr).toBe(0);
  expect(run.stderr).toContain('nothing: this cannot be undone');
  expect(connections.get(arn)?.state).toBe('DEAUTHORIZED');
  const back = await restore(JSON.parse(run.stdout).outcomeId);
  expect(back.stderr).toContain('cannot be undone');
  expect(connections.get(arn)?.state).toBe('DEAUTHORIZED');
});

test('a parameter is contained by what its owner declared that it holds; without that, nothing is pretended', async () => {
  const parameter = `arn:aws:ssm:eu-central-1:${home}:parameter/ci/key`;
  const undeclared = await contain(parameter, '--action', 'disable');
  expect(undeclared).toMatchObject({ status: 2, stdout: '' });
  expect(undeclared.stderr).toContain('AWS cannot switch off a value in Parameter Store');
  mkdirSync(join(world.folder, 'context'));
  const declared = [{ id: parameter, owner: 'team-ci', holds: world.bot.accessKeyId }];
  writeFileSync(join(world.folder, 'context', 'credentials.json'), JSON.stringify(declared));
  const shown = await thereAndBack(parameter, ['--action', 'disable', '--context', 'context'], () => {
    expect(world.serves(world.bot.accessKeyId, thief)).toBe(false);
  });
  expect(shown).toContain('that is contained');
});

test('a person’s session in another account is stopped from where Identity Center is administered', async () => {
  const state = world.aws.account(home).state.latest;
  const set = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef';
  state.beside.identityCenter = {
    region: 'us-east-1',
    instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef',
    identityStoreId: 'd-0123456789',
    users: new Map([['ada', 'person-1']]),
    permissionSets: [{ arn: set, name: 'Admin', inlinePolicy: allowAll, isBehind: false, accounts: [away] }],
  };
  const name = 'AWSReservedSSO_Admin_0123456789abcdef';
  const worker = state.roles.get('Worker');
  if (worker === undefined) throw new Error('no such role');
  const path = '/aws-reserved/sso.amazonaws.com/';
  const inline = new Map([['AwsSSOInlinePolicy', allowAll]]);
  const role: Role = { ...worker, name, path, arn: `arn:aws:iam::${away}:role${path}${name}`, inline };
  world.aws.account(away).state.latest.roles.set(name, role);
  const given = (sessionName: string, id: string) =>
    world.aws.giveSession({ accountId: away, roleName: name, sessionName, context: { 'identitystore:UserId': id } });
  const [ada, bob] = [given('ada', 'person-1'), given('bob', 'person-2')];
  await thereAndBack(`arn:aws:sts::${away}:assumed-role/${name}/ada`, ['--action', 'revoke-sessions'], () => {
    expect(world.serves(ada.accessKeyId, thief)).toBe(false);
    expect(world.serves(bob.accessKeyId, office)).toBe(true);
  });
  expect(world.serves(ada.accessKeyId, office)).toBe(true);
});

test('a SAML role’s session: the cut-off, and the door shut on that one person', async () => {
  const role = world.aws.account(home).state.latest.roles.get('Worker');
  if (role === undefined) throw new Error('no such role');
  const provider = `arn:aws:iam::${home}:saml-provider/okta`;
  role.trust = policyText({ Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithSAML' });
  const may = (who: string) =>
    world.aws.mayFederate({
      accountId: home,
      roleName: 'Worker',
      by: `Federated:${provider}`,
      action: 'sts:AssumeRoleWithSAML',
      claims: { 'sts:RoleSessionName': who },
    });
  await thereAndBack(`arn:aws:sts::${home}:assumed-role/Worker/mallory`, ['--action', 'disable'], () => {
    expect([may('mallory'), may('alice')]).toEqual([false, true]);
  });
  expect(may('mallory')).toBe(true);
});

test('a secret is read by nobody any more, or only from the networks named, and its owner’s own policy stays', async () => {
  const region = 'eu-central-1';
  const credentials = world.responder;
  const client = new SecretsManagerClient({ region, credentials, requestHandler: world.aws.requestHandler() });
  const { ARN = '' } = await client.send(new CreateSecretCommand({ Name: 'crm/token', SecretString: 'one' }));
  const ResourcePolicy = policyText({
    Effect: 'Allow',
    Principal: { AWS: away },
    Action: 'secretsmanager:DescribeSecret',
    Resource: '*',
  });
  await client.send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy }));
  const reads = (from: Origin) => {
    const resourcePolicy = { text: world.account().secrets.get(ARN)?.policy ?? '', accountId: home };
    const call = { accessKeyId: world.bot.accessKeyId, action: 'secretsmanager:GetSecretValue', resource: ARN, from };
    return world.aws.attempt({ ...call, resourcePolicy }).allowed;
  };
  expect([reads(office), reads(thief)]).toEqual([true, true]);
  const shown = await thereAndBack(ARN, ['--action', 'disable'], () => {
    expect([reads(office), reads(thief)]).toEqual([false, false]);
    expect(world.account().secrets.get(ARN)?.policy).toContain(away);
  });
  expect(shown).toContain('aws secretsmanager put-resource-policy');
  await thereAndBack(ARN, ['--action', 'pin', '--network', '192.0.2.0/24'], () => {
    expect([reads(office), reads(thief)]).toEqual([true, false]);
  });
  const gone = await contain(`arn:aws:secretsmanager:${region}:${home}:secret:gone-abcdef`, '--action', 'disable');
  expect(gone.status).toBe(2);
});

test('the root user is a person’s to deal with, and the words say how', async () => {
  const run = await contain(`arn:aws:iam::${home}:root`, '--action', 'disable');
  expect(run).toMatchObject({ status: 2, stdout: '' });
  for (const word of ['service control policy', 'assume-root', 'sign in as root']) expect(run.stderr).toContain(word);
});
