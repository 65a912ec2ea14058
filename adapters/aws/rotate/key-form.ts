/** An access key with its secret half: it lives in one function's scope and goes nowhere but into the secret. */
export interface NewKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The names under which programs look for the two halves: the SDKs', the command line's, the environment's. */
const spellings = [
  ['accessKeyId', 'secretAccessKey'],
  ['AccessKeyId', 'SecretAccessKey'],
  ['aws_access_key_id', 'aws_secret_access_key'],
  ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
] as const;

/** The key that a secret's text holds; null where it is no JSON object with an access key in it. */
export function keyIn(text: string): NewKey | null {
  const fields = objectIn(text);
  for (const [id, secret] of spellings) {
    const [accessKeyId, secretAccessKey] = [fields[id], fields[secret]];
    if (typeof accessKeyId === 'string' && typeof secretAccessKey === 'string') return { accessKeyId, secretAccessKey };
  }
  return null;
}

/** The same text with another key in it: whatever else its readers find there stays. */
export function withKey(text: string, { accessKeyId, secretAccessKey }: NewKey): string {
  const fields = objectIn(text);
  const [id, secret] = spellings.find((names) => names.every((name) => name in fields)) ?? spellings[0];
  return JSON.stringify({ ...fields, [id]: accessKeyId, [secret]: secretAccessKey });
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    // fails toward: no key, which the caller refuses
    return {};
  }
}
