import { judgeStanding } from '../assess-standing.ts';
import { type PolicyTexts, policyTexts } from '../context/grants/policy-texts.ts';
import type { AccountInventory } from '../intake/account/account-inventory.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import { day, type Instant } from '../model/instant.ts';
import type { Decision } from '../plan/decision.ts';
import { boundaryFor } from '../plan/documents/boundary.ts';
import { declaredNetworks } from '../plan/documents/named-networks.ts';
import { type EstablishedNetworks, type Facts, noNetworks } from '../plan/facts.ts';
import type { Progress, Step } from '../plan/retirement.ts';
import { openTrust } from '../signals/overprivileged/open-trust.ts';
import { isUseOnRecord, unusedGrants } from '../signals/overprivileged/unused-grants.ts';
import { ownerGone } from '../signals/stale/owner-gone.ts';
import { accessWindowDays } from '../signals/stale/window.ts';
import { standingsOf } from '../signals/standing/inventory.ts';
import { type Standing, unseenOf } from '../signals/standing/standing.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { type AccountJudging, remembered } from './account-judging.ts';
import { withLoans, withMemory } from './as-remembered.ts';
import { lineagesIn, withDeclarations } from './forebears.ts';
import { inUseBy, namesInTrail, seenInUse, seesAll } from './seen-in-use.ts';

export interface JudgedCredential {
  readonly standing: Standing;
  readonly decision: Decision;
  readonly assessment: Assessment;
  /** Where taking it away stands; null where nothing speaks for that. */
  readonly step: Step | null;
  /** What a plan would have to know. */
  readonly known: Pick<Facts, 'established' | 'lastUsedAt' | 'boundary'>;
}

export interface JudgedAccount {
  readonly standings: readonly Standing[];
  /** Whoever is to be told about. */
  readonly judged: readonly JudgedCredential[];
  /** Subjects of which everything was seen: what is not found against them is over. */
  readonly seen: ReadonlySet<string>;
  /** Subjects that were told of for a reason that nobody was asked about this time. */
  readonly unasked: ReadonlySet<string>;
}

/** All credentials of one account, as it was read and as they were seen in use, through the corridor. */
export function judgeAccount(inventory: AccountInventory, judging: AccountJudging): JudgedAccount {
  const texts = textsIn(inventory);
  const { trail, now } = judging;
  const forebearsOf = lineagesIn(inventory, judging);
  const listed = standingsOf(
    {
      ...withDeclarations(inventory, judging.declarations, forebearsOf),
      clues: (credential) => cluesOf(credential, judging),
      doubted: judging.doubted,
    },
    judging.surroundings,
  );
  const used = trail === undefined ? (judging.inUse ?? []) : inUseBy(trail, inventory.accountId);
  const inUse = seenInUse(inventory, listed, used, now);
  const seesRest = seesAll(trail, inventory, now);
  const standings = [...listed, ...inUse].map((standing) => {
    const names = [...forebearsOf(standing.credential), ...namesInTrail(standing, listed)];
    const forebear = forebearsOf(standing.credential)[0];
    // What came in the place of another was there before it was made.
    const bornAt = forebear === undefined ? standing.createdAt : Number.NEGATIVE_INFINITY;
    const seen = trail?.seen(standing.credential, names, seesRest ? bornAt : null) ?? null;
    const whole = { ...standing, lineage: forebearsOf(standing.credential).map(({ id }) => id) };
    return withMemory(withLoans(whole, texts, judging), { seen, seesRest, names }, judging);
  });
  const atWork = Map.groupBy(standings.filter(isAtWork(judging)), ({ credential }) => credential.principal);
  const bounded = new Set<string>();
  const judged = standings.flatMap((standing): JudgedCredential[] => {
    const { id, principal } = standing.credential;
    const shared = (atWork.get(principal) ?? []).some(({ credential }) => credential.id !== id);
    const established = networksOf(standing, judging);
    const boundary = whenAsked(() => (bounded.has(principal) ? null : boundaryOf(standing, judging)));
    const progress = progressOf(standing, { established, shared, boundary }, judging);
    const one = judgeStanding(standing, judging.circumstances, judging.now, progress);
    if (one === null) return [];
    const { assessment, decision, step } = one;
    judging.onAssessment?.(assessment);
    // One boundary is all that a principal can have, however many keys.
    const isBounded = step?.stage === 'bounded' || step?.next?.stage === 'bounded';
    if (isBounded) bounded.add(principal);
    const known = {
      lastUsedAt: lastUsedAt(standing),
      ...(isBounded ? { established: noNetworks, boundary: boundary() } : { established }),
    };
    return decision === null ? [] : [{ standing, decision, assessment, step, known }];
  });
  const whole = standings.filter((one) => unseenOf(one) === null);
  const unasked = standings.filter((one) => isUnasked(one, judging));
  const subjectsOf = (all: readonly Standing[]) => new Set(all.map(({ credential }) => subjectOf(credential)));
  return { standings, judged, seen: subjectsOf(whole), unasked: subjectsOf(unasked) };
}

/** User or role → its policies, in whichever list it is. */
export function textsIn({ details }: Pick<AccountInventory, 'details'>): PolicyTexts {
  const books = details.map(policyTexts);
  return (arn) => books.map((book) => book(arn)).find((one) => one !== null) ?? null;
}

function progressOf(
  standing: Standing,
  known: Omit<Progress, 'retirement' | 'byOrder'>,
  judging: AccountJudging,
): Progress | null {
  if (judging.remembered === undefined) return null;
  const retirement = remembered(standing, judging)?.retirement ?? null;
  return { retirement, byOrder: judging.byOrder === true, ...known };
}

/** Asked for but a few: it takes the whole dictionary to say. */
function whenAsked<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What would be left to its principal; null where the policy only has that proposed. */
function boundaryOf(
  { credential, grants, accessed, declared }: Standing,
  { now, circumstances, trail }: AccountJudging,
) {
  const { policy } = circumstances;
  if (policy.overprivileged.boundary !== 'apply' || grants === null || accessed === null) return null;
  const since = now - accessWindowDays(declared, policy) * day;
  return boundaryFor(grants, accessed, since, trail?.callsOf(credential.principal) ?? []);
}

/** What told of it is not at hand this time: a list of people, of sister accounts, or of what was used. That is no sign that it is over. */
function isUnasked(standing: Standing, judging: AccountJudging): boolean {
  const { surroundings, circumstances, now } = judging;
  const lacking = [
    ...(surroundings.people === null ? [`${ownerGone.id} `] : []),
    ...(surroundings.ours === null ? [`${openTrust.id} account `] : []),
    ...(isUseOnRecord(standing, circumstances.policy, now) ? [] : [`${unusedGrants.id} `]),
  ];
  const reasons = remembered(standing, judging)?.reasons ?? [];
  return reasons.some((reason) => lacking.some((one) => reason.startsWith(one)));
}

/** Somebody would feel what is done to its principal. What keeps no date of its use counts as at work. */
function isAtWork({ now, circumstances }: AccountJudging): (standing: Standing) => boolean {
  return ({ status, lastUse }) =>
    status === 'active' &&
    (lastUse.kind === 'unknown' ||
      (lastUse.kind === 'used' && now - lastUse.at < circumstances.policy.stale.unusedDays * day));
}

function lastUsedAt({ lastUse }: Standing): Instant | null {
  return lastUse.kind === 'used' ? lastUse.at : null;
}

/** What the trail shows, or what was learned; else what the owner expects. */
function networksOf({ credential, declared }: Standing, { trail, places }: AccountJudging): EstablishedNetworks {
  const seen = trail?.seen(credential) ?? places?.(credential) ?? null;
  if (seen === null || seen.cidrs.length + seen.vpcEndpoints.length === 0) return declaredNetworks(declared);
  return { cidrs: seen.cidrs, vpcs: [], vpcEndpoints: seen.vpcEndpoints };
}

function cluesOf(credential: Credential, { trail, maker }: AccountJudging) {
  const people = trail?.seen(credential)?.people ?? [];
  const [only = null] = people;
  const made = trail?.makerOf(credential) ?? maker?.(credential) ?? null;
  return { maker: made?.person ?? null, onlyUser: people.length === 1 ? only : null };
}
