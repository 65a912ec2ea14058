import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';

/** As a person lays it down: `{"token":"xoxb-…"}`, and for another Slack than the public one its `api`. */
const slackSecretSchema = v.object({
  token: v.pipe(v.string(), v.startsWith('xoxb-')),
  api: v.optional(v.pipe(v.string(), v.url()), 'https://slack.com/api'),
});

export type SlackSecret = v.InferOutput<typeof slackSecretSchema>;

/** Reads the secret at the first question, and again after a failure. Throws without a word of what it holds. */
export function slackSecret(secretId: string): () => Promise<SlackSecret> {
  const client = new SecretsManagerClient({});
  let known: Promise<SlackSecret> | null = null;
  return () => {
    known ??= read(secretId, client);
    known.catch(() => {
      known = null;
    });
    return known;
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
  throw new Error(`the secret ${secretId} is not of the form {"token":"xoxb-…"}`);
}
