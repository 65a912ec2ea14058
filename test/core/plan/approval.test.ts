import { describe, expect, it } from 'vitest';
import { hour } from '../../../core/model/instant.ts';
import {
  type Answers,
  answer,
  approversNeeded,
  type Choice,
  choicesFor,
  noAnswers,
  type Stakes,
} from '../../../core/plan/approval.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { defaultPolicy, type Person, type Policy } from '../../../core/policy/policy.ts';
import { account, decision, now } from './decisions.ts';

const person = (name: string, given: Partial<Person> = {}): Person => ({
  name,
  aws: [],
  owns: [],
  approver: false,
  ...given,
});
const ada = person('ada', { owns: ['Team-Data'] });
const ben = person('ben', { approver: true });
const cleo = person('cleo', { approver: true });
const dan = person('dan');
const policy: Policy = { ...defaultPolicy, people: [ada, ben, cleo, dan] };

const soft: Stakes = { blastRadius: null };
const grave: Stakes = { blastRadius: 0.8 };
const hardSignal = [{ id: 'S01', bits: 20, group: 'identity', evidence: 'A decoy was used.' }];
const asked: Answers = { ...noAnswers('d_1f2e'), askedAt: now, policyVersion: policy.version };

interface Turn {
  readonly about?: Partial<Decision>;
  readonly stakes?: Stakes;
  readonly at?: number;
  readonly under?: Policy;
}

/** What the last of several people hears, each after the other. */
function heardBy(answers: Answers, turns: readonly (readonly [Person, Choice])[], given: Turn = {}) {
  const { about = { action: 'disable' }, stakes = grave, at = now + hour, under = policy } = given;
  let last: ReturnType<typeof answer> | null = null;
  let standing = answers;
  for (const [turn, [who, choice]] of turns.entries()) {
    const asking = { decision: decision(about), stakes, policy: under, now: at, ref: `click ${turn}` };
    last = answer(standing, choice, who, asking);
    if (last.kind !== 'declined') standing = last.answers;
  }
  return last;
}

describe('people are asked', () => {
  it.each<[string, number, Partial<Decision>, Stakes, Policy]>([
    ['before a powerful credential is switched off', 2, { action: 'disable' }, grave, policy],
    ['not before a pin, which lets honest work go on', 0, { action: 'pin' }, grave, policy],
    ['not where it can do little', 0, { action: 'disable' }, { blastRadius: 0.79 }, policy],
    ['not where nobody knows what it can do', 0, { action: 'disable' }, soft, policy],
    ['also on hard evidence', 2, { action: 'disable', signals: hardSignal }, grave, policy],
    [
      'unless the policy lets hard evidence act',
      0,
      { action: 'disable', signals: hardSignal },
      grave,
      { ...policy, approvals: { ...policy.approvals, hardEvidence: 'act' } },
    ],
  ])('%s', (_, persons, about, stakes, under) => {
    expect(approversNeeded(decision(about), stakes, under)).toBe(persons);
  });
});

describe('an approval', () => {
  it('takes two people, and says who they were', () => {
    expect(heardBy(asked, [[ben, 'approve']])).toMatchObject({ kind: 'noted', missing: 1 });
    const both = heardBy(asked, [
      [ben, 'approve'],
      [cleo, 'approve'],
    ]);
    expect(both).toMatchObject({ kind: 'settled', settled: { choice: 'approve', by: ['ben', 'cleo'] } });
  });

  it.each<[string, readonly (readonly [Person, Choice])[], Turn, RegExp]>([
    [
      'the same person twice',
      [
        [ben, 'approve'],
        [ben, 'approve'],
      ],
      {},
      /another person/,
    ],
    ['an owner who is no approver', [[ada, 'approve']], {}, /not an approver/],
    ['somebody else', [[dan, 'refuse']], {}, /not an approver/],
    [
      'whoever acts by the credential',
      [[person('eve', { approver: true, aws: [`arn:aws:iam::${account}:user/b*`] }), 'approve']],
      {},
      /Nobody may answer for/,
    ],
    [
      'whoever acts by its role',
      [[person('eve', { approver: true, aws: [`arn:aws:sts::${account}:assumed-role/Worker/eve`] }), 'approve']],
      { about: { action: 'disable', principal: `arn:aws:iam::${account}:role/Worker` } },
      /Nobody may answer for/,
    ],
    ['whoever comes late', [[ben, 'approve']], { at: now + 24 * hour }, /expired/],
    ['whoever answers another question', [[ben, 'approve']], { under: { ...policy, version: '2' } }, /has changed/],
    [
      'whoever comes after a refusal',
      [
        [cleo, 'refuse'],
        [ben, 'approve'],
      ],
      {},
      /Refused by cleo/,
    ],
  ])('is not had from %s', (_, turns, given, why) => {
    expect(heardBy(asked, turns, given)).toEqual({ kind: 'declined', why: expect.stringMatching(why) });
  });

  it('is nobody’s to give where nobody was asked', () => {
    expect(heardBy(noAnswers('d_1f2e'), [[ben, 'approve']])).toMatchObject({ kind: 'declined' });
  });
});

describe('“this was me”', () => {
  it('is its owner’s to say, and enough on soft evidence', () => {
    expect(heardBy(noAnswers('d_1f2e'), [[ada, 'mine']], { stakes: soft })).toMatchObject({
      kind: 'settled',
      settled: { choice: 'mine', by: ['ada'] },
    });
    expect(heardBy(noAnswers('d_1f2e'), [[ben, 'mine']], { stakes: soft })).toMatchObject({ kind: 'declined' });
  });

  it.each<[string, Turn]>([
    ['on hard evidence', { about: { signals: hardSignal }, stakes: soft }],
    ['for a powerful credential', { stakes: grave }],
  ])('takes an approver as well %s: a thief may hold the owner’s sign-in', (_, given) => {
    expect(heardBy(noAnswers('d_1f2e'), [[ada, 'mine']], given)).toMatchObject({ kind: 'noted', missing: 1 });
    const fellow = person('fay', { owns: ['team-data'] });
    expect(
      heardBy(
        noAnswers('d_1f2e'),
        [
          [ada, 'mine'],
          [fellow, 'mine'],
        ],
        given,
      ),
    ).toMatchObject({ kind: 'noted' });
    expect(
      heardBy(
        noAnswers('d_1f2e'),
        [
          [ada, 'mine'],
          [ben, 'undo'],
        ],
        given,
      ),
    ).toMatchObject({
      kind: 'settled',
      settled: { choice: 'mine', by: ['ada', 'ben'] },
    });
  });
});

it('a click that is delivered again does not undo what was settled since', () => {
  const asking = { decision: decision({ action: 'pin' }), stakes: soft, policy, now };
  const first = answer(noAnswers('d_1f2e'), 'stranger', ada, { ...asking, ref: 'click 1' });
  const then = first.kind === 'settled' ? answer(first.answers, 'mine', ada, { ...asking, ref: 'click 2' }) : first;
  expect(then).toMatchObject({ kind: 'settled', settled: { choice: 'mine' } });
  if (then.kind !== 'settled') return;
  const again = answer(then.answers, 'stranger', ada, { ...asking, ref: 'click 1' });
  expect(again).toEqual({ kind: 'settled', answers: then.answers, settled: then.settled });
});

it('the pin that stands in for what was refused can be taken off, but not approved away', () => {
  const refused: [Person, Choice][] = [[ben, 'refuse']];
  const undo: [Person, Choice][] = [...refused, [ben, 'undo'], [cleo, 'undo']];
  expect(heardBy(asked, undo)).toMatchObject({ kind: 'settled', settled: { choice: 'undo', by: ['ben', 'cleo'] } });
  expect(heardBy(asked, [...refused, [cleo, 'stranger']])).toMatchObject({ kind: 'declined' });
});

it('a question stays open to approvers for whoever said that it was a stranger, or wants a new credential', () => {
  const besides: [Person, Choice][] = [
    [ada, 'stranger'],
    [ada, 'rotate'],
  ];
  const approved = heardBy(asked, [...besides, [ben, 'approve'], [cleo, 'approve']]);
  expect(approved).toMatchObject({ kind: 'settled', settled: { choice: 'approve', by: ['ben', 'cleo'] } });
  expect(heardBy(asked, [...besides, [ben, 'refuse'], [cleo, 'approve']])).toMatchObject({
    kind: 'declined',
    why: expect.stringContaining('Refused by ben'),
  });
});

it('what was approved, or said to be a stranger’s, can be taken back, and that only once', () => {
  const approved = heardBy(asked, [
    [ben, 'approve'],
    [cleo, 'approve'],
    [ben, 'undo'],
    [cleo, 'undo'],
  ]);
  expect(approved).toMatchObject({ kind: 'settled', settled: { choice: 'undo', by: ['ben', 'cleo'] } });
  const again = heardBy(
    noAnswers('d_1f2e'),
    [
      [ada, 'stranger'],
      [ada, 'mine'],
      [ada, 'undo'],
    ],
    { stakes: soft },
  );
  expect(again).toEqual({
    kind: 'declined',
    why: 'Your answer comes too late. Confirmed as their own doing by ada.',
  });
});

it('offers what can be said: a question’s two answers, or whose doing it was, and to undo what was done', () => {
  const about = decision({ signals: hardSignal });
  expect(choicesFor(about, false, true)).toEqual(['approve', 'refuse']);
  expect(choicesFor(about, true, false)).toEqual(['mine', 'stranger', 'undo']);
  expect(choicesFor({ ...about, mode: 'observe' }, false, false)).toEqual(['mine', 'stranger']);
  const signals = [{ id: 'S32', bits: 4, group: 'age', evidence: 'Unused for 60 days.' }];
  const old = decision({ families: ['stale'], action: 'notify', signals });
  expect(choicesFor(old, false, false)).toEqual(['extend']);
  expect(choicesFor(old, false, false, true)).toEqual(['extend', 'rotate']);
  expect(choicesFor({ ...old, action: 'rotate' }, true, false, true)).not.toContain('rotate');
});

it('the same click delivered again is the same word', () => {
  const asking = { decision: decision({ action: 'disable' }), stakes: grave, policy, now, ref: 'click' };
  const once = answer(asked, 'approve', ben, asking);
  if (once.kind !== 'noted') throw new Error(once.kind);
  expect(answer(once.answers, 'approve', ben, asking)).toEqual(once);
  const twice = answer(once.answers, 'approve', cleo, { ...asking, ref: 'second' });
  if (twice.kind !== 'settled') throw new Error(twice.kind);
  expect(answer(twice.answers, 'approve', cleo, { ...asking, ref: 'second' })).toEqual(twice);
});
