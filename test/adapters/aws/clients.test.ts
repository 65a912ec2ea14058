import { CreateRoleCommand, GetUserCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { beforeEach, expect, it } from 'vitest';
import { takeTally } from '../../../adapters/aws/call-tally.ts';
import { awsClients } from '../../../adapters/aws/clients.ts';
import { readRole } from '../../../adapters/aws/principal-facts.ts';
import type { AccountId, Region } from '../../../core/model/brand.ts';
import { allowAll, away, home, policyText, simulation } from '../../simulator/aws/simulation.ts';

const member = away as AccountId;
const trust = policyText({
  Effect: 'Allow',
  Principal: { AWS: home },
  Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
});
let { aws, clock } = simulation();
let iam: IAMClient;

/** The other account has the role that Rescind takes there. */
beforeEach(async () => {
  ({ aws, clock } = simulation());
  // The SDK compares expiries with the real clock.
  clock.at = Date.UTC(2100, 0);
  const sdk = { region: 'us-east-1', credentials: aws.administrator(away), requestHandler: aws.requestHandler() };
  iam = new IAMClient({ ...sdk, maxAttempts: 1 });
  await iam.send(new CreateRoleCommand({ RoleName: 'rescind-respond', AssumeRolePolicyDocument: trust }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'rescind-respond', PolicyName: 'respond', PolicyDocument: allowAll }),
  );
  aws.journal.length = 0;
});

function clients(region = 'us-east-1') {
  const sdk = { region, credentials: aws.administrator(home), requestHandler: aws.requestHandler() };
  return awsClients({ memberRole: 'rescind-respond', sessionName: 'rescind', sourceIdentity: 'd_1f2e', sdk });
}

const assumed = () => aws.journal.filter(({ operation }) => operation === 'AssumeRole');
const ask = async (client: IAMClient) => client.send(new GetUserCommand({ UserName: 'administrator' }));

it('acts in another account for a quarter of an hour, in a session that names the decision', async () => {
  const client = await clients().iam(member);
  await ask(client);
  await ask(client);
  expect(assumed().map(({ parameters }) => parameters)).toEqual([
    expect.objectContaining({
      RoleArn: `arn:aws:iam::${away}:role/rescind-respond`,
      RoleSessionName: 'rescind',
      SourceIdentity: 'd_1f2e',
      DurationSeconds: '900',
      Tags: [{ Key: 'rescind', Value: 'd_1f2e' }],
    }),
  ]);
  expect(aws.journal.at(-1)?.caller).toBe(`arn:aws:sts::${away}:assumed-role/rescind-respond/rescind`);
});

it('narrows a session to those it is for, whatever the role may', async () => {
  const sdk = { region: 'us-east-1', credentials: aws.administrator(home), requestHandler: aws.requestHandler() };
  const only = [`arn:aws:iam::${away}:user/bot`];
  const narrow = awsClients({ memberRole: 'rescind-respond', sessionName: 'rescind', only, sdk });
  await expect(ask(await narrow.iam(member))).rejects.toThrow('iam:GetUser on resource');
  const wide = awsClients({ memberRole: 'rescind-respond', sessionName: 'rescind', sdk });
  await expect(ask(await wide.iam(member))).resolves.toBeDefined();
});

it.each([
  ['eu-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
])('names the role in the partition of %s', async (region, partition) => {
  // The simulated AWS knows no other partition; what counts is what it was asked.
  await ask(await clients(region).iam(member)).catch(() => null);
  expect(assumed()[0]?.parameters.RoleArn).toBe(`arn:${partition}:iam::${away}:role/rescind-respond`);
});

it('asks Secrets Manager in the Region of the secret', async () => {
  const secrets = await clients().secrets(member, 'ap-south-1' as Region);
  await expect(secrets.send(new DescribeSecretCommand({ SecretId: 'none' }))).rejects.toThrow("can't find");
  expect(aws.journal.at(-1)).toMatchObject({ region: 'ap-south-1', accountId: away });
});

it('does not remember a failure', async () => {
  const given = awsClients({
    memberRole: null,
    sessionName: 'rescind',
    sdk: { region: 'us-east-1', credentials: aws.administrator(home), requestHandler: aws.requestHandler() },
  });
  let refusals = 1;
  aws.faults = () => (refusals-- > 0 ? { throttle: true } : 'pass');
  await expect(given.iam(home as AccountId)).rejects.toMatchObject({ name: 'Throttling' });
  await expect(given.iam(home as AccountId)).resolves.toBeDefined();
});

it('reads what a plan must know of a role, white space not counted', async () => {
  const before = await readRole(iam, 'rescind-respond');
  const spaced = JSON.stringify(JSON.parse(allowAll), null, 4);
  await iam.send(new PutRolePolicyCommand({ RoleName: 'rescind-respond', PolicyName: 'b', PolicyDocument: spaced }));
  const after = await readRole(iam, 'rescind-respond');
  expect(before).toEqual({
    arn: `arn:aws:iam::${away}:role/rescind-respond`,
    uniqueId: expect.stringMatching(/^AROA/),
    seal: null,
    inlineCharacters: allowAll.length,
    trust: expect.stringContaining('sts:AssumeRole'),
  });
  expect(after?.inlineCharacters).toBe(2 * allowAll.length);
  expect(await readRole(iam, 'nobody')).toBeNull();
});

it('counts each call that is made in an account, and those that AWS refused because they came too fast', async () => {
  const client = await clients().iam(member);
  takeTally();
  await ask(client);
  aws.faults = ({ operation }) => (operation === 'GetUser' ? { fail: 'Throttling', status: 400 } : 'pass');
  await expect(ask(client)).rejects.toThrow('Throttling');
  aws.faults = ({ operation }) => (operation === 'GetUser' ? { fail: 'NoSuchEntity', status: 404 } : 'pass');
  await expect(ask(client)).rejects.toThrow('NoSuchEntity');
  // The session was assumed first, with our own credentials.
  expect(Object.fromEntries(takeTally())).toEqual({
    own: { calls: 1, throttled: 0 },
    [member]: { calls: 3, throttled: 1 },
  });
  expect(takeTally().size).toBe(0);
});
