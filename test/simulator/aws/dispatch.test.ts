import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from 'vitest';
import { serve } from '../../../simulator/aws/serve.ts';
import { allowAll, away, home, simulation } from './simulation.ts';

let { aws, clock, iam, sts, secrets } = simulation();

beforeEach(() => {
  ({ aws, clock, iam, sts, secrets } = simulation());
});

const createUser = () => iam.send(new CreateUserCommand({ UserName: 'bot' }));
const effects = () =>
  aws.journal.map(({ service, operation, effect, code }) => `${service}:${operation} ${effect} ${code}`);

describe('the journal', () => {
  test('tells who did what, when, and with what effect', async () => {
    await createUser();
    await createUser().catch(() => {});
    expect(aws.journal[0]).toMatchObject({
      at: clock.at,
      accountId: home,
      caller: `arn:aws:iam::${home}:user/administrator`,
      region: 'us-east-1',
      parameters: { UserName: 'bot' },
    });
    expect(effects()).toEqual(['iam:CreateUser done null', 'iam:CreateUser refused EntityAlreadyExists']);
  });
});

describe('faults', () => {
  test('before the call leave nothing behind', async () => {
    aws.faults = ({ operation }) => (operation === 'CreateUser' ? { fail: 'ServiceFailure', status: 500 } : 'pass');
    await expect(createUser()).rejects.toMatchObject({
      name: 'ServiceFailureException',
      $metadata: { httpStatusCode: 500 },
    });
    await expect(iam.send(new GetUserCommand({ UserName: 'bot' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    expect(effects()[0]).toBe('iam:CreateUser faulted ServiceFailure');
  });

  test('after the call leave the deed and lose the answer', async () => {
    aws.faults = () => 'apply-then-lose-answer';
    await expect(createUser()).rejects.toMatchObject({ code: 'ECONNRESET' });
    aws.faults = () => 'pass';
    await expect(iam.send(new GetUserCommand({ UserName: 'bot' }))).resolves.toMatchObject({
      User: { UserName: 'bot' },
    });
    expect(effects()[0]).toBe('iam:CreateUser lost null');
  });

  test('throttling speaks the dialect of each service', async () => {
    aws.faults = () => ({ throttle: true });
    await expect(createUser()).rejects.toMatchObject({ name: 'Throttling' });
    await expect(secrets.send(new ListSecretsCommand({}))).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  test('may wait for a scheduler, and other calls go ahead meanwhile', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    aws.faults = ({ operation }) => (operation === 'CreateUser' ? held.then(() => 'pass' as const) : 'pass');
    const creation = createUser();
    await sts.send(new GetCallerIdentityCommand({}));
    release();
    await creation;
    expect(effects()).toEqual(['sts:GetCallerIdentity done null', 'iam:CreateUser done null']);
  });
});

describe('eventual consistency', () => {
  test('readers and permission checks lag behind, writers do not', async () => {
    await createUser();
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
    const AccessKeyId = AccessKey?.AccessKeyId ?? '';
    aws.account(home).state.latest.users.get('bot')?.inline.set('work', allowAll);
    clock.at += 1_000;
    aws.lag = 4_000;
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'bot', AccessKeyId, Status: 'Inactive' }));
    const seen = async () => {
      const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: 'bot' }));
      const used = aws.attempt({
        accessKeyId: AccessKeyId,
        action: 's3:GetObject',
        resource: '*',
        from: { ip: '192.0.2.1' },
      });
      return [AccessKeyMetadata?.[0]?.Status, used.allowed];
    };
    expect(await seen()).toEqual(['Active', true]);
    await expect(createUser()).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
    clock.at += 3_999;
    expect(await seen()).toEqual(['Active', true]);
    clock.at += 1;
    expect(await seen()).toEqual(['Inactive', false]);
  });
});

describe('the HTTP door', () => {
  test('serves any client that takes an endpoint, and breaks the connection where an answer is lost', async () => {
    const door = await serve(aws);
    try {
      const client = new IAMClient({
        region: 'us-east-1',
        credentials: aws.administrator(away),
        endpoint: door.url,
        maxAttempts: 1,
      });
      await client.send(new CreateUserCommand({ UserName: 'visitor' }));
      expect([...aws.account(away).state.latest.users.keys()]).toEqual(['administrator', 'visitor']);
      aws.faults = () => 'apply-then-lose-answer';
      await expect(client.send(new GetUserCommand({ UserName: 'visitor' }))).rejects.toMatchObject({
        code: 'ECONNRESET',
      });
      client.destroy();
    } finally {
      await door.close();
    }
  });
});

test('two worlds made alike give the same ids', async () => {
  const [one, other] = [simulation(), simulation()];
  const idOf = async ({ iam: client }: typeof one) =>
    (await client.send(new CreateUserCommand({ UserName: 'bot' }))).User?.UserId;
  expect(await idOf(one)).toBe(await idOf(other));
});

test('a service that is not simulated says so, and an unsigned request is no one’s', async () => {
  const door = await serve(aws);
  try {
    const signed = {
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/20261124/us-east-1/ec2/aws4_request, Signature=0',
    };
    const ask = async (headers: Record<string, string>) => (await fetch(door.url, { method: 'POST', headers })).text();
    expect(await ask(signed)).toContain('does not know the service ec2');
    expect(await ask({})).toContain('MissingAuthenticationToken');
  } finally {
    await door.close();
  }
});
