import type { GrantMade } from '../../core/context/grants/grant-made.ts';
import { addedUp } from '../../core/model/counts.ts';
import type { Cry, News } from '../../core/sweep/findings.ts';
import type { AccountLeftOut, AccountResult } from './account-result.ts';
import {
  notKnownOfTheOrganization,
  notKnownWithoutATrail,
  notListed,
  notRecordedIn,
  regionsOffIn,
  type Unread,
  unreadIn,
} from './blind-spots.ts';
import type { SweepOutcome } from './sweep.ts';

/** What `--json` prints, and what the words for people are made of. */
export interface SweepSummary {
  readonly accounts: {
    readonly swept: number;
    readonly refused: readonly AccountLeftOut[];
    readonly closed: readonly AccountLeftOut[];
  };
  readonly credentials: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly ownerless: number;
  readonly decisions: number;
  readonly findings: Readonly<Record<News | 'resolved', number>>;
  /** Steps beyond a word that are due, and what was pinned or switched off here and is missed. */
  readonly due: number;
  readonly cries: readonly Cry[];
  /** What the trail shows of permissions given since the last sweep: whoever has them is judged with them here. */
  readonly widened: readonly GrantMade[];
  readonly unread: readonly Unread[];
  /** What no sweep like this one sees, whatever it may read. */
  readonly neverSeen: readonly string[];
  readonly regionsOff: Readonly<Record<string, number>>;
  /** Regions without a trail and data events that are off, a sentence each. */
  readonly notRecorded: readonly string[];
}

export function summaryOf(
  outcome: SweepOutcome,
  closed: readonly AccountLeftOut[],
  trail: { readonly grants: readonly GrantMade[]; readonly since: number | null } | null = null,
  isWholeOrganization = true,
): SweepSummary {
  const { results, refused } = outcome;
  const shut = new Set<string>(refused.map(({ accountId }) => accountId));
  const news = results.flatMap((result) => Object.values(result.news));
  const times = (what: News) => news.filter((one) => one === what).length;
  const sum = (of: (result: AccountResult) => number) => results.reduce((total, result) => total + of(result), 0);
  return {
    accounts: { swept: results.filter(({ accountId }) => !shut.has(accountId)).length, refused, closed },
    credentials: sum(({ credentials }) => credentials.length),
    kinds: byName(addedUp(results.map(({ kinds }) => kinds))),
    ownerless: sum(({ ownerless }) => ownerless),
    decisions: sum(({ decisions }) => decisions.length),
    findings: {
      new: times('new'),
      changed: times('changed'),
      known: times('known'),
      resolved: sum(({ resolved }) => resolved.length),
    },
    due: sum(({ due }) => Object.keys(due).length),
    cries: results.flatMap(({ cries }) => cries),
    widened: (trail?.grants ?? []).filter(({ at }) => trail?.since != null && at >= trail.since),
    unread: unreadIn(outcome),
    notRecorded: notRecordedIn(outcome),
    neverSeen: [
      ...notListed,
      ...(isWholeOrganization ? [] : [notKnownOfTheOrganization]),
      ...(trail === null ? [notKnownWithoutATrail] : []),
    ],
    regionsOff: regionsOffIn(outcome),
  };
}

function byName(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
