import type { Result } from '../../core/model/result.ts';

/** One thing that was looked at. What could not be looked at counts as wrong: nobody knows that it is fine. */
export interface Check {
  readonly about: string;
  readonly state: 'fine' | 'note' | 'wrong' | 'unknown';
  readonly sentence: string;
  /** Null where nothing is to be done. */
  readonly remedy: string | null;
}

export type Judged = Omit<Check, 'about'>;

export const fine = (sentence: string): Judged => ({ state: 'fine', sentence, remedy: null });
export const note = (sentence: string): Judged => ({ state: 'note', sentence, remedy: null });
export const wrong = (sentence: string, remedy: string): Judged => ({ state: 'wrong', sentence, remedy });

/** CloudFormation leaves alone what somebody else changed, as long as the template stays the same, unless it is told. */
export const putBack = 'Run rescind deploy again with --revert-drift.';

export function of<T>(about: string, read: Result<T, string>, judge: (value: T) => Judged): Check {
  return read.ok ? { about, ...judge(read.value) } : unseen(about, read.error);
}

export function unseen(about: string, why: string): Check {
  return {
    about,
    state: 'unknown',
    sentence: `Part of the ${about} could not be read. AWS says: ${why}`,
    remedy: 'Use credentials that have the permission; docs/deploy.md lists what is needed.',
  };
}
