import { expect, test } from 'vitest';
import { capacity, emptyBaseline } from '../../../core/context/habits/baseline.ts';
import { learn } from '../../../core/context/habits/learn.ts';
import { recordOfBaseline } from '../../../core/context/seen-use.ts';
import { day } from '../../../core/model/instant.ts';
import { monday, sighting } from './sightings.ts';

const used = (...actions: readonly string[]) => {
  const baseline = emptyBaseline();
  for (const action of actions) {
    learn(baseline, sighting(monday, { service: action.split(':')[0] ?? '', action }), 'learn');
  }
  return recordOfBaseline(baseline)?.usedActions;
};

test('a baseline knows its actions by their prints, and the dictionary gives them back their names', () => {
  const actions = ['ec2:RunInstances', 's3:PutBucketPolicy', 'monitoring:PutMetricData'];
  expect(used(...actions)?.toSorted()).toEqual([...actions].toSorted());
  expect(used('newthing:Dance')).toEqual([]);
});

test('one that had to forget some says nothing: the forgotten must not pass for unused', () => {
  expect(used('ec2:RunInstances', ...Array.from({ length: capacity.action }, (_, i) => `s3:Made${i}`))).toEqual([]);
});

test('its last use in context is on a day that nothing was held against', () => {
  const baseline = emptyBaseline();
  const at = (days: number) => sighting(monday + days).at;
  const use = (days: number, trust: 'learn' | 'hold') => learn(baseline, sighting(monday + days), trust);
  use(0, 'hold');
  expect(recordOfBaseline(baseline)?.inContext).toEqual({ lastAt: null, judgedUntil: at(0) });
  use(1, 'learn');
  use(4, 'hold');
  const lastAt = recordOfBaseline(baseline)?.inContext?.lastAt ?? 0;
  expect(Math.floor(lastAt / day)).toBe(monday + 1);
  use(5, 'learn');
  expect(recordOfBaseline(baseline)?.inContext).toEqual({ lastAt: at(5), judgedUntil: at(5) });
});
