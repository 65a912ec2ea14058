import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepSweep } from '../../../cli/sweep/kept-sweep.ts';
import type { Swept } from '../../../cli/sweep/sweep-account.ts';
import { judgeStanding } from '../../../core/assess-standing.ts';
import { day } from '../../../core/model/instant.ts';
import { noNetworks } from '../../../core/plan/facts.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { noProgress } from '../../../core/plan/retirement.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import { plainStanding } from '../../../core/signals/standing/inventory.ts';
import type { Standing } from '../../../core/signals/standing/standing.ts';
import { carriedOut } from '../../../core/sweep/findings.ts';
import { accessKey, daysAgo, granted, now, observed, standing } from '../../cases/standing.ts';
import { emptyFolder } from '../command-line.ts';

const known = { established: noNetworks, lastUsedAt: null };
const account = { accountId: accessKey.accountId, name: 'one' };
const gap = { accountId: accessKey.accountId, region: null, what: 'access keys', reason: 'AccessDenied', times: 1 };
const circumstances = { policy: defaultPolicy, exemptions: [], spent: emptySpent() };

/** What a sweep of one account brings home. */
function swept(standings: readonly Standing[], at: number, changes: Partial<Swept> = {}): Swept {
  const judged = standings.flatMap((one) => {
    const found = judgeStanding(one, circumstances, at);
    return found === null || found.decision === null
      ? []
      : [{ ...found, decision: found.decision, standing: one, known }];
  });
  return {
    kinds: {},
    ownerless: 0,
    ownerSources: {},
    judged,
    credentials: [],
    inventory: [],
    boundaries: {},
    gaps: [],
    regionsOff: [],
    recording: null,
    seen: new Set(),
    unasked: new Set(),
    standings,
    ...changes,
  };
}

const used = (days: number) => ({ kind: 'used', at: daysAgo(days), witness: 'credential-report' }) as const;
const stale = standing({ lastUse: used(60) });

/** A row of sweeps over one state file, each with a clock of its own. */
function sweeps() {
  const path = join(emptyFolder(), 's.db');
  return (at: number, found: (at: number) => Swept) => {
    const kept = keepSweep(path, 'one', at);
    const result = kept.settle(account, found(at));
    kept.finish();
    return result;
  };
}

test('the same finding on another day is the same finding: known, under its first id', () => {
  const sweep = sweeps();
  const first = sweep(now, (at) => swept([stale], at));
  const next = sweep(now + 3 * day, (at) => swept([stale], at));
  expect(Object.values(first.news)).toEqual(['new']);
  expect(Object.values(next.news)).toEqual(['known']);
  expect(next.decisions.map(({ id }) => id)).toEqual(first.decisions.map(({ id }) => id));
});

test('a further reason is news', () => {
  const sweep = sweeps();
  sweep(now, (at) => swept([stale], at));
  const next = sweep(now + day, (at) => swept([{ ...stale, formerOwner: 'kim@acme.example' }], at));
  expect(Object.values(next.news)).toEqual(['changed']);
});

test('what is not found any more is over, once', () => {
  const sweep = sweeps();
  const first = sweep(now, (at) => swept([stale], at));
  expect(sweep(now + day, (at) => swept([], at)).resolved.map(({ decisionId }) => decisionId)).toEqual(
    first.decisions.map(({ id }) => id),
  );
  expect(sweep(now + 2 * day, (at) => swept([], at)).resolved).toEqual([]);
  expect(Object.values(sweep(now + 3 * day, (at) => swept([stale], at)).news)).toEqual(['new']);
});

test('what could not be looked at is not over', () => {
  const sweep = sweeps();
  sweep(now, (at) => swept([stale], at));
  expect(sweep(now + day, (at) => swept([], at, { gaps: [gap] })).resolved).toEqual([]);
  expect(Object.values(sweep(now + 2 * day, (at) => swept([stale], at)).news)).toEqual(['known']);
});

describe('a step', () => {
  const policy: Policy = { ...defaultPolicy, mode: 'enforce' };
  const idle = standing({ lastUse: used(200), createdAt: daysAgo(30), grants: granted('s3:GetObject') });
  const subject = `access-key ${accessKey.id}`;

  /** One sweep that remembers, over a state file; answers with what is kept and what came of it. */
  function stepping(path: string, at: number, one: Standing | null) {
    const kept = keepSweep(path, 'one', at);
    const progress = { ...noProgress, retirement: kept.remembered(subject)?.retirement ?? null };
    const found =
      one === null ? null : judgeStanding(one, { policy, exemptions: [], spent: emptySpent() }, at, progress);
    const judged =
      found === null || found.decision === null
        ? []
        : [{ ...found, decision: found.decision, standing: one ?? idle, known }];
    const result = kept.settle(account, swept(one === null ? [] : [one], at, { judged }));
    kept.finish();
    return { kept, result };
  }

  test('that is due stays due under one id until it is carried out, and then is part of the history', () => {
    const path = join(emptyFolder(), 's.db');
    const told = stepping(path, now, idle);
    expect([told.result.due, told.result.decisions[0]?.action]).toEqual([{}, 'notify']);
    expect(told.result.decisions[0]?.reason).toContain('Unless its owner objects, it is switched off from');
    const observed = judgeStanding(
      idle,
      { policy: defaultPolicy, exemptions: [], spent: emptySpent() },
      now,
      noProgress,
    );
    expect(observed?.decision?.reason).toContain('If the policy enforced, it would be switched off from');
    const byOrder = { ...noProgress, byOrder: true };
    const ordered = judgeStanding(idle, { policy, exemptions: [], spent: emptySpent() }, now, byOrder);
    expect(ordered?.decision?.reason).toContain('With rescind sweep --apply, it would be switched off from');

    const due = stepping(path, now + 15 * day, idle);
    const [id = ''] = Object.keys(due.result.due);
    expect(due.result.decisions).toMatchObject([{ id, action: 'disable' }]);
    expect(Object.values(due.result.news)).toEqual(['changed']);
    const still = stepping(path, now + 16 * day, idle);
    expect([Object.keys(still.result.due), Object.values(still.result.news)]).toEqual([[id], ['known']]);

    const finding = still.kept.remembered(subject);
    if (finding === null) throw new Error('the finding is lost');
    still.kept.note(subject, carriedOut(finding, 'o_1', now + 16 * day));
    const after = stepping(path, now + 17 * day, idle);
    expect([after.result.due, Object.values(after.result.news)]).toEqual([{}, ['known']]);
    expect(after.kept.remembered(subject)?.history.map(({ what }) => what)).toEqual([
      'S32 unused: first seen',
      'warned',
      'inactive: decided',
      'inactive: o_1',
    ]);
  });

  test('that keeps it to what it uses is missed where something is refused that was not before', () => {
    const path = join(emptyFolder(), 's.db');
    const told = stepping(path, now, idle);
    const finding = told.kept.remembered(subject);
    if (finding === null) throw new Error('the finding is lost');
    const bounded = { stage: 'bounded', since: now, cause: 'excess' } as const;
    told.kept.note(subject, { ...finding, retirement: bounded, outcomeId: 'o_1' });
    const cried = (...refused: { action: string; firstAt: number }[]) =>
      stepping(path, now + day, standing({ observed: observed({ refused }) })).result.cries;
    expect(cried({ action: 's3:putobject', firstAt: now - day })).toEqual([]);
    expect(cried({ action: 'sqs:sendmessage', firstAt: now + 1 })).toMatchObject([
      { outcomeId: 'o_1', refused: ['sqs:sendmessage'] },
    ]);
  });

  test('that was for another reason begins its days anew, once, and then goes on', () => {
    const path = join(emptyFolder(), 's.db');
    const told = stepping(path, now, idle);
    const finding = told.kept.remembered(subject);
    if (finding === null) throw new Error('the finding is lost');
    told.kept.note(subject, {
      ...finding,
      retirement: { stage: 'pinned', since: now - 90 * day, cause: 'orphan' },
      outcomeId: 'o_1',
    });
    const first = stepping(path, now + day, idle);
    expect(first.result.due).toEqual({});
    expect(first.kept.remembered(subject)?.retirement).toEqual({ stage: 'pinned', since: now + day, cause: 'idle' });
    // Six nights that nobody swept in count like any other.
    const early = stepping(path, now + 7 * day, idle);
    expect([early.result.due, early.kept.remembered(subject)?.retirement?.since]).toEqual([{}, now + day]);
    expect(Object.values(stepping(path, now + 8 * day, idle).result.due)).toHaveLength(1);
  });

  test('that is in force is never resolved by itself: it is missed', () => {
    const path = join(emptyFolder(), 's.db');
    stepping(path, now, idle);
    const due = stepping(path, now + 15 * day, idle);
    const finding = due.kept.remembered(subject);
    if (finding === null) throw new Error('the finding is lost');
    due.kept.note(subject, carriedOut(finding, 'o_1', now + 15 * day));
    const woken = standing({ ...idle, lastUse: { ...used(0), at: now + 16 * day } });
    const { result } = stepping(path, now + 17 * day, woken);
    expect(result.resolved).toEqual([]);
    expect(result.cries).toEqual([{ credential: accessKey.id, outcomeId: 'o_1', usedAt: now + 16 * day, refused: [] }]);
  });
});

test('an interrupted sweep keeps its clock and its accounts for a day, and for the same scope', () => {
  const path = join(emptyFolder(), 's.db');
  keepSweep(path, 'one', now).settle(account, swept([stale], now));
  const resumed = keepSweep(path, 'one', now + day / 2);
  expect([resumed.startedAt, resumed.done.length]).toEqual([now, 1]);
  expect(keepSweep(path, 'other', now + day / 2).done).toEqual([]);
  expect(keepSweep(path, 'one', now + 2 * day).done).toEqual([]);
});

test('sweeps learn how long a credential pauses, and never take the time between two sweeps for a pause', () => {
  const path = join(emptyFolder(), 's.db');
  const at = (days: number) => now + days * day;
  const sweep = (days: number, lastUsed: number) => {
    const kept = keepSweep(path, 'one', at(days));
    const one = {
      ...plainStanding(accessKey),
      lastUse: { kind: 'used', at: at(lastUsed), witness: 'credential-report' },
    } as const;
    const observed = kept.observed(`access-key ${accessKey.id}`, one);
    kept.settle(account, swept([one], at(days)));
    kept.finish();
    return observed;
  };
  expect(sweep(0, -1)).toBeNull();
  // Used at some time in the 80 days between: nothing is known of the days before that use but one.
  expect(sweep(80, 79)?.longestGapDays).toBe(1);
  expect(sweep(140, 79)?.longestGapDays).toBe(1);
  // Still idle on day 140, used on day 145: it comes back after 61 days at least.
  expect(sweep(150, 145)?.longestGapDays).toBe(61);
  expect(sweep(160, 145)?.longestGapDays).toBe(61);
});
