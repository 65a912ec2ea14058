import type { Policy } from '../policy/policy.ts';
import { pointsPerBit } from '../verdict/score.ts';
import type { Decision } from './decision.ts';

/** What a person said of one decision: whether it was honest work after all. */
export interface Label {
  readonly decisionId: string;
  readonly honest: boolean;
  /** Ids of the signals that counted. */
  readonly signals: readonly string[];
}

/** How often a signal was right, as people answered. */
export interface TrackRecord {
  readonly right: number;
  readonly answers: number;
  /** The 95 % interval of the share that is right: Wilson's. */
  readonly low: number;
  readonly high: number;
}

/** `trusted` and `distrusted` are measured; between them there is too little to say. */
export type TrackStanding = 'trusted' | 'distrusted' | 'unmeasured';

/** More than any year brings; the oldest are forgotten first, so that a signal that was mended can win trust again. */
const mostLabels = 1_000;

/** The last word on a decision counts. */
export function withLabel(labels: readonly Label[], label: Label): Label[] {
  return [...labels.filter(({ decisionId }) => decisionId !== label.decisionId), label].slice(-mostLabels);
}

export function labelOf({ id, signals }: Decision, honest: boolean): Label {
  return { decisionId: id, honest, signals: signals.filter(({ bits }) => bits >= 1).map((signal) => signal.id) };
}

export function trackRecordOf(id: string, labels: readonly Label[]): TrackRecord {
  const own = labels.filter(({ signals }) => signals.includes(id));
  const right = own.filter(({ honest }) => !honest).length;
  return { right, answers: own.length, ...wilson(right, own.length) };
}

export function trackStandingOf({ answers, low, high }: TrackRecord, { trust }: Policy): TrackStanding {
  if (answers < trust.answers) return 'unmeasured';
  if (low >= trust.bar) return 'trusted';
  return high < trust.bar ? 'distrusted' : 'unmeasured';
}

/**
 * Why a decision may not act by itself: without the reasons that people said were wrong too often (or, where the policy
 * asks for proof, those nobody has measured yet), what is left would not contain. Null where enough is left.
 */
export function distrustOf(decision: Decision, labels: readonly Label[], policy: Policy): string | null {
  const counted = decision.signals.filter(({ bits }) => bits >= 1);
  if (counted.length === 0) return null;
  const strongest = new Map<string, number>();
  const doubted: string[] = [];
  for (const { id, bits, group } of counted) {
    const record = trackRecordOf(id, labels);
    const standing = trackStandingOf(record, policy);
    const counts = standing === 'trusted' || (standing === 'unmeasured' && policy.trust.unmeasured === 'act');
    if (counts) strongest.set(group, Math.max(strongest.get(group) ?? 0, bits));
    else doubted.push(`${id} ${wordsOf(record)}`);
  }
  if (doubted.length === 0) return null;
  const left = [...strongest.values()].reduce((sum, bits) => sum + bits * pointsPerBit, 0);
  if (left >= policy.thresholds.contain) return null;
  return `its reasons are not trusted yet: ${doubted.join('; ')}`;
}

/** `was right in 3 of 12 answers (9–53 %)` */
export function wordsOf({ right, answers, low, high }: TrackRecord): string {
  if (answers === 0) return 'has no answers yet';
  return `was right in ${right} of ${answers} answers (${Math.round(100 * low)}–${Math.round(100 * high)} %)`;
}

/** Signals that may not act by themselves any more since the last answer. */
export function demotedBy(before: readonly Label[], after: readonly Label[], policy: Policy): string[] {
  const ids = [...new Set(after.flatMap(({ signals }) => signals))].sort();
  const mayAct = (id: string, labels: readonly Label[]) => {
    const standing = trackStandingOf(trackRecordOf(id, labels), policy);
    return standing === 'trusted' || (standing === 'unmeasured' && policy.trust.unmeasured === 'act');
  };
  return ids.filter((id) => mayAct(id, before) && !mayAct(id, after));
}

/** Signals that may act by themselves since the last answer, and might not before. */
export function promotedBy(before: readonly Label[], after: readonly Label[], policy: Policy): string[] {
  return demotedBy(after, before, policy);
}

function wilson(right: number, all: number): { readonly low: number; readonly high: number } {
  if (all === 0) return { low: 0, high: 1 };
  const z = 1.96;
  const share = right / all;
  const middle = share + (z * z) / (2 * all);
  const spread = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  const scale = 1 + (z * z) / all;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}
