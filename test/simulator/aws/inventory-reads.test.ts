import { AccountClient, GetAlternateContactCommand, ListRegionsCommand } from '@aws-sdk/client-account';
import {
  CreateUserCommand,
  GenerateCredentialReportCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetCredentialReportCommand,
  GetServiceLastAccessedDetailsCommand,
  ListOpenIDConnectProvidersCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { ListTagsForResourceCommand } from '@aws-sdk/client-organizations';
import { beforeEach, describe, expect, test } from 'vitest';
import { hour, minute } from '../../../core/model/instant.ts';
import { limitedTo } from '../../../simulator/aws/rates.ts';
import { away, clientsOf, home, policyText, simulation } from './simulation.ts';

let world: ReturnType<typeof simulation>;
let account: AccountClient;

beforeEach(() => {
  world = simulation();
  const credentials = world.aws.administrator(home);
  account = new AccountClient({
    region: 'us-east-1',
    credentials,
    requestHandler: world.aws.requestHandler(),
    maxAttempts: 1,
  });
});

const inventory = () => world.aws.account(home).state.latest.inventory;
const botArn = `arn:aws:iam::${home}:user/bot`;

async function addBot(...actions: string[]): Promise<void> {
  await world.iam.send(new CreateUserCommand({ UserName: 'bot' }));
  const PolicyDocument = policyText({ Effect: 'Allow', Action: actions, Resource: '*' });
  await world.iam.send(new PutUserPolicyCommand({ UserName: 'bot', PolicyName: 'work', PolicyDocument }));
}

describe('the account service', () => {
  test('lists Regions with their status, and by status', async () => {
    const { Regions } = await account.send(new ListRegionsCommand({}));
    expect(Regions?.find(({ RegionName }) => RegionName === 'me-south-1')?.RegionOptStatus).toBe('DISABLED');
    const off = await account.send(new ListRegionsCommand({ RegionOptStatusContains: ['DISABLED'] }));
    expect(off.Regions?.map(({ RegionName }) => RegionName)).toEqual(['me-south-1']);
    const first = await account.send(new ListRegionsCommand({ MaxResults: 2 }));
    const rest = await account.send(new ListRegionsCommand({ MaxResults: 50, NextToken: first.NextToken }));
    expect((first.Regions?.length ?? 0) + (rest.Regions?.length ?? 0)).toBe(Regions?.length);
  });

  test('has a contact or says that there is none, and refuses whom it must', async () => {
    const ask = new GetAlternateContactCommand({ AlternateContactType: 'SECURITY' });
    await expect(account.send(ask)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    world.aws.account(home).contacts.set('SECURITY', 'security@made-up.example');
    expect((await account.send(ask)).AlternateContact?.EmailAddress).toBe('security@made-up.example');
    world.aws.faults = () => ({ throttle: true });
    await expect(account.send(ask)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    world.aws.faults = () => ({ fail: 'AccessDenied', status: 403 });
    await expect(account.send(ask)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('keys that somebody brought', () => {
  test('are listed by user', async () => {
    await addBot('s3:GetObject');
    inventory().sshKeys.set('bot', [{ id: 'APKA1', uploadedAt: 0, status: 'Inactive' }]);
    inventory().certificates.set('bot', [{ id: 'CERT1', uploadedAt: 0, status: 'Active' }]);
    inventory().providers.push({ kind: 'oidc', arn: 'arn:aws:iam::1:oidc-provider/gitlab.com', createdAt: 0 });
    const { SSHPublicKeys } = await world.iam.send(new ListSSHPublicKeysCommand({ UserName: 'bot' }));
    expect(SSHPublicKeys).toMatchObject([{ SSHPublicKeyId: 'APKA1', Status: 'Inactive', UploadDate: new Date(0) }]);
    const { Certificates } = await world.iam.send(new ListSigningCertificatesCommand({ UserName: 'bot' }));
    expect(Certificates).toMatchObject([{ CertificateId: 'CERT1', Status: 'Active' }]);
    const { OpenIDConnectProviderList } = await world.iam.send(new ListOpenIDConnectProvidersCommand({}));
    expect(OpenIDConnectProviderList).toHaveLength(1);
    await expect(world.iam.send(new ListSSHPublicKeysCommand({ UserName: 'nobody' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });
});

describe('last-accessed reports', () => {
  const order = () =>
    world.iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: botArn, Granularity: 'ACTION_LEVEL' }));

  test('take a while, and tell of granted services only', async () => {
    await addBot('s3:*', 'sqs:SendMessage');
    const at = world.clock.at - hour;
    inventory().accessed.set(
      botArn,
      new Map([
        ['s3', { at, actions: new Map([['CreateBucket', at]]) }],
        ['ec2', { at, actions: new Map() }],
      ]),
    );
    inventory().asksUntilDone = 1;
    const { JobId } = await order();
    const ask = () => world.iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }));
    expect((await ask()).JobStatus).toBe('IN_PROGRESS');
    const { JobStatus, ServicesLastAccessed } = await ask();
    expect(JobStatus).toBe('COMPLETED');
    expect(ServicesLastAccessed?.map(({ ServiceNamespace }) => ServiceNamespace)).toEqual(['s3', 'sqs']);
    const [s3, sqs] = ServicesLastAccessed ?? [];
    expect(s3?.LastAuthenticated).toEqual(new Date(at));
    const dates = s3?.TrackedActionsLastAccessed?.map(({ ActionName, LastAccessedTime }) => [
      ActionName,
      LastAccessedTime,
    ]);
    expect(dates).toContainEqual(['CreateBucket', new Date(at)]);
    expect(dates).toContainEqual(['PutBucketPolicy', undefined]);
    expect(sqs?.LastAuthenticated).toBeUndefined();
  });

  test('are for whoever asked', async () => {
    await addBot('iam:GetServiceLastAccessedDetails');
    const { JobId } = await order();
    const key = world.aws.world.ids.unique('AKIA');
    world.aws
      .account(home)
      .state.latest.users.get('bot')
      ?.keys.push({ id: key, secret: 's', createdAt: 0, status: 'Active', lastUsed: null });
    world.aws.world.keyHomes.set(key, home);
    const bot = clientsOf(world.aws, { accessKeyId: key, secretAccessKey: 's' });
    await expect(bot.iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  test('know the calls that were made here', async () => {
    const Arn = `arn:aws:iam::${home}:user/administrator`;
    const { JobId } = await world.iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn }));
    const { ServicesLastAccessed } = await world.iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }));
    const used = ServicesLastAccessed?.filter(({ LastAuthenticated }) => LastAuthenticated !== undefined);
    expect(used?.map(({ ServiceNamespace }) => ServiceNamespace)).toEqual(['iam']);
  });
});

test('a credential report is made anew after four hours, and not before', async () => {
  const made = async () => {
    await world.iam.send(new GenerateCredentialReportCommand({}));
    return (await world.iam.send(new GetCredentialReportCommand({}))).GeneratedTime?.getTime();
  };
  const first = await made();
  world.clock.at += 4 * hour - minute;
  expect(await made()).toBe(first);
  world.clock.at += minute;
  expect(await made()).toBe(world.clock.at);
});

test('tags of an account are for its organisation to know', async () => {
  world.aws.account(away).tags.push({ Key: 'owner', Value: 'payments' });
  const ask = new ListTagsForResourceCommand({ ResourceId: away });
  expect((await world.organizations.send(ask)).Tags).toEqual([{ Key: 'owner', Value: 'payments' }]);
  const member = clientsOf(world.aws, world.aws.administrator(away));
  await expect(member.organizations.send(ask)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a bucket of calls fills as time goes by, for each account and service apart', async () => {
  let time = 0;
  const rates = limitedTo({ perSecond: 2, burst: 3 }, () => time);
  const call = (accountId: string, service: string) =>
    rates({ at: 0, accessKeyId: 'A', accountId, service, operation: 'X', region: 'r', parameters: {} });
  const answers = () => [call(home, 'iam'), call(home, 'iam'), call(home, 'iam'), call(home, 'iam')];
  expect(answers()).toEqual(['pass', 'pass', 'pass', { throttle: true }]);
  expect([call(home, 'sts'), call(away, 'iam')]).toEqual(['pass', 'pass']);
  time += 1_000;
  expect(answers()).toEqual(['pass', 'pass', { throttle: true }, { throttle: true }]);
});
