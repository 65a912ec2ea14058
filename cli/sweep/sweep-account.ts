import { type ReadOptions, readAccount } from '../../adapters/aws/inventory/read-account.ts';
import type { AccountSession } from '../../adapters/aws/inventory/sessions.ts';
import { judgeStanding } from '../../core/assess-standing.ts';
import { blastRadius } from '../../core/context/blast-radius.ts';
import { accessEvidence, servicesUsed } from '../../core/context/last-accessed.ts';
import { type Lease, termsFor } from '../../core/context/lease.ts';
import { type PolicyTexts, policyTexts } from '../../core/context/policy-texts.ts';
import { temporaryGrants } from '../../core/context/temporary-grants.ts';
import type { TrailEvidence } from '../../core/context/trail-evidence.ts';
import type { AccountInventory, Gap, Tag } from '../../core/intake/account-inventory.ts';
import { type Credential, subjectOf } from '../../core/model/credential.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { ownerName } from '../../core/model/owner.ts';
import { type BoundaryDocument, boundaryFor } from '../../core/plan/boundary.ts';
import type { Circumstances } from '../../core/plan/decide.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { EstablishedNetworks, Facts } from '../../core/plan/facts.ts';
import type { Progress, Step } from '../../core/plan/retirement.ts';
import { type RightSize, rightSized } from '../../core/plan/right-size.ts';
import { type Declaration, type Surroundings, standingsOf } from '../../core/signals/inventory.ts';
import type { OwnerSource } from '../../core/signals/ownership.ts';
import { accessWindowDays } from '../../core/signals/stale/window.ts';
import { holdsGrants, type Observed, type Standing, unseenOf, withObserved } from '../../core/signals/standing.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import type { ReportCredential } from '../../report/report-data.ts';
import { expectationOf } from '../replay/report-of.ts';
import { declaredNetworks } from '../respond/networks.ts';
import type { KnownFinding } from './findings.ts';

export interface Judging extends ReadOptions {
  readonly declarations: readonly Declaration[];
  readonly surroundings: Surroundings;
  readonly circumstances: Circumstances;
  /** Null where no earlier sweep saw it in use. */
  readonly observed?: (subject: string, standing: Standing) => Observed | null;
  /** Whether to make a boundary for every principal that holds more than it uses. */
  readonly rightSize?: boolean;
  /** What earlier sweeps remember of it; null where they remember nothing. */
  readonly remembered?: (subject: string) => KnownFinding | null;
  /** Null where it is on none. */
  readonly lease?: (subject: string) => Lease | null;
  readonly trail?: TrailEvidence;
  readonly onAssessment?: (assessment: Assessment) => void;
}

export interface Judged {
  readonly decision: Decision;
  readonly assessment: Assessment;
  readonly step?: Step | null;
  /** What a plan would have to know. */
  readonly known?: Pick<Facts, 'established' | 'lastUsedAt'>;
}

/** Everything found in one account, before it is held against earlier sweeps. */
export interface Swept {
  readonly kinds: Readonly<Record<string, number>>;
  readonly ownerless: number;
  readonly ownerSources: Readonly<Record<string, OwnerSource>>;
  readonly judged: readonly Judged[];
  readonly credentials: readonly ReportCredential[];
  readonly boundaries: Readonly<Record<string, BoundaryDocument>>;
  readonly rightSizes?: Readonly<Record<string, RightSize | string>>;
  readonly gaps: readonly Gap[];
  readonly regionsOff: readonly string[];
  /** Subjects of which everything was seen: what is not found against them is over. */
  readonly seen: ReadonlySet<string>;
  readonly standings: readonly Standing[];
}

/** One account through the corridor. */
export async function sweepAccount(
  session: AccountSession,
  tags: readonly Tag[],
  tagGap: Gap | null,
  judging: Judging,
): Promise<Swept> {
  const inventory = { ...(await readAccount(session, judging)), accountTags: tags };
  const found = standingsOf(
    { ...withDeclarations(inventory, judging.declarations), clues: (credential) => cluesOf(credential, judging) },
    judging.surroundings,
  );
  const books = inventory.details.map(policyTexts);
  const texts: PolicyTexts = (arn) => books.map((book) => book(arn)).find((one) => one !== null) ?? null;
  const standings = found.map((standing) => withMemory(withLoans(standing, texts, judging), judging));
  const atWork = Map.groupBy(standings.filter(isAtWork(judging)), ({ credential }) => credential.principal);
  const judged: Judged[] = [];
  const boundaries: Record<string, BoundaryDocument> = {};
  const rightSizes: Record<string, RightSize | string> = {};
  for (const standing of standings) {
    const { credential } = standing;
    const known = { established: networksOf(standing, judging), lastUsedAt: lastUsedAt(standing) };
    const neighbours = atWork.get(credential.principal) ?? [];
    const progress: Progress = {
      retirement: remembered(standing, judging)?.retirement ?? null,
      established: known.established,
      shared: neighbours.some((other) => other.credential.id !== credential.id),
    };
    const one = judgeStanding(standing, judging.circumstances, judging.now, undefined, progress);
    if (one === null) continue;
    judging.onAssessment?.(one.assessment);
    if (one.decision === null) continue;
    judged.push({ decision: one.decision, assessment: one.assessment, step: one.step, known });
    if (judging.rightSize !== true || !holdsTooMuch(one.assessment)) continue;
    const { principal } = credential;
    const boundary = boundaryOf(standing, judging);
    if (boundary !== null) boundaries[principal] = boundary;
    rightSizes[principal] ??= smallerPolicy(standing, texts, judging);
  }
  const active = standings.filter(({ status }) => status === 'active');
  return {
    kinds: countKinds(standings, inventory),
    ownerless: active.filter(({ owner, keeper }) => owner.kind === 'unknown' && keeper === 'customer').length,
    ownerSources: sourcesOf(standings, new Set(judged.map(({ decision }) => decision.credential))),
    judged,
    credentials: standings.map(reported),
    boundaries,
    rightSizes,
    gaps: tagGap === null ? inventory.gaps : [...inventory.gaps, tagGap],
    regionsOff: inventory.regionsOff,
    standings,
    seen: new Set(standings.filter((one) => unseenOf(one) === null).map(({ credential }) => subjectOf(credential))),
  };
}

function remembered({ credential }: Standing, judging: Judging): KnownFinding | null {
  const finding = judging.remembered?.(subjectOf(credential)) ?? null;
  return finding === null || finding.resolvedAt !== null ? null : finding;
}

function withLoans(standing: Standing, texts: PolicyTexts, { trail, circumstances }: Judging): Standing {
  const { credential } = standing;
  if (!holdsGrants(credential)) return standing;
  const made = (trail?.grants ?? []).filter(({ accountId }) => accountId === credential.accountId);
  const { temporaryGrantDays } = circumstances.policy;
  const held = texts(credential.principal) ?? [];
  const temporary = temporaryGrants(held, credential.principal, made, temporaryGrantDays);
  return temporary.length === 0 ? standing : { ...standing, temporary };
}

/** What was switched off here is judged as it was before: that it is off now is no news, and nobody's merit. */
function withMemory(standing: Standing, judging: Judging): Standing {
  const subject = subjectOf(standing.credential);
  const { now, circumstances } = judging;
  const known = remembered(standing, judging);
  const isOurs = standing.status === 'inactive' && known !== null && known.outcomeId !== null;
  const terms = termsFor(standing.credential.kind, circumstances.policy);
  const lease = judging.lease?.(subject) ?? (terms === null ? null : { startedAt: now, consent: null });
  const observed = observedOf(standing, subject, judging);
  const told = { ...(observed === null ? standing : withObserved(standing, observed)), lease };
  return isOurs ? { ...told, status: 'active', lastUse: known.lastUse ?? standing.lastUse } : told;
}

/** Somebody would feel what is done to its principal. What keeps no date of its use counts as at work. */
function isAtWork({ now, circumstances }: Judging): (standing: Standing) => boolean {
  return ({ status, lastUse }) =>
    status === 'active' &&
    (lastUse.kind === 'unknown' ||
      (lastUse.kind === 'used' && now - lastUse.at < circumstances.policy.stale.unusedDays * day));
}

function lastUsedAt({ lastUse }: Standing): Instant | null {
  return lastUse.kind === 'used' ? lastUse.at : null;
}

/** What the trail shows; else what the owner expects. */
function networksOf({ credential, declared }: Standing, { trail }: Judging): EstablishedNetworks {
  const seen = trail?.seen(credential) ?? null;
  if (seen === null || seen.cidrs.length + seen.vpcEndpoints.length === 0) return declaredNetworks(declared);
  return { cidrs: seen.cidrs, vpcs: [], vpcEndpoints: seen.vpcEndpoints };
}

function cluesOf(credential: Credential, { trail }: Judging) {
  const people = trail?.seen(credential)?.people ?? [];
  const [only = null] = people;
  return { maker: trail?.makerOf(credential)?.person ?? null, onlyUser: people.length === 1 ? only : null };
}

/** Two records of one habit: what either saw was there. */
function observedOf(standing: Standing, subject: string, judging: Judging): Observed | null {
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

/** Only for who holds more than it uses: others would gain nothing and could lose a rare permission. */
function holdsTooMuch({ signals }: Assessment): boolean {
  return signals.some(({ name }) => name === 'unused-grants');
}

function boundaryOf({ grants, accessed, declared }: Standing, { now, circumstances: { policy } }: Judging) {
  if (grants === null || accessed === null) return null;
  return boundaryFor(grants, accessed, now - accessWindowDays(declared, policy) * day);
}

/** The policy that it needs, or why there is none to offer. */
function smallerPolicy(
  { credential, accessed, declared }: Standing,
  texts: PolicyTexts,
  { now, circumstances: { policy }, trail }: Judging,
): RightSize | string {
  const held = texts(credential.principal);
  if (held === null) return 'the text of one of its policies could not be read';
  if (accessed === null) return 'IAM did not tell what it used';
  const since = now - accessWindowDays(declared, policy) * day;
  const used = servicesUsed(accessed, since);
  return rightSized(held, {
    evidence: accessEvidence(accessed, since),
    calls: trail?.callsOf(credential.principal) ?? [],
    unfollowed: used.filter((service) => accessed.services.get(service)?.actions.size === 0),
  });
}

function sourcesOf(standings: readonly Standing[], decided: ReadonlySet<string>): Record<string, OwnerSource> {
  return Object.fromEntries(
    standings.flatMap(({ credential, ownerSource }): [string, OwnerSource][] =>
      ownerSource !== null && decided.has(credential.id) ? [[credential.id, ownerSource]] : [],
    ),
  );
}

function countKinds(standings: readonly Standing[], { providers }: AccountInventory): Record<string, number> {
  const kinds = [
    ...standings.map(({ credential }) => credential.kind),
    ...providers.map(({ kind }) => `${kind}-provider`),
  ];
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}

function reported({ credential, owner, declared, grants, createdAt, lastUse }: Standing): ReportCredential {
  const radius = grants === null ? null : blastRadius(grants);
  return {
    id: credential.id,
    kind: credential.kind,
    principal: credential.principal,
    accountId: credential.accountId,
    owner: ownerName(owner),
    purpose: declared?.purpose ?? null,
    expectation: expectationOf(declared),
    establishedNetworks: [],
    blastRadius:
      radius === null ? null : { share: radius.value, capabilities: radius.capabilities.map(({ why }) => why) },
    createdAt,
    lastUsedAt: lastUse.kind === 'used' ? lastUse.at : null,
    days: [],
  };
}
