import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  calledWithin,
  countRecent,
  emptyRecent,
  noteAgain,
  noteRecent,
  recentCalled,
  seenWithin,
} from '../../../core/context/recent.ts';

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

it('finds what is done again by its first time and by its last, and once', () => {
  const recent = emptyRecent();
  for (const at of [1, 20, 50]) noteAgain(recent, 'look ec2', at);
  const found = (at: number) => [
    seenWithin(recent, 'look ec2', at, 10),
    calledWithin(recent, 'look ', at, 10).length === 1,
    countRecent(recent, 'look ', at, 10) === 1,
    countRecent(recent, 'look ', at, 10, (thing) => thing !== 'look ec2') === 0,
  ];
  for (const at of [1, 11, 50, 60]) expect(found(at)).toEqual([true, true, true, true]);
  for (const at of [0, 12, 49, 61]) expect(found(at)).toEqual([false, false, false, true]);
  expect(countRecent(recent, 'look ', 60, 59)).toBe(1);
});

it('remembers the same of what is done again, in whatever order and however often it is told', () => {
  const told = fc.array(fc.tuple(fc.constantFrom('look a', 'look b', 'step look'), fc.nat(100)), { maxLength: 12 });
  const kept = (notes: readonly (readonly [string, number])[]) => {
    const recent = emptyRecent();
    for (const [thing, at] of notes) noteAgain(recent, thing, at);
    return [...recent.seen].sort();
  };
  fc.assert(
    fc.property(told, (notes) => {
      expect(kept(notes.toReversed())).toEqual(kept(notes));
      expect(kept([...notes, ...notes])).toEqual(kept(notes));
    }),
  );
});
