import type { Maker } from '../context/grants/maker.ts';
import type { Baseline } from '../context/habits/baseline.ts';
import { emptyMemo, type Memo } from '../context/memo.ts';
import type { Left, Member } from '../fleet/members.ts';
import type { Credential } from '../model/credential.ts';
import type { Instant } from '../model/instant.ts';
import type { Announcement } from '../plan/announcement.ts';
import { type CaseState, newCase } from '../plan/case.ts';
import type { Signal } from '../signals/signal.ts';
import { type Course, newCourse } from '../verdict/course.ts';
import type { Listed } from './session-notes.ts';

/** What is written down of a member beside its baseline. */
export interface MemberNote {
  readonly credential: Credential;
  readonly watchedSince: Instant | null;
  /** Absent where nobody was seen making it. */
  readonly madeBy?: Maker;
  readonly signals: readonly Signal[];
  readonly course: Course;
  readonly recent: readonly (readonly [string, Instant])[];
  /** `calledAt` null: nothing ever called for an answer. */
  readonly state: Omit<CaseState, 'calledAt'> & { readonly calledAt: Instant | null };
  readonly memo: Omit<Memo, 'silent' | 'times'> & {
    readonly silent: readonly number[];
    readonly times: readonly (readonly [number, number])[];
  };
  /** Absent where nobody gave it more. */
  readonly radius?: number;
  /** Decided, and not yet known to be announced. */
  readonly unannounced: readonly Announcement[];
  /** The latest of its sessions; absent where there are none. */
  readonly sessions?: Listed;
}

/** Sorts of use beyond these are judged once more in the next stretch, which costs time and changes nothing. */
const sortsKept = 128;

export function noteOf(
  { credential, dossier, state, memo }: Member,
  unannounced: readonly Announcement[],
  sessions: Listed,
): MemberNote {
  return {
    credential,
    watchedSince: dossier.watchedSince,
    ...(dossier.madeBy !== undefined && { madeBy: dossier.madeBy }),
    signals: dossier.evidence.signals,
    course: dossier.course,
    recent: [...dossier.recent.seen],
    // JSON has no infinity.
    state: { ...state, calledAt: Number.isFinite(state.calledAt) ? state.calledAt : null },
    memo: {
      ...memo,
      silent: [...memo.silent].slice(-sortsKept),
      times: [...memo.times].slice(-sortsKept),
    },
    ...(dossier.radius !== undefined && { radius: dossier.radius }),
    unannounced,
    ...(sessions.length > 0 && { sessions }),
  };
}

export function leftIn(note: MemberNote, baseline: Baseline): Left {
  return {
    baseline,
    watchedSince: note.watchedSince,
    madeBy: note.madeBy,
    evidence: { signals: [...note.signals] },
    course: { ...newCourse(), ...note.course },
    recent: { seen: new Map(note.recent) },
    ...(note.radius !== undefined && { radius: note.radius }),
    state: { ...newCase(), ...note.state, calledAt: note.state.calledAt ?? Number.NEGATIVE_INFINITY },
    memo: { ...emptyMemo(), ...note.memo, silent: new Set(note.memo.silent), times: new Map(note.memo.times) },
  };
}
