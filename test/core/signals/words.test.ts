import { expect, test } from 'vitest';
import { neverBefore } from '../../../core/signals/words.ts';

test('what has no past says so, in place of a history of no days', () => {
  expect(neverBefore(0)).toBe('nothing was on record before');
  expect(neverBefore(1)).toBe('never before in 1 day on record');
  expect(neverBefore(41, 'no bedrock')).toBe('no bedrock in 41 days on record');
});
