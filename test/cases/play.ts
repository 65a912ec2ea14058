import { assess } from '../../core/assess.ts';
import { emptyBaseline } from '../../core/context/habits/baseline.ts';
import { learn } from '../../core/context/habits/learn.ts';
import { placeUse } from '../../core/context/place.ts';
import { Sessions } from '../../core/context/sessions/sessions.ts';
import { sightingOf } from '../../core/context/sighting.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { type Observation, observe } from '../../core/signals/observation.ts';
import type { UseCase } from './case.ts';
import { dossier } from './dossier.ts';
import { places } from './places.ts';
import { mintFor } from './testimony.ts';

/**
 * The observation that a case ends in. The days before are learned; today's uses, the last one included, walk the whole
 * corridor, since some signals look at what was noted on the way.
 */
export function observationOf(one: UseCase): Observation {
  const { use, history = [], neighbours = [], earlier = [], policy = defaultPolicy } = one;
  const sessions = new Sessions();
  if (one.madeFor !== undefined) sessions.noteMint(mintFor(one.madeFor, use));
  const about = dossier({
    declared: one.declared ?? null,
    baseline: learned(history),
    principalBaseline: one.user === undefined ? null : learned(one.user),
    kinBaseline: one.kin === undefined ? null : learned([...history, ...one.kin]),
    accountBaseline: learned([...history, ...neighbours]),
    parentDoubt: one.parentDoubt ?? 0,
    ...(one.parent !== undefined && { parentBaseline: learned(one.parent) }),
    ...(one.hands !== undefined && { handsBaseline: learned(one.hands) }),
    personBaseline: one.person === undefined ? null : learned(one.person),
    knownAccounts: new Set(one.knownAccounts),
  });
  for (const now of [...earlier, use]) {
    assess(now, placeUse(now, places), { ...about, session: sessions.of(now) }, policy);
  }
  return observe(use, placeUse(use, places), { ...about, session: sessions.of(use) }, policy);
}

function learned(uses: readonly CredentialUse[]) {
  const baseline = emptyBaseline();
  for (const use of uses) learn(baseline, sightingOf(use, placeUse(use, places), null), 'learn');
  return baseline;
}
