import { day, formatInstant, type Instant } from '../../core/model/instant.ts';
import type { Tag } from '../aws/state/account.ts';
import type { Random } from '../random.ts';
import type { Loan, Ownership } from './truth.ts';

export interface People {
  readonly present: readonly string[];
  readonly left: readonly string[];
}

const given = ['ada', 'ben', 'cleo', 'dan', 'eva', 'finn', 'gita', 'hugo', 'ines', 'jon', 'kim', 'lea', 'max', 'nora'];
const teams = ['billing squad', 'data platform', 'storefront team', 'payments team', 'site ops'];

export function makePeople(random: Random): People {
  const all = given.flatMap((name) => ['a', 'b', 'c', 'd'].map((initial) => `${name}.${initial}@made-up.example`));
  const deck = random.shuffled(all);
  return { present: deck.slice(12), left: deck.slice(0, 12) };
}

export function ownerTags(owner: Ownership, people: People, random: Random): Tag[] {
  switch (owner) {
    case 'named':
      return [{ Key: random.pick(['owner', 'Owner']), Value: random.pick(people.present) }];
    case 'team':
      return [{ Key: 'team', Value: random.pick(teams) }];
    case 'left':
      return [{ Key: 'Owner', Value: random.pick(people.left) }];
    case 'none':
      return random.chance(0.3) ? [{ Key: 'owner', Value: random.pick(['', 'n/a', 'unknown']) }] : [];
  }
}

export function loanTags(loan: Loan, now: Instant, random: Random): Tag[] {
  if (loan === 'none') return [];
  const end = loan === 'over' ? now - random.between(2, 90) * day : now + random.between(2, 90) * day;
  return [{ Key: 'expires-at', Value: formatInstant(Math.floor(end / day) * day).slice(0, 10) }];
}

export function cadenceTags(cadence: string | null): Tag[] {
  return cadence === null ? [] : [{ Key: 'purpose', Value: `${cadence} run` }];
}
