import { expect, test } from 'vitest';
import { Activities, observedOf } from '../../cli/replay/activity.ts';
import { day } from '../../core/model/instant.ts';
import { before, noon, use } from '../cases/use.ts';
import { assessment } from '../core/verdict/signals.ts';

test('what a replay saw of a credential: its longest pause, wherever that was, and the days from its first use to its last', () => {
  const activities = new Activities();
  for (const ago of [60, 55, 15, 12, 0]) activities.noteUse(before(use(), ago), null);
  // That it was spoken of is no use.
  activities.noteAssessment(assessment([], { at: noon - 30 * day }));
  const [activity] = activities.byCredential.values();
  expect(activity && observedOf(activity)).toEqual({
    lastUsedAt: noon,
    longestGapDays: 40,
    usedActions: [use().action],
    observedDays: 61,
  });
});

test('one day is a day, and no pause', () => {
  const activities = new Activities();
  activities.noteUse(use(), null);
  const [activity] = activities.byCredential.values();
  expect(activity && observedOf(activity)).toMatchObject({ longestGapDays: null, observedDays: 1 });
});
