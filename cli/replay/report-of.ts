import { blastRadius } from '../../core/context/grants/blast-radius.ts';
import type { DeclaredContext } from '../../core/context/recorded-context.ts';
import type { Instant } from '../../core/model/instant.ts';
import { ownerName } from '../../core/model/owner.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';
import { declaredWords } from '../../core/verdict/expected.ts';
import type { ReportCredential, ReportData, TakenAction } from '../../report/report-data.ts';
import { type Activities, type Activity, daysOf } from './activity.ts';
import type { ReplaySummary } from './summary.ts';

export interface Told {
  readonly title: string;
  readonly inputs: readonly string[];
  readonly at: Instant;
  readonly policy: Policy;
  readonly summary: ReplaySummary;
  readonly decisions: readonly Decision[];
  readonly activities: Activities;
  /** How far it may be trusted, a sentence each. */
  readonly trust: readonly string[];
  readonly standings: readonly Standing[];
  readonly declared: ReadonlyMap<string, DeclaredContext>;
  /** What was done; absent where the run acts on nothing, whatever the policy says. */
  readonly taken?: ReadonlyMap<string, readonly TakenAction[]>;
}

/** What a run has to say, as the report wants it told. */
export function reportOf(told: Told): ReportData {
  const { title, inputs, at, policy, summary, activities } = told;
  const acts = told.taken !== undefined;
  const { notify, contain, disable } = policy.thresholds;
  const from = Math.min(activities.from, at);
  const credentials = credentialsOf(told);
  const owners = new Map(credentials.map(({ id, owner }) => [id, owner]));
  return {
    run: {
      title,
      inputs,
      from,
      to: Math.max(from, activities.to),
      at,
      mode: acts ? policy.mode : 'observe',
      policyVersion: policy.version,
      thresholds: { notify, contain, disable },
      staleDays: policy.stale.unusedDays,
      files: summary.files,
      records: summary.records,
      trust: told.trust,
      blindSpots: blindSpots(told),
    },
    decisions: told.decisions.map((decision) => ({
      ...decision,
      owner: decision.owner ?? owners.get(decision.credential) ?? null,
      mode: acts ? decision.mode : 'observe',
    })),
    credentials,
  };
}

function credentialsOf(told: Told): ReportCredential[] {
  const standings = new Map(told.standings.map((standing) => [standing.credential.id as string, standing]));
  const decided = new Map(told.decisions.map((decision) => [decision.credential, decision]));
  const ids = [...new Set([...told.activities.byCredential.keys(), ...standings.keys(), ...decided.keys()])].sort();
  return ids.flatMap((id) => {
    const standing = standings.get(id) ?? null;
    const activity = told.activities.byCredential.get(id) ?? null;
    const decision = decided.get(id);
    const credential = activity?.credential ?? standing?.credential ?? null;
    const named = credential ?? decision;
    if (named === undefined) return [];
    const declared = told.declared.get(id) ?? standing?.declared ?? null;
    const grants = standing?.grants ?? null;
    const radius = grants === null ? null : blastRadius(grants);
    const taken = told.taken?.get(id);
    return {
      id,
      kind: named.kind,
      principal: named.principal,
      accountId: named.accountId,
      owner: decision?.owner ?? ownerName(standing?.owner ?? declared?.owner ?? { kind: 'unknown' }),
      purpose: declared?.purpose ?? null,
      expectation: declaredWords(declared),
      establishedNetworks: activity?.established ?? [],
      blastRadius:
        radius === null ? null : { share: radius.value, capabilities: radius.capabilities.map(({ why }) => why) },
      createdAt: standing?.createdAt ?? declared?.createdAt ?? null,
      lastUsedAt: lastUseOf(activity, standing),
      days: activity === null ? [] : shownDays(activity),
      ...(taken === undefined ? {} : { actions: taken }),
    };
  });
}

function lastUseOf(activity: Activity | null, standing: Standing | null): Instant | null {
  if (activity !== null && Number.isFinite(activity.lastUsedAt)) return activity.lastUsedAt;
  return standing?.lastUse.kind === 'used' ? standing.lastUse.at : null;
}

function shownDays(activity: Activity): ReportCredential['days'] {
  return daysOf(activity).map(({ networks, ...day }) => {
    return { ...day, networks: [...networks].map(([id, uses]) => ({ id, uses })) };
  });
}

const dataEvents = ['s3:GetObject', 's3:PutObject', 'lambda:Invoke', 'dynamodb:GetItem'];

function blindSpots({ activities, standings }: Told): string[] {
  const all = [...activities.byCredential.values()];
  const seesData = all.some(({ actions }) => dataEvents.some((action) => actions.has(action)));
  return [
    ...(seesData ? [] : ['No data events: reads and writes of objects, items and functions are invisible here.']),
    ...(standings.length > 0 ? [] : ['No inventory: credentials that nobody used in this time are unknown.']),
  ];
}
