import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hour } from '../../../core/model/instant.ts';
import { score, weightOf } from '../../../core/verdict/score.ts';
import { noon } from '../../cases/use.ts';
import { signal } from './signals.ts';

const points = (...signals: Parameters<typeof score>[0]) => score(signals, noon).value;

describe('the score', () => {
  it('is five points a bit', () => expect(points(signal('origin', 8))).toBe(40));

  it('lets the strongest of a group speak for it', () => {
    expect(points(signal('origin', 8), signal('origin', 7, { key: 'other' }))).toBe(40);
  });

  it('adds the groups up, strongest first', () => {
    const { value, contributions } = score([signal('client', 4), signal('origin', 8)], noon);
    expect(value).toBe(60);
    expect(contributions.map(({ group }) => group)).toEqual(['origin', 'client']);
  });

  it('never passes a hundred', () => {
    const groups = ['context', 'origin', 'action', 'scope', 'volume'] as const;
    expect(points(...groups.map((group) => signal(group, 20)))).toBe(100);
  });

  it('cuts a group at its cap, unless the evidence is hard', () => {
    expect(points(signal('client', 20))).toBeLessThan(40);
    expect(points(signal('client', 20, { authority: 'hard' }))).toBe(100);
  });

  it.each([
    ['context', 20, 24],
    ['origin', 12, 24],
    ['client', 5, 24],
    ['scope', 6, 24],
    ['action', 12, 24],
    ['intent', 12, 24],
    ['volume', 8, 6],
    ['lifecycle', 6, 24],
    ['identity', 12, 24],
    ['standing', 20, Number.POSITIVE_INFINITY],
  ] as const)('cuts %s at %d bits, and halves it in %d hours', (group, most, halfLife) => {
    const loud = signal(group, 100);
    expect(weightOf(loud, noon)).toBe(most);
    expect(weightOf(loud, noon + 12 * hour)).toBeCloseTo(most * 2 ** (-12 / halfLife));
  });

  it('halves evidence within a day, volume within hours, and a standing never', () => {
    const later = (group: 'origin' | 'volume' | 'standing', hours: number) =>
      score([signal(group, 8)], noon + hours * hour).bits;
    expect(later('origin', 24)).toBeCloseTo(4);
    expect(later('volume', 6)).toBeCloseTo(4);
    expect(later('standing', 2_400)).toBe(8);
  });

  it('counts the age from the last sighting', () => {
    expect(score([signal('origin', 8, { lastAt: noon + 24 * hour })], noon + 24 * hour).bits).toBe(8);
  });

  it('does not count what came later', () => expect(points(signal('origin', 8, { at: noon + 1 }))).toBe(0));

  it.each([
    ['who spoke first', { at: noon - hour, lastAt: noon }, {}],
    ['who had more to say, though both are cut to the cap', { at: noon }, { bits: 19 }],
    ['whose words come first', { id: 'S09' }, { id: 'S10' }],
    ['whose words come first, of one signal', { key: 'a' }, { key: 'b' }],
  ])('lets one of two of the same weight speak, in any order: %s', (_, first, second) => {
    const [one, other] = [signal('client', 20, first), signal('client', 20, second)];
    for (const signals of [
      [one, other],
      [other, one],
    ])
      expect(score(signals, noon).contributions.map((each) => each.signal)).toEqual([one]);
  });

  it('is the same in any order, and more evidence never lowers it', () => {
    const groups = fc.constantFrom('origin', 'client', 'action', 'volume', 'identity');
    const any = fc
      .tuple(groups, fc.double({ min: 0.1, max: 20, noNaN: true }), fc.integer({ min: 0, max: 90 }))
      .map(([group, bits, age]) => signal(group, bits, { at: noon - age * hour, key: `${age}` }));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), any, (signals, one) => {
        expect(score(signals.toReversed(), noon)).toEqual(score(signals, noon));
        expect(score([...signals, one], noon).value).toBeGreaterThanOrEqual(score(signals, noon).value);
      }),
    );
  });
});
