import type { Baseline } from '../context/habits/baseline.ts';
import { hasDay } from '../context/habits/days.ts';
import { keyOf } from '../context/habits/lesson.ts';
import type { RecordedContext } from '../context/recorded-context.ts';
import { type Credential, isPersonsRole } from '../model/credential.ts';
import { dayOf, type Instant } from '../model/instant.ts';
import { isPersonKind } from '../signals/who/nature.ts';

/** What is at stake in either mistake: letting a thief go on, and switching off somebody’s work. */
export interface Stakes {
  /** 0 to 1: how much a thief would hold. Null where its grants are not known. */
  readonly blastRadius: number | null;
  /** 0 to 1: how surely work depends on the credential at this moment. */
  readonly dependency: number;
}

export function stakesOf(
  credential: Credential,
  {
    baseline,
    declared,
    inventoried,
    radius,
  }: Pick<RecordedContext, 'baseline' | 'declared' | 'inventoried' | 'radius'>,
  established: readonly string[],
  at: Instant,
): Stakes {
  const listed = inventoried?.blastRadius ?? null;
  const blastRadius = radius === undefined ? listed : Math.max(radius, listed ?? 0);
  const words = `${declared?.kind ?? ''} ${declared?.purpose ?? ''}`;
  const isPersons =
    credential.kind === 'console-password' || isPersonsRole(credential) || isPersonKind(declared?.kind ?? null);
  // A person waits for an hour; what runs by itself stops.
  if (isPersons || !isAtWork(baseline, established, at)) return { blastRadius, dependency: 0 };
  return { blastRadius, dependency: production.test(words) ? onPath : atWork };
}

const production = /\bprod(?:uction)?\b|\blive\b|\bcustomers?\b/i;
const onPath = 1;
const atWork = 0.5;

/** Seen on one of its own networks today or yesterday: the honest workload runs. */
function isAtWork({ tables }: Baseline, established: readonly string[], at: Instant): boolean {
  const today = dayOf(at);
  return established.some((network) => {
    const entry = tables.network.entries.get(keyOf('network', network));
    return entry !== undefined && (hasDay(entry, today) || hasDay(entry, today - 1));
  });
}

const usualBits = 16;
const swing = 6;
const fewestBits = 10;
const mostBits = 24;

/**
 * The fewest bits of learned evidence that may switch a credential off: fewer the more a thief would hold, more the more surely work
 * stops. An unknown radius lowers nothing.
 */
export function bitsToDisable({ blastRadius, dependency }: Stakes): number {
  return Math.max(fewestBits, Math.min(mostBits, usualBits + swing * dependency - swing * (blastRadius ?? 0)));
}
