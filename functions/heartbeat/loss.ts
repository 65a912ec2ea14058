import { minutesBetweenRounds, silentAfterMinutes } from '../../contract/heartbeat.ts';
import type { Lane } from '../../contract/notes.ts';
import { hour, type Instant, minute } from '../../core/model/instant.ts';
import type { Heard } from './silence.ts';

/** Heartbeats of an account that the other lane brought: those that this one did not bring in its time are lost. */
export interface Loss {
  readonly account: string;
  readonly lane: Lane;
  readonly lost: number;
  readonly due: number;
}

const betweenRounds = minutesBetweenRounds * minute;
/**
 * A beat is judged in one round less than an hour has, and the alarm asks for an hour of them: AWS promises delivery at best, so
 * that one lost beat of a small deployment is no reason to ring, and a second one soon after is.
 */
const judgedFor = hour - betweenRounds;

/** By account and lane, where two lanes are to hear; a beat that may still come is not judged. */
export function lossesOf(all: readonly Heard[], now: Instant): Loss[] {
  return [...Map.groupBy(all, ({ account }) => account).values()].flatMap((lanes) =>
    lanes.flatMap(({ account, lane, beats }): Loss[] => {
      const due = lanes
        .filter((one) => one.lane !== lane)
        .flatMap((other) => other.beats.filter((at) => isJudged(at, lane, beats, now)));
      const lost = due.filter((at) => !beats.includes(at)).length;
      return due.length === 0 ? [] : [{ account, lane, lost, due: due.length }];
    }),
  );
}

/** Of the lane that loses more, in per cent, over all accounts. */
export function disagreementOf(losses: readonly Loss[]): number {
  const shares = [...Map.groupBy(losses, ({ lane }) => lane).values()].map((of) => {
    return of.reduce((sum, { lost }) => sum + lost, 0) / of.reduce((sum, { due }) => sum + due, 0);
  });
  return Math.round(1_000 * Math.max(0, ...shares)) / 10;
}

/**
 * Patience ends between two rounds, so that a bell a few seconds early or late changes nothing. What was before the lane’s first
 * beat that is on record, nobody knows: it, or this way of noting, may be new.
 */
function isJudged(at: Instant, lane: Lane, beats: readonly Instant[], now: Instant): boolean {
  const overdue = now - at - silentAfterMinutes[lane] * minute - betweenRounds / 2;
  return overdue > 0 && overdue <= judgedFor && at > Math.min(...beats);
}
