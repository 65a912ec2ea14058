import { expect, it } from 'vitest';
import { emptyRecent, noteRecent, recentCalled } from '../../../core/context/recent.ts';

it('forgets the oldest of the kind that there is most of, so that a flood of names pushes out nothing else', () => {
  const recent = emptyRecent();
  noteRecent(recent, 'door Auditor', 1);
  noteRecent(recent, 'step deed', 2);
  for (let n = 0; n < 300; n++) noteRecent(recent, `secret ${n}`, 3 + n);
  for (let n = 0; n < 300; n++) noteRecent(recent, `renewed ${n}`, 400 + n);
  expect([...recent.seen.keys()].slice(0, 2)).toEqual(['door Auditor', 'step deed']);
  expect(recent.seen.size).toBe(128);
  expect(recentCalled(recent, 'secret ', 1000).map(([name]) => Number(name))).not.toContain(0);
  expect(recentCalled(recent, 'renewed ', 1000).length).toBe(63);
});
