/** What is true of one made-up credential, in words that no signal knows. */
export interface Truth {
  readonly accountId: string;
  /** As a person would name it: access key id, ARN. */
  readonly credential: string;
  readonly kind:
    | 'access-key'
    | 'console-password'
    | 'role'
    | 'secret'
    | 'parameter'
    | 'event-connection'
    | 'roles-anywhere'
    | 'service-specific'
    | 'ssh-key'
    | 'signing-certificate';
  readonly use: Use;
  readonly holds: Holds;
  readonly owner: Ownership;
  readonly loan: Loan;
  readonly lent: Lent;
  readonly door: Door;
  /** Already switched off: nobody need do anything about it. */
  readonly off: boolean;
}

/**
 * `busy`: at work these days. `rare`: comes back by its calendar, and says so. `rare-unsaid`: comes back, and nobody said
 * so. `abandoned`: the work has ended. `never`: made long ago for nothing. `fresh`: too new to have been used.
 * `unobserved`: AWS keeps no date.
 */
export type Use = 'busy' | 'rare' | 'rare-unsaid' | 'abandoned' | 'never' | 'fresh' | 'unobserved';

/**
 * `fitting`: what its work needs. `slack`: a little more. `far-too-much`: much more than it uses. `escalates`: little,
 * but enough to give itself everything. `in-charge`: everything, and that is its declared purpose.
 */
export type Holds = 'fitting' | 'slack' | 'far-too-much' | 'escalates' | 'in-charge';

export type Ownership = 'named' | 'team' | 'none' | 'left';

/** A grant that was meant to end: `running` still may, `over` should be gone. */
export type Loan = 'none' | 'running' | 'over';

/**
 * A policy that its holder was given for some time; null for none. Its name says until when, or a condition in it, or nothing
 * does: somebody gave it by hand, and only the trail knows.
 */
export type Lent = { readonly way: 'name' | 'condition' | 'hand'; readonly isOver: boolean } | null;

/** Who may become a role: nobody from outside, a vendor with an external id, anybody. */
export type Door = 'closed' | 'vendor' | 'open';
