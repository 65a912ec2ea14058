import type { DeclaredContext } from '../../core/context/recorded-context.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import type { Minted, Testimony } from '../../core/intake/testimony.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Authority, Basis, StandingSignal, TestimonySignal, UseSignal } from '../../core/signals/signal.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';

/** Bounds of a finding's bits and words that its evidence must contain; null for silence. */
export type Expectation = {
  readonly bits: readonly [least: number, most: number];
  readonly says?: readonly string[];
  readonly authority?: Authority;
  readonly basis?: Basis;
} | null;

/** Every signal is held to all three: what it must see, what it must not, and what looks alike but is fine. */
interface Cases<TheSignal, Case> {
  readonly signal: TheSignal;
  readonly fires: readonly Case[];
  readonly silent: readonly Case[];
  readonly lookalike: readonly Case[];
}

/** One story about a credential's standing, and what one signal must say about it. */
export interface StandingCase {
  readonly name: string;
  readonly standing: Standing;
  readonly now: Instant;
  readonly policy?: Policy;
  readonly expect: Expectation;
}

/** One story about a use: what the credential did before, what it does now, and what one signal must say about that. */
export interface UseCase {
  readonly name: string;
  /** Uses on the days before: what habits are made of. */
  readonly history?: readonly CredentialUse[];
  /** Uses on the days before by other credentials of the account. */
  readonly neighbours?: readonly CredentialUse[];
  /** Uses on the days before by other credentials of the same user. */
  readonly user?: readonly CredentialUse[];
  /** Uses on the days before by other credentials of its kind. */
  readonly kin?: readonly CredentialUse[];
  /** Uses of the same day, judged before this one. */
  readonly earlier?: readonly CredentialUse[];
  readonly declared?: DeclaredContext;
  /** Uses on the days before by the key that had the session made. */
  readonly parent?: readonly CredentialUse[];
  /** Uses on the days before by other roles that Identity Center gives the same person. */
  readonly person?: readonly CredentialUse[];
  /** Uses on the days before by roles that Identity Center gives the person who had the session made. */
  readonly hands?: readonly CredentialUse[];
  /** Who had the session made, as far as it matters: a service of AWS, or whom a provider vouches for. */
  readonly madeFor?: Partial<Minted['parent']>;
  /** Bits against the credential that had the session made. */
  readonly parentDoubt?: number;
  /** Accounts of the same organisation. */
  readonly knownAccounts?: readonly string[];
  readonly use: CredentialUse;
  readonly policy?: Policy;
  readonly expect: Expectation;
}

/** What somebody else says of a credential, and what one signal must make of it. */
export interface TestimonyCase {
  readonly name: string;
  readonly told: Testimony;
  readonly expect: Expectation;
}

export type StandingCases = Cases<StandingSignal, StandingCase>;
export type UseCases = Cases<UseSignal, UseCase>;
export type TestimonyCases = Cases<TestimonySignal, TestimonyCase>;
