import { type ReadOptions, readAccount } from '../../adapters/aws/inventory/read-account.ts';
import type { AccountSession } from '../../adapters/aws/inventory/sessions.ts';
import { blastRadius } from '../../core/context/blast-radius.ts';
import type { AccountInventory, Gap, Tag } from '../../core/intake/account-inventory.ts';
import { day } from '../../core/model/instant.ts';
import { ownerName } from '../../core/model/owner.ts';
import { type BoundaryDocument, boundaryFor } from '../../core/plan/boundary.ts';
import type { OwnerSource } from '../../core/signals/ownership.ts';
import { accessWindowDays } from '../../core/signals/stale/window.ts';
import type { Standing } from '../../core/signals/standing.ts';
import { type AccountJudging, type JudgedAccount, judgeAccount } from '../../core/sweep.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { declaredWords } from '../../core/verdict/expected.ts';
import type { ReportCredential } from '../../report/report-data.ts';

export interface Judging extends ReadOptions, AccountJudging {
  /** Whether to make a boundary for every principal that holds more than it uses. */
  readonly rightSize?: boolean;
}

/** Everything found in one account, before it is held against earlier sweeps. */
export interface Swept {
  readonly kinds: Readonly<Record<string, number>>;
  readonly ownerless: number;
  readonly ownerSources: Readonly<Record<string, OwnerSource>>;
  readonly judged: JudgedAccount['judged'];
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
  const { standings, judged, seen } = judgeAccount(inventory, judging);
  const boundaries: Record<string, BoundaryDocument> = {};
  for (const { standing, assessment } of judged) {
    const boundary = judging.rightSize === true ? boundaryOf(standing, assessment, judging) : null;
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
    seen,
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
