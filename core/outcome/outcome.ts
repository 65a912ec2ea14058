import type { Instant } from '../model/instant.ts';

/** What became of a containment, or of its undoing. */
export type Outcome =
  | { readonly kind: 'done' }
  /** AWS was found in the desired state before anything was changed. */
  | { readonly kind: 'already-so' }
  /** Nothing was changed, and rightly so. */
  | { readonly kind: 'skipped'; readonly reason: string }
  /** Transient: worth another try soon. Terminal: a person must look. */
  | { readonly kind: 'failed'; readonly lasting: 'transient' | 'terminal'; readonly error: string }
  /** Tried often enough: listed, counted, and tried again at `retryAt`, after ever longer pauses of at most a day. */
  | { readonly kind: 'irrevocable'; readonly error: string; readonly retryAt: Instant };

/** The outcome as half a sentence: `done`, `skipped: the user no longer exists`. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return 'done';
    case 'already-so':
      return 'already in place, nothing was changed';
    case 'skipped':
      return `skipped: ${outcome.reason}`;
    case 'failed':
      return `failed${outcome.lasting === 'terminal' ? ', a person has to look' : ', will be retried'}: ${outcome.error}`;
    case 'irrevocable':
      return `not possible so far, will be retried: ${outcome.error}`;
  }
}

const gravity = { irrevocable: 4, failed: 3, skipped: 2, done: 1, 'already-so': 0 } as const;

/** The outcome of several measures together: the one that a person must know about. */
export function gravest(outcomes: readonly Outcome[]): Outcome {
  const [worst] = outcomes.toSorted((a, b) => gravity[b.kind] - gravity[a.kind]);
  return worst ?? { kind: 'skipped', reason: 'nothing could be done on AWS' };
}
