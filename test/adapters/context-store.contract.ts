import { describe, expect, it } from 'vitest';
import type { BaselineWrite, ContextStore } from '../../core/context/habits/context-store.ts';
import { commitJoined } from '../../core/context/habits/context-store.ts';
import { encode } from '../../core/context/habits/encode.ts';
import { join } from '../../core/context/habits/join.ts';
import { learn } from '../../core/context/habits/learn.ts';
import { copyOf, learned, monday, sighting, steady } from '../core/context/sightings.ts';

const subject = 'access-key AKIAIOSFODNN7EXAMPLE';

/** What every context store promises, whatever it keeps its baselines in. `open` gives a new, empty store. */
export function contextStoreContract(name: string, open: () => ContextStore): void {
  describe(`${name} context store`, () => {
    it('knows nothing at first', async () => {
      expect(await open().load(subject)).toBeNull();
    });

    it('gives back what was committed, under its new version', async () => {
      const store = open();
      const baseline = learned(...steady(monday, 10));
      const result = await store.commit({ subject, baseline, expectedVersion: null });
      if (result.kind !== 'committed') throw new Error('there was nobody to conflict with');
      expect(await store.load(subject)).toEqual({ baseline, version: result.version });
      expect(await store.load('access-key AKIAOTHER')).toBeNull();
    });

    it('shares no state with its callers', async () => {
      const store = open();
      const baseline = learned(sighting(monday));
      await store.commit({ subject, baseline, expectedVersion: null });
      learn(baseline, sighting(monday + 1), 'learn');
      const loaded = await store.load(subject);
      expect(loaded?.baseline.lastDay).toBe(monday);
      if (loaded !== null) learn(loaded.baseline, sighting(monday + 2), 'learn');
      expect((await store.load(subject))?.baseline.lastDay).toBe(monday);
    });

    it('refuses a write over a version that the writer has not seen, and shows the current one', async () => {
      const store = open();
      const first = learned(sighting(monday));
      const write: BaselineWrite = { subject, baseline: first, expectedVersion: null };
      await store.commit(write);
      const current = await store.load(subject);
      const late = learned(sighting(monday + 5));
      expect(await store.commit({ subject, baseline: late, expectedVersion: null })).toEqual({
        kind: 'conflict',
        current,
      });
      expect(await store.commit({ subject, baseline: late, expectedVersion: 999 })).toEqual({
        kind: 'conflict',
        current,
      });
      expect(await store.load(subject)).toEqual(current);
    });

    it('refuses a version where nothing is stored', async () => {
      const result = await open().commit({ subject, baseline: learned(sighting(monday)), expectedVersion: 3 });
      expect(result).toEqual({ kind: 'conflict', current: null });
    });

    it('answers each write of a batch by itself, in order', async () => {
      const store = open();
      await store.commit({ subject, baseline: learned(sighting(monday)), expectedVersion: null });
      const baseline = learned(sighting(monday + 1));
      const kinds = (
        await store.commitAll([
          { subject: 'a', baseline, expectedVersion: null },
          { subject, baseline, expectedVersion: null },
          { subject: 'b', baseline, expectedVersion: null },
        ])
      ).map((result) => result.kind);
      expect(kinds).toEqual(['committed', 'conflict', 'committed']);
      expect((await store.load('b'))?.baseline).toEqual(baseline);
      expect((await store.load(subject))?.baseline.lastDay).toBe(monday);
    });

    it('loses nothing when writers race: each loser joins and tries again', async () => {
      const store = open();
      const parts = [0, 1, 2, 3, 4].map((i) => learned(...steady(monday + 10 * i, 10, { network: `AS${i}` })));
      const results = await Promise.all(
        parts.map((baseline) => commitJoined({ subject, baseline: copyOf(baseline), expectedVersion: null }, store)),
      );
      expect(results.every((result) => result.ok)).toBe(true);
      const together = learned();
      for (const part of parts) join(together, part);
      const stored = await store.load(subject);
      expect(stored === null ? null : encode(stored.baseline)).toEqual(encode(together));
    });
  });
}
