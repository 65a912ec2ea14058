import { type ReadOptions, readAccount } from '../../adapters/aws/inventory/read-account.ts';
import type { AccountSession } from '../../adapters/aws/inventory/sessions.ts';
import { blastRadius } from '../../core/context/grants/blast-radius.ts';
import { accessEvidence, servicesUsed } from '../../core/context/grants/last-accessed.ts';
import type { PolicyTexts } from '../../core/context/grants/policy-texts.ts';
import type { AccountInventory, Gap, Recording, Tag } from '../../core/intake/account/account-inventory.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { day } from '../../core/model/instant.ts';
import { ownerName } from '../../core/model/owner.ts';
import { type BoundaryDocument, boundaryFor } from '../../core/plan/documents/boundary.ts';
import { type RightSize, rightSized } from '../../core/plan/documents/right-size.ts';
import { accessWindowDays } from '../../core/signals/stale/window.ts';
import type { OwnerSource } from '../../core/signals/standing/ownership.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';
import type { AccountJudging } from '../../core/sweep/account-judging.ts';
import { type JudgedAccount, judgeAccount, textsIn } from '../../core/sweep/sweep.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { declaredWords } from '../../core/verdict/expected.ts';
import type { ReportCredential } from '../../report/report-data.ts';
import { type InventoryRow, inventoryRow } from './inventory-row.ts';

export interface Judging extends ReadOptions, AccountJudging {
  /** Whether to make a smaller policy and a boundary for every principal that holds more than it uses. */
  readonly rightSize?: boolean;
  /** Whether every credential is to be listed with all that is known of it. */
  readonly inventory?: boolean;
}

/** Everything found in one account, before it is held against earlier sweeps. */
export interface Swept {
  readonly kinds: Readonly<Record<string, number>>;
  readonly ownerless: number;
  readonly ownerSources: Readonly<Record<string, OwnerSource>>;
  readonly judged: JudgedAccount['judged'];
  readonly credentials: readonly ReportCredential[];
  readonly inventory: readonly InventoryRow[];
  readonly boundaries: Readonly<Record<string, BoundaryDocument>>;
  readonly rightSizes?: Readonly<Record<string, RightSize | string>>;
  readonly gaps: readonly Gap[];
  readonly regionsOff: readonly string[];
  readonly recording: Recording | null;
  /** Subjects of which everything was seen: what is not found against them is over. */
  readonly seen: ReadonlySet<string>;
  readonly unasked: JudgedAccount['unasked'];
  readonly standings: readonly Standing[];
}

/** What the organisation tells of an account. */
export interface Told {
  readonly tags: readonly Tag[];
  /** Null where no service control policy binds it, or none could be read. */
  readonly controls: readonly (readonly string[])[] | null;
  /** The same of resource control policies. */
  readonly resourceControls: readonly (readonly string[])[] | null;
  readonly gaps: readonly Gap[];
}

/** One account through the corridor. */
export async function sweepAccount(
  session: AccountSession,
  { tags, gaps, ...limits }: Told,
  judging: Judging,
): Promise<Swept> {
  const read = await readAccount(session, judging);
  return sweptFrom({ ...read, ...limits, accountTags: tags, gaps: [...read.gaps, ...gaps] }, judging);
}

/** An account that lets nobody in, as far as a trail shows it: null where it shows nothing. */
export function sweepUnseen(accountId: AccountId, reason: string, judging: Judging): Swept | null {
  const inUse = judging.trail?.credentialsIn(accountId) ?? [];
  if (inUse.length === 0) return null;
  const gap: Gap = { accountId, region: null, what: 'the account', reason, times: 1 };
  return sweptFrom({ ...nothingRead, accountId, gaps: [gap] }, judging);
}

const nothingRead: Omit<AccountInventory, 'accountId' | 'gaps'> = {
  reports: [],
  details: [],
  listed: [],
  accessed: new Map(),
  accountTags: [],
  contact: null,
  regionsOff: [],
  recording: null,
};

function sweptFrom(inventory: AccountInventory, judging: Judging): Swept {
  const { standings, judged: found, seen, unasked } = judgeAccount(inventory, judging);
  const texts = textsIn(inventory);
  const boundaries: Record<string, BoundaryDocument> = {};
  const rightSizes: Record<string, RightSize | string> = {};
  for (const { standing, assessment } of judging.rightSize === true ? found : []) {
    if (!holdsTooMuch(assessment)) continue;
    const { principal } = standing.credential;
    const boundary = boundaryOf(standing, judging);
    if (boundary !== null) boundaries[principal] = boundary;
    rightSizes[principal] ??= smallerPolicy(standing, texts, judging);
  }
  const active = standings.filter(({ status }) => status === 'active');
  return {
    kinds: countKinds(standings),
    ownerless: active.filter(({ owner, keeper }) => owner.kind === 'unknown' && keeper === 'customer').length,
    ownerSources: sourcesOf(standings, new Set(found.map(({ decision }) => decision.credential))),
    judged: found,
    credentials: standings.map(reported),
    inventory: judging.inventory === true ? standings.map(inventoryRow) : [],
    boundaries,
    rightSizes,
    gaps: inventory.gaps,
    recording: inventory.recording,
    regionsOff: inventory.regionsOff,
    standings,
    seen,
    unasked,
  };
}

/** Only for who holds more than it uses: others would gain nothing and could lose a rare permission. */
function holdsTooMuch({ signals }: Assessment): boolean {
  return signals.some(({ name }) => name === 'unused-grants');
}

function boundaryOf(
  { credential, grants, accessed, declared }: Standing,
  { now, circumstances: { policy }, trail }: Judging,
) {
  if (grants === null || accessed === null) return null;
  const calls = trail?.callsOf(credential.principal) ?? [];
  return boundaryFor(grants, accessed, now - accessWindowDays(declared, policy) * day, calls);
}

/** The policy that it needs, or why there is none to offer. */
function smallerPolicy(
  { credential, accessed, declared }: Standing,
  texts: PolicyTexts,
  { now, circumstances: { policy }, trail }: Judging,
): RightSize | string {
  const held = texts(credential.principal);
  if (held === null) return 'the text of one of its policies could not be read';
  if (accessed === null) return 'IAM did not say which services it used';
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

function countKinds(standings: readonly Standing[]): Record<string, number> {
  const kinds = standings.map(({ credential }) => credential.kind);
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}

function reported({ credential, owner, declared, grants, createdAt, lastUse, observed }: Standing): ReportCredential {
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
    lastUsedAt: lastUse.kind === 'used' ? lastUse.at : (observed?.lastUsedAt ?? null),
    days: [],
  };
}
