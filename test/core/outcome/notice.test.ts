import { describe, expect, it } from 'vitest';
import type { Arn } from '../../../core/model/brand.ts';
import { noticeOf } from '../../../core/outcome/notice.ts';
import type { Outcome } from '../../../core/outcome/outcome.ts';
import { planActions } from '../../../core/plan/action-plan.ts';
import { respond } from '../../../core/respond.ts';
import { decision, facts } from '../plan/decisions.ts';
import { places } from './places.ts';

const secret = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:keys/bot-abc123' as Arn;

describe('a notice', () => {
  it('says what was done, to which credential, why in a sentence, and what to do now', async () => {
    const { notice } = await respond(decision({ action: 'disable' }), facts(), places().ports);
    expect(notice).toMatchObject({
      to: 'team-data',
      headline: 'AKIA…MPLE in account 111111111111: compromised, contained',
      why: 'The key was used from a network it has never been seen in.',
      whatWasDone: [
        'User bot loses its temporary sessions. (done)',
        'Access key AKIA…MPLE of user bot is switched off. (done)',
      ],
      whatToDo: [
        'If this was not you, replace the credential and look for what was done with it.',
        'If it was, undo the containment: rescind restore o_1f2e',
      ],
    });
    expect(notice.doesNotStop.length).toBeGreaterThan(0);
    expect(JSON.stringify(notice)).not.toContain('AKIAIOSFODNN7EXAMPLE');
  });

  it('names the production that depends on it, and when that was last at work', async () => {
    const inUse = { at: facts().now - 60_000, by: 'ci: deploys the shop' };
    const { notice } = await respond(decision({ action: 'disable' }), facts({ inUse }), places().ports);
    expect(notice.whatToDo[0]).toBe(
      'Production depends on it: ci: deploys the shop, in use at 2026-11-24T11:59:00Z. Check whether it still is.',
    );
  });

  it('of a rotation does not offer to take it back', async () => {
    const deed = decision({ action: 'rotate', verdict: 'stale', rotation: { secret, unlessSince: null } });
    const { notice } = await respond(deed, facts(), places().ports);
    expect(notice.headline).toBe('AKIA…MPLE in account 111111111111: stale, rotated');
    expect(notice.whatToDo.join(' ')).toContain('cannot be undone');
    expect(notice.whatToDo.join(' ')).not.toContain('rescind restore');
  });

  it('says once why nothing of several things was done, and that what AWS refuses is a person’s to do', () => {
    const given = decision({ action: 'disable' });
    const plan = planActions(given, facts());
    const results = (outcome: Outcome) =>
      plan.measures.map(({ sentence }) => ({ containmentId: 'o', sentence, outcome }));
    const held = noticeOf(given, plan, results({ kind: 'skipped', reason: 'held by ada' }));
    expect(held.whatWasDone).toEqual([
      'User bot loses its temporary sessions. (not done)',
      'Access key AKIA…MPLE of user bot is switched off. (not done)',
      'Why not: held by ada.',
    ]);
    const refused = noticeOf(given, plan, results({ kind: 'irrevocable', error: 'AccessDenied', retryAt: 0 }));
    expect(refused.whatToDo[0]).toMatch(/^Contain it by hand now/);
    expect(refused.whatWasDone[0]).toContain('AccessDenied');
  });

  it('claims nothing in observe mode, and asks a person where there is no way', async () => {
    const { notice } = await respond(decision({ mode: 'observe' }), facts(), places().ports);
    expect(notice.headline).toContain('in observe mode nothing was changed');
    expect(notice.whatWasDone[0]).toMatch(/^In enforce mode: /);
    const asked = await respond(decision({ action: 'rotate', verdict: 'stale' }), facts(), places().ports);
    expect(asked.notice.headline).toContain('nothing was changed');
    expect(asked.notice.whatToDo).toEqual([
      'Put a new credential in place, check that it is used, then switch this one off.',
    ]);
  });
});
