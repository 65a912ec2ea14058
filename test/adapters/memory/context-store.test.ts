import { expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { type ContextStore, commitJoined } from '../../../core/context/habits/context-store.ts';
import { learned, monday, sighting } from '../../core/context/sightings.ts';
import { contextStoreContract } from '../context-store.contract.ts';

contextStoreContract('memory', memoryContextStore);

it('a race that is lost without end is reported, not repeated for ever', async () => {
  let tries = 0;
  const contested: ContextStore = {
    ...memoryContextStore(),
    commit: async () => {
      tries++;
      return { kind: 'conflict', current: { baseline: learned(sighting(monday)), version: tries } };
    },
  };
  const write = { subject: 's', baseline: learned(sighting(monday)), expectedVersion: null };
  expect(await commitJoined(write, contested)).toEqual({ ok: false, error: 'contended' });
  expect(tries).toBeLessThan(100);
});
