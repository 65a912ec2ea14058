import { expect, test } from 'vitest';
import { asCarriedOut } from '../../../cli/demo/taken.ts';
import type { Outcome } from '../../../core/outcome/outcome.ts';
import { renderReport } from '../../../report/render.ts';
import { decision } from '../../core/plan/decisions.ts';
import { fakeReport } from '../../report/fake-report.ts';

const revoke = decision({ action: 'revoke-sessions', mode: 'enforce' });

function cameTo(outcome: Outcome, sentences: readonly string[], actions: readonly object[]) {
  const plan = { decisionId: revoke.id, sentences, measures: [] };
  const response = { plan, outcomeId: 'o_1f2e', outcome, actions, notice: {}, delivered: true };
  return asCarriedOut({ decision: revoke, response } as unknown as Parameters<typeof asCarriedOut>[0]);
}

test('what was done, or was so already, is told as decided', () => {
  expect(cameTo({ kind: 'done' }, ['The sessions end.'], [{}])).toBe(revoke);
  expect(cameTo({ kind: 'already-so' }, ['The sessions end.'], [{}])).toBe(revoke);
});

test.each<[string, Outcome, readonly string[], readonly object[], string]>([
  [
    'AWS offers nothing for',
    { kind: 'skipped', reason: 'nothing to do' },
    ['Identity Center owns this role.'],
    [],
    'a person is called. Identity Center owns this role.',
  ],
  [
    'AWS refused it',
    { kind: 'failed', lasting: 'terminal', error: 'AccessDenied: no' },
    ['The sessions end.'],
    [{}],
    'a person is called. failed, a person has to look: AccessDenied: no',
  ],
])(
  'where %s, the report says that a person is called, and counts nothing contained',
  (_, outcome, sentences, actions, why) => {
    const told = cameTo(outcome, sentences, actions);
    expect(told).toMatchObject({ id: revoke.id, action: 'notify', heldBack: why });
    const { run, credentials } = fakeReport({ credentials: 12, days: 10 });
    const page = renderReport({ run: { ...run, mode: 'enforce' }, credentials, decisions: [told] });
    expect(page).not.toContain('sessions revoked');
    expect(page).toContain('Rescind contained none of 12 credentials.');
  },
);
