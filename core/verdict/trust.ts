import { fewestApart } from '../context/habits/familiarity.ts';
import type { Policy } from '../policy/policy.ts';
import { addHistograms, classesIn, type Experience, type Histograms, tailOf, upperShareOf } from './experience.ts';
import { pointsPerBit } from './score.ts';

/**
 * How far a judge may be trusted on what it has seen, a sentence for each class of credentials, the best known first: how
 * often a day came to the score from which a credential may be contained, and the bound that this earns. It holds whoever
 * was honest: a theft among the days only makes it worse.
 */
export function trustEarned(experiences: Iterable<Experience>, { thresholds: { contain } }: Policy): string[] {
  const sum: Histograms = new Map();
  for (const { all } of experiences) addHistograms(sum, all);
  const earned = classesIn(sum)
    .map((name) => ({ name, ...tailOf(sum, { class: name }, contain / pointsPerBit) }))
    .toSorted((a, b) => b.days - a.days);
  if (earned.length === 0)
    return ['No settled credential was in use for a whole day, so it is not known how often Rescind is wrong.'];
  const telling = earned.filter((one) => upperShareOf(one) <= leastTelling);
  const silent = earned.filter((one) => !telling.includes(one)).map(({ name }) => classWords(name));
  const sentences = telling.map(({ name, days, reached }) => {
    const most = oneIn(upperShareOf({ days, reached }));
    const many = `${number(days)} settled ${days === 1 ? 'day' : 'days'} of ${classWords(name)}`;
    if (reached === 0)
      return `Of ${many}, none reached a score of ${contain}: at most ${most} does, with 95 % confidence.`;
    return `Of ${many}, ${number(reached)} reached a score of ${contain}: even if all of them were honest, at most ${most} does, with 95 % confidence.`;
  });
  return silent.length === 0
    ? sentences
    : [...sentences, `There are too few settled days of ${silent.join(', ')} to say anything about them.`];
}

/** What is not said of credentials that are not known yet, who so look as calm as any; none where there are none. */
export function unknownYet(young: number, all: number, { thresholds: { learningDays } }: Policy): string[] {
  if (young === 0) return [];
  const apart = fewestApart(learningDays);
  return [
    `${number(young)} of ${number(all)} credentials ${young === 1 ? 'has' : 'have'} neither ${learningDays} active days on record nor ${apart.days} in ${apart.weeks} weeks, three of them without doubt (insufficient-data): no finding about them does not mean that they are safe.`,
  ];
}

/** A looser bound than this is no news. */
const leastTelling = 0.1;

/** `one in 604`; rounded towards the oftener. */
export function oneIn(share: number): string {
  return `one in ${number(Math.max(1, Math.floor(1 / share + 1e-9)))}`;
}

const words: Readonly<Record<string, string>> = {
  'access-key': 'access keys',
  role: 'roles',
  'role of a person': 'people’s roles',
  'session-token': 'session tokens',
  'console-password': 'console passwords',
  root: 'root users',
  'service-specific': 'service-specific credentials',
};

export function classWords(name: string): string {
  return words[name] ?? `${name}s`;
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}
