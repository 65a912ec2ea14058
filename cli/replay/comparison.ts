import { Fleet } from '../../core/fleet/fleet.ts';
import type { Told } from '../../core/intake/told.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Circumstances } from '../../core/plan/decide.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import type { Activities } from './activity.ts';
import type { wordsOf } from './context.ts';
import { judgeStandings } from './judge-standings.ts';
import { whyOther } from './why-other.ts';

/** What two policies made of the same cause; null where that policy decided nothing. */
export interface Change {
  readonly credential: string;
  readonly at: Instant;
  readonly eventId: string | null;
  /** By the policy that the replay is told by. */
  readonly policy: Decision | null;
  /** By the one it is held against. */
  readonly against: Decision | null;
  /** A sentence. */
  readonly why: string;
}

export interface Compared {
  /** How many decisions the other policy takes. */
  readonly decisions: number;
  readonly same: number;
  /** In order of time. */
  readonly changes: readonly Change[];
}

/** What one policy thought and decided, by what caused it. */
class Side {
  readonly circumstances: Circumstances;
  /** Everything thought of an hour; what a decision of either side is about is kept beyond. */
  readonly assessments = new Map<string, Assessment>();
  readonly decisions = new Map<string, Decision>();

  constructor(circumstances: Circumstances) {
    this.circumstances = circumstances;
  }
}

type Words = ReturnType<typeof wordsOf>;

/** Judges the same records by two policies and tells the decisions apart. */
export class Comparison {
  readonly #mine: Side;
  readonly #other: Side;
  readonly #surroundings: Words;
  #fleet: Fleet | null = null;

  constructor(mine: Circumstances, other: Circumstances, surroundings: Words) {
    this.#mine = new Side(mine);
    this.#other = new Side(other);
    this.#surroundings = surroundings;
  }

  /** Hears what the replay's own policy thinks. */
  noteAssessment(assessment: Assessment): void {
    this.#mine.assessments.set(causeOf(assessment), assessment);
  }

  noteDecision(decision: Decision): void {
    this.#mine.decisions.set(causeOf(decision), decision);
  }

  /** The same hour once more, by the other policy. */
  take(told: readonly Told[], knownAccounts: ReadonlySet<string>): void {
    const other = this.#other;
    const onAssessment = (assessment: Assessment) => void other.assessments.set(causeOf(assessment), assessment);
    this.#fleet ??= new Fleet({ ...this.#surroundings, knownAccounts, onAssessment }, other.circumstances);
    for (const decision of this.#fleet.take(told)) other.decisions.set(causeOf(decision), decision);
    for (const side of [this.#mine, other]) this.#forget(side);
  }

  /** Judges how credentials stand, as the replay's own policy has done by then, and compares. */
  finish(context: Parameters<typeof judgeStandings>[0], activities: Activities, now: Instant): Compared {
    const { circumstances, assessments, decisions } = this.#other;
    const note = (assessment: Assessment) => void assessments.set(causeOf(assessment), assessment);
    for (const decision of judgeStandings(context, activities, now, circumstances, note)) {
      decisions.set(causeOf(decision), decision);
    }
    const causes = [...new Set([...this.#mine.decisions.keys(), ...decisions.keys()])];
    const changes = causes.flatMap((cause) => this.#changeIn(cause) ?? []);
    changes.sort((a, b) => a.at - b.at || (a.credential < b.credential ? -1 : 1));
    return { decisions: decisions.size, same: causes.length - changes.length, changes };
  }

  #forget({ assessments }: Side): void {
    for (const cause of assessments.keys()) {
      if (!this.#mine.decisions.has(cause) && !this.#other.decisions.has(cause)) assessments.delete(cause);
    }
  }

  #changeIn(cause: string): Change | null {
    const policy = this.#mine.decisions.get(cause) ?? null;
    const against = this.#other.decisions.get(cause) ?? null;
    const either = policy ?? against;
    if (either === null || isSame(policy, against)) return null;
    const [mine, other] = [this.#mine, this.#other].map((side) => {
      return { policy: side.circumstances.policy, assessment: side.assessments.get(cause) ?? null };
    });
    if (mine === undefined || other === undefined) return null;
    const { credential, at, eventId } = either;
    const why = whyOther({ ...mine, decision: policy }, { ...other, decision: against });
    return { credential, at, eventId, policy, against, why };
  }
}

/** Two decisions with one cause are one answer to it, whatever their evidence. */
function causeOf(one: Assessment | Decision): string {
  const id = typeof one.credential === 'string' ? one.credential : one.credential.id;
  return `${one.eventId === null ? 'standing' : `${one.eventId} ${one.at}`} ${id}`;
}

function isSame(a: Decision | null, b: Decision | null): boolean {
  return a?.action === b?.action && a?.mode === b?.mode && a?.heldBack === b?.heldBack;
}
