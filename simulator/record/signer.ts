import type { Random } from '../random.ts';
import type { UserIdentity } from './cloudtrail-record.ts';

/** Whoever signs calls: a key or one session. */
export interface Signer {
  /** The account that owns the identity. */
  readonly accountId: string;
  readonly arn: string;
  /** Null where CloudTrail writes none: bearer tokens. */
  readonly accessKeyId: string | null;
  /** What `userIdentity` says on this signer's next call: console sessions sign every call with a fresh key. */
  readonly identity: (random: Random) => UserIdentity;
  readonly console: boolean;
  readonly bearer: boolean;
}
