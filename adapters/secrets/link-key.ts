import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Instant, minute } from '../../core/model/instant.ts';

/** A new key counts after this, and links that the old one signed no longer do. */
const freshFor = 5 * minute;
const shortest = 32;

/** The key that links are signed with, as the stack had it made. Throws without a word of what it is. */
export function linkKey(secretId: string, now: () => Instant): () => Promise<string> {
  const client = new SecretsManagerClient({});
  let known: { readonly at: Instant; readonly key: string } | null = null;
  return async () => {
    if (known !== null && now() - known.at < freshFor) return known.key;
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    if (SecretString.length < shortest)
      throw new Error(`the secret ${secretId} is shorter than the ${shortest} characters of a signing key`);
    known = { at: now(), key: SecretString };
    return SecretString;
  };
}
