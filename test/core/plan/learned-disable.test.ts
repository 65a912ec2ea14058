import { describe, expect, it } from 'vitest';
import { missingToDisable, rungFor } from '../../../core/plan/ladder.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { graveSequence } from '../../../core/signals/anomalous/grave-sequence.ts';
import type { Signal } from '../../../core/signals/signal.ts';
import type { Stakes } from '../../../core/verdict/stakes.ts';
import { assessment, signal } from '../verdict/signals.ts';

/** 16 bits switch off, 8 of them about who it is. */
const idle: Stakes = { blastRadius: 0, dependency: 0 };
/** 22 and 11. */
const live: Stakes = { blastRadius: 0, dependency: 1 };
const { quorumBits } = defaultPolicy.thresholds;

const deed = (bits: number, changes: Partial<Signal> = {}) => signal('action', bits, { id: 'S19', ...pin, ...changes });
const pin = { authority: 'pin', basis: 'fact' } as const;
const origin = (bits: number) => signal('origin', bits);
const scope = (bits: number) => signal('scope', bits);

/** What learned evidence switches a credential off by, and what it lacks where one thing is missing by the least there is. */
const cases: readonly [what: string, signals: readonly Signal[], stakes: Stakes | null, missing: readonly string[]][] =
  [
    ['three witnesses', [origin(8), deed(5), scope(quorumBits)], idle, []],
    ['two, with as many bits', [origin(8), deed(8.5)], idle, ['3 independent groups of evidence']],
    [
      'a third that falls just short of a witness',
      [origin(8), deed(8.5), scope(quorumBits - 0.1)],
      idle,
      ['3 independent groups of evidence'],
    ],
    [
      'a third that may only be told',
      [origin(8), deed(8.5), signal('scope', 6, { authority: 'notify' })],
      idle,
      ['3 independent groups of evidence'],
    ],
    [
      'two signals of one group, which are one witness',
      [origin(8), signal('origin', 7, { key: 'other' }), deed(8.5)],
      idle,
      ['3 independent groups of evidence'],
    ],
    ['four witnesses', [origin(8), deed(5), scope(4), signal('intent', 4)], idle, []],
    ['as much where work depends on it', [origin(11), deed(7), scope(4)], live, []],
    [
      'a bit too little for the work that depends on it',
      [origin(11), deed(7), scope(3.9)],
      live,
      ['110 points of evidence, given what is at stake'],
    ],
    [
      'as much, where nobody knows what is at stake',
      [origin(8), deed(8), scope(4)],
      null,
      ['110 points of evidence, given what is at stake', '55 points about who it is'],
    ],
    ['too little about who it is', [origin(7.9), deed(8), scope(4)], idle, ['40 points about who it is']],
    [
      'no deed among it',
      [origin(8), signal('action', 5), scope(4)],
      idle,
      ['an action that hardly has an honest explanation'],
    ],
    [
      'a deed that leaves room',
      [origin(8), deed(5, { authority: 'corroborate' }), scope(4)],
      idle,
      ['an action that hardly has an honest explanation'],
    ],
    [
      'a plan of grave firsts',
      [origin(8), deed(5, { id: graveSequence.id }), scope(4)],
      idle,
      ['an action that hardly has an honest explanation'],
    ],
    ['a score just short', [origin(8), deed(4.2), scope(3.6)], { blastRadius: 1, dependency: 0 }, ['a score of 80']],
  ];

describe('what learned evidence needs to switch a credential off', () => {
  it.each(cases)('%s', (_, signals, stakes, missing) => {
    const found = { ...assessment(signals), stakes };
    expect(found.verdict).toBe('compromised');
    expect(missingToDisable(found, defaultPolicy)).toEqual(missing);
    expect(rungFor(found, defaultPolicy) === 'disable').toBe(missing.length === 0);
  });
});
