import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { beforeEach, expect, test } from 'vitest';
import { clientsOf, home, policyText, simulation, trustText } from './simulation.ts';

let { aws, iam, secrets, clock } = simulation();
const SecretId = 'db/password';

beforeEach(async () => {
  ({ aws, iam, secrets, clock } = simulation());
  await secrets.send(
    new CreateSecretCommand({ Name: SecretId, SecretString: 'one', ClientRequestToken: 'v1'.padEnd(32, '0') }),
  );
});

const valueAt = async (VersionStage: string) =>
  (await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;
const stagesOf = async () => (await secrets.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};

test('a new value becomes current, the old one previous, and the way back is a move of the stage', async () => {
  const { VersionId } = await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'two' }));
  expect([await valueAt('AWSCURRENT'), await valueAt('AWSPREVIOUS')]).toEqual(['two', 'one']);
  const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: 'v1'.padEnd(32, '0') };
  await expect(secrets.send(new UpdateSecretVersionStageCommand(move))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await secrets.send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: VersionId }));
  expect([await valueAt('AWSCURRENT'), await valueAt('AWSPREVIOUS')]).toEqual(['one', 'two']);
});

test('the same request token with the same value changes nothing, with another value it is refused', async () => {
  const again = { SecretId, ClientRequestToken: 'v1'.padEnd(32, '0') };
  await secrets.send(new PutSecretValueCommand({ ...again, SecretString: 'one' }));
  expect(Object.values(await stagesOf())).toEqual([['AWSCURRENT']]);
  const other = secrets.send(new PutSecretValueCommand({ ...again, SecretString: 'two' }));
  await expect(other).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

test('rotation is refused without a function, and makes a version with one', async () => {
  await expect(secrets.send(new RotateSecretCommand({ SecretId }))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
  expect(await valueAt('AWSCURRENT')).toBe('one');
  await secrets.send(
    new RotateSecretCommand({ SecretId, RotationLambdaARN: 'arn:aws:lambda:us-east-1:1:function:rotate' }),
  );
  expect(await valueAt('AWSCURRENT')).not.toBe('one');
  expect(await valueAt('AWSPREVIOUS')).toBe('one');
  const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
  expect(described).toMatchObject({ RotationEnabled: true, LastRotatedDate: new Date(clock.at) });
});

test('a partner’s secret rotates by role', async () => {
  await secrets.send(new CreateSecretCommand({ Name: 'partner', SecretString: 'one', Type: 'GitLabAccessToken' }));
  const rotation = new RotateSecretCommand({
    SecretId: 'partner',
    ExternalSecretRotationRoleArn: 'arn:aws:iam::111111111111:role/r',
  });
  await expect(secrets.send(rotation)).resolves.toMatchObject({ Name: 'partner' });
});

test('a secret answers to its name and its ARN, and its last reading is a date', async () => {
  const { ARN = '', LastAccessedDate } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  expect(LastAccessedDate).toBeUndefined();
  for (const id of [SecretId, ARN, ARN.slice(0, -7)]) {
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: id }))).resolves.toMatchObject({
      SecretString: 'one',
    });
  }
  const { SecretList } = await secrets.send(new ListSecretsCommand({}));
  expect(SecretList).toMatchObject([{ ARN, Name: SecretId, LastAccessedDate: new Date('2026-11-24T00:00:00Z') }]);
  await expect(secrets.send(new DescribeSecretCommand({ SecretId: 'db/pass' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('its resource policy denies, and can be taken back', async () => {
  const ResourcePolicy = policyText({
    Effect: 'Deny',
    Principal: '*',
    Action: 'secretsmanager:GetSecretValue',
    Resource: '*',
  });
  await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  await expect(valueAt('AWSCURRENT')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(secrets.send(new GetResourcePolicyCommand({ SecretId }))).resolves.toMatchObject({ ResourcePolicy });
  await secrets.send(new DeleteResourcePolicyCommand({ SecretId }));
  expect(await valueAt('AWSCURRENT')).toBe('one');
  const malformed = secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy: '{}' }));
  await expect(malformed).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
});

test('a rotation that dies half way leaves its version pending, and the next one is refused until that is resolved', async () => {
  const RotationLambdaARN = 'arn:aws:lambda:us-east-1:1:function:rotate';
  const [token, other] = ['t1'.padEnd(32, '0'), 't2'.padEnd(32, '0')];
  for (const secret of aws.account(home).state.latest.secrets.values()) secret.rotationWork = 'half';
  const rotate = (ClientRequestToken: string) =>
    secrets.send(new RotateSecretCommand({ SecretId, RotationLambdaARN, ClientRequestToken }));
  await rotate(token);
  await rotate(token);
  expect(await stagesOf()).toMatchObject({ [token]: ['AWSPENDING'] });
  expect(await valueAt('AWSCURRENT')).toBe('one');
  await expect(rotate(other)).rejects.toMatchObject({ name: 'InvalidRequestException' });
});

test('switched off, its rotation stays known; deleted, it is read by nobody', async () => {
  const RotationLambdaARN = 'arn:aws:lambda:us-east-1:1:function:rotate';
  await secrets.send(new RotateSecretCommand({ SecretId, RotationLambdaARN }));
  await secrets.send(new CancelRotateSecretCommand({ SecretId }));
  const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
  expect(described).toMatchObject({ RotationEnabled: false, RotationLambdaARN });
  await secrets.send(new DeleteSecretCommand({ SecretId }));
  await expect(valueAt('AWSCURRENT')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await expect(secrets.send(new RotateSecretCommand({ SecretId }))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
});

test('its function is called in the name of whoever rotates, who must be allowed that, and need not be otherwise', async () => {
  const RotationLambdaARN = `arn:aws:lambda:us-east-1:${home}:function:rotate`;
  await iam.send(new CreateRoleCommand({ RoleName: 'Rotator', AssumeRolePolicyDocument: trustText(home) }));
  const may = (...statements: object[]) => {
    const rotate = { Effect: 'Allow', Action: 'secretsmanager:RotateSecret', Resource: '*' };
    const PolicyDocument = policyText(rotate, ...statements);
    return iam.send(new PutRolePolicyCommand({ RoleName: 'Rotator', PolicyName: 'work', PolicyDocument }));
  };
  const credentials = aws.giveSession({ accountId: home, roleName: 'Rotator', sessionName: 'x' });
  const own = clientsOf(aws, credentials).secrets;
  const rotate = () => own.send(new RotateSecretCommand({ SecretId, RotationLambdaARN }));
  await may();
  await expect(rotate()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const Condition = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'secretsmanager.amazonaws.com' } };
  await may({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: RotationLambdaARN, Condition });
  await expect(rotate()).resolves.toBeDefined();
  expect(aws.journal.at(-1)?.allowed).toContain(`lambda:InvokeFunction ${RotationLambdaARN}`);
  const { accessKeyId } = credentials;
  const direct = { accessKeyId, action: 'lambda:InvokeFunction', resource: RotationLambdaARN };
  expect(aws.attempt({ ...direct, from: { ip: '198.51.100.7' } }).allowed).toBe(false);
});
