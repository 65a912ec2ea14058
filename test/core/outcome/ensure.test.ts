import { describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../../core/model/instant.ts';
import { fail } from '../../../core/model/result.ts';
import { claimFor, ensure } from '../../../core/outcome/ensure.ts';
import { holdCredential, restore, upkeep } from '../../../core/outcome/release.ts';
import { respond } from '../../../core/respond.ts';
import { decision, facts, now, roleDecision } from '../plan/decisions.ts';
import { places } from './places.ts';
import { Crash, dyingAfter, withSeams } from './seams.ts';

const key = 'AKIAIOSFODNN7EXAMPLE';
const pin = decision();
const pinPlace = 'bot/Rescind-Pin-1f2e';
const pinId = 'o_1f2e.pin';
const disable = decision({ action: 'disable' });
const keyOnly = facts({ lastUsedAt: now - 30 * day });

const throttled = { lasting: 'transient', sentence: 'Throttling: slow down' } as const;
const refused = { lasting: 'terminal', sentence: 'MalformedPolicyDocumentException: no' } as const;

/** Places where every write is throttled, and how many have been. */
function throttledPlaces() {
  const scene = places();
  let calls = 0;
  scene.trouble = (call) => {
    if (call === 'read') return null;
    calls += 1;
    return { error: throttled, applied: false };
  };
  return { scene, calls: () => calls };
}

describe('driving AWS to the desired state', () => {
  it('does nothing where it is so already, and leaves it so when taken back', async () => {
    const scene = places();
    scene.set(key, 'Inactive');
    const response = await respond(disable, keyOnly, scene.ports);
    expect(response.outcome).toEqual({ kind: 'already-so' });
    await restore(response.outcomeId, 'owner', scene.ports);
    expect(scene.changes).toEqual([]);
    expect(scene.get(key)).toBe('Inactive');
  });

  it('waits for what was taken back a moment ago to be seen, and then does it anew', async () => {
    const scene = places();
    const before = await respond(disable, keyOnly, scene.ports);
    scene.time.at += hour;
    scene.lag = 10_000;
    let next: Awaited<ReturnType<typeof respond>> | null = null;
    const overtaken = withSeams(scene.ports, async (name) => {
      if (name === 'after executor.write') next = await respond({ ...disable, id: 'd_2' }, keyOnly, scene.ports);
    });
    await restore(before.outcomeId, 'owner', overtaken);
    expect(next).toMatchObject({ outcome: { kind: 'done' } });
    expect(scene.get(key)).toBe('Inactive');
    await restore('o_2', 'owner', scene.ports);
    expect(scene.get(key)).toBe('Active');
  });

  it('counts a change whose answer was lost as made', async () => {
    const scene = places();
    let losses = 1;
    scene.trouble = (call) => (call === 'write' && losses-- > 0 ? { error: throttled, applied: true } : null);
    const response = await respond(pin, facts(), scene.ports);
    expect(response.outcome).toEqual({ kind: 'done' });
    expect(scene.changes).toEqual([`${pinPlace} put`]);
  });

  it('waits for a change to be seen', async () => {
    const scene = places();
    scene.lag = 10_000;
    expect((await respond(pin, facts(), scene.ports)).outcome).toEqual({ kind: 'done' });
    expect(scene.time.at - now).toBeGreaterThanOrEqual(10_000);
    expect(scene.changes).toEqual([`${pinPlace} put`]);
  });

  it('tries a throttled call six times, then lists it as irrevocable and tries again a minute later', async () => {
    const { scene, calls } = throttledPlaces();
    const { outcome } = await respond(pin, facts(), scene.ports);
    expect(outcome).toEqual({ kind: 'irrevocable', error: throttled.sentence, retryAt: scene.time.at + minute });
    expect(calls()).toBe(6);
    expect(await scene.ports.store.open()).toHaveLength(1);
    scene.trouble = () => null;
    expect(await upkeep(scene.ports)).toEqual([]);
    scene.time.at += minute;
    expect(await upkeep(scene.ports)).toEqual([{ containmentId: pinId, outcome: { kind: 'done' } }]);
  });

  it('asks more and more seldom for what nobody mends, and daily in the end', async () => {
    const { scene, calls } = throttledPlaces();
    await respond(pin, facts(), scene.ports);
    const began = scene.time.at;
    const tries: number[] = [];
    for (; scene.time.at < began + 6 * day; scene.time.at += minute) {
      const before = calls();
      await upkeep(scene.ports);
      if (calls() > before) tries.push(scene.time.at);
      expect(calls() - before, 'nobody waits for it').toBeLessThan(2);
    }
    const pauses = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
    expect(tries.filter((at) => at < began + hour).length).toBeGreaterThan(4);
    expect(pauses.every((pause, i) => pause >= (pauses[i - 1] ?? 0))).toBe(true);
    expect(Math.abs((pauses.at(-1) ?? 0) - day)).toBeLessThan(2 * minute);
    const [row] = await scene.ports.store.open();
    expect(row?.history, 'said once').toHaveLength(2);
  });

  it('does not repeat what fails for ever, and goes on with the next measure', async () => {
    const scene = places();
    let calls = 0;
    scene.trouble = (call) => {
      if (call === 'read') return null;
      calls += 1;
      return calls === 1 ? { error: refused, applied: false } : null;
    };
    const { actions } = await respond(disable, facts(), scene.ports);
    expect(actions.map((action) => action.outcome.kind)).toEqual(['failed', 'done']);
    expect(scene.get(key)).toBe('Inactive');
  });

  it('puts a deny back that somebody took away', async () => {
    const scene = places();
    await respond(pin, facts(), scene.ports);
    scene.set(pinPlace, null);
    scene.time.at += hour;
    await upkeep(scene.ports);
    expect(scene.get(pinPlace)).not.toBeNull();
  });

  it('never overwrites a policy of its name that says something else', async () => {
    const scene = places();
    scene.set(pinPlace, '{"by":"a person"}');
    const { outcome } = await respond(pin, facts(), scene.ports);
    expect(outcome).toMatchObject({ kind: 'failed', lasting: 'terminal' });
    expect(scene.changes).toEqual([]);
  });

  it('leaves what somebody has rewritten since as it is, and says so', async () => {
    const scene = places();
    const { outcomeId } = await respond(pin, facts(), scene.ports);
    const rewritten = '{"by":"a person"}';
    scene.set(pinPlace, rewritten);
    scene.time.at += hour;
    await upkeep(scene.ports);
    expect(await ensure(pinId, scene.ports)).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('was changed by someone else'),
    });
    await restore(outcomeId, 'owner', scene.ports);
    expect(scene.get(pinPlace)).toBe(rewritten);
  });

  it('adopts its own policy when the store was lost, and can still take it away', async () => {
    const scene = places();
    const response = await respond(pin, facts(), scene.ports);
    const after = places();
    after.set(pinPlace, scene.get(pinPlace));
    await respond(pin, facts(), after.ports);
    expect(after.changes).toEqual([]);
    await restore(response.outcomeId, 'owner', after.ports);
    expect(after.get(pinPlace)).toBeNull();
  });

  it('leaves a namesake alone that was created since the plan', async () => {
    const scene = places();
    scene.uniqueId = 'AIDA2';
    const { outcome } = await respond(pin, facts({ uniqueId: 'AIDA1' }), scene.ports);
    expect(outcome).toMatchObject({ kind: 'skipped', reason: expect.stringContaining('recreated') });
    expect(scene.changes).toEqual([]);
  });

  it('waits while another worker holds the claim', async () => {
    const scene = places();
    const inner: unknown[] = [];
    const meddling = withSeams(scene.ports, async (name) => {
      if (name === 'before executor.write') inner.push(await ensure(pinId, { ...scene.ports, worker: 'worker-2' }));
    });
    await respond(pin, facts(), meddling);
    expect(inner).toEqual([{ kind: 'failed', lasting: 'transient', error: 'another worker is changing it' }]);
    expect(scene.changes).toHaveLength(1);
  });
});

describe('a worker that slept through its claim', () => {
  it('does not begin', async () => {
    const scene = places();
    let reads = 0;
    const sleepy = withSeams(scene.ports, (name) => {
      if (name === 'after executor.read' && ++reads === 2) scene.time.at += claimFor;
    });
    expect((await respond(pin, facts(), sleepy)).outcome).toMatchObject({ kind: 'failed', lasting: 'transient' });
    expect(scene.changes).toEqual([]);
  });

  it('does not take what another of its name did for the state before', async () => {
    const scene = places();
    let asleep = false;
    const sleepy = withSeams(scene.ports, async (name) => {
      if (name !== 'before executor.read' || asleep) return;
      asleep = true;
      scene.time.at += claimFor;
      await ensure('o_1f2e.key-status', scene.ports);
    });
    const { outcomeId } = await respond(disable, keyOnly, sleepy);
    await restore(outcomeId, 'owner', scene.ports);
    expect(scene.get(key)).toBe('Active');
  });

  it('nor what that one is about to finish', async () => {
    const scene = places();
    const seen = Promise.withResolvers<void>();
    let other: Promise<unknown> | null = null;
    const busy = withSeams(scene.ports, (name) => (name === 'after executor.write' ? seen.promise : undefined));
    const sleepy = withSeams(scene.ports, async (name) => {
      if (name !== 'before executor.read' || other !== null) return;
      scene.time.at += claimFor;
      other = ensure('o_1f2e.key-status', busy);
      while (scene.get(key) === 'Active') await Promise.resolve();
    });
    const { outcomeId } = await respond(disable, keyOnly, sleepy);
    seen.resolve();
    await other;
    await restore(outcomeId, 'owner', scene.ports);
    expect(scene.get(key)).toBe('Active');
  });

  it('leaves the record to whoever has the claim now', async () => {
    const scene = places();
    const awake = Promise.withResolvers<void>();
    let other: Promise<unknown> = Promise.resolve();
    const busy = withSeams({ ...scene.ports, worker: 'worker-2' }, (name) =>
      name === 'before executor.read' ? awake.promise : undefined,
    );
    const sleepy = withSeams(scene.ports, async (name) => {
      if (name !== 'after executor.write') return;
      scene.time.at += claimFor;
      other = ensure(pinId, busy);
      while ((await scene.ports.store.read(pinId))?.claim?.holder !== 'worker-2') await Promise.resolve();
    });
    await respond(pin, facts(), sleepy);
    expect((await scene.ports.store.read(pinId))?.claim?.holder).toBe('worker-2');
    awake.resolve();
    expect(await other).toEqual({ kind: 'done' });
  });
});

describe('taking back', () => {
  it('undoes the same outcome once, and what is taken back stays so when the decision comes again', async () => {
    const scene = places();
    const { outcomeId } = await respond(disable, facts(), scene.ports);
    await restore(outcomeId, 'owner', scene.ports);
    const releases = await restore(outcomeId, 'owner', scene.ports);
    expect(releases.map((release) => release.outcome.kind)).toEqual(['done', 'done']);
    const again = await respond(disable, facts(), scene.ports);
    expect(again.outcome).toEqual({ kind: 'skipped', reason: 'undone by owner' });
    expect(scene.changes).toHaveLength(4);
    expect(await restore('o_unknown', 'owner', scene.ports)).toEqual([]);
  });

  it('undoes one containment where it is named', async () => {
    const scene = places();
    await respond(disable, facts(), scene.ports);
    await restore('o_1f2e.key-status', 'owner', scene.ports);
    expect(scene.get(key)).toBe('Active');
    expect(scene.get('bot/Rescind-Revoke-1f2e')).not.toBeNull();
  });

  it('asks again at the next bell where nobody could say whether anything stands against it', async () => {
    const scene = places();
    const unanswered = { ...scene.ports, objection: async () => fail(throttled) };
    const { outcome } = await respond(pin, facts(), unanswered);
    expect(outcome).toEqual({ kind: 'failed', lasting: 'transient', error: throttled.sentence });
    await upkeep(scene.ports);
    expect(scene.get(pinPlace)).not.toBeNull();
  });

  it('lifts what has expired, at its hour and not before', async () => {
    const scene = places();
    await respond(decision({ expiresAt: now + day }), facts(), scene.ports);
    scene.time.at = now + day - 1;
    await upkeep(scene.ports);
    expect(scene.get(pinPlace)).not.toBeNull();
    scene.time.at = now + day;
    await upkeep(scene.ports);
    expect(scene.get(pinPlace)).toBeNull();
  });

  it('is not fooled by a read that lags: what looks untouched is undone all the same', async () => {
    const scene = places();
    const dying = withSeams(scene.ports, dyingAfter('executor.write'));
    await expect(respond(pin, facts(), dying)).rejects.toBeInstanceOf(Crash);
    scene.lag = 2 * claimFor;
    scene.time.at += claimFor;
    await restore('o_1f2e', 'owner', scene.ports);
    expect(scene.get(pinPlace)).toBeNull();
  });

  it.each([
    ['the policy was edited', { value: '{"by":"a person"}', uniqueId: 'AIDA1' }, 'failed'],
    ['the user is another one', { value: null, uniqueId: 'AIDA2' }, 'skipped'],
  ])('stops and says so where %s', async (_, drift, kind) => {
    const scene = places();
    const { outcomeId } = await respond(pin, facts(), scene.ports);
    scene.set(pinPlace, drift.value);
    scene.uniqueId = drift.uniqueId;
    const before = scene.snapshot();
    const [release] = await restore(outcomeId, 'owner', scene.ports);
    expect(release?.outcome.kind).toBe(kind);
    expect(scene.snapshot()).toEqual(before);
    const entries = await scene.ports.ledger.entries();
    expect(entries.at(-1)?.sentence).toMatch(/someone else|recreated/);
  });
});

describe('a hold', () => {
  const hold = { credential: key, by: 'alice', reason: 'release week', until: null };

  it('set before: nothing is changed and the owner reads why', async () => {
    const scene = places();
    await holdCredential(hold, scene.ports);
    const { outcome, notice } = await respond(disable, facts(), scene.ports);
    expect(outcome).toEqual({ kind: 'skipped', reason: 'held by alice: release week' });
    expect(notice.whatWasDone.join(' ')).toContain('release week');
    expect(scene.changes).toEqual([]);
  });

  it('ends with its time, or when it is lifted', async () => {
    const scene = places();
    await holdCredential({ ...hold, until: now + 1 }, scene.ports);
    scene.time.at = now + 1;
    expect((await respond(pin, facts(), scene.ports)).outcome.kind).toBe('done');
    await holdCredential(hold, scene.ports);
    await scene.ports.store.liftHold(key);
    expect((await respond(decision({ id: 'd_2' }), facts(), scene.ports)).outcome.kind).toBe('done');
  });

  it('set at any moment wins', async () => {
    const seams: string[] = [];
    const listening = places();
    await respond(
      disable,
      facts(),
      withSeams(listening.ports, (name) => void seams.push(name)),
    );
    for (const moment of seams.keys()) {
      const scene = places();
      let passed = 0;
      const interrupted = withSeams(scene.ports, async () => {
        if (passed++ === moment) await holdCredential(hold, { ...scene.ports, worker: 'person' });
      });
      await respond(disable, facts(), interrupted);
      await upkeep(scene.ports);
      const left = Object.entries(scene.snapshot()).filter(
        ([place, value]) => value !== (place === key ? 'Active' : null),
      );
      expect(left, `set ${seams[moment]}, seam ${moment}`).toEqual([]);
    }
    expect(seams.length).toBeGreaterThan(40);
  });

  it('leaves other credentials alone', async () => {
    const scene = places();
    await holdCredential(hold, scene.ports);
    expect((await respond(roleDecision(), facts(), scene.ports)).outcome.kind).toBe('done');
  });
});
