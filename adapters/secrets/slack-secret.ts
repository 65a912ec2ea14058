import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import { type Instant, minute } from '../../core/model/instant.ts';

/**
 * As a person lays it down: `{"token":"xoxb-…"}`, for buttons the app's `signingSecret` (the one before it, too, while it
 * is being replaced), and for another Slack than the public one its `api`.
 */
const slackSecretSchema = v.object({
  token: v.pipe(v.string(), v.startsWith('xoxb-')),
  signingSecret: v.optional(v.pipe(v.string(), v.minLength(16))),
  previousSigningSecret: v.optional(v.pipe(v.string(), v.minLength(16))),
  api: v.optional(v.pipe(v.string(), v.url()), 'https://slack.com/api'),
});

export type SlackSecret = v.InferOutput<typeof slackSecretSchema>;

/** What Slack may sign with: none where the secret names none, and then no button counts. */
export function signingSecretsOf({ signingSecret, previousSigningSecret }: SlackSecret): string[] {
  return [signingSecret, previousSigningSecret].filter((one) => one !== undefined);
}

/** A new token counts after this. */
const freshFor = 5 * minute;

/** Reads the secret every few minutes, and again after a failure. Throws without a word of what it holds. */
export function slackSecret(secretId: string, now: () => Instant): () => Promise<SlackSecret> {
  const client = new SecretsManagerClient({});
  let known: { readonly at: Instant; readonly secret: SlackSecret } | null = null;
  return async () => {
    if (known === null || now() - known.at >= freshFor) known = { at: now(), secret: await read(secretId, client) };
    return known.secret;
  };
}

async function read(secretId: string, client: SecretsManagerClient): Promise<SlackSecret> {
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  let value: unknown = null;
  try {
    value = JSON.parse(SecretString);
  } catch {
    // fails toward: the same words as for any other form
  }
  const secret = v.safeParse(slackSecretSchema, value);
  if (secret.success) return secret.output;
  throw new Error(`the secret ${secretId} must contain {"token":"xoxb-…"}`);
}
