import { describe, expect, it } from 'vitest';
import { assess, type Dossier } from '../../../core/assess.ts';
import { placeUse } from '../../../core/context/place.ts';
import type { CredentialUse } from '../../../core/intake/credential-use.ts';
import { day as dayLength, dayOf, minute } from '../../../core/model/instant.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import {
  type Age,
  ageOf,
  emptyExperience,
  type Peers,
  pValueOf,
  tailOf,
  weekOfDay,
} from '../../../core/verdict/experience.ts';
import { dossier } from '../../cases/dossier.ts';
import { awsIreland, awsOhio, home, hotel, type Place, places } from '../../cases/places.ts';
import { noon, region as regionOf, use } from '../../cases/use.ts';

/** Numbers that are the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Somebody honest: the same work every day, and now and then, as often early as late, something that is new to it and stays. */
class Innocent {
  readonly dossier: Dossier;
  readonly born: number;
  readonly #random: () => number;
  readonly #changes: number;
  readonly #work: { action: string; region: string; from: Place; tool: string };
  #news = 0;

  constructor(seed: number, dossier: Dossier) {
    this.#random = chance(seed);
    this.dossier = dossier;
    for (let i = 0; i < 9; i++) this.#random();
    // Most were there before the first day that anybody watched.
    this.born = this.#random() < 0.7 ? 0 : Math.floor(40 * this.#random());
    this.#changes = 0.004 + 0.05 * this.#random() ** 2;
    this.#work = { action: 's3:GetObject', region: 'eu-west-1', from: awsIreland, tool: 'Boto3/1.34' };
  }

  usesOn(day: number, isUpheaval: boolean): CredentialUse[] {
    const uses = [this.#useAt(day, 0, this.#work)];
    if (this.#random() < (isUpheaval ? 0.5 : this.#changes)) uses.push(this.#useAt(day, 30, this.#change()));
    return uses;
  }

  #change() {
    const n = ++this.#news;
    const sort = this.#random();
    const work = this.#work;
    if (sort < 0.4) return { ...work, action: `s3:GetBucketThing${n}` };
    if (sort < 0.55) return { ...work, action: `sqs:GetQueueThing${n}` };
    if (sort < 0.7) return { ...work, region: n % 2 === 0 ? 'eu-central-1' : 'eu-north-1' };
    if (sort < 0.85) return Object.assign(work, { tool: n % 2 === 0 ? 'aws-cli/2.15' : 'aws-sdk-go/1.44' });
    return Object.assign(work, { from: [home, hotel, awsOhio][n % 3] ?? home });
  }

  #useAt(
    day: number,
    minutes: number,
    { action, region, from, tool }: { action: string; region: string; from: Place; tool: string },
  ) {
    const one = use({ action, region: regionOf(region), from, by: tool });
    return { ...one, at: noon + day * dayLength + minutes * minute, id: `${day} ${minutes}` as CredentialUse['id'] };
  }
}

interface HonestDay {
  readonly age: Age;
  readonly day: number;
  /** By days of its age and by weeks, and by all days alike. */
  readonly p: number;
  readonly plain: number;
}

/** Ten weeks of an account, and how rare each settled day of it was by the weeks before. */
function watch(account: number): HonestDay[] {
  const experience = emptyExperience();
  const innocents = Array.from(
    { length: 40 },
    (_, i) => new Innocent(1_000 * account + i + 1, dossier({ experience })),
  );
  const rated: HonestDay[] = [];
  const random = chance(account);
  for (let day = 0; day < 70; day++) {
    // Now and then something changes for half of them on one day.
    const isUpheaval = random() < 1 / 20;
    for (const innocent of innocents) {
      if (innocent.born > day) continue;
      const all = innocent
        .usesOn(day, isUpheaval)
        .flatMap((one) => assess(one, placeUse(one, places), innocent.dossier, defaultPolicy) ?? []);
      const [{ activeDays, at } = { activeDays: 0, at: noon }] = all;
      if (activeDays < defaultPolicy.thresholds.learningDays) continue;
      const bits = Math.max(...all.map(({ score }) => score.bits));
      const rarity = (peers: Peers) => tailOf(experience.all, peers, bits, weekOfDay(dayOf(at)));
      const any = rarity({ class: 'access-key' });
      const age = ageOf(activeDays);
      rated.push({
        age,
        day,
        p: pValueOf(rarity({ class: 'access-key', age })),
        plain: (1 + any.reached) / (any.days + 1),
      });
    }
  }
  return rated;
}

const rated = Array.from({ length: 6 }, (_, i) => watch(i + 1)).flat();
const levels = [0.1, 0.05, 0.03, 0.02, 0.01];

/** How often the days come to a level, in parts of it: 1 where that is as often as the level says. */
function oftener(days: readonly HonestDay[], p: (day: HonestDay) => number): number[] {
  return levels.map((level) => days.filter((day) => p(day) <= level).length / days.length / level);
}

describe('an honest day', () => {
  it.each([
    ['in a first month', (day: number) => day < 30],
    ['later', (day: number) => day >= 30],
  ])('is no oftener called rare than it is, %s', (_, isThen) => {
    const days = rated.filter(({ day }) => isThen(day));
    expect(days.length).toBeGreaterThan(4_000);
    expect(Math.max(...oftener(days, ({ p }) => p))).toBeLessThanOrEqual(1.05);
  });

  it('is called rare at all, where there are days enough to say so', () => {
    const days = rated.filter(({ day, age }) => day >= 50 && age === 28);
    expect(Math.min(...oftener(days, ({ p }) => p))).toBeGreaterThan(0.3);
  });

  it('would be called so too often if it were held against all days alike', () => {
    const days = rated.filter(({ day }) => day >= 30);
    expect(Math.max(...oftener(days, ({ plain }) => plain))).toBeGreaterThan(1.3);
  });
});
