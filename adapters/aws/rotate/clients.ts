import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Milliseconds: a call that takes longer has failed, so that an attempt cannot linger between two calls. */
const patience = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** Making a key must not be repeated in the dark, so the SDK repeats nothing: Secrets Manager repeats the step. */
export function rotationClients(sdk: Pick<IAMClientConfig, 'region' | 'credentials' | 'requestHandler'> = {}): {
  readonly iam: IAMClient;
  readonly secrets: SecretsManagerClient;
} {
  const config = { requestHandler: patience, ...sdk, maxAttempts: 1 };
  return { iam: new IAMClient(config), secrets: new SecretsManagerClient(config) };
}
