import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hour } from '../../../core/model/instant.ts';
import { claimFor } from '../../../core/outcome/ensure.ts';
import { holdCredential, restore, upkeep } from '../../../core/outcome/release.ts';
import { respond } from '../../../core/respond.ts';
import { decision, facts } from '../plan/decisions.ts';
import { type Places, places } from './places.ts';
import { withSeams } from './seams.ts';

const key = 'AKIAIOSFODNN7EXAMPLE';
const deed = decision({ action: 'disable' });
const hold = { credential: key, by: 'alice', reason: 'release week', until: null };
const throttled = { lasting: 'transient', sentence: 'Throttling: slow down' } as const;

/** Every awaited port call of this actor is a point where any other actor may go on. */
function actor(scene: Places, scheduler: fc.Scheduler, worker: string) {
  return withSeams({ ...scene.ports, worker }, (name) => scheduler.schedule(Promise.resolve(), `${worker} ${name}`));
}

/** Longer than a claim: whoever sleeps through it wakes up late. */
async function stall(scene: Places, scheduler: fc.Scheduler): Promise<void> {
  await scheduler.schedule(Promise.resolve(), 'time passes');
  scene.time.at += claimFor + 1;
}

const faults = fc.array(fc.constantFrom('pass', 'pass', 'throttled', 'lost'), { maxLength: 12 });

function troubled(scene: Places, coming: readonly string[]): void {
  const left = [...coming];
  scene.trouble = () => {
    const fault = left.shift() ?? 'pass';
    return fault === 'pass' ? null : { error: throttled, applied: fault === 'lost' };
  };
}

function expectAll(scene: Places, desired: 'contained' | 'released'): void {
  const values = Object.entries(scene.snapshot()).map(([place, value]) =>
    (place === key ? value === 'Active' : value === null) ? 'released' : 'contained',
  );
  expect(values.every((value) => value === desired)).toBe(true);
}

/** Faults are over: what is open now must find its end, before the deny has outlived the last session and goes. */
async function settle(scene: Places): Promise<void> {
  scene.trouble = () => null;
  for (let sweep = 0; sweep < 3; sweep += 1) {
    scene.time.at += 12 * hour;
    await upkeep(scene.ports);
  }
}

describe('however two workers interleave', () => {
  it('a decision delivered to both changes each place once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), faults, async (scheduler, coming) => {
        const scene = places();
        troubled(scene, coming);
        const workers = ['worker-1', 'worker-2'].map((name) => respond(deed, facts(), actor(scene, scheduler, name)));
        await scheduler.waitFor(Promise.all(workers));
        await settle(scene);
        expect(scene.changes.toSorted()).toEqual([`${key} Inactive`, 'bot/Rescind-Revoke-1f2e put']);
      }),
      { numRuns: 150 },
    );
  });

  it('a decision delivered to 64 workers at once changes each place once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), faults, async (scheduler, coming) => {
        const scene = places();
        troubled(scene, coming);
        const workers = Array.from({ length: 64 }, (_, i) =>
          respond(deed, facts(), actor(scene, scheduler, `worker-${i}`)),
        );
        await scheduler.waitFor(Promise.all(workers));
        await settle(scene);
        expect(scene.changes.toSorted()).toEqual([`${key} Inactive`, 'bot/Rescind-Revoke-1f2e put']);
        // Each stage is told once: that it failed, that it cannot be done so far, and that it is done.
        const told = scene.notices.map(({ id }) => id);
        expect(told).toEqual([...new Set(told)]);
        expect(told.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 10 },
    );
  });

  it('stalled beyond their claims, whoever takes it back wins', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), faults, fc.boolean(), async (scheduler, coming, byHold) => {
        const scene = places();
        troubled(scene, coming);
        const person = actor(scene, scheduler, 'person');
        const actors: Promise<unknown>[] = ['worker-1', 'worker-2'].map((name) =>
          respond(deed, facts(), actor(scene, scheduler, name)),
        );
        actors.push(byHold ? holdCredential(hold, person) : restore('o_1f2e', 'owner', person));
        actors.push(stall(scene, scheduler).then(() => stall(scene, scheduler)));
        await scheduler.waitFor(Promise.all(actors));
        await settle(scene);
        const rows = await scene.ports.store.ofOutcome('o_1f2e');
        // A restore that came before there was anything to restore changes nothing; a hold always holds.
        if (byHold || rows.every((row) => row.desired === 'released')) expectAll(scene, 'released');
        else if (rows.every((row) => row.desired === 'contained')) expectAll(scene, 'contained');
        expect(rows.every((row) => row.before?.value !== 'Inactive')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
