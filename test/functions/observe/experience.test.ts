import { expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { intake } from '../../../core/intake/intake.ts';
import { inTimeOrder } from '../../../core/intake/told.ts';
import { experienceKey } from '../../../core/observe/note-keys.ts';
import { observe } from '../../../core/observe/observe.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { type Histograms, tailOf } from '../../../core/verdict/experience.ts';
import { account } from '../../core/intake/sample.ts';
import { honest, office, userNamed } from '../../stories/watch.ts';

const key = experienceKey(account);
const networks = {
  locate: () => ({ id: 'AS1', asn: 1, country: 'IE', organisation: null, kind: 'isp', aws: false }) as const,
};

const told = honest(userNamed('deployer', 'AKIAEXAMPLEKEY000001'), office, 12).flatMap((record) => {
  const read = intake(record);
  return read.kind === 'use' ? [{ at: read.use.at, id: read.use.id, use: read.use, testimony: null }] : [];
});

it('of two who count at once, neither loses what the other counted', async () => {
  const stored = memoryNoteStore();
  const [week] = [Math.floor(Math.floor((told[0]?.at ?? 0) / 86_400_000) / 7) + 1];
  const theirs = [[`access-key\n14\n${week}`, [40, ...Array(63).fill(0)]]];
  let isFirst = true;
  const notes: typeof stored = {
    load: (name) => stored.load(name),
    commit: async (note) => {
      if (note.key === key && isFirst) {
        isFirst = false;
        await stored.commit({ ...note, text: JSON.stringify(theirs) });
      }
      return stored.commit(note);
    },
  };
  const ports = { contexts: memoryContextStore(), notes, announcer: { announce: async () => {} } };
  const circumstances = { policy: defaultPolicy, exemptions: [] };
  await observe(inTimeOrder(told).told, { networks, declared: () => null }, circumstances, ports);
  const all: Histograms = new Map(JSON.parse((await stored.load(key))?.text ?? '[]'));
  // Twelve days: seven to learn it, one that is not over yet, and four that count beside the other's forty.
  expect(tailOf(all, { class: 'access-key' }, 0).days).toBe(44);
});
