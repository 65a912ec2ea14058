import { assessStanding } from '../assess-standing.ts';
import { blastRadius } from '../context/grants/blast-radius.ts';
import {
  type GivenBook,
  givenName,
  holderOf,
  namesIn,
  noteGiven,
  noteGrant,
  policyMade,
  statementsOf,
  withText,
} from '../context/grants/given.ts';
import { type GrantMade, grantMadeBy } from '../context/grants/grant-made.ts';
import type { Grants } from '../context/grants/grants.ts';
import type { Held } from '../context/grants/held.ts';
import { endOfGrant } from '../context/grants/temporary-grants.ts';
import type { DeclaredContext, Inventoried } from '../context/recorded-context.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { AccountId, Arn } from '../model/brand.ts';
import { type Credential, isPersonsRole } from '../model/credential.ts';
import { unknownOwner } from '../model/owner.ts';
import { partitionIn } from '../model/partition.ts';
import type { Policy } from '../policy/policy.ts';
import { openTrust } from '../signals/overprivileged/open-trust.ts';
import { widened } from '../signals/overprivileged/widened.ts';
import { standingSignals } from '../signals/registry.ts';
import { plainStanding } from '../signals/standing/inventory.ts';
import { holdsGrants } from '../signals/standing/standing.ts';
import type { Assessment } from '../verdict/assessment.ts';

/** Somebody who can do more than before, since a call a moment ago. */
export interface Reached {
  readonly made: GrantMade;
  /** `user ada`, `role deploy`. */
  readonly holder: string;
}

/**
 * Writes down what a call gives, and says whom it reaches; nobody for every other call. `ours` null: no foreign account can be
 * told from one of the organisation's own.
 */
export function reachedBy(
  use: CredentialUse,
  policy: Policy,
  book: GivenBook,
  ours: ReadonlySet<string> | null,
): readonly Reached[] {
  const call = grantMadeBy(use, ours);
  if (call === null) {
    const written = policyMade(use);
    if (written !== null) noteGrant(written, textMade(use), book);
    return [];
  }
  const text = withText(call, book);
  const endsAt = endOfGrant(text, use.target.document, policy.temporaryGrantDays);
  const made = endsAt === null ? text : { ...text, endsAt };
  const holders = noteGiven(made, book);
  for (const holder of holders) {
    // What comes through a group or a policy is noted for each who has it, so that it is known when the next comes.
    if (holder !== holderOf(made)) noteGrant(givenName(made.accountId, holder), made, book);
  }
  return holders.map((holder) => ({ made, holder }));
}

function textMade(use: CredentialUse): GrantMade {
  const probe = grantMadeBy({ ...use, action: 'iam:CreatePolicyVersion' });
  const { accountId } = use.credential;
  const by = use.credential.principal;
  const arn = `arn:${partitionIn(by)}:iam::${accountId}:policy/${use.target.resource}`;
  const made = { accountId, action: use.action, to: null, policy: arn, by, byHand: false, at: use.at };
  return probe?.statements === undefined ? made : { ...made, statements: probe.statements };
}

/** Names of everything that a call needs at hand to be told whom it reaches: see `reachedBy`. */
export function givenNamesIn(use: CredentialUse): readonly string[] {
  if (use.service !== 'iam') return [];
  const made = grantMadeBy(use);
  const written = policyMade(use);
  return [...(made === null ? [] : namesIn(made)), ...(written === null ? [] : [written])];
}

/** How much the holder could do, before a call and after it: 0 to 1. */
export interface Grown {
  /** Null where neither a list nor an earlier record says what it held. */
  readonly before: number | null;
  readonly after: number;
  readonly grants: Grants;
}

/** What it held counts by the latest list, and by what the records show that it was given since. */
export function grownBy({ made, holder }: Reached, inventoried: Inventoried | null, book: GivenBook): Grown {
  const { grants, held } = book.get(givenName(made.accountId, holder)) ?? { grants: [] };
  const heldAt = held?.at ?? Number.NEGATIVE_INFINITY;
  const earlier = statementsOf(grants.filter(({ at }) => at < made.at && at > heldAt));
  const listed = held === undefined ? (inventoried?.grants ?? null) : grantsIn(held, made);
  const base: Grants = listed ?? { statements: [], boundary: null, unread: [], source: 'declared' };
  const before = { ...base, statements: [...base.statements, ...earlier] };
  const after = { ...base, statements: [...before.statements, ...(made.statements ?? [])] };
  const isKnown = listed !== null || earlier.length > 0;
  return { before: isKnown ? blastRadius(before).value : null, after: blastRadius(after).value, grants: after };
}

/** A list of unknown age may have the gift in it already. */
function grantsIn({ at, policies, boundary }: Held, { policy }: GrantMade): Grants {
  const others = at === null ? policies.filter(({ name }) => name !== policy) : policies;
  const statements = others.flatMap((one) => one.statements);
  return { statements, boundary, unread: [], source: 'authorization-details' };
}

/** The credential as it stands after a call that gave it more; null where that is nothing to speak of. */
export function assessWidened(
  credential: Credential,
  { made, holder }: Reached,
  { before, after, grants }: Grown,
  use: CredentialUse,
  declared: DeclaredContext | null,
  policy: Policy,
): Assessment | null {
  const isOwn = holder === holderOf(made);
  const standing = {
    ...plainStanding(credential),
    declared,
    owner: declared?.owner ?? unknownOwner,
    grants,
    openDoors: isOwn ? (made.doors ?? []) : [],
    widened: { made, before, after, why: blastRadius(grants).capabilities[0]?.why ?? null },
  };
  const assessment = assessStanding(standing, policy, use.at, ofPower);
  const isNews = assessment?.signals.some(({ id }) => id === widened.id || id === openTrust.id) ?? false;
  return assessment === null || !isNews ? null : { ...assessment, eventId: use.id };
}

const ofPower = standingSignals.filter(({ family }) => family === 'overprivileged');

/** Those on record that speak for the holder; else the one that it must have. */
export function credentialsOf(
  { made: { accountId, by }, holder }: Reached,
  onRecord: Iterable<Credential>,
): readonly Credential[] {
  const [kind = '', name = ''] = holder.split(' ');
  const tail = new RegExp(`^arn:[^:]*:iam::${accountId}:${kind}/(?:.*/)?`);
  const known = [...onRecord].filter((one) => {
    const isTheirs = one.accountId === accountId && one.principal.replace(tail, '') === name;
    return isTheirs && holdsGrants(one) && !isPersonsRole(one);
  });
  return known.length > 0 ? known : [strangerOf(accountId, partitionIn(by), kind, name)];
}

function strangerOf(accountId: AccountId, partition: string, kind: string, name: string): Credential {
  const arn = `arn:${partition}:iam::${accountId}:${kind}/${name}` as Arn;
  if (kind === 'role') return { kind: 'role', id: arn, accountId, principal: arn, person: null };
  return { kind: 'console-password', id: arn, accountId, principal: arn };
}

/** Whose names have to be looked up: `ada`. */
export function nameOfHolder(holder: string): string {
  return holder.slice(holder.indexOf(' ') + 1);
}
