import { expect, it } from 'vitest';
import { type Baseline, emptyBaseline } from '../../../../core/context/habits/baseline.ts';
import { learn } from '../../../../core/context/habits/learn.ts';
import { isNews, storedHabits } from '../../../../core/context/habits/news.ts';
import { hour, minute } from '../../../../core/model/instant.ts';
import { monday, sighting } from '../sightings.ts';

const at = Date.UTC(2026, 9, 5, 9);

function learned(...uses: readonly Parameters<typeof sighting>[1][]): Baseline {
  const baseline = emptyBaseline();
  for (const use of uses) learn(baseline, sighting(monday, use), 'learn');
  return baseline;
}

it.each([
  ['the same once more', { at, eventId: 'a' }, { one: false, many: false }],
  ['another use of the hour', { at: at + minute, eventId: 'b' }, { one: true, many: true }],
  ['the same event, later told of', { at: at + minute, eventId: 'a' }, { one: true, many: false }],
  ['the same event in another hour', { at: at + hour, eventId: 'a' }, { one: true, many: true }],
  ['another service', { at, eventId: 'a', service: 'kms' }, { one: true, many: true }],
])('%s', (_, use, expected) => {
  const stored = storedHabits(learned({ at, eventId: 'a' }));
  const baseline = learned({ at, eventId: 'a' }, use);
  expect({ one: isNews(baseline, stored, 'one'), many: isNews(baseline, stored, 'many') }).toEqual(expected);
});
