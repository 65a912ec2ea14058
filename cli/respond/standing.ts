import { maskKey } from '../../core/model/brand.ts';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import { type Containment, isExpired, isInForce } from '../../core/outcome/containment.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import type { ContainmentStore, Ledger } from '../../core/outcome/ports.ts';
import type { ResponderState } from './state.ts';

/** One containment on record that is in force, under way or stuck, as a person asks about it. */
export interface StandingContainment {
  readonly outcomeId: string;
  readonly credential: string;
  readonly what: string;
  readonly since: string;
  readonly until: string | null;
  readonly by: string;
  readonly why: string | null;
  /** `in force`, or what is the matter. */
  readonly state: string;
  /** A person must look. */
  readonly isStuck: boolean;
}

/** A hold in force. */
export interface StandingHold {
  readonly credential: string;
  readonly by: string;
  readonly reason: string;
  readonly until: string | null;
}

/** An entry of the ledger, as it is shown; access key ids masked. */
export interface Told {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly by: string;
  readonly credential: string;
  readonly sentence: string;
}

/** So many entries of the ledger are shown. */
const toldShown = 5;

export async function standingHolds(store: ContainmentStore, now: Instant): Promise<StandingHold[]> {
  return (await store.holds())
    .filter((hold) => isInForce(hold, now))
    .map(({ until, ...hold }) => ({ ...hold, until: until === null ? null : formatInstant(until) }));
}

export async function lastTold(ledger: Ledger): Promise<Told[]> {
  return (await ledger.latest(toldShown)).map(({ sequence, at, kind, by, credential, sentence }) => {
    return { sequence, at: formatInstant(at), kind, by, credential: maskedIn(credential), sentence };
  });
}

/** From the state file alone; AWS is not asked. */
export async function readStanding(state: ResponderState, now: Instant): Promise<StandingContainment[]> {
  return standingOf(await state.store.open(), (id) => state.decision(id)?.reason ?? null, now);
}

/** The oldest first. `reasonOf`: of a decision, where it is on record. */
export function standingOf(
  rows: readonly Containment[],
  reasonOf: (decisionId: string) => string | null,
  now: Instant,
): StandingContainment[] {
  return rows
    .toSorted((a, b) => startOf(a) - startOf(b) || a.outcomeId.localeCompare(b.outcomeId) || a.position - b.position)
    .map((row) => ({
      outcomeId: row.outcomeId,
      credential: row.credential,
      what: row.measure.sentence,
      since: formatInstant(startOf(row)),
      until: row.measure.expiresAt === null ? null : formatInstant(row.measure.expiresAt),
      by: row.history[0]?.by ?? row.desiredBy,
      why: reasonOf(row.decisionId),
      ...conditionOf(row, now),
    }));
}

function startOf(row: Containment): Instant {
  return row.history[0]?.at ?? 0;
}

function conditionOf(row: Containment, now: Instant): Pick<StandingContainment, 'state' | 'isStuck'> {
  const { answer, desired } = row;
  const wanted = desired === 'contained' ? 'the containment' : 'undoing it';
  if (answer === null || answer.to !== desired) {
    return row.claim !== null && row.claim.until > now
      ? { state: `${wanted} is under way`, isStuck: false }
      : { state: `${wanted} was not finished`, isStuck: true };
  }
  const { outcome } = answer;
  switch (outcome.kind) {
    case 'done':
    case 'already-so':
      if (desired === 'released') return { state: 'undone, will be checked once more', isStuck: false };
      return isExpired(row, now) ? { state: 'due to be undone', isStuck: true } : { state: 'in force', isStuck: false };
    case 'skipped':
      return { state: `nothing done: ${outcome.reason}`, isStuck: false };
    case 'failed':
    case 'irrevocable':
      return { state: `${wanted}: ${describeOutcome(outcome)}`, isStuck: true };
  }
}

function maskedIn(credential: string): string {
  return /^A[A-Z]{3}\w{12,}$/.test(credential) ? maskKey(credential) : credential;
}
