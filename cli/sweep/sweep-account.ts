import { type ReadOptions, readAccount } from '../../adapters/aws/inventory/read-account.ts';
import type { AccountSession } from '../../adapters/aws/inventory/sessions.ts';
import { judgeStanding } from '../../core/assess-standing.ts';
import { blastRadius } from '../../core/context/blast-radius.ts';
import type { AccountInventory, Gap, Tag } from '../../core/intake/account-inventory.ts';
import { subjectOf } from '../../core/model/credential.ts';
import { day } from '../../core/model/instant.ts';
import { ownerName } from '../../core/model/owner.ts';
import { type BoundaryDocument, boundaryFor } from '../../core/plan/boundary.ts';
import type { Circumstances } from '../../core/plan/decide.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type Declaration, type Surroundings, standingsOf } from '../../core/signals/inventory.ts';
import type { OwnerSource } from '../../core/signals/ownership.ts';
import { accessWindowDays } from '../../core/signals/stale/window.ts';
import { type Observed, type Standing, unseenOf } from '../../core/signals/standing.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { declaredWords } from '../../core/verdict/expected.ts';
import type { ReportCredential } from '../../report/report-data.ts';

export interface Judging extends ReadOptions {
  readonly declarations: readonly Declaration[];
  readonly surroundings: Surroundings;
  readonly circumstances: Circumstances;
  /** Null where no earlier sweep saw it in use. */
  readonly observed?: (subject: string, standing: Standing) => Observed | null;
  /** Whether to make a boundary for every principal that holds more than it uses. */
  readonly rightSize?: boolean;
  readonly onAssessment?: (assessment: Assessment) => void;
}

/** Everything found in one account, before it is held against earlier sweeps. */
export interface Swept {
  readonly kinds: Readonly<Record<string, number>>;
  readonly ownerless: number;
  readonly ownerSources: Readonly<Record<string, OwnerSource>>;
  readonly judged: readonly { readonly decision: Decision; readonly assessment: Assessment }[];
  readonly credentials: readonly ReportCredential[];
  readonly boundaries: Readonly<Record<string, BoundaryDocument>>;
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
  const standings = standingsOf(withDeclarations(inventory, judging.declarations), judging.surroundings);
  const judged: Swept['judged'][number][] = [];
  const boundaries: Record<string, BoundaryDocument> = {};
  for (const standing of standings) {
    const observed = judging.observed?.(subjectOf(standing.credential), standing) ?? null;
    const found = judgeStanding({ ...standing, observed }, judging.circumstances, judging.now);
    if (found === null) continue;
    judging.onAssessment?.(found.assessment);
    if (found.decision === null) continue;
    judged.push({ decision: found.decision, assessment: found.assessment });
    const boundary = judging.rightSize === true ? boundaryOf(standing, found.assessment, judging) : null;
    if (boundary !== null) boundaries[standing.credential.principal] = boundary;
  }
  const active = standings.filter(({ status }) => status === 'active');
  return {
    kinds: countKinds(standings, inventory),
    ownerless: active.filter(({ owner, keeper }) => owner.kind === 'unknown' && keeper === 'customer').length,
    ownerSources: sourcesOf(standings, new Set(judged.map(({ decision }) => decision.credential))),
    judged,
    credentials: standings.map(reported),
    boundaries,
    gaps: tagGap === null ? inventory.gaps : [...inventory.gaps, tagGap],
    regionsOff: inventory.regionsOff,
    standings,
    seen: new Set(standings.filter((one) => unseenOf(one) === null).map(({ credential }) => subjectOf(credential))),
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
function boundaryOf(
  { grants, accessed, declared }: Standing,
  { signals }: Assessment,
  { now, circumstances: { policy } }: Judging,
): BoundaryDocument | null {
  if (grants === null || accessed === null || !signals.some(({ name }) => name === 'unused-grants')) return null;
  return boundaryFor(grants, accessed, now - accessWindowDays(declared, policy) * day);
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
    expectation: declaredWords(declared),
    establishedNetworks: [],
    blastRadius:
      radius === null ? null : { share: radius.value, capabilities: radius.capabilities.map(({ why }) => why) },
    createdAt,
    lastUsedAt: lastUse.kind === 'used' ? lastUse.at : null,
    days: [],
  };
}
