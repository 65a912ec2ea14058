import { describe, expect, it } from 'vitest';
import type { Arn } from '../../../core/model/brand.ts';
import { claimFor, lateness } from '../../../core/outcome/ensure.ts';
import { restore, upkeep } from '../../../core/outcome/release.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { respond } from '../../../core/respond.ts';
import { decision, facts, roleDecision } from '../plan/decisions.ts';
import { type Places, places } from './places.ts';
import { Crash, dyingAt, withSeams } from './seams.ts';

const key = 'AKIAIOSFODNN7EXAMPLE';
const disabled = ['bot/Rescind-Revoke-1f2e put', `${key} Inactive`];

const deeds: readonly (readonly [name: string, deed: Decision, changes: readonly string[]])[] = [
  ['disable', decision({ action: 'disable' }), disabled],
  ['pin', decision(), ['bot/Rescind-Pin-1f2e put']],
  ['quarantine', roleDecision({ action: 'quarantine' }), ['Worker/Rescind-Quarantine-1f2e put']],
  ['revoke-sessions', roleDecision({ action: 'revoke-sessions' }), ['Worker/Rescind-Revoke-1f2e put']],
];

async function crashes(run: Promise<unknown>): Promise<boolean> {
  try {
    await run;
    return false;
  } catch (error) {
    if (error instanceof Crash) return true;
    throw error;
  }
}

/** Plays `story` once for every seam, dying there, until one runs through. Answers how many seams there were. */
async function atEverySeam(story: (n: number) => Promise<boolean>): Promise<number> {
  let n = 0;
  while (await story(n)) n += 1;
  return n;
}

function undo(scene: Places) {
  return restore('o_1f2e', 'owner', scene.ports);
}

describe.each(deeds)('%s', (_, deed, changes) => {
  it('interrupted anywhere and delivered again acts once and can be undone', async () => {
    const seams = await atEverySeam(async (n) => {
      const scene = places();
      if (!(await crashes(respond(deed, facts(), withSeams(scene.ports, dyingAt(n)))))) return false;
      scene.time.at += claimFor;
      const response = await respond(deed, facts({ now: scene.time.at }), scene.ports);
      expect(response.outcome.kind, `seam ${n}`).toBe('done');
      expect(scene.changes, `seam ${n}`).toEqual(changes);
      expect(scene.notices, `seam ${n}`).toHaveLength(1);
      await undo(scene);
      expectUntouched(scene, n);
      return true;
    });
    expect(seams).toBeGreaterThan(30);
  });

  it('undone with an interruption anywhere is undone in the end', async () => {
    const seams = await atEverySeam(async (n) => {
      const scene = places();
      await respond(deed, facts(), scene.ports);
      if (!(await crashes(restore('o_1f2e', 'owner', withSeams(scene.ports, dyingAt(n)))))) return false;
      scene.time.at += claimFor;
      await upkeep(scene.ports);
      const rows = await scene.ports.store.ofOutcome('o_1f2e');
      // Whose command died before every wish was on record asks again.
      if (rows.some((row) => row.desired === 'contained')) await undo(scene);
      expectUntouched(scene, n);
      expect(scene.changes, `seam ${n}`).toHaveLength(2 * changes.length);
      // A write of the dead may still be on its way: nothing is closed before that is over.
      scene.time.at += claimFor + lateness;
      await upkeep(scene.ports);
      expect(await scene.ports.store.open(), `seam ${n}`).toEqual([]);
      return true;
    });
    expect(seams).toBeGreaterThan(20);
  });
});

function expectUntouched(scene: Places, n: number): void {
  for (const [place, value] of Object.entries(scene.snapshot())) {
    expect(value, `${place} at seam ${n}`).toBe(place === key ? 'Active' : null);
  }
}

describe('a rotation', () => {
  const secret = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:keys/bot-abc123' as Arn;
  const deed = decision({ action: 'rotate', reversible: false, rotation: { secret, unlessSince: null } });

  it('interrupted anywhere and delivered again is asked for once, and is over', async () => {
    const seams = await atEverySeam(async (n) => {
      const scene = places();
      if (!(await crashes(respond(deed, facts(), withSeams(scene.ports, dyingAt(n)))))) return false;
      scene.time.at += claimFor;
      const response = await respond(deed, facts({ now: scene.time.at }), scene.ports);
      expect(response.outcome.kind, `seam ${n}`).toBe('done');
      expect(scene.changes, `seam ${n}`).toHaveLength(1);
      expect(await scene.ports.store.open(), `seam ${n}`).toEqual([]);
      return true;
    });
    expect(seams).toBeGreaterThan(30);
  });
});

describe('what is interrupted', () => {
  it('is finished by the sweep, in the order of the plan, when the decision is never delivered again', async () => {
    const scene = places();
    const dying = withSeams(scene.ports, dyingAt(14));
    expect(await crashes(respond(decision({ action: 'disable' }), facts(), dying))).toBe(true);
    expect(scene.changes).toEqual([]);
    scene.time.at += claimFor;
    await upkeep(scene.ports);
    expect(scene.changes).toEqual(disabled);
  });
});
