import { describe, expect, it } from 'vitest';
import { type Containment, newContainment, released } from '../../core/outcome/containment.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';
import { planActions } from '../../core/plan/action-plan.ts';
import { decision, facts, now } from '../core/plan/decisions.ts';

function row(id = 'd_1f2e'): Containment {
  const deed = decision({ id });
  const [measure] = planActions(deed, facts()).measures;
  if (measure === undefined) throw new Error('a pin has one measure');
  return newContainment(deed, 0, measure, 'worker-1', now);
}

/** What every containment store promises, whatever it keeps its rows in. `open` gives a new, empty store. */
export function containmentStoreContract(name: string, open: () => ContainmentStore): void {
  describe(`${name} containment store`, () => {
    it('arms a row once and gives it back as it was', async () => {
      const store = open();
      expect(await store.arm([row()], now)).toEqual({ kind: 'armed' });
      expect(await store.arm([{ ...row(), desiredBy: 'another' }], now)).toEqual({ kind: 'known' });
      expect(await store.read('o_1f2e.pin')).toEqual(row());
      expect(await store.read('o_2.pin')).toBeNull();
    });

    it('arms the rows of an outcome together or not at all', async () => {
      const store = open();
      const second = { ...row(), id: 'o_1f2e.key-status', position: 1 };
      const third = { ...row(), id: 'o_1f2e.key-status.2', position: 2 };
      expect(await store.arm([row(), second], now)).toEqual({ kind: 'armed' });
      expect(await store.arm([third, second], now)).toEqual({ kind: 'known' });
      expect((await store.ofOutcome('o_1f2e')).map(({ id }) => id)).toEqual([second.id, row().id]);
      expect(await store.arm([third], now)).toEqual({ kind: 'armed' });
      await store.replace({ ...released(third, 'alice', now), version: 2 });
      const fourth = { ...row(), id: 'o_1f2e.quarantine', position: 3 };
      expect(await store.arm([fourth], now)).toEqual({ kind: 'withdrawn', by: 'alice' });
      expect(await store.read(fourth.id)).toBeNull();
    });

    it('replaces a row only by its next version', async () => {
      const store = open();
      await store.arm([row()], now);
      const next = { ...row(), version: 2, desiredBy: 'alice' };
      expect(await store.replace(next)).toBe(true);
      expect(await store.replace({ ...next, desiredBy: 'bob' })).toBe(false);
      expect(await store.replace({ ...next, id: 'o_2.pin' })).toBe(false);
      expect((await store.read(next.id))?.desiredBy).toBe('alice');
    });

    it('refuses to arm while a hold is in force, and no longer', async () => {
      const store = open();
      const hold = { credential: row().credential, by: 'alice', reason: 'release week', until: now + 1 };
      await store.hold(hold);
      expect(await store.holds(), 'though nothing was ever done about the credential').toEqual([hold]);
      expect(await store.arm([row()], now)).toEqual({ kind: 'held', hold });
      expect(await store.read(row().id)).toBeNull();
      expect(await store.arm([row()], now + 1)).toEqual({ kind: 'armed' });
      await store.hold({ ...hold, until: null });
      expect((await store.arm([row('d_2')], now + 1)).kind).toBe('held');
      expect(await store.holdOn(hold.credential)).toEqual({ ...hold, until: null });
      expect(await store.holds()).toEqual([{ ...hold, until: null }]);
      await store.liftHold(hold.credential);
      expect(await store.holdOn(hold.credential)).toBeNull();
      expect(await store.holds()).toEqual([]);
      expect((await store.arm([row('d_2')], now + 1)).kind).toBe('armed');
    });

    it('refuses to arm while who acts by the credential is held, and shows whoever holds them all that is theirs', async () => {
      const store = open();
      const { principal = '' } = row();
      expect(principal).not.toBe(row().credential);
      const hold = { credential: principal, by: 'alice', reason: 'release week', until: null };
      await store.hold(hold);
      expect(await store.arm([row()], now)).toEqual({ kind: 'held', hold });
      expect(await store.read(row().id)).toBeNull();
      await store.liftHold(principal);
      expect((await store.arm([row()], now)).kind).toBe('armed');
      expect((await store.heldBy(principal)).map(({ id }) => id)).toEqual([row().id]);
      const another = { ...row('d_2'), credential: 'AKIAIOSFODNN7EXAMPL2' };
      expect((await store.arm([another], now)).kind).toBe('armed');
      expect((await store.heldBy(principal)).map(({ id }) => id)).toEqual([row().id, another.id]);
      expect((await store.heldBy(another.credential)).map(({ id }) => id)).toEqual([another.id]);
      await store.hold(hold);
      expect((await store.arm([row('d_3')], now)).kind).toBe('held');
    });

    it('finds rows by outcome and by credential, and the open ones until they are closed', async () => {
      const store = open();
      await store.arm([row('d_2')], now);
      await store.arm([row()], now);
      expect((await store.ofOutcome('o_2')).map(({ id }) => id)).toEqual(['o_2.pin']);
      expect((await store.heldBy(row().credential)).map(({ id }) => id)).toEqual(['o_1f2e.pin', 'o_2.pin']);
      const answer = { to: 'released', at: now, outcome: { kind: 'done' } } as const;
      await store.replace({ ...released(row(), 'alice', now), version: 2, answer, told: 'released done' });
      expect((await store.open()).map(({ id }) => id)).toEqual(['o_2.pin']);
    });

    it('shares no state with its callers', async () => {
      const store = open();
      await store.arm([row()], now);
      const read = await store.read(row().id);
      Object.assign(read ?? {}, { desired: 'released' });
      expect((await store.read(row().id))?.desired).toBe('contained');
    });
  });
}
