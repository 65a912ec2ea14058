import { day, type Instant } from '../../core/model/instant.ts';
import type { Random } from '../random.ts';
import type { Door, Holds, Lent, Loan, Ownership, Use } from './truth.ts';

/** When a credential was made, and last used; null for never. */
export interface Lifetime {
  readonly use: Use;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  /** The calendar it keeps, where it says so. */
  readonly cadence: string | null;
  /** Days from one use to the next, while it lasted; null where there was none. */
  readonly everyDays: number | null;
}

const calendars = [
  ['monthly', 31],
  ['quarterly', 92],
  ['half-yearly', 184],
  ['yearly', 366],
] as const;

export function drawLifetime(random: Random, now: Instant): Lifetime {
  const use = random.weighted<Use>([
    ['busy', 58],
    ['rare', 9],
    ['rare-unsaid', 3],
    ['abandoned', 18],
    ['never', 7],
    ['fresh', 5],
  ]);
  const ago = (least: number, most: number) => now - random.between(least * 24, most * 24) * (day / 24);
  switch (use) {
    case 'busy':
      // A rotated key is young, whatever the age of the work.
      return { use, createdAt: ago(12, 88), lastUsedAt: ago(0, 9), cadence: null, everyDays: 5 };
    case 'rare':
    case 'rare-unsaid': {
      const [cadence, period] = random.pick(calendars);
      const lastUsedAt = ago(0, period);
      const said = use === 'rare' ? cadence : null;
      return { use, createdAt: lastUsedAt - 2 * period * day, lastUsedAt, cadence: said, everyDays: period };
    }
    case 'abandoned': {
      const lastUsedAt = ago(60, 390);
      const createdAt = lastUsedAt - random.between(30, 700) * day;
      return { use, createdAt, lastUsedAt, cadence: null, everyDays: 5 };
    }
    case 'never':
      return { use, createdAt: ago(60, 600), lastUsedAt: null, cadence: null, everyDays: null };
    default:
      return { use, createdAt: ago(0, 24), lastUsedAt: null, cadence: null, everyDays: null };
  }
}

/** What is true of a user or role, whatever its credentials do. */
export interface Nature {
  readonly holds: Holds;
  readonly owner: Ownership;
  readonly loan: Loan;
  readonly lent: Lent;
  readonly door: Door;
}

export function drawNature(random: Random): Nature {
  return {
    holds: random.weighted<Holds>([
      ['fitting', 60],
      ['slack', 15],
      ['far-too-much', 17],
      ['escalates', 8],
    ]),
    owner: drawOwner(random),
    loan: random.weighted<Loan>([
      ['none', 92],
      ['running', 4],
      ['over', 4],
    ]),
    lent: drawLent(random.fork('lent')),
    door: random.weighted<Door>([
      ['closed', 90],
      ['vendor', 6],
      ['open', 4],
    ]),
  };
}

function drawLent(random: Random): Lent {
  const way = random.pick(['name', 'condition', 'hand'] as const);
  return random.weighted<Lent>([
    [null, 92],
    [{ way, isOver: false }, 4],
    [{ way, isOver: true }, 4],
  ]);
}

export function drawOwner(random: Random): Ownership {
  return random.weighted<Ownership>([
    ['named', 50],
    ['team', 28],
    ['none', 14],
    ['left', 8],
  ]);
}
