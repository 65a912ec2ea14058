import type { Score } from '../verdict/assessment.ts';
import type { Peers, Tail } from '../verdict/experience.ts';
import type { Rung } from './ladder.ts';

/** How a decision was come to, for whoever asks later. */
export interface Weighed {
  readonly shares: readonly Share[];
  readonly grounds: Grounds;
}

/** What one group added to the score, in bits, and the signal that spoke for it. */
export interface Share {
  readonly group: string;
  readonly bits: number;
  readonly id: string;
  readonly name: string;
  readonly evidence: string;
}

export function sharesOf({ contributions }: Score): readonly Share[] {
  return contributions.map(({ group, bits, signal: { id, name, evidence } }) => {
    return { group, bits: Math.round(bits * 100) / 100, id, name, evidence };
  });
}

/** What explains a decision besides its evidence. Worked out for decisions alone: most assessments come to none. */
export interface Grounds {
  /** What was expected of the credential, a sentence each. */
  readonly expected: readonly string[];
  /** What the evidence calls for before any brake; null: not even a word. */
  readonly earned: Rung | null;
  /** What the evidence would have called for without one group of it. */
  readonly without: readonly Without[];
  /** Without the strongest groups together, as many as it takes to another answer; null where one group is enough. */
  readonly together: Without | null;
  /** What a stronger answer lacked, a clause each; empty where there is none, or none that this kind knows. */
  readonly lacking: readonly string[];
  /** The credential-days that it is held against, and how many of them came to as much; null where no day of use was judged. */
  readonly ordinary: (Tail & Peers) | null;
}

export interface Without {
  readonly group: string;
  readonly score: number;
  /** Null: nobody would have been told. */
  readonly action: Rung | null;
}
