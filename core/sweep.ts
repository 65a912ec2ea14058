import { judgeStanding } from './assess-standing.ts';
import { type Lease, termsFor } from './context/lease.ts';
import { type PolicyTexts, policyTexts } from './context/policy-texts.ts';
import { temporaryGrants } from './context/temporary-grants.ts';
import type { TrailEvidence } from './context/trail-evidence.ts';
import type { KnownFinding } from './findings.ts';
import type { AccountInventory } from './intake/account-inventory.ts';
import { type Credential, subjectOf } from './model/credential.ts';
import { day, type Instant } from './model/instant.ts';
import type { Circumstances } from './plan/decide.ts';
import type { Decision } from './plan/decision.ts';
import type { EstablishedNetworks, Facts } from './plan/facts.ts';
import { declaredNetworks } from './plan/named-networks.ts';
import type { Progress, Step } from './plan/retirement.ts';
import { type Declaration, type Surroundings, standingsOf } from './signals/inventory.ts';
import {
  holdsGrants,
  isLastUseHidden,
  type Observed,
  type Standing,
  unseenOf,
  withObserved,
} from './signals/standing.ts';
import type { Assessment } from './verdict/assessment.ts';

/** What an account is judged by, besides what was read there. */
export interface AccountJudging {
  readonly now: Instant;
  readonly declarations: readonly Declaration[];
  readonly surroundings: Surroundings;
  readonly circumstances: Circumstances;
  /** Null where no earlier sweep saw it in use. */
  readonly observed?: (subject: string, standing: Standing) => Observed | null;
  /** What earlier sweeps remember of it, or null. Who cannot remember takes no step beyond a word. */
  readonly remembered?: (subject: string) => KnownFinding | null;
  /** Null where it is on none. */
  readonly lease?: (subject: string) => Lease | null;
  readonly trail?: TrailEvidence;
  readonly onAssessment?: (assessment: Assessment) => void;
}

export interface JudgedCredential {
  readonly standing: Standing;
  readonly decision: Decision;
  readonly assessment: Assessment;
  /** Where taking it away stands; null where nothing speaks for that. */
  readonly step: Step | null;
  /** What a plan would have to know. */
  readonly known: Pick<Facts, 'established' | 'lastUsedAt'>;
}

export interface JudgedAccount {
  readonly standings: readonly Standing[];
  /** Whoever is to be told about. */
  readonly judged: readonly JudgedCredential[];
  /** Subjects of which everything was seen: what is not found against them is over. */
  readonly seen: ReadonlySet<string>;
}

/** All credentials of one account, as it was read, through the corridor. */
export function judgeAccount(inventory: AccountInventory, judging: AccountJudging): JudgedAccount {
  const texts = textsIn(inventory);
  const found = standingsOf(
    { ...withDeclarations(inventory, judging.declarations), clues: (credential) => cluesOf(credential, judging) },
    judging.surroundings,
  );
  const standings = found.map((standing) => withMemory(withLoans(standing, texts, judging), judging));
  const atWork = Map.groupBy(standings.filter(isAtWork(judging)), ({ credential }) => credential.principal);
  const judged = standings.flatMap((standing): JudgedCredential[] => {
    const { id, principal } = standing.credential;
    const shared = (atWork.get(principal) ?? []).some(({ credential }) => credential.id !== id);
    const known = { established: networksOf(standing, judging), lastUsedAt: lastUsedAt(standing) };
    const progress = progressOf(standing, known.established, shared, judging);
    const one = judgeStanding(standing, judging.circumstances, judging.now, undefined, progress);
    if (one === null) return [];
    const { assessment, decision, step } = one;
    judging.onAssessment?.(assessment);
    return decision === null ? [] : [{ standing, decision, assessment, step, known }];
  });
  const whole = standings.filter((one) => unseenOf(one) === null);
  return { standings, judged, seen: new Set(whole.map(({ credential }) => subjectOf(credential))) };
}

/** User or role → its policies, in whichever list it is. */
export function textsIn({ details }: Pick<AccountInventory, 'details'>): PolicyTexts {
  const books = details.map(policyTexts);
  return (arn) => books.map((book) => book(arn)).find((one) => one !== null) ?? null;
}

function progressOf(
  standing: Standing,
  established: EstablishedNetworks,
  shared: boolean,
  judging: AccountJudging,
): Progress | null {
  if (judging.remembered === undefined) return null;
  return { retirement: remembered(standing, judging)?.retirement ?? null, established, shared };
}

function remembered({ credential }: Standing, judging: AccountJudging): KnownFinding | null {
  const finding = judging.remembered?.(subjectOf(credential)) ?? null;
  return finding === null || finding.resolvedAt !== null ? null : finding;
}

function withLoans(standing: Standing, texts: PolicyTexts, { trail, circumstances }: AccountJudging): Standing {
  const { credential } = standing;
  if (!holdsGrants(credential)) return standing;
  const made = (trail?.grants ?? []).filter(({ accountId }) => accountId === credential.accountId);
  const { temporaryGrantDays } = circumstances.policy;
  const held = texts(credential.principal) ?? [];
  const temporary = temporaryGrants(held, credential.principal, made, temporaryGrantDays);
  return temporary.length === 0 ? standing : { ...standing, temporary };
}

/** What was switched off here is judged as it was before: that it is off now is no news, and nobody's merit. */
function withMemory(standing: Standing, judging: AccountJudging): Standing {
  const subject = subjectOf(standing.credential);
  const { now, circumstances } = judging;
  const known = remembered(standing, judging);
  const isOurs = standing.status === 'inactive' && known !== null && known.outcomeId !== null;
  const terms = termsFor(standing.credential.kind, circumstances.policy);
  const lease = judging.lease?.(subject) ?? (terms === null ? null : { startedAt: now, consent: null });
  const seen = judging.trail?.seen(standing.credential) ?? null;
  const dated = seen === null || isLastUseHidden(standing) ? standing : withObserved(standing, seen);
  const told = { ...dated, observed: observedOf(standing, subject, judging), lease };
  return isOurs ? { ...told, status: 'active', lastUse: known.lastUse ?? standing.lastUse } : told;
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

/** What the trail shows; else what the owner expects. */
function networksOf({ credential, declared }: Standing, { trail }: AccountJudging): EstablishedNetworks {
  const seen = trail?.seen(credential) ?? null;
  if (seen === null || seen.cidrs.length + seen.vpcEndpoints.length === 0) return declaredNetworks(declared);
  return { cidrs: seen.cidrs, vpcs: [], vpcEndpoints: seen.vpcEndpoints };
}

function cluesOf(credential: Credential, { trail }: AccountJudging) {
  const people = trail?.seen(credential)?.people ?? [];
  const [only = null] = people;
  return { maker: trail?.makerOf(credential)?.person ?? null, onlyUser: people.length === 1 ? only : null };
}

/** Two records of one habit: what either saw was there. */
function observedOf(standing: Standing, subject: string, judging: AccountJudging): Observed | null {
  const swept = judging.observed?.(subject, standing) ?? null;
  const seen = judging.trail?.seen(standing.credential) ?? null;
  if (swept === null || seen === null) return swept ?? seen;
  return {
    lastUsedAt: Math.max(swept.lastUsedAt ?? 0, seen.lastUsedAt),
    longestGapDays: Math.max(swept.longestGapDays ?? 0, seen.longestGapDays ?? 0) || null,
    usedActions: seen.usedActions,
    observedDays: Math.max(swept.observedDays, seen.observedDays),
  };
}

/** The owner's words about credentials of this account only; those of others would look as if they were here. */
function withDeclarations(inventory: AccountInventory, declarations: readonly Declaration[]) {
  return {
    ...inventory,
    declarations: declarations.filter(({ credential }) => credential.accountId === inventory.accountId),
  };
}
