/**
 * What a principal may do, as statements and not as a list: an administrator's list is twenty thousand actions long,
 * the statement that says so is one. `held-actions.ts` expands it, `blast-radius.ts` names what it amounts to.
 */

/** How much of the account a statement reaches: 1 every resource, 0.5 those with a prefix, 0.2 single ones; halved by a narrowing condition. */
export type Reach = number;

export interface GrantStatement {
  readonly effect: 'allow' | 'deny';
  /** `s3:Get*`, lower case. */
  readonly actions: readonly string[];
  /** True where `actions` lists what is left out: IAM's `NotAction`. */
  readonly except: boolean;
  /** 0 for a Deny that has a condition or names resources: it takes nothing away for certain. */
  readonly reach: Reach;
  /** Resources as written; `['*']` for all of them. A boundary is read the same way. */
  readonly resources: readonly string[];
  /** When this version of the policy was made, in milliseconds; null where IAM does not say (inline policies). */
  readonly since: number | null;
}

export interface Grants {
  readonly statements: readonly GrantStatement[];
  /** The permissions boundary: what it does not allow is not held. Null where there is none. */
  readonly boundary: readonly GrantStatement[] | null;
  /** Names of policies whose text was not at hand: what they grant is unknown and counts as nothing. */
  readonly unread: readonly string[];
  readonly source: 'authorization-details' | 'declared';
}
