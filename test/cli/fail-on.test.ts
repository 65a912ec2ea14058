import { expect, test } from 'vitest';
import { failOn } from '../../cli/fail-on.ts';
import { actionNames } from '../../core/policy/policy.ts';
import { decision } from '../core/plan/decisions.ts';

test.each([
  ['notify', ['notify', 'pin', 'quarantine', 'revoke-sessions', 'disable', 'rotate']],
  ['rotate', ['pin', 'quarantine', 'revoke-sessions', 'disable', 'rotate']],
  ['quarantine', ['quarantine', 'revoke-sessions', 'disable']],
  ['disable', ['disable']],
])('an action is found at its own rung and above: %s', (least, found) => {
  expect(actionNames.filter((action) => failOn(least)(decision({ action })))).toEqual(found);
});

test('a score is found from its own value on', () => {
  expect([79, 80, 81].map((score) => failOn('80')(decision({ score })))).toEqual([false, true, true]);
});
