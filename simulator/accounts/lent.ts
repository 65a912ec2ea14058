import { day, formatInstant, type Instant } from '../../core/model/instant.ts';
import type { Random } from '../random.ts';
import type { Lent } from './truth.ts';

/** What was given by hand ends a month later, if nobody says otherwise. */
export const handDays = 30;

/** The name by which the trail knows a policy that was given by hand. */
export const byHand = 'extra';

/** A policy that its holder was given for some time, by name and text. */
export function lentPolicies(lent: Lent, now: Instant, random: Random): readonly (readonly [string, string])[] {
  if (lent === null) return [];
  const end = lent.isOver ? now - random.between(2, 60) * day : now + random.between(2, 60) * day;
  const until = formatInstant(Math.floor(end / day) * day).slice(0, 10);
  const condition = { DateLessThan: { 'aws:CurrentTime': `${until}T00:00:00Z` } };
  switch (lent.way) {
    case 'name':
      return [[`migration-until-${until}`, textOf({})]];
    case 'condition':
      return [['migration', textOf({ Condition: condition })]];
    case 'hand':
      return [[byHand, textOf({})]];
  }
}

function textOf(rest: object): string {
  const statement = { Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:*:*:made-up', ...rest };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
