import type { Labels, StandingKind } from '../../simulator/labels.ts';

/** Ids of the signals that each credential's standing raised. */
export type Raised = ReadonlyMap<string, ReadonlySet<string>>;

/** What the sweep of standings found of one kind. */
export interface Found {
  readonly labelled: number;
  readonly found: number;
  /** Credentials told of for this reason that bear no such label. */
  readonly unlabelled: number;
}

const signalOf: Readonly<Partial<Record<StandingKind, string>>> = {
  stale: 'S32',
  'never-used': 'S33',
  'over-age': 'S34',
  ownerless: 'S35',
  overprivileged: 'S36',
  'admin-equivalent': 'S37',
};

export const standingKinds = Object.keys(signalOf) as StandingKind[];

export function foundOf(kind: StandingKind, labels: Labels, raised: Raised): Found {
  const labelled = new Set(labels.standings.filter((one) => one.kind === kind).map((one) => one.credential));
  const id = signalOf[kind] ?? '';
  const told = [...raised].filter(([, ids]) => ids.has(id)).map(([credential]) => credential);
  const found = told.filter((credential) => labelled.has(credential)).length;
  return { labelled: labelled.size, found, unlabelled: told.length - found };
}

/** Rare but needed work that was called stale all the same. */
export function rareCalledStale(labels: Labels, raised: Raised): Found {
  const rare = labels.standings.filter((one) => one.kind === 'needed-but-rare');
  const called = rare.filter(({ credential }) => raised.get(credential)?.has('S32') === true);
  return { labelled: rare.length, found: called.length, unlabelled: 0 };
}
