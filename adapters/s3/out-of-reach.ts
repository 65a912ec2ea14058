import { Unreadable } from '../../core/intake/input.ts';
import { noCredentials, noRegion } from './unasked.ts';

/** S3 did not show a list or hand over an object: nothing is known of what is in it, which says nothing against what is in it. */
export class OutOfReach extends Unreadable {
  /** The permission that it takes: `s3:GetObject`, or `kms:Decrypt` where S3 names that one. */
  readonly action: string;
  /** As S3 names what is wrong: `AccessDenied`. */
  readonly error: string;

  constructor(path: string, reason: string, action: string, error: string) {
    super(path, reason);
    this.name = 'OutOfReach';
    this.action = action;
    this.error = error;
  }
}

/** `action` is what was asked of S3; its answer may name another that this takes. */
export function outOfReach(path: string, action: string, error: unknown): OutOfReach {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const named = /not authorized to perform: ([a-z0-9]+:\w+)/.exec(message)?.[1];
  return new OutOfReach(path, clauseOf(error), named ?? (name.startsWith('KMS') ? 'kms:Decrypt' : action), name);
}

const clauses: ReadonlyMap<string, string> = new Map([
  ['NoSuchBucket', 'is in a bucket that does not exist'],
  ['NoSuchKey', 'no longer exists'],
  ['AccessDenied', 'may not be read with these AWS credentials'],
  ['InvalidObjectState', 'is archived: restore it first'],
  ['PermanentRedirect', 'is in another Region: set AWS_REGION to the bucket’s'],
  ['CredentialsProviderError', noCredentials],
]);

/** What went wrong, as a clause that follows the object's address. */
export function clauseOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (message === 'Region is missing') return noRegion;
  return clauses.get(name) ?? message.split('\n', 1)[0] ?? 'cannot be read';
}
