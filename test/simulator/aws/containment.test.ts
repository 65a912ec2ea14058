import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from 'vitest';
import { hour, minute, second } from '../../../core/model/instant.ts';
import type { Origin } from '../../../simulator/aws/authorise.ts';
import type { Credentials, SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { allowAll, away, clientsOf, denyAll, home, policyText, simulation, trustText } from './simulation.ts';

const office: Origin = { ip: '192.0.2.10' };
const thief: Origin = { ip: '203.0.113.66' };
const endpoint: Origin = { ip: '10.0.1.5', vpc: 'vpc-1', vpce: 'vpce-1' };

function verdict(
  aws: SimulatedAws,
  accessKeyId: string | undefined,
  from: Origin = office,
  action = 's3:GetObject',
): string {
  const outcome = aws.attempt({ accessKeyId: accessKeyId ?? '', action, resource: 'arn:aws:s3:::data/x', from });
  return outcome.allowed ? 'allowed' : outcome.error;
}

function credentialsOf(
  given:
    | { AccessKeyId?: string | undefined; SecretAccessKey?: string | undefined; SessionToken?: string | undefined }
    | undefined,
): Required<Credentials> {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

let { aws, clock, iam } = simulation();
let bot: Credentials;

beforeEach(async () => {
  ({ aws, clock, iam } = simulation());
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'bot', PolicyName: 'work', PolicyDocument: allowAll }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  bot = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  const trust = trustText(`arn:aws:iam::${home}:user/bot`, home);
  await iam.send(new CreateRoleCommand({ RoleName: 'Worker', AssumeRolePolicyDocument: trust }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'work', PolicyDocument: allowAll }));
});

const switchKey = (Status: 'Active' | 'Inactive') =>
  iam.send(new UpdateAccessKeyCommand({ UserName: 'bot', AccessKeyId: bot.accessKeyId, Status }));
const putUserDeny = (PolicyDocument: string) =>
  iam.send(new PutUserPolicyCommand({ UserName: 'bot', PolicyName: 'Rescind-c1', PolicyDocument }));
const assume = async (credentials: Credentials = bot) => {
  const command = new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${home}:role/Worker`, RoleSessionName: 'run' });
  return credentialsOf((await clientsOf(aws, credentials).sts.send(command)).Credentials);
};

describe('a key switched off', () => {
  test('is dead, and alive again when switched on', async () => {
    expect(verdict(aws, bot.accessKeyId)).toBe('allowed');
    await switchKey('Inactive');
    expect(verdict(aws, bot.accessKeyId)).toBe('InvalidClientTokenId');
    await switchKey('Active');
    expect(verdict(aws, bot.accessKeyId)).toBe('allowed');
  });

  test('does not kill the sessions that it minted, nor does its deletion', async () => {
    const { sts } = clientsOf(aws, bot);
    const token = credentialsOf((await sts.send(new GetSessionTokenCommand({}))).Credentials);
    const federated = await sts.send(new GetFederationTokenCommand({ Name: 'guest', Policy: allowAll }));
    const minted = [token, credentialsOf(federated.Credentials), await assume()].map(({ accessKeyId }) => accessKeyId);
    await switchKey('Inactive');
    expect(minted.map((key) => verdict(aws, key))).toEqual(['allowed', 'allowed', 'allowed']);
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'bot', AccessKeyId: bot.accessKeyId }));
    expect(minted.map((key) => verdict(aws, key))).toEqual(['allowed', 'allowed', 'allowed']);
    await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toThrow(
      'security token included in the request is invalid',
    );
  });
});

describe('a deny on the user', () => {
  test('covers its own sessions, not those of the roles it assumed', async () => {
    const { sts } = clientsOf(aws, bot);
    const token = await sts.send(new GetSessionTokenCommand({}));
    const federated = await sts.send(new GetFederationTokenCommand({ Name: 'guest', Policy: allowAll }));
    const role = await assume();
    await putUserDeny(denyAll);
    expect(verdict(aws, bot.accessKeyId)).toBe('AccessDenied');
    expect(verdict(aws, token.Credentials?.AccessKeyId)).toBe('AccessDenied');
    expect(verdict(aws, federated.Credentials?.AccessKeyId)).toBe('AccessDenied');
    expect(verdict(aws, role.accessKeyId)).toBe('allowed');
  });

  test('leaves GetCallerIdentity and GetSessionToken alone', async () => {
    await iam.send(new AttachUserPolicyCommand({ UserName: 'bot', PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }));
    const { sts } = clientsOf(aws, bot);
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
      Arn: `arn:aws:iam::${home}:user/bot`,
    });
    const { Credentials: token } = await sts.send(new GetSessionTokenCommand({}));
    expect(verdict(aws, token?.AccessKeyId)).toBe('AccessDenied');
    expect(verdict(aws, token?.AccessKeyId, office, 'sts:GetCallerIdentity')).toBe('allowed');
  });

  test('beats a resource policy that names the user', async () => {
    const call = {
      accessKeyId: bot.accessKeyId,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::data/x',
      from: office,
      resourcePolicy: {
        accountId: home,
        text: policyText({
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${home}:user/bot` },
          Action: 's3:*',
          Resource: '*',
        }),
      },
    };
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'bot', PolicyName: 'work' }));
    expect(aws.attempt(call)).toMatchObject({ allowed: true });
    await putUserDeny(denyAll);
    expect(aws.attempt(call)).toMatchObject({
      allowed: false,
      decision: 'explicit-deny',
      by: { policy: 'Rescind-c1' },
    });
  });

  test('a session outside the user’s session policy stays outside', async () => {
    const { Credentials: guest } = await clientsOf(aws, bot).sts.send(
      new GetFederationTokenCommand({
        Name: 'guest',
        Policy: policyText({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }),
      }),
    );
    const { Credentials: nobody } = await clientsOf(aws, bot).sts.send(
      new GetFederationTokenCommand({ Name: 'nobody' }),
    );
    expect(verdict(aws, guest?.AccessKeyId)).toBe('allowed');
    expect(verdict(aws, guest?.AccessKeyId, office, 's3:PutObject')).toBe('AccessDenied');
    expect(verdict(aws, nobody?.AccessKeyId)).toBe('AccessDenied');
  });
});

describe('revoked sessions', () => {
  const revokeBefore = (issued: string) =>
    policyText({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': issued } },
    });

  test('a TokenIssueTime deny kills older sessions and not newer ones', async () => {
    const older = await assume();
    clock.at += 10 * minute;
    const PolicyDocument = revokeBefore('2026-11-24T12:10:00Z');
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'Rescind-c1', PolicyDocument }));
    const newer = await assume();
    expect([older, newer].map(({ accessKeyId }) => verdict(aws, accessKeyId))).toEqual(['AccessDenied', 'allowed']);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'Rescind-c1' }));
    expect(verdict(aws, older.accessKeyId)).toBe('allowed');
  });

  test('issue times are whole seconds: a cutoff within a second takes all of that second', async () => {
    clock.at += 700;
    const { accessKeyId } = await assume();
    const PolicyDocument = revokeBefore('2026-11-24T12:00:00.500Z');
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'Rescind-c1', PolicyDocument }));
    expect(verdict(aws, accessKeyId)).toBe('AccessDenied');
  });

  test('on a user it spares the key, which can mint again', async () => {
    const { Credentials: token } = await clientsOf(aws, bot).sts.send(new GetSessionTokenCommand({}));
    await putUserDeny(revokeBefore('2026-11-24T12:00:01Z'));
    expect(verdict(aws, token?.AccessKeyId)).toBe('AccessDenied');
    expect(verdict(aws, bot.accessKeyId)).toBe('allowed');
    clock.at += second;
    const { Credentials: again } = await clientsOf(aws, bot).sts.send(new GetSessionTokenCommand({}));
    expect(verdict(aws, again?.AccessKeyId)).toBe('allowed');
  });

  test('one session is told from its siblings by its user id', async () => {
    const sibling = await assume();
    const given = aws.giveSession({ accountId: home, roleName: 'Worker', sessionName: 'i-0stolen' });
    const id = aws.account(home).state.latest.roles.get('Worker')?.id;
    const PolicyDocument = policyText({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:userid': `${id}:i-0stolen` } },
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'Rescind-c1', PolicyDocument }));
    expect([given, sibling].map(({ accessKeyId }) => verdict(aws, accessKeyId))).toEqual(['AccessDenied', 'allowed']);
  });

  test('a session ends with its time, or with its role, even if the role comes back', async () => {
    const session = await assume();
    clock.at += hour - 1;
    expect(verdict(aws, session.accessKeyId)).toBe('allowed');
    clock.at += 1;
    expect(verdict(aws, session.accessKeyId)).toBe('ExpiredToken');

    const second = await assume();
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'work' }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'Worker' }));
    await iam.send(new CreateRoleCommand({ RoleName: 'Worker', AssumeRolePolicyDocument: trustText(home) }));
    expect(verdict(aws, second.accessKeyId)).toBe('InvalidClientTokenId');
  });
});

describe('a pin to known networks', () => {
  const pin = (condition: object) => policyText({ Effect: 'Deny', Action: '*', Resource: '*', Condition: condition });
  const viaCloudFormation: Origin = { service: 'cloudformation.amazonaws.com', ip: '203.0.113.66' };
  const seen = () => [office, endpoint, thief, viaCloudFormation].map((from) => verdict(aws, bot.accessKeyId, from));

  test('by address alone also cuts the traffic of VPC endpoints', async () => {
    await putUserDeny(pin({ NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } }));
    expect(seen()).toEqual(['allowed', 'AccessDenied', 'AccessDenied', 'AccessDenied']);
    // Through an endpoint the address is another condition's.
    await putUserDeny(pin({ NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '10.0.0.0/8'] } }));
    expect(seen()).toEqual(['allowed', 'AccessDenied', 'AccessDenied', 'AccessDenied']);
  });

  test('with SourceVpc and IfExists does not', async () => {
    await putUserDeny(
      pin({
        NotIpAddressIfExists: { 'aws:SourceIp': ['192.0.2.0/24'] },
        StringNotEqualsIfExists: { 'aws:SourceVpc': ['vpc-1'] },
        BoolIfExists: { 'aws:ViaAWSService': 'false' },
      }),
    );
    expect(seen()).toEqual(['allowed', 'allowed', 'AccessDenied', 'allowed']);
    expect(verdict(aws, bot.accessKeyId, { ip: '10.0.1.5', vpc: 'vpc-thief', vpce: 'vpce-9' })).toBe('AccessDenied');
  });

  test('an instance bound to its VPC', async () => {
    const PolicyDocument = pin({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM spells its policy variables so
      StringNotEquals: { 'aws:ec2InstanceSourceVPC': '${aws:SourceVpc}' },
      Null: { 'ec2:SourceInstanceARN': 'false' },
      BoolIfExists: { 'aws:ViaAWSService': 'false' },
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'Rescind-c1', PolicyDocument }));
    const context = {
      'ec2:SourceInstanceARN': `arn:aws:ec2:us-east-1:${home}:instance/i-1`,
      'aws:ec2InstanceSourceVPC': 'vpc-1',
    };
    const instance = aws.giveSession({ accountId: home, roleName: 'Worker', sessionName: 'i-1', context });
    expect([endpoint, thief].map((from) => verdict(aws, instance.accessKeyId, from))).toEqual([
      'allowed',
      'AccessDenied',
    ]);
    expect(verdict(aws, (await assume()).accessKeyId, thief)).toBe('allowed');
  });
});

describe('the organisation', () => {
  const person = policyText({
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { 'identitystore:UserId': ['u-7'] } },
  });

  test('denies one person by a service control policy, but not in the management account', async () => {
    const member = clientsOf(aws, aws.administrator(away)).iam;
    const role = {
      RoleName: 'AWSReservedSSO_Admin_0123456789abcdef',
      Path: '/aws-reserved/sso.amazonaws.com/',
      AssumeRolePolicyDocument: trustText('*'),
    };
    for (const accountId of [home, away]) {
      await (accountId === home ? iam : member).send(new CreateRoleCommand(role));
      aws.account(accountId).state.latest.roles.get(role.RoleName)?.inline.set('all', allowAll);
      aws.account(accountId).serviceControlPolicies = [[allowAll, person]];
    }
    const visit = (accountId: string, userId: string) =>
      verdict(
        aws,
        aws.giveSession({
          accountId,
          roleName: role.RoleName,
          sessionName: 'p',
          context: { 'identitystore:UserId': userId },
        }).accessKeyId,
      );
    expect([visit(away, 'u-7'), visit(away, 'u-8'), visit(home, 'u-7')]).toEqual([
      'AccessDenied',
      'allowed',
      'allowed',
    ]);
  });

  test('binds no role that is linked to a service', async () => {
    const member = clientsOf(aws, aws.administrator(away)).iam;
    const visits: string[] = [];
    for (const [RoleName, Path] of [
      ['AWSServiceRoleForConfig', '/aws-service-role/config.amazonaws.com/'],
      ['worker', '/service-role/'],
    ] as const) {
      await member.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: trustText('*') }));
      aws.account(away).state.latest.roles.get(RoleName)?.inline.set('all', allowAll);
      const { accessKeyId } = aws.giveSession({ accountId: away, roleName: RoleName, sessionName: 's' });
      aws.account(away).serviceControlPolicies = [[allowAll, denyAll]];
      visits.push(verdict(aws, accessKeyId));
      aws.account(away).serviceControlPolicies = [];
    }
    expect(visits).toEqual(['allowed', 'AccessDenied']);
  });

  test('a suspended account answers nobody', () => {
    aws.account(away).status = 'SUSPENDED';
    expect(verdict(aws, aws.administrator(away).accessKeyId)).toBe('InvalidClientTokenId');
  });
});
