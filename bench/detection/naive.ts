import type { Network } from '../../core/context/recorded-context.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import { dayOf } from '../../core/model/instant.ts';
import type { Answer } from './tally.ts';

/** What anybody could write in an afternoon. Each alarm takes the credential away, as the rule has no gentler answer. */
export const naiveRules = ['new network', 'new service or region', 'both on one day'] as const;
export type NaiveRule = (typeof naiveRules)[number];

interface Habits {
  readonly days: Set<number>;
  readonly networks: Set<string>;
  readonly scope: Set<string>;
  /** What was new today. */
  today: { day: number; readonly news: Set<NaiveRule> };
}

/** The three rules over the same uses, each credential learned for the same number of active days first. */
export class NaiveJudge {
  readonly alarms: Readonly<Record<NaiveRule, Answer[]>> = {
    'new network': [],
    'new service or region': [],
    'both on one day': [],
  };
  readonly #habits = new Map<string, Habits>();
  readonly #learningDays: number;

  constructor(learningDays: number) {
    this.#learningDays = learningDays;
  }

  note(use: CredentialUse, network: Network | null): void {
    const habits = this.#habitsOf(use.credential.id);
    const day = dayOf(use.at);
    if (habits.today.day !== day) habits.today = { day, news: new Set() };
    habits.days.add(day);
    const elsewhere = network !== null && isNew(habits.networks, network.id);
    const otherScope = [isNew(habits.scope, use.service), isNew(habits.scope, use.region)].includes(true);
    if (habits.days.size <= this.#learningDays) return;
    if (elsewhere) this.#raise('new network', habits, use);
    if (otherScope) this.#raise('new service or region', habits, use);
    const { news } = habits.today;
    if (news.has('new network') && news.has('new service or region')) this.#raise('both on one day', habits, use);
  }

  /** Once a credential and day. */
  #raise(rule: NaiveRule, { today }: Habits, { credential, at, id }: CredentialUse): void {
    if (today.news.has(rule)) return;
    today.news.add(rule);
    this.alarms[rule].push({ credential: credential.id, at, eventId: id });
  }

  #habitsOf(credential: string): Habits {
    const known = this.#habits.get(credential);
    if (known !== undefined) return known;
    const news = new Set<NaiveRule>();
    const habits = { days: new Set<number>(), networks: new Set<string>(), scope: new Set<string>() };
    const fresh: Habits = { ...habits, today: { day: -1, news } };
    this.#habits.set(credential, fresh);
    return fresh;
  }
}

function isNew(seen: Set<string>, value: string): boolean {
  const before = seen.size;
  return seen.add(value).size > before;
}
