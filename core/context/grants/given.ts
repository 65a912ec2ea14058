import type { CredentialUse } from '../../intake/credential-use.ts';
import type { AccountId } from '../../model/brand.ts';
import { keptIn } from '../../model/kept.ts';
import { nameIn } from '../../model/own-name.ts';
import type { GrantMade } from './grant-made.ts';
import type { GrantStatement } from './grants.ts';
import type { Held } from './held.ts';

/** What the records show that one user, role or group was given, or what one policy says and who has it. */
export interface Given {
  /** In order of time. */
  readonly grants: readonly GrantMade[];
  /** Who is in the group or has the policy: `user ada`. Those from before the records began are missing. */
  readonly holders: readonly string[];
  /** What a list says that it held, or that the policy says; absent where there was no list. */
  readonly held?: Held;
}

/** Holder → what it was given; the key names the account, too. */
export type GivenBook = Map<string, Given>;

/** `111122223333 user ada`, `111122223333 policy migration`. */
export function givenName(accountId: AccountId, holder: string): string {
  return `${accountId} ${holder}`;
}

/** The same for a user's or role's ARN. */
export function givenNameOf(principal: string, accountId: AccountId): string {
  const kind = principal.includes(':role/') ? 'role' : 'user';
  return givenName(accountId, `${kind} ${nameIn(principal)}`);
}

/** Older ones are of another year. */
const mostGrants = 20;
const mostHolders = 200;

const nothing: Given = { grants: [], holders: [] };

/** The user, role or group that a call gives something, as `user ada`; null where it changes a policy itself. */
export function holderOf({ action, to }: Pick<GrantMade, 'action' | 'to'>): string | null {
  if (to === null) return null;
  if (action.includes('Group') && action !== 'iam:AddUserToGroup') return `group ${to}`;
  return action.includes('User') ? `user ${to}` : `role ${to}`;
}

/** What many can hold: the group that is joined, the policy that is attached or changed. Null for an inline policy. */
function sharedIn({ action, policy }: Pick<GrantMade, 'action' | 'policy'>): string | null {
  if (policy === null) return null;
  if (action === 'iam:AddUserToGroup') return `group ${policy}`;
  return policy.startsWith('arn:') ? `policy ${nameIn(policy)}` : null;
}

/** The names that have to be looked up to tell what a call gives, and to whom. */
export function namesIn(made: GrantMade): readonly string[] {
  return [holderOf(made), sharedIn(made)].filter((name) => name !== null).map((one) => givenName(made.accountId, one));
}

/** The name of a policy that a call makes: its text is remembered for the day it is attached. Null for every other call. */
export function policyMade({ action, errorCode, credential, target }: CredentialUse): string | null {
  if (action !== 'iam:CreatePolicy' || errorCode !== null || target.resource === null) return null;
  return givenName(credential.accountId, `policy ${target.resource}`);
}

/** What a call gave, with the statements that earlier records or a list have of it. */
export function withText(made: GrantMade, book: GivenBook): GrantMade {
  const shared = sharedIn(made);
  if (made.statements !== undefined || shared === null) return made;
  const { grants, held } = book.get(givenName(made.accountId, shared)) ?? nothing;
  const since = grants.filter(({ at }) => at > (held?.at ?? Number.NEGATIVE_INFINITY));
  // A newer version of a policy stands in place of the listed one; what a group is given comes beside what it had.
  const isReplaced = shared.startsWith('policy ') && since.length > 0;
  const listed = isReplaced ? [] : (held?.policies ?? []).flatMap((policy) => policy.statements);
  const statements = [...listed, ...statementsOf(since)];
  return statements.length === 0 ? made : { ...made, statements };
}

/** Everything that several grants give together; of one policy the last text counts. */
export function statementsOf(grants: readonly GrantMade[]): readonly GrantStatement[] {
  const last = new Map(grants.map((one) => [one.policy, one.statements ?? []]));
  return [...last.values()].flat();
}

/**
 * Notes what a call gave, and who has it now through a group or a policy. Returns everybody whom it reaches, as `user ada`
 * or `role deploy`. A call that comes twice is noted once.
 */
export function noteGiven(made: GrantMade, book: GivenBook): readonly string[] {
  const { accountId } = made;
  const holder = holderOf(made);
  const shared = sharedIn(made);
  if (holder !== null) noteGrant(givenName(accountId, holder), made, book);
  if (shared !== null && holder !== null) noteHolder(givenName(accountId, shared), holder, book);
  if (shared !== null && holder === null) noteGrant(givenName(accountId, shared), made, book);
  return reachedBy(holder ?? shared ?? '', accountId, book, 3);
}

/** The users and roles behind a group or policy, through groups as well. */
function reachedBy(holder: string, accountId: AccountId, book: GivenBook, depth: number): readonly string[] {
  if (/^(?:user|role) /.test(holder)) return [holder];
  if (depth === 0) return [];
  const { holders } = book.get(givenName(accountId, holder)) ?? nothing;
  return [...new Set(holders.flatMap((one) => reachedBy(one, accountId, book, depth - 1)))];
}

export function noteGrant(name: string, made: GrantMade, book: GivenBook): void {
  const { grants, ...rest } = keptIn(book, name, () => nothing);
  if (grants.some(({ at, action, policy }) => at === made.at && action === made.action && policy === made.policy))
    return;
  const all = [...grants, made].toSorted((a, b) => a.at - b.at);
  book.set(name, { ...rest, grants: all.slice(-mostGrants) });
}

function noteHolder(name: string, holder: string, book: GivenBook): void {
  const { holders, ...rest } = keptIn(book, name, () => nothing);
  if (holders.includes(holder)) return;
  book.set(name, { ...rest, holders: [...holders, holder].slice(-mostHolders) });
}
