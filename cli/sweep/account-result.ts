import type { Gap, Recording } from '../../core/intake/account/account-inventory.ts';
import type { AccountId } from '../../core/model/brand.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { BoundaryDocument } from '../../core/plan/documents/boundary.ts';
import type { RightSize } from '../../core/plan/documents/right-size.ts';
import type { Facts } from '../../core/plan/facts.ts';
import type { OwnerSource } from '../../core/signals/standing/ownership.ts';
import type { Cry, News, ResolvedFinding } from '../../core/sweep/findings.ts';
import type { ReportCredential } from '../../report/report-data.ts';
import type { InventoryRow } from './inventory-row.ts';

/** What came of one account, as plain JSON: an interrupted sweep goes on from what is kept. */
export interface AccountResult {
  readonly accountId: AccountId;
  readonly name: string;
  /** Kind of credential → how many there are. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly ownerless: number;
  /** Credential that a decision is about → who says whose it is. */
  readonly ownerSources: Readonly<Record<string, OwnerSource>>;
  readonly decisions: readonly Decision[];
  readonly credentials: readonly ReportCredential[];
  /** Empty unless it was asked for. */
  readonly inventory: readonly InventoryRow[];
  /** Principal → the boundary that would leave it what it uses; only where right-sizing was asked for. */
  readonly boundaries: Readonly<Record<string, BoundaryDocument>>;
  /** Principal → the policy that it needs, or why there is none to offer. */
  readonly rightSizes: Readonly<Record<string, RightSize | string>>;
  readonly gaps: readonly Gap[];
  readonly regionsOff: readonly string[];
  /** What its trails record; null where nobody could see that. */
  readonly recording: Recording | null;
  /** Against what earlier sweeps found; by decision id. */
  readonly news: Readonly<Record<string, News>>;
  readonly resolved: readonly ResolvedFinding[];
  /** By decision id, where there is more to do than to tell. */
  readonly due: Readonly<Record<string, DueStep>>;
  readonly cries: readonly Cry[];
}

/** What carrying a decision out takes to know, beside what IAM tells at that moment. */
export interface DueStep {
  readonly subject: string;
  readonly known: Pick<Facts, 'established' | 'lastUsedAt' | 'boundary'>;
}

/** An account that could not be entered, or need not be. */
export interface AccountLeftOut {
  readonly accountId: string;
  readonly reason: string;
}
