import { subjectOf } from './model/credential.ts';
import { day, type Instant } from './model/instant.ts';
import { newCase } from './plan/case.ts';
import { type Circumstances, decide } from './plan/decide.ts';
import type { Decision } from './plan/decision.ts';
import { nextStep, type Progress, type Step, wordsOfStep } from './plan/retirement.ts';
import type { Policy } from './policy/policy.ts';
import { familiesOf, signalsBy } from './signals/ask.ts';
import { standingSignals } from './signals/registry.ts';
import type { StandingSignal } from './signals/signal.ts';
import { type Standing, unseenOf } from './signals/standing/standing.ts';
import type { Assessment, Rotation, Score, Verdict } from './verdict/assessment.ts';
import { score } from './verdict/score.ts';

/**
 * The corridor, rooms 3 and 4, for a credential without a use. Null where none of the signals that are asked finds fault with it.
 */
export function assessStanding(
  standing: Standing,
  policy: Policy,
  now: Instant,
  asked: readonly StandingSignal[] = standingSignals,
): Assessment | null {
  const cause = { at: now, eventId: null };
  const signals = signalsBy(asked, (signal) => signal.judge(standing, policy, now), cause, policy);
  if (signals.length === 0) return null;
  const weight = score(signals, now);
  return {
    subject: subjectOf(standing.credential),
    credential: standing.credential,
    session: null,
    sitting: null,
    madeBy: [],
    ofSession: null,
    owner: standing.owner,
    at: now,
    eventId: null,
    signals,
    score: weight,
    verdict: verdictOf(weight, policy),
    families: familiesOf(signals),
    quorum: [],
    hard: false,
    mayContain: false,
    longDoubt: null,
    siblings: 0,
    alike: [],
    establishedNetworks: [],
    stakes: null,
    activeDays: standing.observed?.observedDays ?? 0,
    isBesideItsWork: false,
    isAtRentedPlace: false,
    holder: null,
    isSignedIn: false,
    purpose: null,
    rotation: rotationOf(standing),
    policyVersion: policy.version,
  };
}

export interface JudgedStanding {
  readonly assessment: Assessment;
  /** Null where nobody need be told. */
  readonly decision: Decision | null;
  /** Where taking it away stands; null where nothing speaks for that. */
  readonly step: Step | null;
}

/**
 * The whole corridor for a credential without a use. What could not be seen of it caps the answer at a notice. Without `progress`
 * nobody goes further than a word: only who remembers how far it has gone may take the next step.
 */
export function judgeStanding(
  standing: Standing,
  circumstances: Circumstances,
  now: Instant,
  progress: Progress | null = null,
): JudgedStanding | null {
  const assessment = assessStanding(standing, circumstances.policy, now);
  if (assessment === null) return null;
  const step = progress === null ? null : nextStep(standing, assessment, progress, circumstances.policy, now);
  const rung = step?.due === true ? step.rung : null;
  const decision = decide(assessment, newCase(), { ...circumstances, unseen: unseenOf(standing), step: rung });
  if (decision === null || step === null) return { assessment, decision, step };
  const words = wordsOfStep(step, progress?.byOrder === true ? 'by-order' : decision.mode);
  return { assessment, decision: { ...decision, reason: `${decision.reason} ${words}`.trim() }, step };
}

/** Named after the family of the strongest reason. */
function verdictOf({ value, contributions: [strongest] }: Score, policy: Policy): Verdict {
  if (strongest === undefined || value < policy.thresholds.notify) return 'benign';
  return strongest.signal.family === 'overprivileged' ? 'overprivileged' : 'stale';
}

/** The rotation that made this very credential ends a little after it began. */
const making = day;

function rotationOf({ declared, createdAt }: Standing): Rotation | null {
  const secret = declared?.rotation?.secret ?? null;
  return secret === null ? null : { secret, unlessSince: createdAt === null ? null : createdAt + making };
}
