import { describe, expect, test } from 'vitest';
import { assessStanding } from '../../../core/assess-standing.ts';
import { extend } from '../../../core/context/lease.ts';
import { day } from '../../../core/model/instant.ts';
import { nextStep, noProgress, type Progress, type Retirement, type Stage } from '../../../core/plan/retirement.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import type { Standing } from '../../../core/signals/standing/standing.ts';
import { accessed, daysAgo, declared, granted, now, observed, role, standing } from '../../cases/standing.ts';

const usedAgo = (days: number) => ({ kind: 'used', at: daysAgo(days), witness: 'access-key-last-used' }) as const;
const idle = standing({ lastUse: usedAgo(200), createdAt: daysAgo(80) });
const office = { cidrs: ['198.51.100.7/32'], vpcs: [], vpcEndpoints: [] };

function step(one: Standing, progress: Partial<Progress> = {}, policy: Policy = defaultPolicy, at = now) {
  const assessment = assessStanding(one, policy, at);
  return assessment === null ? null : nextStep(one, assessment, { ...noProgress, ...progress }, policy, at);
}

const since = (stage: Stage, days: number): Retirement => ({ stage, since: daysAgo(days) });

test('a warning, a pin, off, and a word about deletion: each only when the one before has had its days', () => {
  const known = { established: office };
  expect(step(idle, known)).toMatchObject({ stage: 'warned', rung: 'notify', due: true });
  expect(step(idle, { ...known, retirement: since('warned', 13) })).toMatchObject({ stage: 'warned', due: false });
  expect(step(idle, { ...known, retirement: since('warned', 14) })).toMatchObject({ stage: 'pinned', rung: 'pin' });
  expect(step(idle, { ...known, retirement: since('pinned', 6) })?.due).toBe(false);
  expect(step(idle, { ...known, retirement: since('pinned', 7) })).toMatchObject({
    stage: 'inactive',
    rung: 'disable',
  });
  expect(step(idle, { ...known, retirement: since('inactive', 30) })).toMatchObject({
    stage: 'deletion-proposed',
    rung: 'notify',
    due: true,
    next: null,
  });
  expect(step(idle, { ...known, retirement: since('deletion-proposed', 900) })?.due).toBe(false);
});

test('a warning counts for a policy that enforces where it did when its owner was told, or where a person takes the step', () => {
  const enforcing: Policy = { ...defaultPolicy, mode: 'enforce' };
  const after = (given: Partial<Progress>) => step(idle, given, enforcing);
  const warned = since('warned', 100);
  expect(after({ retirement: { ...warned, mode: 'enforce' } })).toMatchObject({ stage: 'inactive', due: true });
  expect(after({ retirement: warned, byOrder: true })).toMatchObject({ stage: 'inactive', due: true });
  const anew = { stage: 'warned', rung: 'notify', due: true, next: { stage: 'inactive', at: now + 14 * day } };
  expect(after({ retirement: { ...warned, mode: 'observe' } })).toMatchObject(anew);
  expect(after({ retirement: warned })).toMatchObject(anew);
  // What is in force was told.
  expect(after({ retirement: since('pinned', 7) })).toMatchObject({ stage: 'inactive', due: true });
});

test('nights that were missed skip no step', () => {
  expect(step(idle, { established: office, retirement: since('warned', 300) })?.stage).toBe('pinned');
});

test('without known networks there is no pin to put on', () => {
  expect(step(idle, { retirement: since('warned', 14) })?.stage).toBe('inactive');
});

test('a pin that another key of the user would feel is left out', () => {
  expect(step(idle, { established: office, shared: true, retirement: since('warned', 14) })?.stage).toBe('inactive');
});

test('a role that nobody assumes is denied everything', () => {
  const unused = { ...idle, credential: role };
  expect(step(unused, { retirement: since('warned', 14) })).toMatchObject({ stage: 'inactive', rung: 'quarantine' });
});

describe('what may be rare work is not switched off', () => {
  const pause = standing({ lastUse: usedAgo(70), createdAt: daysAgo(80) });

  test('for a first long pause: of one last use nobody can tell a habit', () => {
    expect(step(pause, { retirement: since('warned', 60) })?.due).toBe(false);
    expect(step(pause, { established: office, retirement: since('warned', 60) })?.stage).toBe('pinned');
    expect(step(pause, { established: office, retirement: since('pinned', 60) })?.due).toBe(false);
  });

  test('but it is once it has lain idle longer than its habit on record', () => {
    const watched = (observedDays: number) => ({ ...pause, observed: observed({ longestGapDays: 10, observedDays }) });
    expect(step(watched(150), { retirement: since('warned', 14) })?.stage).toBe('inactive');
    expect(step(watched(60), { retirement: since('warned', 14) })?.due).toBe(false);
  });

  test('nor is what keeps a calendar, what is for emergencies, or what an AWS service assumes', () => {
    const quarterly = { ...pause, declared: declared({ purpose: 'quarterly close' }) };
    expect(step(quarterly, { retirement: since('warned', 60) })).toBeNull();
    const glass = { ...idle, lastUse: usedAgo(900), declared: declared({ purpose: 'break-glass' }) };
    expect(step(glass, { established: office, retirement: since('warned', 60) })).toMatchObject({
      due: false,
      next: null,
    });
    const served = { ...idle, credential: role, keeper: 'service' as const };
    expect(step(served, { retirement: since('warned', 60) })).toMatchObject({ due: false, next: null });
  });
});

test('an orphan at work waits longer for a new owner, and is pinned at most', () => {
  const orphan = standing({ formerOwner: 'kim@acme.example', owner: { kind: 'unknown' } });
  expect(step(orphan, { established: office, retirement: since('warned', 89) })?.due).toBe(false);
  expect(step(orphan, { established: office, retirement: since('warned', 90) })?.stage).toBe('pinned');
  expect(step(orphan, { established: office, retirement: since('pinned', 900) })?.due).toBe(false);
});

test('a word of the owner’s stops every step until its own end', () => {
  const lease = extend(null, 'ada', daysAgo(10), 60);
  const wanted = { ...idle, lease };
  expect(step(wanted, { retirement: since('warned', 90) })?.due).toBe(false);
  expect(step(wanted, { retirement: since('warned', 90) }, defaultPolicy, now + 50 * day)?.due).toBe(true);
});

test('the policy says how far it goes', () => {
  const upTo = (most: Policy['retire']['upTo']) => ({
    ...defaultPolicy,
    retire: { ...defaultPolicy.retire, upTo: most },
  });
  const waited = { established: office, retirement: since('warned', 90) };
  expect(step(idle, waited, upTo('notify'))?.due).toBe(false);
  expect(step(idle, { ...waited, retirement: since('pinned', 90) }, upTo('pin'))?.due).toBe(false);
});

test('what is in use and owned has no step', () => {
  expect(step(standing())).toBeNull();
});

test('who was told of one thing has not been told of another: its days begin anew', () => {
  const orphan = { ...since('warned', 60), cause: 'orphan' } as const;
  expect(step(idle, { retirement: orphan })).toMatchObject({ stage: 'warned', due: true, cause: 'idle' });
  expect(step(idle, { retirement: { ...orphan, cause: 'idle' } })?.stage).toBe('inactive');
  const pinned = { ...since('pinned', 60), cause: 'orphan' } as const;
  expect(step(idle, { established: office, retirement: pinned })).toMatchObject({ stage: 'pinned', due: false });
});

describe('who holds more than it uses', () => {
  const wide = standing({
    grants: granted('s3:*', 'ec2:*', 'iam:*', 'kms:*'),
    accessed: accessed({ s3: [1], ec2: null, iam: null, kms: null }),
    principalCreatedAt: daysAgo(300),
  });
  const boundary = () => ({ Version: '2012-10-17', Statement: [] }) as const;

  test('is kept to what it uses once its warning is over, and nothing further', () => {
    expect(step(wide, { boundary })).toMatchObject({ stage: 'warned', cause: 'excess', due: true });
    expect(step(wide, { boundary, retirement: since('warned', 13) })?.due).toBe(false);
    expect(step(wide, { boundary, retirement: since('warned', 14) })).toMatchObject({ stage: 'bounded', rung: 'pin' });
    expect(step(wide, { boundary, retirement: since('bounded', 900) })).toMatchObject({ due: false, next: null });
  });

  test('is only told of where there is nothing to put on', () => {
    expect(step(wide, { retirement: since('warned', 14) })).toBeNull();
  });

  test('is left as it is where that is for emergencies', () => {
    const glass = { ...wide, declared: declared({ purpose: 'break-glass' }) };
    expect(step(glass, { boundary, retirement: since('warned', 14) })?.stage).not.toBe('bounded');
  });
});

test('when an owner’s word has run out the warning is given anew, and its days with it', () => {
  const lease = extend({ startedAt: daysAgo(300), consent: null }, 'ada', daysAgo(100), 60);
  const wanted = { ...idle, lease };
  expect(step(wanted, { retirement: since('warned', 110) })).toMatchObject({ stage: 'warned', due: true });
  expect(step(wanted, { retirement: since('warned', 13) })?.due).toBe(false);
  expect(step(wanted, { retirement: since('warned', 14) })?.stage).toBe('inactive');
  expect(step(wanted, { established: office, retirement: since('pinned', 110) })).toMatchObject({
    stage: 'pinned',
    due: false,
    anew: true,
  });
});
