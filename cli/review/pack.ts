import { blastRadius } from '../../core/context/grants/blast-radius.ts';
import { trailEvidence, unusedGrants } from '../../core/context/grants/unused-grants.ts';
import { day, formatDay, type Instant } from '../../core/model/instant.ts';
import { ownerName } from '../../core/model/owner.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';
import { type Activities, daysOf, observedOf } from '../replay/activity.ts';

/** What an owner is asked to do with a credential, and why. */
export interface Proposal {
  readonly what: 'renew' | 'shrink' | 'retire' | 'look';
  readonly why: string;
}

/** One credential as its owner reviews it. */
export interface Reviewed {
  readonly credential: string;
  readonly kind: string;
  readonly accountId: string;
  readonly principal: string;
  readonly purpose: string | null;
  readonly lastUsed: string | null;
  readonly did: {
    readonly days: number;
    readonly uses: number;
    readonly services: readonly string[];
    readonly networks: readonly string[];
  };
  /** What it could do at worst; null where no inventory says. */
  readonly could: readonly string[] | null;
  /** Services it may use and did not; null where that cannot be told. */
  readonly didNot: readonly string[] | null;
  readonly proposal: Proposal;
}

export interface Pack {
  /** Null: nobody is known. */
  readonly owner: string | null;
  readonly credentials: readonly Reviewed[];
}

/** A decision that took a credential for compromised. */
export interface Doubt {
  readonly id: string;
  readonly at: Instant;
}

export interface ReviewGiven {
  readonly activities: Activities;
  readonly standings: readonly Standing[];
  readonly owners: ReadonlyMap<string, string>;
  /** The latest decision that took each credential for compromised. */
  readonly doubted: ReadonlyMap<string, Doubt>;
  readonly policy: Policy;
}

const mostNamed = 8;
const order = { look: 0, retire: 1, shrink: 2, renew: 3 } as const;

/** A pack for each owner, most urgent first in each: what every credential did, could do and did not. */
export function packsOf(given: ReviewGiven): Pack[] {
  const { activities, standings } = given;
  const byId = new Map(standings.map((standing) => [standing.credential.id as string, standing]));
  const ids = [...new Set([...byId.keys(), ...activities.byCredential.keys()])].sort();
  const reviewed = ids.map((id) => ({
    owner: ownerOf(id, byId.get(id), given),
    one: review(id, byId.get(id) ?? null, given),
  }));
  return [...Map.groupBy(reviewed, ({ owner }) => owner)]
    .map(([owner, some]) => ({
      owner,
      credentials: some.map(({ one }) => one).sort((a, b) => order[a.proposal.what] - order[b.proposal.what]),
    }))
    .sort((a, b) => ((a.owner ?? '\uffff') < (b.owner ?? '\uffff') ? -1 : 1));
}

function ownerOf(id: string, standing: Standing | undefined, { owners }: ReviewGiven): string | null {
  return (standing === undefined ? null : ownerName(standing.owner)) ?? owners.get(id) ?? null;
}

function review(id: string, standing: Standing | null, { activities, policy, doubted }: ReviewGiven): Reviewed {
  const activity = activities.byCredential.get(id) ?? null;
  const credential = activity?.credential ?? standing?.credential;
  const actions = activity === null ? [] : [...activity.actions];
  const grants = standing?.grants ?? null;
  const now = activities.to;
  const lastUsedAt = lastUseOf(activity?.lastUsedAt ?? Number.NEGATIVE_INFINITY, standing);
  const unused = grants === null ? null : unusedGrants(grants, trailEvidence(actions), now);
  const used = [...new Set(actions.map((action) => action.split(':')[0] ?? action))].sort();
  const days = activity === null ? [] : daysOf(activity);
  const observedDays = activity === null ? 0 : observedOf(activity).observedDays;
  return {
    credential: id,
    kind: credential?.kind ?? 'unknown',
    accountId: credential?.accountId ?? '',
    principal: credential?.principal ?? '',
    purpose: standing?.declared?.purpose ?? null,
    lastUsed: lastUsedAt === null ? null : formatDay(lastUsedAt),
    did: {
      days: days.filter(({ uses }) => uses > 0).length,
      uses: days.reduce((sum, { uses }) => sum + uses, 0),
      services: used.slice(0, mostNamed),
      networks: [...new Set(days.flatMap(({ networks }) => [...networks.keys()]))].sort().slice(0, mostNamed),
    },
    could:
      grants === null
        ? null
        : blastRadius(grants)
            .capabilities.slice(0, 3)
            .map(({ why }) => why),
    didNot: unused?.idleServices.slice(0, mostNamed) ?? null,
    proposal: proposalOf(
      { lastUsedAt, unusedShare: unused?.share ?? null, observedDays, standing, doubt: doubted.get(id) ?? null },
      policy,
      now,
    ),
  };
}

function lastUseOf(seen: Instant, standing: Standing | null): Instant | null {
  const told = standing?.lastUse.kind === 'used' ? standing.lastUse.at : Number.NEGATIVE_INFINITY;
  const at = Math.max(seen, told);
  return Number.isFinite(at) ? at : null;
}

interface Seen {
  readonly lastUsedAt: Instant | null;
  readonly unusedShare: number | null;
  readonly observedDays: number;
  readonly standing: Standing | null;
  readonly doubt: Doubt | null;
}

function proposalOf(
  { lastUsedAt, unusedShare, observedDays, standing, doubt }: Seen,
  policy: Policy,
  now: Instant,
): Proposal {
  const { stale, overprivileged } = policy;
  if (doubt !== null) {
    const why = `It was judged compromised on ${formatDay(doubt.at)} (${doubt.id}): settle that first.`;
    return { what: 'look', why };
  }
  if (lastUsedAt === null) {
    return standing?.lastUse.kind === 'never'
      ? { what: 'retire', why: 'It was never used.' }
      : { what: 'look', why: 'It is not known when it was last used.' };
  }
  const idle = Math.floor((now - lastUsedAt) / day);
  if (idle >= stale.unusedDays) return { what: 'retire', why: `It has not been used for ${idle} days.` };
  if (
    unusedShare !== null &&
    observedDays >= overprivileged.observedDays &&
    unusedShare >= overprivileged.unusedShare
  ) {
    return {
      what: 'shrink',
      why: `It did not use ${Math.round(100 * unusedShare)} % of its permissions by weight.`,
    };
  }
  if (unusedShare === null) return { what: 'renew', why: 'It is in use; its permissions could not be read.' };
  return { what: 'renew', why: 'It is in use, and uses its permissions.' };
}
