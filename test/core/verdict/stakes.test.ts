import { describe, expect, it } from 'vitest';
import { emptyBaseline } from '../../../core/context/habits/baseline.ts';
import { learn } from '../../../core/context/habits/learn.ts';
import { placeUse } from '../../../core/context/place.ts';
import { sightingOf } from '../../../core/context/sighting.ts';
import { day } from '../../../core/model/instant.ts';
import { missingToDisable } from '../../../core/plan/ladder.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { bitsToDisable, type Stakes, stakesOf } from '../../../core/verdict/stakes.ts';
import { days } from '../../cases/history.ts';
import { places } from '../../cases/places.ts';
import { declared } from '../../cases/standing.ts';
import { noon, use } from '../../cases/use.ts';
import { assessment, signal } from './signals.ts';

const { credential } = use();

function stakes(words: Parameters<typeof declared>[0], at = noon, radius: number | null = null): Stakes {
  const baseline = emptyBaseline();
  for (const one of days(30)) learn(baseline, sightingOf(one, placeUse(one, places), null), 'learn');
  const network = placeUse(use(), places)?.id ?? '';
  const inventoried = radius === null ? null : { createdAt: null, lastUsedAt: null, blastRadius: radius };
  return stakesOf(credential, { baseline, declared: declared(words), inventoried }, [network], at);
}

describe('what depends on a credential', () => {
  it('is the work that runs now, the more so where its owner calls it production', () => {
    expect(stakes({ kind: 'batch', purpose: null }).dependency).toBe(0.5);
    expect(stakes({ kind: 'batch', purpose: 'production billing' }).dependency).toBe(1);
  });

  it('is nothing where nothing runs, or a person can wait', () => {
    expect(stakes({ kind: 'batch', purpose: 'production billing' }, noon + 9 * day).dependency).toBe(0);
    expect(stakes({ kind: 'dev', purpose: 'production support' }).dependency).toBe(0);
  });
});

it('what a thief would hold is the more of what is known of its grants by two ways', () => {
  const both = (radius: number, listed: number) => {
    const inventoried = { createdAt: null, lastUsedAt: null, blastRadius: listed };
    const about = { baseline: emptyBaseline(), declared: null, inventoried, radius };
    return stakesOf(credential, about, [], noon).blastRadius;
  };
  expect([both(0.2, 0.9), both(0.9, 0.2)]).toEqual([0.9, 0.9]);
});

describe('the bits that switching off takes', () => {
  it('are fewer the more a thief would hold, and more the surer work stops', () => {
    expect(bitsToDisable({ blastRadius: 1, dependency: 0 })).toBe(10);
    expect(bitsToDisable({ blastRadius: 0, dependency: 0 })).toBe(16);
    expect(bitsToDisable({ blastRadius: 0, dependency: 1 })).toBe(22);
    expect(bitsToDisable({ blastRadius: 1, dependency: 1 })).toBe(16);
  });

  it('are not lowered by a radius that nobody knows', () => {
    expect(bitsToDisable({ blastRadius: null, dependency: 0.5 })).toBe(
      bitsToDisable({ blastRadius: 0, dependency: 0.5 }),
    );
  });

  it('decide: the same evidence switches off what nobody needs, and pins what runs in production', () => {
    const grave = signal('action', 6, { id: 'S19', authority: 'pin', basis: 'fact' });
    const found = assessment([signal('origin', 7), signal('client', 4), grave]);
    const missing = (at: Stakes | null) => missingToDisable({ ...found, stakes: at }, defaultPolicy);
    expect(missing({ blastRadius: 1, dependency: 0 })).toEqual([]);
    expect(missing({ blastRadius: 0, dependency: 1 })).toEqual(['110 points of evidence, given what is at stake']);
    expect(missing(null)).toEqual(missing({ blastRadius: null, dependency: 1 }));
  });
});
