import type { AccountState, Tag } from './account.ts';
import type { Deployed } from './deployed.ts';
import type { Eventual } from './eventual.ts';
import type { Ids } from './ids.ts';
import type { Session } from './session.ts';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly state: Eventual<AccountState>;
  /** As Organizations names it; a suspended account answers nobody. */
  status: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
  /** The root or organisational unit that the account sits in. */
  parentId: string;
  /**
   * Service control policies as JSON text, one list for each level from the root down; some policy of every level must
   * allow. They never bind the management account.
   */
  serviceControlPolicies: string[][];
  /** Level by level like those; nobody is denied anything by them here. Absent where there are none. */
  resourceControlPolicies?: string[][];
  /** Name → `ENABLED_BY_DEFAULT`, `ENABLED`, `DISABLED` … */
  readonly regions: Map<string, string>;
  /** `SECURITY`, `OPERATIONS`, `BILLING` → address. */
  readonly contacts: Map<string, string>;
  /** As Organizations keeps them. */
  tags: Tag[];
  readonly deployed: Deployed;
  /** Records of sessions that were opened by its credentials, the oldest first: the part of CloudTrail's event history that is kept. */
  readonly opened: Readonly<Record<string, unknown>>[];
}

export interface Organization {
  readonly id: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  /** Whether CloudFormation may make stack sets in the members. */
  stackSetsTrusted: boolean;
  /** Other services that may work in the members, by principal. */
  readonly trusted: Set<string>;
  /** Whether service control policies are switched on at the root. */
  hasControlPolicies: boolean;
  /** The services that were delegated to a member account. */
  readonly delegated: Map<string, readonly string[]>;
  /** What it leaves to members beyond that, as a policy's text; null where nobody wrote one. */
  resourcePolicy: string | null;
}

/** All accounts there are, and what is shared between them. */
export interface World {
  readonly clock: Clock;
  /** By which clients sign; null where it is not known. */
  readonly signingClock: Clock | null;
  readonly ids: Ids;
  readonly accounts: Map<string, Account>;
  readonly organization: Organization | null;
  /** Live and expired sessions by access key id. */
  readonly sessions: Map<string, Session>;
  /** Which account a long-lived access key belongs to, also after its deletion. */
  readonly keyHomes: Map<string, string>;
  /** Reads a template of CloudFormation. */
  readonly readTemplate: (text: string) => unknown;
  /** How long, in milliseconds, a change of IAM or a secret stays unseen. */
  lag: number;
}

export function accountOf(world: World, accountId: string): Account {
  const account = world.accounts.get(accountId);
  if (account === undefined) throw new Error(`The simulated AWS has no account ${accountId}`);
  return account;
}

export function stateSeen(world: World, account: Account): AccountState {
  return account.state.seenAt(world.clock.now(), world.lag);
}

export function stateToChange(world: World, account: Account): AccountState {
  account.state.aboutToChange(world.clock.now(), world.lag);
  return account.state.latest;
}
