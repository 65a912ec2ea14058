import { describe, expect, it } from 'vitest';
import { kilometresApart } from '../../../core/context/countries.ts';

describe('kilometresApart', () => {
  it.each(['NO', 'FI', 'EE', 'LV', 'BY', 'UA', 'GE', 'KZ', 'MN', 'CN', 'KP', 'JP'])(
    'Russia begins next to %s',
    (neighbour) => {
      expect(kilometresApart('RU', neighbour)).toBe(0);
    },
  );

  // The most is the way from border to border on the mainland.
  it.each([
    ['DE', 'RU', 500, 1_050],
    ['GB', 'RU', 1_000, 1_850],
    ['IN', 'RU', 1_000, 1_700],
    ['GB', 'US', 3_000, 4_900],
    ['FR', 'DE', 0, 0],
  ])('between %s and %s there are at least %i and at most %i', (from, to, least, most) => {
    const apart = kilometresApart(from, to);
    expect(apart).toBe(kilometresApart(to, from));
    expect(apart).toBeGreaterThanOrEqual(least);
    expect(apart).toBeLessThanOrEqual(most);
  });

  it('says nothing of a country that it does not know', () => {
    expect(kilometresApart('GB', 'ZZ')).toBe(null);
  });
});
