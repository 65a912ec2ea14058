import { describe, expect, it } from 'vitest';
import { day, hour, second } from '../../../core/model/instant.ts';
import { ok } from '../../../core/model/result.ts';
import { claimFor, lateness } from '../../../core/outcome/ensure.ts';
import { restore, upkeep } from '../../../core/outcome/release.ts';
import { respond } from '../../../core/respond.ts';
import { decision, facts, now } from '../plan/decisions.ts';
import { type Places, places } from './places.ts';
import { Crash, dyingAfter, withSeams } from './seams.ts';

const key = 'AKIAIOSFODNN7EXAMPLE';
const pinPlace = 'bot/Rescind-Pin-1f2e';
const keyOnly = facts({ lastUsedAt: now - 30 * day });
const first = decision({ action: 'disable' });
const again = decision({ id: 'd_2b', action: 'disable' });
const lost = { lasting: 'transient', sentence: 'TimeoutError: no answer' } as const;

describe('two decisions about one key', () => {
  it('is not taken for switched off because the first one’s undoing is not to be seen yet', async () => {
    const scene = places();
    await respond(first, keyOnly, scene.ports);
    scene.lag = 10 * second;
    let outcome: unknown = null;
    const person = withSeams({ ...scene.ports, worker: 'person' }, async (name) => {
      if (name !== 'after executor.write' || outcome !== null) return;
      expect(scene.get(key)).toBe('Active');
      ({ outcome } = await respond(again, keyOnly, scene.ports));
    });
    await restore('o_1f2e', 'owner', person);
    expect(outcome).toEqual({ kind: 'done' });
    expect(scene.get(key)).toBe('Inactive');
    await restore('o_2b', 'owner', scene.ports);
    expect(scene.get(key)).toBe('Active');
  });

  it('keep it off until both are taken back', async () => {
    const scene = places();
    await respond(first, keyOnly, scene.ports);
    expect((await respond(again, keyOnly, scene.ports)).outcome).toEqual({ kind: 'already-so' });
    await restore('o_1f2e', 'owner', scene.ports);
    // Not even for a moment is it on, and whoever is left puts back what the first one found.
    expect(scene.changes).toEqual([`${key} Inactive`]);
    await restore('o_2b', 'owner', scene.ports);
    expect(scene.get(key)).toBe('Active');
  });

  it('leave an undoing that is under way to its own worker', async () => {
    const scene = places();
    await respond(first, keyOnly, scene.ports);
    await respond(again, keyOnly, scene.ports);
    let isUnderWay = false;
    const slow = withSeams({ ...scene.ports, worker: 'person' }, async (name) => {
      if (name !== 'after executor.read' || isUnderWay) return;
      isUnderWay = true;
      await restore('o_2b', 'owner', scene.ports);
    });
    await restore('o_1f2e', 'owner', slow);
    expect(scene.get(key)).toBe('Active');
    const told = (await scene.ports.ledger.entries()).map(({ key }) => key);
    expect(told.filter((line) => line.includes(' released '))).toEqual([
      'o_2b.key-status released already-so',
      'o_1f2e.key-status released done',
    ]);
  });
});

it('what has not begun takes nothing over from what is taken back: its brakes are asked first', async () => {
  const scene = places();
  await respond(first, keyOnly, scene.ports);
  const dying = withSeams(scene.ports, (name) => {
    if (name === 'after store.arm') throw new Crash();
  });
  await expect(respond(again, keyOnly, dying)).rejects.toBeInstanceOf(Crash);
  await restore('o_1f2e', 'owner', { ...scene.ports, objection: async () => ok('it is exempt by now') });
  expect(scene.get(key)).toBe('Active');
  expect((await scene.ports.store.read('o_2b.key-status'))?.desired).toBe('released');
  await upkeep(scene.ports);
  expect(scene.changes).toEqual([`${key} Inactive`, `${key} Active`]);
});

describe('a write that arrives after it was taken back', () => {
  /** Everything was taken back; now the write of long ago comes in, and the next two sweeps look at it. */
  async function late(scene: Places): Promise<void> {
    expect(scene.get(pinPlace)).toBeNull();
    scene.arrive();
    expect(scene.get(pinPlace)).not.toBeNull();
    scene.time.at += claimFor + lateness;
    await upkeep(scene.ports);
  }

  it('is undone, where its worker crashed', async () => {
    const scene = places();
    scene.trouble = (call) => (call === 'write' ? { error: lost, applied: 'later' } : null);
    const dying = withSeams(scene.ports, dyingAfter('executor.write'));
    await expect(respond(decision(), facts(), dying)).rejects.toBeInstanceOf(Crash);
    scene.trouble = () => null;
    scene.time.at += claimFor;
    await restore('o_1f2e', 'owner', scene.ports);
    await late(scene);
    expect(scene.get(pinPlace)).toBeNull();
    expect(await scene.ports.store.open()).toEqual([]);
  });

  /** It is taken back while its first write has no answer yet. `between`: what happens at a seam after that write was given up. */
  async function takenBackUnanswered(scene: Places, between: (seam: string) => void = () => {}): Promise<void> {
    let losses = 1;
    const wish = withSeams(scene.ports, async (name) => {
      if (name === 'after executor.write' && losses-- === 1) {
        await restore('o_1f2e', 'owner', { ...scene.ports, worker: 'person' });
      }
      if (losses < 0) between(name);
    });
    scene.trouble = (call) => (call === 'write' && losses === 1 ? { error: lost, applied: 'later' } : null);
    await respond(decision(), facts(), wish);
    await late(scene);
    expect(scene.get(pinPlace)).toBeNull();
    expect(await scene.ports.store.open()).toEqual([]);
  }

  it('is undone, where its answer never came', () => takenBackUnanswered(places()));

  it('is undone, where its worker stood still between its last look and its word', () => {
    const scene = places();
    // It has seen that nothing is there, and is stopped until long after the write came in.
    return takenBackUnanswered(scene, (seam) => {
      if (seam === 'after executor.read') scene.time.at += 2 * lateness;
    });
  });

  it('is undone, where its worker lost the row to another in the meantime', async () => {
    const scene = places();
    await respond(decision(), facts(), scene.ports);
    await restore('o_1f2e', 'owner', scene.ports);
    const again = decision({ id: 'd_2b' });
    let isSlow = true;
    const slow = withSeams({ ...scene.ports, worker: 'slow' }, async (name) => {
      if (name !== 'after executor.write' || !isSlow) return;
      isSlow = false;
      scene.time.at += claimFor;
      scene.trouble = () => null;
      await restore('o_2b', 'owner', { ...scene.ports, worker: 'person' });
    });
    scene.trouble = (call) => (call === 'write' && isSlow ? { error: lost, applied: 'later' } : null);
    await respond(again, facts(), slow);
    scene.time.at += claimFor;
    await upkeep(scene.ports);
    scene.arrive();
    expect(scene.get('bot/Rescind-Pin-2b')).not.toBeNull();
    scene.time.at += lateness;
    await upkeep(scene.ports);
    expect(scene.get('bot/Rescind-Pin-2b')).toBeNull();
  });

  it('is not waited for, where every answer came', async () => {
    const scene = places();
    await respond(decision(), facts(), scene.ports);
    await restore('o_1f2e', 'owner', scene.ports);
    expect(await scene.ports.store.open()).toEqual([]);
  });
});

it('what is over is still told by the next sweep, where the sweep that ended it died before it could', async () => {
  const scene = places();
  await respond(decision({ expiresAt: now + day }), facts(), scene.ports);
  scene.time.at += day;
  const dying = withSeams(scene.ports, (name) => {
    if (name === 'before ledger.append') throw new Crash();
  });
  await expect(upkeep(dying)).rejects.toBeInstanceOf(Crash);
  expect(scene.get(pinPlace)).toBeNull();
  await upkeep(scene.ports);
  expect((await scene.ports.ledger.entries()).map(({ key }) => key)).toContain('o_1f2e.pin released done');
  expect(await scene.ports.store.open()).toEqual([]);
});

it('what was taken back while half of it was stored is not stored further when the decision comes again', async () => {
  const scene = places();
  let arms = 0;
  const dying = withSeams(scene.ports, (name) => {
    if (name === 'after store.arm' && ++arms === 1) throw new Crash();
  });
  await expect(respond(first, facts(), dying)).rejects.toBeInstanceOf(Crash);
  await restore('o_1f2e', 'owner', scene.ports);
  expect((await respond(first, facts(), scene.ports)).outcome).toEqual({
    kind: 'skipped',
    reason: 'undone by owner',
  });
  expect(scene.changes).toEqual([]);
});

describe('a deny on what a key had opened', () => {
  const later = (scene: Places) => {
    scene.time.at += 38 * hour;
    return upkeep(scene.ports);
  };

  it('takes itself off once the longest session is over, and the key stays off', async () => {
    const scene = places();
    await respond(first, facts(), scene.ports);
    await later(scene);
    expect(scene.changes).toEqual(['bot/Rescind-Revoke-1f2e put', `${key} Inactive`, 'bot/Rescind-Revoke-1f2e gone']);
  });

  it('stays for as long as the key could not be switched off', async () => {
    const scene = places();
    scene.trouble = (call) =>
      call === 'write' && scene.get('bot/Rescind-Revoke-1f2e') !== null
        ? { error: { lasting: 'transient', sentence: 'AccessDenied: no' }, applied: false }
        : null;
    expect((await respond(first, facts(), scene.ports)).outcome.kind).toBe('irrevocable');
    await later(scene);
    expect(scene.changes).toEqual(['bot/Rescind-Revoke-1f2e put']);
    scene.trouble = () => null;
    await later(scene);
    await later(scene);
    expect(scene.changes).toEqual(['bot/Rescind-Revoke-1f2e put', `${key} Inactive`, 'bot/Rescind-Revoke-1f2e gone']);
  });

  it('goes with a key that was to be off no longer, though that never was', async () => {
    const scene = places();
    scene.trouble = (call) =>
      call === 'write' &&
      scene.get(key) === 'Active' &&
      scene.get('bot/Rescind-Revoke-1f2e') !== null &&
      scene.time.at < now + day
        ? { error: { lasting: 'transient', sentence: 'AccessDenied: no' }, applied: false }
        : null;
    await respond({ ...first, expiresAt: now + day }, facts(), scene.ports);
    scene.time.at = now + day;
    await upkeep(scene.ports);
    expect(scene.changes).toEqual(['bot/Rescind-Revoke-1f2e put', 'bot/Rescind-Revoke-1f2e gone']);
  });
});
