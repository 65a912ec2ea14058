import type { AccountDetails } from '../../intake/account/account-details.ts';
import { accountOf, arnPart } from '../../intake/fields.ts';
import type { AccountId } from '../../model/brand.ts';
import type { Instant } from '../../model/instant.ts';
import { keptIn } from '../../model/kept.ts';
import { nameIn } from '../../model/own-name.ts';
import { accountGrants } from './account-grants.ts';
import { type GivenBook, givenName, givenNameOf } from './given.ts';
import type { GrantStatement } from './grants.ts';
import { knownPolicy } from './known-policies.ts';
import { readPolicyDocument } from './policy-document.ts';
import { policyTexts } from './policy-texts.ts';

/** What a user, role, group or policy held when a list was made. */
export interface Held {
  /** Null where nobody knows when that was. */
  readonly at: Instant | null;
  /** By the policy's name or ARN; an empty name for all that could not be told apart. */
  readonly policies: readonly { readonly name: string; readonly statements: readonly GrantStatement[] }[];
  readonly boundary: readonly GrantStatement[] | null;
}

/** Turns a list of everybody's permissions into what is known before the first call: who holds what, by which group and policy. */
export function heldBook(details: AccountDetails, at: Instant | null): GivenBook {
  const book: GivenBook = new Map();
  holdPrincipals(details, at, book);
  const managed = new Map(details.policies.map((policy) => [policy.Arn, textOf(policy)]));
  for (const [arn, statements] of managed) {
    const accountId = accountOf(arnPart(arn, 4));
    if (accountId === null) continue;
    noteHeld(policyName(accountId, arn), { at, policies: [{ name: arn, statements }], boundary: null }, book);
  }
  holdGroups(details, managed, at, book);
  return book;
}

function holdPrincipals(details: AccountDetails, at: Instant | null, book: GivenBook): void {
  const texts = policyTexts(details);
  const grants = accountGrants(details);
  for (const one of [...details.users, ...details.roles]) {
    const accountId = accountOf(arnPart(one.Arn, 4));
    if (accountId === null) continue;
    const named = texts(one.Arn)?.map(({ name, statements }) => ({
      name,
      statements: read({ Statement: statements }),
    }));
    const { statements = [], boundary = null } = grants.get(one.Arn) ?? {};
    const holder = givenNameOf(one.Arn, accountId);
    book.set(holder, {
      grants: [],
      holders: [],
      held: { at, policies: named ?? [{ name: '', statements }], boundary },
    });
    const groups = 'GroupList' in one ? one.GroupList : [];
    for (const group of groups) noteHolder(givenName(accountId, `group ${group}`), holder, accountId, book);
    for (const { PolicyArn } of one.AttachedManagedPolicies) {
      noteHolder(policyName(accountId, PolicyArn), holder, accountId, book);
    }
  }
}

function holdGroups(
  { groups }: AccountDetails,
  managed: ReadonlyMap<string, readonly GrantStatement[]>,
  at: Instant | null,
  book: GivenBook,
): void {
  for (const { GroupName, Arn, AttachedManagedPolicies, GroupPolicyList } of groups) {
    const accountId = accountOf(arnPart(Arn, 4));
    if (accountId === null) continue;
    const name = givenName(accountId, `group ${GroupName}`);
    const inline = GroupPolicyList.map((one) => ({ name: one.PolicyName, statements: read(one.PolicyDocument) }));
    const attached = AttachedManagedPolicies.map(({ PolicyArn }) => ({
      name: PolicyArn,
      statements: managed.get(PolicyArn) ?? knownPolicy(PolicyArn) ?? [],
    }));
    noteHeld(name, { at, policies: [...inline, ...attached], boundary: null }, book);
    for (const { PolicyArn } of AttachedManagedPolicies) {
      noteHolder(policyName(accountId, PolicyArn), name, accountId, book);
    }
  }
}

/** Keeps the holders, who are on record already. */
function noteHeld(name: string, held: Held, book: GivenBook): void {
  book.set(name, { grants: [], holders: book.get(name)?.holders ?? [], held });
}

/** Adds what was `seen` to what the book knows already. Returns the names of what changed. */
export function joinHeld(book: GivenBook, seen: GivenBook): readonly string[] {
  const changed: string[] = [];
  for (const [name, { holders, held }] of seen) {
    const before = book.get(name) ?? { grants: [], holders: [] };
    const all = [...new Set([...before.holders, ...holders])];
    // What was given since the last list may have been taken away again.
    const isOlder = before.grants.some(({ at }) => at > (before.held?.at ?? Number.POSITIVE_INFINITY));
    const isSame = all.length === before.holders.length && !isOlder && sameHeld(before.held, held);
    if (isSame) continue;
    book.set(name, { ...before, holders: all, ...(held !== undefined && { held }) });
    changed.push(name);
  }
  return changed;
}

function sameHeld(a: Held | undefined, b: Held | undefined): boolean {
  const bare = (one: Held | undefined) => JSON.stringify([one?.policies ?? null, one?.boundary ?? null]);
  return b === undefined || bare(a) === bare(b);
}

function read(document: unknown): readonly GrantStatement[] {
  const found = readPolicyDocument(document, null);
  // fails toward: less held before, and so more told of what is given
  return found.ok ? found.value : [];
}

function textOf({ PolicyVersionList }: AccountDetails['policies'][number]): readonly GrantStatement[] {
  return read(PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion)?.Document);
}

function policyName(accountId: AccountId, arn: string): string {
  return givenName(accountId, `policy ${nameIn(arn)}`);
}

function noteHolder(name: string, holder: string, accountId: AccountId, book: GivenBook): void {
  const { grants, holders } = keptIn(book, name, () => ({ grants: [], holders: [] }));
  book.set(name, { grants, holders: [...holders, holder.slice(accountId.length + 1)] });
}
