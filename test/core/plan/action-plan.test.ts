import { describe, expect, it } from 'vitest';
import { day, hour } from '../../../core/model/instant.ts';
import { planActions } from '../../../core/plan/action-plan.ts';
import { noNetworks } from '../../../core/plan/facts.ts';
import { account, decision, facts, now, roleDecision } from './decisions.ts';
import { passes } from './judge.ts';

const instance = { name: 'i-0abc', sourceIdentity: null, issuedTo: { kind: 'instance', id: 'i-0abc' } } as const;

function kinds(...plan: Parameters<typeof planActions>): string[] {
  return planActions(...plan).measures.map((measure) => measure.kind);
}

describe('a plan', () => {
  it('names the policy after its kind and its case, and expires with its decision', () => {
    const [measure] = planActions(decision({ expiresAt: now + day }), facts({ uniqueId: 'AIDA1' })).measures;
    expect(measure).toMatchObject({
      kind: 'pin',
      policyName: 'Rescind-Pin-1f2e',
      expiresAt: now + day,
      target: { kind: 'user', name: 'bot', accountId: account, uniqueId: 'AIDA1' },
    });
    expect(measure?.doesNotStop).not.toEqual([]);
  });

  it('finds a principal under its path', () => {
    const plan = planActions(decision({ principal: `arn:aws:iam::${account}:user/ci/prod/bot` }), facts());
    expect(plan.measures[0]?.target.name).toBe('bot');
  });

  it('puts the deny before the key, and leaves it out only where no session can be alive', () => {
    const disable = decision({ action: 'disable' });
    expect(kinds(disable, facts())).toEqual(['revoke-sessions', 'key-status']);
    expect(kinds(disable, facts({ lastUsedAt: now - 36 * hour }))).toEqual(['revoke-sessions', 'key-status']);
    expect(kinds(disable, facts({ lastUsedAt: now - 37 * hour }))).toEqual(['key-status']);
  });

  it('still switches the key off where the deny has no room, and says so', () => {
    const plan = planActions(decision({ action: 'disable' }), facts({ inlineCharacters: 2_040 }));
    expect(plan.measures.map((measure) => measure.kind)).toEqual(['key-status']);
    expect(plan.sentences[0]).toMatch(/^Not possible: .*room|^Not possible: .*characters/);
  });

  it('never shows a whole key', () => {
    expect(JSON.stringify(planActions(decision({ action: 'disable' }), facts()).sentences)).not.toContain(
      'AKIAIOSFODNN7EXAMPLE',
    );
  });

  it('does not turn a pin without networks into a full stop', () => {
    expect(kinds(decision(), facts({ established: noNetworks }))).toEqual([]);
  });

  it('denies everything in a quarantine without networks, except to a machine', () => {
    const nowhere = facts({ established: noNetworks });
    const [all] = planActions(decision({ action: 'quarantine' }), nowhere).measures;
    expect(all?.kind === 'quarantine' && passes(all.document, {})).toBe(false);
    expect(all?.doesNotStop.join(' ')).not.toContain('still works');
    const [some] = planActions(roleDecision({ action: 'quarantine' }), { ...nowhere, session: instance }).measures;
    expect(some?.kind === 'quarantine' && passes(some.document, {})).toBe(true);
    expect(some?.doesNotStop.join(' ')).toContain('still works');
  });

  it('keeps an honest machine alive where its networks are unknown', () => {
    const plan = planActions(
      roleDecision({ action: 'revoke-sessions' }),
      facts({ session: instance, established: noNetworks }),
    );
    const [measure] = plan.measures;
    if (measure?.kind !== 'quarantine') throw new Error('the machine would be cut off');
    const issued = '2026-11-24T11:00:00Z';
    expect(passes(measure.document, { userid: 'AROA1:i-0abc', issued })).toBe(true);
    expect(passes(measure.document, { userid: 'AROA1:i-0abc', issued, action: 'iam:CreateUser' })).toBe(false);
    expect(passes(measure.document, { userid: 'AROA1:i-0def', issued, action: 'iam:CreateUser' })).toBe(true);
  });

  it.each([
    ['root', decision({ kind: 'root', principal: `arn:aws:iam::${account}:root` })],
    ['root’s own key', decision({ principal: `arn:aws:iam::${account}:root`, action: 'disable' })],
    [
      'an Identity Center role',
      roleDecision({
        credential: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
      }),
    ],
    [
      'a service’s role',
      roleDecision({ credential: `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/X` }),
    ],
    ['a secret', decision({ kind: 'secret' })],
    ['another account’s principal', decision({ principal: 'arn:aws:iam::999999999999:user/bot' })],
    ['what is no ARN', decision({ principal: 'bot' })],
  ])('only tells about %s, whatever was decided', (_, given) => {
    for (const action of ['pin', 'quarantine', 'revoke-sessions', 'disable'] as const) {
      const plan = planActions({ ...given, action }, facts());
      expect(plan.measures).toEqual([]);
      expect(plan.sentences).not.toEqual([]);
      for (const sentence of plan.sentences) expect(sentence).toMatch(/\.$/);
    }
  });

  it.each(['notify', 'rotate'] as const)('changes nothing for %s', (action) => {
    expect(kinds(decision({ action }), facts())).toEqual([]);
  });
});
