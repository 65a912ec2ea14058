import { expect, test } from 'vitest';
import { learningSentences } from '../../../cli/deploy/learning-time.ts';

const said = (given: Readonly<Record<string, string>>, eventsPerDay: number | null) =>
  learningSentences({ context: Object.entries(given) }, eventsPerDay).join();

test('how long the days before take is said with the number of their events', () => {
  const given = { trailBucket: 'logs' };
  // Half a million a day at five hundred a second: half of eight hours, by two accounts at a time.
  expect(said(given, 480_000)).toMatch(
    /^Nothing acts until the 30 days .* 14,400,000 events, which takes about 4 hours, or up to about 8 hours if most/,
  );
  expect(said({ ...given, concurrency: '1000', backfillDays: '90' }, 4_800_000)).toMatch(
    /90 days .* 432,000,000 events, which takes about 24 hours, or up to about 10 days if/,
  );
  expect(said(given, 2_000)).toMatch(/60,000 events, which takes some minutes\.$/);
});

test.each([
  ['nobody knows how many there are', { trailBucket: 'logs' }, null],
  ['none are learned', { trailBucket: 'logs', backfillDays: '0' }, 1_000],
  ['the bucket is made now', { trailBucket: 'new' }, 1_000],
  ['there is no bucket', {}, 1_000],
])('nothing is said where %s', (_, given, eventsPerDay) => {
  expect(said(given, eventsPerDay)).toBe('');
});
