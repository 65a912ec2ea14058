import type { Decision } from '../../core/plan/decision.ts';
import { rungFor } from '../../core/plan/ladder.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Signal } from '../../core/signals/signal.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';

/** What one policy thought of a cause and decided; null where nothing spoke, and where nothing was decided. */
export interface View {
  readonly policy: Policy;
  readonly assessment: Assessment | null;
  readonly decision: Decision | null;
}

/** Why the policy of the replay (`mine`) answers another way than the one it is held against, in one sentence. */
export function whyOther(mine: View, against: View): string {
  const reasons = [...signalReasons(mine, against), ...scoreReasons(mine, against), ...brakes(mine, against)];
  if (reasons.length > 0) return `${reasons.join('; ')}.`;
  if (mine.decision?.mode !== against.decision?.mode && mine.decision !== null && against.decision !== null) {
    return `the mode is ${mine.decision.mode} here, ${against.decision.mode} there.`;
  }
  if (earlier(mine)) return 'here, the case had been answered before.';
  if (earlier(against)) return 'there, the case had been answered before.';
  return 'the evidence from earlier uses differs.';
}

/** Signals that speak for one policy only, or weigh or may do something else there. */
function signalReasons(mine: View, against: View): string[] {
  const here = speaking(mine);
  const there = speaking(against);
  return [...new Set([...here.keys(), ...there.keys()])].sort().flatMap((id) => {
    const [a, b] = [here.get(id), there.get(id)];
    if (a === undefined) return [`${id} ${absence(id, mine.policy)} here`];
    if (b === undefined) return [`${id} ${absence(id, against.policy)} there`];
    return a.authority === b.authority ? [] : [`${id} may ${may(a)} here, ${may(b)} there`];
  });
}

function speaking({ assessment }: View): Map<string, Signal> {
  return new Map((assessment?.score.contributions ?? []).map(({ signal }) => [signal.id, signal]));
}

function absence(id: string, policy: Policy): string {
  return policy.signals[id]?.enabled === false ? 'is switched off' : 'does not fire';
}

function may({ authority }: Signal): string {
  switch (authority) {
    case 'hard':
      return 'act alone';
    case 'pin':
      return 'pin alone';
    case 'corroborate':
      return 'only corroborate';
    case 'notify':
      return 'only notify';
  }
}

/** The score, the thresholds it meets, and the verdict they make. */
function scoreReasons(mine: View, against: View): string[] {
  const [a, b] = [mine.assessment, against.assessment];
  if (a === null || b === null) return [];
  const [here, there] = [a.score.value, b.score.value];
  const score = here === there ? [] : [`it scores ${here} here, ${there} there`];
  const steps = (['notify', 'contain', 'disable'] as const).flatMap((step) => {
    const [low, high] = [mine.policy.thresholds[step], against.policy.thresholds[step]];
    if (low === high || here >= low === there >= high) return [];
    const met = here === there ? `, and it scores ${here}` : '';
    return [`the threshold to ${step} is ${low} here, ${high} there${met}`];
  });
  const same = a.verdict === b.verdict && rungFor(a, mine.policy) === rungFor(b, against.policy);
  const verdict = same || score.length + steps.length > 0 ? [] : [`it is ${a.verdict} here, ${b.verdict} there`];
  return [...score, ...steps, ...verdict];
}

function brakes(mine: View, against: View): string[] {
  const [a, b] = [mine.decision?.heldBack ?? null, against.decision?.heldBack ?? null];
  if (a === b) return [];
  return [...(a === null ? [] : [`here ${a}`]), ...(b === null ? [] : [`there, ${b}`])];
}

/** It called for an answer and got none of its own. */
function earlier({ decision, assessment, policy }: View): boolean {
  return decision === null && assessment !== null && rungFor(assessment, policy) !== null;
}
