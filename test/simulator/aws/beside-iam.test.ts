import {
  DeauthorizeConnectionCommand,
  DescribeConnectionCommand,
  EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import { CreateUserCommand, UpdateSigningCertificateCommand, UpdateSSHPublicKeyCommand } from '@aws-sdk/client-iam';
import { GetUserIdCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import {
  DeleteInlinePolicyFromPermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  ListInstancesCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { expect, it } from 'vitest';
import { signedCaller, type Transport } from '../../../adapters/aws/signed-call.ts';
import type { Credentials } from '../../../simulator/aws/simulated-aws.ts';
import { allowAll, denyAll, home, simulation, trustText } from './simulation.ts';

const region = 'eu-central-1';
const uuid = '11111111-2222-4333-8444-555555555555';

function furnished() {
  const { aws, iam } = simulation();
  const credentials: Credentials = aws.administrator(home);
  const config = { region, credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  const transport = aws.requestHandler() as Transport;
  const { beside, inventory } = aws.account(home).state.latest;
  return {
    aws,
    iam,
    config,
    beside,
    inventory,
    anywhere: signedCaller({ service: 'rolesanywhere', region, credentials, transport }),
  };
}

it('switches SSH keys and certificates of their own user, and knows no others', async () => {
  const { iam, inventory } = furnished();
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  inventory.sshKeys.set('bot', [{ id: 'APKAEXAMPLE123456789', uploadedAt: 0, status: 'Active' }]);
  const key = { UserName: 'bot', SSHPublicKeyId: 'APKAEXAMPLE123456789', Status: 'Inactive' as const };
  await iam.send(new UpdateSSHPublicKeyCommand(key));
  expect(inventory.sshKeys.get('bot')?.[0]?.status).toBe('Inactive');
  const missing = new UpdateSSHPublicKeyCommand({ ...key, SSHPublicKeyId: 'APKAEXAMPLE000000000' });
  await expect(iam.send(missing)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  const certificate = { UserName: 'bot', CertificateId: 'TA7SMP42TDN5Z26OBPJE7EXAMPLE', Status: 'Inactive' as const };
  await expect(iam.send(new UpdateSigningCertificateCommand(certificate))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});

it('opens and shuts the doors of Roles Anywhere, each in its Region', async () => {
  const { aws, beside, anywhere } = furnished();
  const arn = `arn:aws:rolesanywhere:${region}:${home}:trust-anchor/${uuid}`;
  beside.anywhere.set(arn, { kind: 'trustanchor', id: uuid, arn, name: 'plant', region, enabled: true });
  const shut = await anywhere.call('rolesanywhere:DisableTrustAnchor', 'POST', `/trustanchor/${uuid}/disable`);
  expect(shut).toMatchObject({ trustAnchor: { trustAnchorArn: arn, enabled: false } });
  expect(await anywhere.call('rolesanywhere:GetTrustAnchor', 'GET', `/trustanchor/${uuid}`)).toMatchObject(
    shut as object,
  );
  await expect(anywhere.call('rolesanywhere:GetCrl', 'GET', `/crl/${uuid}`)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringMatching(/^rolesanywhere:GetCrl: /),
  });
  aws.faults = () => ({ throttle: true });
  await expect(anywhere.call('rolesanywhere:GetCrl', 'GET', `/crl/${uuid}`)).rejects.toMatchObject({
    name: 'TooManyRequestsException',
  });
});

it('a signed call needs the permission that it names', async () => {
  const { aws, anywhere } = furnished();
  const admin = aws.account(home).state.latest.users.get('administrator');
  admin?.inline.set('no', denyAll);
  await expect(anywhere.call('rolesanywhere:GetProfile', 'GET', `/profile/${uuid}`)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('rolesanywhere:GetProfile'),
  });
});

it('deauthorises a connection, and says so at the next look', async () => {
  const { config, beside } = furnished();
  const events = new EventBridgeClient(config);
  const arn = `arn:aws:events:${region}:${home}:connection/crm/${uuid}`;
  const times = { createdAt: 0, authorizedAt: 0 };
  beside.connections.set(arn, { arn, name: 'crm', region, state: 'AUTHORIZED', ...times });
  const begun = await events.send(new DeauthorizeConnectionCommand({ Name: 'crm' }));
  expect(begun).toMatchObject({ ConnectionArn: arn, ConnectionState: 'DEAUTHORIZING' });
  const after = await events.send(new DescribeConnectionCommand({ Name: 'crm' }));
  expect(after).toMatchObject({ ConnectionArn: arn, ConnectionState: 'DEAUTHORIZED', Name: 'crm' });
  await expect(events.send(new DescribeConnectionCommand({ Name: 'other' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('Identity Center: a permission set binds an account’s role once it is provisioned', async () => {
  const { aws, config, beside } = furnished();
  const [sso, store] = [new SSOAdminClient(config), new IdentitystoreClient(config)];
  expect((await sso.send(new ListInstancesCommand({}))).Instances).toEqual([]);
  const InstanceArn = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
  const PermissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef';
  const set = { arn: PermissionSetArn, name: 'Admin', inlinePolicy: null, isBehind: false, accounts: [home] };
  const users = new Map([['ada', 'person-1']]);
  beside.identityCenter = { region, instanceArn: InstanceArn, identityStoreId: 'd-1', users, permissionSets: [set] };
  aws.account(home).state.latest.roles.set('AWSReservedSSO_Admin_0123456789abcdef', {
    kind: 'role',
    name: 'AWSReservedSSO_Admin_0123456789abcdef',
    path: '/aws-reserved/sso.amazonaws.com/',
    id: 'AROAEXAMPLE',
    arn: 'x',
    createdAt: 0,
    tags: [],
    inline: new Map(),
    attached: [],
    boundary: null,
    trust: trustText(home),
    maxSessionSeconds: 3_600,
    lastUsed: null,
  });
  const inline = () => [
    ...(aws.account(home).state.latest.roles.get('AWSReservedSSO_Admin_0123456789abcdef')?.inline ?? []),
  ];
  const place = { InstanceArn, PermissionSetArn };
  await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...place, InlinePolicy: allowAll }));
  expect(inline()).toEqual([]);
  await sso.send(new ProvisionPermissionSetCommand({ ...place, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
  expect(inline()).toEqual([['AwsSSOInlinePolicy', allowAll]]);
  await sso.send(new DeleteInlinePolicyFromPermissionSetCommand(place));
  expect((await sso.send(new GetInlinePolicyForPermissionSetCommand(place))).InlinePolicy).toBe('');
  const asked = (AttributeValue: string) =>
    store.send(
      new GetUserIdCommand({
        IdentityStoreId: 'd-1',
        AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue } },
      }),
    );
  expect((await asked('ada')).UserId).toBe('person-1');
  await expect(asked('bob')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
