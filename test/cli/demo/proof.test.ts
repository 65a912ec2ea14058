import { expect, test } from 'vitest';
import { proofOf } from '../../../cli/demo/tell.ts';
import type { Incident } from '../../../simulator/labels.ts';

const theft: Incident = {
  id: 'i1-canary-key-used',
  technique: 'canary-key-used',
  tactic: 'initial-access',
  family: 'anomalous',
  difficulty: 'plain',
  hard: false,
  credential: 'AKIAEXAMPLEKEY000001',
  alsoAcceptable: [],
  firstHostileAt: '2026-09-28T12:06:00Z',
  lastHostileAt: '2026-09-28T12:06:00Z',
  hostileEventIds: [],
  story: 'a planted key is tried',
};

const told = (...given: Parameters<typeof proofOf>) =>
  proofOf(...given)
    .map((span) => (typeof span === 'string' ? span : span.text))
    .join('');

test('where there was no theft, nothing is said of a thief', () => {
  expect(told({ thiefDenied: null, ownerServed: false }, null)).toBe('the owner’s next call is denied');
  expect(told({ thiefDenied: null, ownerServed: true }, null)).toBe('the owner’s next call still passes');
  expect(told({ thiefDenied: null, ownerServed: null }, null)).toBe('');
});

test('where there was one, the thief’s next call is told of, and the workload’s', () => {
  expect(told({ thiefDenied: null, ownerServed: null }, theft)).toBe('the thief has made its last call');
  expect(told({ thiefDenied: true, ownerServed: true }, theft)).toBe(
    'the thief’s next call is denied, the workload’s own call still passes',
  );
  expect(told({ thiefDenied: false, ownerServed: false }, theft)).toBe(
    'the thief’s next call goes through, the workload’s own call is denied, too',
  );
});
