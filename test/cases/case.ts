import type { Instant } from '../../core/model/instant.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { StandingSignal } from '../../core/signals/signal.ts';
import type { Standing } from '../../core/signals/standing.ts';

/** One story about a credential's standing, and what one signal must say about it. */
export interface StandingCase {
  readonly name: string;
  readonly standing: Standing;
  readonly now: Instant;
  readonly policy?: Policy;
  /** Null for silence; else the bounds of its bits and words that its evidence must contain. */
  readonly expect: { readonly bits: readonly [least: number, most: number]; readonly says?: readonly string[] } | null;
}

/** Every signal is held to all three: what it must see, what it must not, and what looks alike but is fine. */
export interface StandingCases {
  readonly signal: StandingSignal;
  readonly fires: readonly StandingCase[];
  readonly silent: readonly StandingCase[];
  readonly lookalike: readonly StandingCase[];
}
