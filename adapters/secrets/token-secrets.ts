import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import type { Arn } from '../../core/model/brand.ts';

/** As a person lays it down: the server that issued the token, and a client that may revoke there. */
const clientSchema = v.object({
  endpoint: v.string(),
  introspection: v.optional(v.nullable(v.string()), null),
  clientId: v.string(),
  clientSecret: v.string(),
});

/** What Secrets Manager keeps for a revocation. Neither outlives the call that needs it. */
export interface TokenSecrets {
  /** Throws without a word of what the secret holds. */
  client(secret: Arn): Promise<v.InferOutput<typeof clientSchema>>;
  /** The token itself: the whole text, or one field of its JSON. Throws likewise. */
  token(secret: Arn, field: string | null): Promise<string>;
}

export function tokenSecrets(
  sdk: Pick<SecretsManagerClientConfig, 'credentials' | 'requestHandler'> = {},
): TokenSecrets {
  async function textOf(SecretId: Arn): Promise<string> {
    const region = SecretId.split(':')[3] ?? '';
    const client = new SecretsManagerClient({ ...sdk, region });
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';
  }

  return {
    async client(secret) {
      const read = v.safeParse(clientSchema, jsonOf(await textOf(secret)));
      if (read.success) return read.output;
      throw new Error('the client’s secret must contain {"endpoint":"https://…","clientId":"…","clientSecret":"…"}');
    },
    async token(secret, field) {
      const text = await textOf(secret);
      const value = field === null ? text : (jsonOf(text) as Readonly<Record<string, unknown>> | null)?.[field];
      if (typeof value === 'string' && value !== '') return value;
      throw new Error('the secret does not contain the token in the declared field');
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // fails toward: the same words as for any other form
    return null;
  }
}
