import { expect, test } from 'vitest';
import { capacity, emptyBaseline } from '../../../core/context/baseline.ts';
import { learn } from '../../../core/context/learn.ts';
import { recordOfBaseline } from '../../../core/context/seen-use.ts';
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
