import type { Dossier } from '../../core/assess.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import { classOf } from '../../core/model/credential.ts';
import { dayOf, type Instant } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { type Age, ageOf, type Experience, pValueOf, tailOf, weekOfDay } from '../../core/verdict/experience.ts';
import { perTenThousand } from './table.ts';

/** The most that spoke against one credential on one day, and how rare that was by the weeks before. */
interface RatedDay {
  readonly credential: string;
  readonly day: number;
  readonly accountId: string;
  readonly class: string;
  /** Days of use before it. */
  readonly before: number;
  age: Age;
  bits: number;
}

/** A learned answer that disturbed somebody, with the p-value that it had. */
interface Rated {
  readonly credential: string;
  readonly at: Instant;
  readonly p: number;
}

/** What an organisation tells about the honesty of the numbers. */
export interface Calibration {
  /** p-values of settled credential-days, those included that nothing like them was on record to be held against. */
  readonly days: readonly {
    readonly credential: string;
    readonly day: number;
    readonly before: number;
    readonly p: number;
  }[];
  readonly answers: readonly Rated[];
  /** Credential-days on which doubt that lasted was told of. */
  readonly alarms: readonly { readonly credential: string; readonly day: number }[];
}

/** Listens to a replay. */
export class CalibrationListener {
  readonly #days = new Map<string, RatedDay>();
  readonly #seen = new Map<string, Set<number>>();
  readonly #answers: Rated[] = [];
  readonly #alarms: { credential: string; day: number }[] = [];
  #latest: { readonly assessment: Assessment; readonly dossier: Dossier } | null = null;

  noteAssessment(assessment: Assessment, dossier: Dossier): void {
    this.#latest = { assessment, dossier };
    const { credential, at, score, hard, longDoubt, activeDays } = assessment;
    const day = dayOf(at);
    if (longDoubt !== null) this.#alarms.push({ credential: credential.id, day });
    const known = this.#days.get(`${credential.id} ${day}`);
    if (known === undefined) return;
    known.age = ageOf(activeDays);
    known.bits = hard ? Number.POSITIVE_INFINITY : Math.max(known.bits, score.bits);
  }

  /** Every day of use, since most bring no signal at all; the first of each credential are left out while it is learned. */
  noteUse({ credential, at }: CredentialUse): void {
    const day = dayOf(at);
    const seen = this.#seen.get(credential.id) ?? new Set();
    if (seen.has(day)) return;
    this.#seen.set(credential.id, seen.add(day));
    if (seen.size <= defaultPolicy.thresholds.learningDays) return;
    const { id, accountId } = credential;
    const before = seen.size - 1;
    const rated = { credential: id, day, accountId, class: classOf(credential), before, age: ageOf(before), bits: 0 };
    this.#days.set(`${id} ${day}`, rated);
  }

  noteDecision({ credential, at, action }: Decision): void {
    if (this.#latest === null || !isDisruptive(action)) return;
    const { assessment, dossier } = this.#latest;
    if (assessment.hard) return;
    const peers = { class: classOf(assessment.credential), age: ageOf(assessment.activeDays) };
    const tail = tailOf(dossier.experience.all, peers, assessment.score.bits, weekOfDay(dayOf(at)));
    this.#answers.push({ credential, at, p: pValueOf(tail) });
  }

  finish(experiences: ReadonlyMap<string, Experience>): Calibration {
    const ordinary = [...this.#days.values()].filter(({ bits }) => Number.isFinite(bits));
    const days = ordinary.map(({ credential, day, before, accountId, class: name, age, bits }) => {
      const all = experiences.get(accountId)?.all ?? new Map();
      const p = pValueOf(tailOf(all, { class: name, age }, bits, weekOfDay(day)));
      return { credential, day, before, p };
    });
    return { days, answers: this.#answers, alarms: this.#alarms };
  }
}

/** Days of use. */
const firstMonth = 30;

const levels = [0.1, 0.03, 0.01] as const;

/** How often honest days come to a p-value, and what a gate at that value would have let through of the learned answers. */
export function calibrationRows(
  all: readonly {
    readonly calibration: Calibration;
    readonly isInnocent: (credential: string, at: Instant) => boolean;
  }[],
): string[][] {
  const dayLength = 86_400_000;
  const days = all.flatMap(({ calibration, isInnocent }) =>
    calibration.days.filter(({ credential, day }) => isInnocent(credential, (day + 1) * dayLength - 1)),
  );
  const answers = all.flatMap(({ calibration, isInnocent }) =>
    calibration.answers.map((one) => ({ ...one, innocent: isInnocent(one.credential, one.at) })),
  );
  const share = (n: number, of: number) => (of === 0 ? '–' : `${n} of ${of}, ${((100 * n) / of).toFixed(1)} %`);
  const reached = (some: readonly { readonly p: number }[], level: number) =>
    share(some.filter(({ p }) => p <= level).length, some.length);
  const rows = levels.map((level) => {
    const passing = answers.filter(({ p }) => p <= level);
    const of = (innocent: boolean) => answers.filter((one) => one.innocent === innocent).length;
    return [
      `p at most ${level}`,
      reached(
        days.filter(({ before }) => before < firstMonth),
        level,
      ),
      reached(
        days.filter(({ before }) => before >= firstMonth),
        level,
      ),
      share(passing.filter(({ innocent }) => innocent).length, of(true)),
      share(passing.filter(({ innocent }) => !innocent).length, of(false)),
    ];
  });
  const alarms = all.flatMap(({ calibration, isInnocent }) =>
    calibration.alarms.filter(({ credential, day }) => isInnocent(credential, (day + 1) * dayLength - 1)),
  );
  return [
    ...rows,
    ['alarms of doubt that lasts, per 10,000 days', perTenThousand(alarms.length, days.length), '', '', ''],
  ];
}
