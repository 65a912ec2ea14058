import { describe, expect, test } from 'vitest';
import { type PulseFacts, pulseChecks } from '../../../../cli/deploy/doctor/pulse.ts';
import type { Pulse, RoleTrials } from '../../../../contract/notes.ts';
import { day } from '../../../../core/model/instant.ts';
import { ok } from '../../../../core/model/result.ts';
import { home } from '../../../simulator/aws/simulation.ts';

const now = Date.UTC(2026, 10, 24, 12);

/** What doctor says of one thing that the functions note. */
function said(
  about: 'lanes' | 'hands',
  { pulse, trials }: { readonly pulse?: Partial<Pulse>; readonly trials?: RoleTrials },
) {
  const facts: PulseFacts = {
    heartbeat: ok({ at: now, since: { [home]: 0 }, silent: [], refused: {}, ...pulse }),
    sweep: ok(null),
    trials: ok(trials ?? null),
    backfill: undefined,
    backfillRole: '',
  };
  const checks = pulseChecks(facts, now, false).filter((check) => check.about === about);
  return checks.map(({ state, sentence }) => `${state}: ${sentence}`);
}

describe('doctor reads what the functions note', () => {
  test.each([10, 11])('of %i accounts that a lane does not hear, ten are named and all are counted', (many) => {
    const silent = Array.from({ length: many }, (_, n) => {
      return { account: String(100_000_000_000 + n), lane: 'fast', heardAt: null } as const;
    });
    const lanes = said('lanes', { pulse: { silent } });
    expect(lanes.filter((one) => one.endsWith('was never heard by the fast lane.'))).toHaveLength(10);
    expect(lanes.slice(10)).toEqual(many > 10 ? ['wrong: And 1 more like these.'] : []);
    // Of more than a note has room for, the heartbeat says how many it left out.
    expect(said('lanes', { pulse: { silent, unnamed: 7 } }).at(-1)).toBe(
      `wrong: And ${many - 10 + 7} more like these.`,
    );
  });

  test('roles that act have two days for the trial that comes each day', () => {
    const hands = (triedAt: number) => said('hands', { trials: { triedAt: { [home]: triedAt }, shut: {} } });
    expect(hands(now - 2 * day)).toEqual(['fine: The roles that act could be assumed in 1 account.']);
    expect(hands(now - 2 * day - 1)).toEqual(['wrong: Roles that act were last tried at 2026-11-22 11:59 UTC.']);
  });
});
