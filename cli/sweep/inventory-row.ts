import { blastRadius } from '../../core/context/grants/blast-radius.ts';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import { ownerName } from '../../core/model/owner.ts';
import { type OwnerSource, ownerConfidence } from '../../core/signals/standing/ownership.ts';
import { type Standing, unseenOf } from '../../core/signals/standing/standing.ts';

/** One credential as a sweep saw it: a line of the inventory file. Times are ISO 8601, null where nobody knows. */
export interface InventoryRow {
  readonly credential: string;
  readonly kind: string;
  readonly accountId: string;
  readonly principal: string;
  /** Of a role of Identity Center, who is behind it. */
  readonly person: string | null;
  readonly status: Standing['status'];
  readonly owner: string | null;
  readonly ownerSource: OwnerSource | null;
  /** 0 to 1: how likely the named one answers for it; null where nobody is named. */
  readonly ownerConfidence: number | null;
  readonly formerOwner: string | null;
  readonly createdAt: string | null;
  readonly lastUsedAt: string | null;
  /** Who says so, or that nobody used it; `unknown` where nobody would know. */
  readonly lastUse: string;
  readonly expiresAt: string | null;
  /** Those in whose place it came, eldest first: the first of them names the work. */
  readonly lineage: readonly string[];
  /** 0 to 1; null where its permissions could not be seen, or it has none of its own. */
  readonly blastRadius: number | null;
  /** What could not be seen of it, as a clause; null where everything was. */
  readonly unseen: string | null;
}

export function inventoryRow(standing: Standing): InventoryRow {
  const { credential, owner, ownerSource, formerOwner, status, createdAt, lastUse, grants, lineage } = standing;
  const { id, kind, accountId, principal } = credential;
  const used = lastUse.kind === 'used' ? lastUse.at : (standing.observed?.lastUsedAt ?? null);
  return {
    credential: id,
    kind,
    accountId,
    principal,
    person: credential.kind === 'role' ? credential.person : null,
    status,
    owner: ownerName(owner),
    ownerSource,
    ownerConfidence: ownerSource === null ? null : ownerConfidence[ownerSource],
    formerOwner,
    createdAt: written(createdAt),
    lastUsedAt: written(used),
    lastUse: lastUse.kind === 'unknown' ? 'unknown' : `${lastUse.kind}, by ${lastUse.witness}`,
    expiresAt: written(standing.expiresAt),
    lineage,
    blastRadius: grants === null ? null : Math.round(100 * blastRadius(grants).value) / 100,
    unseen: unseenOf(standing),
  };
}

function written(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}
