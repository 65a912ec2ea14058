import { CreateSecretCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { rotationClients } from '../../../adapters/aws/rotate/clients.ts';
import { keySecret } from '../../../adapters/aws/rotate/key-secret.ts';
import { userKeys } from '../../../adapters/aws/rotate/user-keys.ts';
import type { RotationStep } from '../../../contract/rotation.ts';
import type { Arn } from '../../../core/model/brand.ts';
import type { Work } from '../../../functions/respond/work.ts';
import { rotateStep } from '../../../functions/rotate/steps.ts';
import { account } from '../../core/plan/decisions.ts';
import type { Scene } from './scene.ts';

const region = 'eu-central-1';

/** As whoever administers the account. */
export function asOwner({ aws }: Scene) {
  return { region, credentials: aws.administrator(account), requestHandler: aws.requestHandler() };
}

/** Puts bot's key into a secret. */
export async function keepKey(scene: Scene): Promise<Arn> {
  const [held] = scene.aws.account(account).state.latest.users.get('bot')?.keys ?? [];
  const SecretString = JSON.stringify({ accessKeyId: held?.id, secretAccessKey: held?.secret });
  const secrets = new SecretsManagerClient(asOwner(scene));
  const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name: 'keys/bot', SecretString }));
  return ARN as Arn;
}

/** Has Rescind's own function rotate it from now on, and not yet. */
export async function rotates(scene: Scene, secret: Arn): Promise<void> {
  const RotationLambdaARN = `arn:aws:lambda:${region}:${account}:function:rescind-rotate`;
  const secrets = new SecretsManagerClient(asOwner(scene));
  await secrets.send(new RotateSecretCommand({ SecretId: secret, RotationLambdaARN, RotateImmediately: false }));
}

/** One step of that function, on bot's key. */
export async function takeStep(
  step: RotationStep,
  version: string,
  secret: Arn,
  scene: Scene,
  clock: Work['clock'],
): Promise<void> {
  const sdk = asOwner(scene);
  const clients = rotationClients(sdk);
  await rotateStep(step, version, {
    binding: { secret, user: 'bot', path: '/', deleteOld: false },
    secret: keySecret(clients.secrets, secret),
    keys: userKeys({ iam: clients.iam, user: 'bot', sts: sdk }),
    clock,
  });
}
