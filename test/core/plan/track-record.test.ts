import { describe, expect, it } from 'vitest';
import {
  demotedBy,
  distrustOf,
  type Label,
  trackRecordOf,
  trackStandingOf,
  withLabel,
} from '../../../core/plan/track-record.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import { decision } from './decisions.ts';

const labels = (right: number, wrong: number, signals = ['S09']): Label[] =>
  Array.from({ length: right + wrong }, (_, n) => ({ decisionId: `d_${n}`, honest: n >= right, signals }));
const strict: Policy = { ...defaultPolicy, trust: { ...defaultPolicy.trust, unmeasured: 'tell' } };
const about = (...signals: [id: string, bits: number, group: string][]) =>
  decision({ signals: signals.map(([id, bits, group]) => ({ id, bits, group, evidence: 'Odd.' })) });

it('keeps how often a reason was right, with Wilson’s interval, and the last word on each decision', () => {
  const record = trackRecordOf('S09', labels(8, 2));
  expect(record).toMatchObject({ right: 8, answers: 10 });
  // As tables have it for 8 of 10.
  expect(record.low).toBeCloseTo(0.49, 2);
  expect(record.high).toBeCloseTo(0.943, 3);
  expect(trackRecordOf('S10', labels(8, 2))).toEqual({ right: 0, answers: 0, low: 0, high: 1 });
  const changed = withLabel(labels(1, 0), { decisionId: 'd_0', honest: true, signals: ['S09'] });
  expect(trackRecordOf('S09', changed)).toMatchObject({ right: 0, answers: 1 });
});

it.each<[number, number, string]>([
  [9, 0, 'unmeasured'],
  [10, 0, 'trusted'],
  [8, 4, 'unmeasured'],
  [2, 10, 'distrusted'],
])('right %i times and wrong %i times it is %s', (right, wrong, standing) => {
  expect(trackStandingOf(trackRecordOf('S09', labels(right, wrong)), defaultPolicy)).toBe(standing);
});

describe('a decision may act', () => {
  it.each<[string, ReturnType<typeof about>, Label[], Policy, boolean]>([
    ['while its reasons are not measured', about(['S09', 12, 'origin']), [], defaultPolicy, true],
    ['not while they are not, where the policy wants proof', about(['S09', 12, 'origin']), [], strict, false],
    ['with proof', about(['S09', 12, 'origin']), labels(10, 0), strict, true],
    ['not on what was wrong too often', about(['S09', 12, 'origin']), labels(2, 10), defaultPolicy, false],
    [
      'on what is left without it',
      about(['S09', 12, 'origin'], ['S17', 12, 'intent']),
      labels(2, 10),
      defaultPolicy,
      true,
    ],
    [
      'not where too little is left',
      about(['S09', 12, 'origin'], ['S17', 11, 'intent']),
      labels(2, 10),
      defaultPolicy,
      false,
    ],
    [
      'not on two reasons of one cause as if they were two',
      about(['S09', 9, 'a'], ['S10', 7, 'b'], ['S11', 7, 'b']),
      labels(2, 10),
      defaultPolicy,
      false,
    ],
    ['on a person’s order, which has no reasons of ours', about(), labels(0, 20), strict, true],
  ])('%s', (_, one, given, policy, may) => {
    expect(distrustOf(one, given, policy) === null).toBe(may);
  });

  it('and where it may not, it says which reason and how often it was right', () => {
    expect(distrustOf(about(['S09', 12, 'origin']), labels(2, 10), defaultPolicy)).toMatch(
      /S09 was right in 2 of 12 answers \(5–45 %\)/,
    );
  });
});

it('tells the answer that demotes a reason from those before and after', () => {
  expect(demotedBy(labels(2, 7), labels(2, 8), defaultPolicy)).toEqual([]);
  expect(demotedBy(labels(2, 8), labels(2, 9), defaultPolicy)).toEqual(['S09']);
  expect(demotedBy(labels(2, 10), labels(2, 12), defaultPolicy)).toEqual([]);
  expect(demotedBy(labels(10, 0), labels(10, 1), strict)).toEqual([]);
});
