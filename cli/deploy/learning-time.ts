import { accountsAtOnce, concurrencyContext, usualConcurrency } from '../../contract/concurrency.ts';
import { usualBackfillDays } from '../../contract/trail.ts';
import { count } from '../terminal/words.ts';
import type { DeploymentPlan } from './deployment-plan.ts';

/**
 * What a function learns of one account's past, reckoned for the share of a processor that a gigabyte has;
 * `npm run bench -- cloud --lane past` measures it.
 */
const eventsPerSecond = 500;

/** How long the days before the first take; nothing where none are learned, or nobody knows how many events they have. */
export function learningSentences({ context }: Pick<DeploymentPlan, 'context'>, eventsPerDay: number | null): string[] {
  const given = new Map(context);
  const bucket = given.get('trailBucket') ?? 'new';
  const days = Number(given.get('backfillDays') ?? usualBackfillDays);
  if (bucket === 'new' || days === 0 || eventsPerDay === null) return [];
  const events = Math.round(days * eventsPerDay);
  const atOnce = accountsAtOnce(Number(given.get(concurrencyContext) ?? usualConcurrency));
  const [least, most] = [events / eventsPerSecond / atOnce, events / eventsPerSecond].map(timeOf);
  const time = least === most ? least : `${least}, or up to ${most} if most are in one account`;
  return [
    `Nothing acts until the ${count(days, 'day')} before the deployment are learned: about ${count(events, 'event')}, which takes ${time}.`,
  ];
}

/** `some minutes`, `about 5 hours`, `about 3 days`: a reckoning, and no more precise than that. */
function timeOf(seconds: number): string {
  const hours = seconds / 3_600;
  if (hours < 0.75) return 'some minutes';
  if (hours < 36) return `about ${count(Math.round(hours), 'hour')}`;
  return `about ${count(Math.round(hours / 24), 'day')}`;
}
