import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { countDay, type Experience, emptyExperience } from '../../../core/verdict/experience.ts';
import { oneIn, trustEarned, unknownYet } from '../../../core/verdict/trust.ts';

function experience(of: string, counts: readonly (readonly [bits: number, days: number])[]): Experience {
  const seen = emptyExperience();
  for (const [bits, n] of counts) for (let i = 0; i < n; i++) countDay(seen, { class: of, age: 14, day: 20_000, bits });
  return seen;
}

const trust = (...all: readonly Experience[]) => trustEarned(all, defaultPolicy);

describe('the trust that was earned', () => {
  it('is three in so many days where none came to a containment, over all accounts', () => {
    expect(trust(experience('access-key', [[11.9, 200]]), experience('access-key', [[0, 100]]))).toEqual([
      'Of 300 settled days of access keys, none reached a score of 60: at most one in 100 does, with 95 % confidence.',
    ]);
  });

  it('counts every alarm as a false one', () => {
    const [sentence] = trust(
      experience('role', [
        [0, 998],
        [12, 2],
      ]),
    );
    expect(sentence).toContain(
      'Of 1,000 settled days of roles, 2 reached a score of 60: even if all of them were honest',
    );
    expect(sentence).toContain('at most one in 15');
  });

  it('says where it knows next to nothing, and where it knows nothing', () => {
    expect(trust(experience('role', [[0, 5]]))).toEqual([
      'There are too few settled days of roles to say anything about them.',
    ]);
    expect(trust()).toEqual([expect.stringContaining('it is not known how often Rescind is wrong')]);
  });

  it('says of how many it cannot know anything yet', () => {
    expect(unknownYet(0, 3, defaultPolicy)).toEqual([]);
    expect(unknownYet(1, 3, defaultPolicy)).toEqual([
      expect.stringMatching(
        /^1 of 3 credentials has neither 7 active days on record nor 5 in 4 weeks, three of them without doubt \(insufficient-data\)/,
      ),
    ]);
  });

  it('rounds towards the oftener', () => {
    expect([oneIn(3 / 1000), oneIn(1), oneIn(0.4)]).toEqual(['one in 333', 'one in 1', 'one in 2']);
  });
});
