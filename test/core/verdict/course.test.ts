import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day as dayLength, hour } from '../../../core/model/instant.ts';
import { follow, type LongDoubt, mixtureOf, newCourse } from '../../../core/verdict/course.ts';
import { countDay, type Experience, emptyExperience } from '../../../core/verdict/experience.ts';

const monday = 20_013;

/** So many days of a class in the weeks before, of which one in ten came to five bits and none to more. */
function experienceOf(days: number): Experience {
  const experience = emptyExperience();
  for (let i = 0; i < days; i++) {
    countDay(experience, { class: 'role', age: 14, day: monday - 7 - (i % 14), bits: i % 10 === 0 ? 5 : (i % 10) / 4 });
  }
  return experience;
}

/** One day after the other, a few moments each. */
function alarms(
  daily: readonly number[],
  experience: Experience,
  isSpecial: boolean | ((day: number) => boolean) = false,
  activeDays = 20,
): (LongDoubt | null)[] {
  const course = newCourse();
  return daily.map((bits, i) => {
    const told = [bits / 2, bits, bits / 3].map((now, n) => {
      const at = (monday + i) * dayLength + n * hour;
      const special = typeof isSpecial === 'function' ? isSpecial(i) : isSpecial;
      const moment = { class: 'role', at, activeDays, bits: now, isSpecial: special };
      const followed = follow(course, moment, experience.all);
      if (followed.closed !== null) countDay(experience, followed.closed);
      return followed.longDoubt;
    });
    return told.find((one) => one !== null) ?? null;
  });
}

describe('doubt that lasts', () => {
  it('is told once days on end bring more than the class has, though each is far below a notice', () => {
    const told = alarms([6, 6, 6, 6], experienceOf(700));
    expect(told.map((one) => one?.days ?? null)).toEqual([null, null, 3, null]);
    expect(told[2]?.odds).toBeGreaterThan(1_000);
  });

  it('is never told of one day, however odd: little experience proves little', () => {
    expect(alarms([15, 0, 0, 0, 0], experienceOf(700)).every((one) => one === null)).toBe(true);
    expect(alarms([15, 15, 15, 15, 15], experienceOf(10)).every((one) => one === null)).toBe(true);
    expect(alarms([15, 15, 15], emptyExperience()).every((one) => one === null)).toBe(true);
  });

  it('is not told of what the class often has', () => {
    expect(alarms(Array(28).fill(5), experienceOf(700)).every((one) => one === null)).toBe(true);
  });

  it('is not told of a credential that has always been like this', () => {
    const week = [6, 0, 0, 0, 0, 0, 0];
    const toldAfter = (weeks: number, quiet = 0) => {
      const before = [...Array(weeks).fill(week).flat(), ...Array(quiet).fill(0)];
      return alarms([...before, 6, 6, 6], experienceOf(1_500)).at(-1);
    };
    expect([1, 2].map((weeks) => toldAfter(weeks) !== null)).toEqual([true, false]);
    // What it was like a month ago is no excuse.
    expect([11, 12].map((quiet) => toldAfter(2, quiet) !== null)).toEqual([false, true]);
  });

  it('takes days that are a thousand times rarer than ordinary ones', () => {
    const toldOf = (days: number) => alarms([6, 6], experienceOf(days)).map((one) => one !== null);
    expect(toldOf(1_500)).toEqual([false, false]);
    expect(toldOf(2_500)).toEqual([false, true]);
  });

  it('is told of no later for the quiet days before', () => {
    const told = alarms([...Array(20).fill(0), 6, 6, 6], experienceOf(700));
    expect(told.map((one) => one?.days ?? 0).slice(-3)).toEqual([0, 0, 3]);
    // One day is enough for what a hundred thousand never came to.
    const experience = experienceOf(700);
    for (const counts of experience.all.values()) for (const [i, n] of counts.entries()) counts[i] = 300 * n;
    expect(alarms([...Array(20).fill(0), 6], experience).at(-1)).toMatchObject({ days: 1 });
  });

  it('is not told of by days of other ages: old habits weigh more than young ones can', () => {
    expect(alarms([6, 6, 6, 6], experienceOf(700), false, 60).every((one) => one === null)).toBe(true);
  });

  it('is not fed by days that a hard signal or young habits make special', () => {
    const told = (...special: number[]) =>
      alarms([9, 9, 9, 9, 9], experienceOf(700), (day) => special.includes(day)).findIndex((one) => one !== null);
    expect(told(0, 1, 2, 3, 4)).toBe(-1);
    expect(told()).toBe(2);
    expect(told(0, 1)).toBe(4);
  });

  it('does not dilute itself: the days of this week are held against those before it', () => {
    const experience = experienceOf(700);
    for (let i = 0; i < 200; i++) countDay(experience, { class: 'role', age: 14, day: monday, bits: 9 });
    expect(alarms([6, 6, 6], experience)[2]).not.toBeNull();
  });

  it('changes nothing with a late record of a day that is over', () => {
    const course = newCourse();
    const moment = (at: number, bits: number) => ({
      class: 'role',
      at: at * dayLength,
      activeDays: 20,
      bits,
      isSpecial: false,
    });
    const { all } = experienceOf(700);
    follow(course, moment(monday, 1), all);
    follow(course, moment(monday + 1, 1), all);
    const before = structuredClone(course);
    expect(follow(course, moment(monday, 9), all)).toEqual({ closed: null, longDoubt: null });
    expect(course).toEqual(before);
  });

  it('is counted as experience when the day is over, with the most that it came to', () => {
    const course = newCourse();
    const { all } = emptyExperience();
    const at = monday * dayLength;
    const moment = { class: 'role', isSpecial: false };
    for (const bits of [1, 4, 2]) follow(course, { ...moment, at: at + bits, activeDays: 27, bits }, all);
    // Its next day is one of an older credential; this one was not.
    const next = { ...moment, at: at + 3 * dayLength, activeDays: 28, bits: 0 };
    expect(follow(course, next, all).closed).toEqual({ class: 'role', age: 14, day: monday, bits: 4 });
  });
});

describe('a bet', () => {
  it('pays at most its stake on average, so that chance rarely grows rich', () => {
    // The mean over p-values that are as likely as they say: the right-hand sum lies above the integral.
    for (const n of [10, 100, 1_000]) {
      const mean = Array.from({ length: n }, (_, i) => mixtureOf((i + 1) / n)).reduce((sum, e) => sum + e, 0) / n;
      expect(mean).toBeLessThanOrEqual(1);
    }
  });

  it('pays the more, the rarer the day', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        (a, b) => {
          const [rare, often] = a < b ? [a, b] : [b, a];
          expect(mixtureOf(rare)).toBeGreaterThanOrEqual(mixtureOf(often) - 1e-3);
        },
      ),
    );
  });

  it('gives false alarms no oftener than once in a thousand ordinary days', () => {
    let seed = 7;
    const next = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    let raised = 0;
    let stake = 1;
    for (let i = 0; i < 200_000; i++) {
      stake = mixtureOf((1 + Math.floor(next() * 1_000)) / 1_000) * Math.max(1, stake);
      if (stake < 1_000) continue;
      raised++;
      stake = 1;
    }
    expect(raised).toBeLessThanOrEqual(200);
  });
});
