import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateSecretCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { rotationClients } from '../../../adapters/aws/rotate/clients.ts';
import { keySecret } from '../../../adapters/aws/rotate/key-secret.ts';
import { userKeys } from '../../../adapters/aws/rotate/user-keys.ts';
import { rotatePermissions, rotationFunctionKey } from '../../../contract/permissions.ts';
import type { KeyBinding, RotationStep } from '../../../contract/rotation.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { rotateStep } from '../../../functions/rotate/steps.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { account, now } from '../../core/plan/decisions.ts';

export const region = 'eu-central-1';
/** Another account than the secret's. */
export const elsewhere = '222222222222' as AccountId;
export const rotator = `arn:aws:lambda:${region}:${account}:function:rescind-rotate`;
export const steps: readonly RotationStep[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
export const token = 'next'.padEnd(32, '0');

const may = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

export type Scene = Awaited<ReturnType<typeof scene>>;

/** One account with the user bot, whose key lies in a secret, and the rotation function in its own narrow role. */
export async function scene(given: Partial<KeyBinding> = {}) {
  const time = { at: now };
  /** What others do in the meantime. */
  const meanwhile = { happens: async () => {} };
  const clock = {
    now: () => time.at,
    sleep: async (milliseconds: number) => {
      time.at += milliseconds;
      await meanwhile.happens();
    },
  };
  const aws = new SimulatedAws({ clock, accounts: [{ id: account }, { id: elsewhere }] });
  const requestHandler = aws.requestHandler();
  const asOwner = { region, credentials: aws.administrator(account), requestHandler };
  const iamOf = (id: AccountId) => new IAMClient({ ...asOwner, credentials: aws.administrator(id) });
  const iam = iamOf(account);
  const owner = new SecretsManagerClient(asOwner);
  for (const UserName of ['bot', 'boss']) await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  const first = AccessKey?.AccessKeyId ?? '';
  const { ARN = '' } = await owner.send(
    new CreateSecretCommand({
      Name: 'keys/bot',
      SecretString: JSON.stringify({
        AWS_ACCESS_KEY_ID: first,
        AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
        region,
      }),
    }),
  );
  const state = () => aws.account(account).state.latest;
  const secretState = () => state().secrets.get(ARN) ?? missing();
  secretState().rotationWork = 'by-function';
  await owner.send(new RotateSecretCommand({ SecretId: ARN, RotationLambdaARN: rotator, RotateImmediately: false }));

  await iam.send(
    new CreateRoleCommand({
      RoleName: 'rescind-rotate',
      AssumeRolePolicyDocument: may({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'rescind-rotate',
      PolicyName: 'rotate',
      PolicyDocument: may(
        {
          Effect: 'Allow',
          Action: rotatePermissions.secret,
          Resource: ARN,
          Condition: { StringEquals: { [rotationFunctionKey]: rotator } },
        },
        { Effect: 'Allow', Action: rotatePermissions.user, Resource: `arn:aws:iam::${account}:user/bot` },
      ),
    }),
  );
  const credentials = aws.giveSession({
    accountId: account,
    roleName: 'rescind-rotate',
    sessionName: 'rescind-rotate',
  });
  const clients = rotationClients({ region, credentials, requestHandler });
  const binding: KeyBinding = { secret: ARN, user: 'bot', path: '/', deleteOld: false, ...given };

  /** A step as Secrets Manager calls it. */
  const step = (name: RotationStep, version = token) =>
    rotateStep(name, version, {
      binding,
      secret: keySecret(clients.secrets, ARN),
      keys: userKeys({ iam: clients.iam, user: binding.user, sts: { region, requestHandler } }),
      clock,
    });

  /** The rotation asked for, and all four steps; a step that fails comes again, and at last fails the rotation. */
  async function rotate(version = token): Promise<void> {
    await owner.send(new RotateSecretCommand({ SecretId: ARN, ClientRequestToken: version }));
    for (const name of steps) {
      for (let tries = 1; ; tries++) {
        try {
          await step(name, version);
          break;
        } catch (error) {
          if (tries === 5) throw error;
          time.at += 10_000;
        }
      }
    }
  }

  const keys = () => [...(state().users.get('bot')?.keys ?? [])];
  /** The secret's versions by label, each parsed. */
  const labelled = () =>
    Object.fromEntries(
      [...secretState().versions.values()].flatMap(({ stages, text }) =>
        stages.map((stage) => [stage, text === null ? null : JSON.parse(text)] as const),
      ),
    );
  return {
    aws,
    iam,
    iamOf,
    owner,
    arn: ARN,
    first,
    time,
    meanwhile,
    secretState,
    credentials,
    step,
    rotate,
    keys,
    labelled,
  };
}

function missing(): never {
  throw new Error('the secret is gone');
}
