import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyRecent } from '../../../core/context/recent.ts';
import { tracesOf } from '../../../core/context/traces.ts';

const doors = tracesOf('test door');
const looks = tracesOf('looked');
const secrets = tracesOf('opened');
const renewals = tracesOf('changed');

it('forgets the oldest of the kind that there is most of, so that a flood of names pushes out nothing else', () => {
  const recent = emptyRecent();
  doors.note(recent, 'Auditor', 1);
  looks.note(recent, 'ec2', 2);
  for (let n = 0; n < 300; n++) secrets.note(recent, `${n}`, 3 + n);
  for (let n = 0; n < 300; n++) renewals.note(recent, `${n}`, 400 + n);
  expect([...recent.seen.keys()].slice(0, 2)).toEqual(['test door Auditor', 'looked ec2']);
  expect(recent.seen.size).toBe(128);
  expect(secrets.until(recent, 1000).map(([name]) => Number(name))).not.toContain(0);
  expect(renewals.until(recent, 1000).length).toBe(63);
});

it('forgets the last times of that kind no sooner than those of others', () => {
  const recent = emptyRecent();
  for (const at of [1, 2]) looks.noteAgain(recent, 'ec2', at);
  for (let n = 0; n < 600; n++) secrets.noteAgain(recent, `${n % 100}`, 3 + n);
  expect(looks.has(recent, 'ec2', 12, 10)).toBe(true);
});

it('finds what is done again by its first time and by its last, and once', () => {
  const recent = emptyRecent();
  for (const at of [1, 20, 50]) looks.noteAgain(recent, 'ec2', at);
  const found = (at: number) => [
    looks.has(recent, 'ec2', at, 10),
    looks.within(recent, at, 10).length === 1,
    looks.count(recent, at, 10) === 1,
    looks.count(recent, at, 10, (thing) => thing !== 'ec2') === 0,
  ];
  for (const at of [1, 11, 50, 60]) expect(found(at)).toEqual([true, true, true, true]);
  for (const at of [0, 12, 49, 61]) expect(found(at)).toEqual([false, false, false, true]);
  expect(looks.count(recent, 60, 59)).toBe(1);
});

it('remembers the same of what is done again, in whatever order and however often it is told', () => {
  const told = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom(looks, doors), fc.nat(100)), {
    maxLength: 12,
  });
  const kept = (notes: readonly (readonly [string, typeof looks, number])[]) => {
    const recent = emptyRecent();
    for (const [thing, traces, at] of notes) traces.noteAgain(recent, thing, at);
    return [...recent.seen].sort();
  };
  fc.assert(
    fc.property(told, (notes) => {
      expect(kept(notes.toReversed())).toEqual(kept(notes));
      expect(kept([...notes, ...notes])).toEqual(kept(notes));
    }),
  );
});

it('keeps the things of one holder apart from those of all others', () => {
  const recent = emptyRecent();
  for (const [holder, thing] of [
    ['', 'DE'],
    ['ada', 'FR'],
    ['ada lovelace', 'GB'],
  ] as const) {
    secrets.of(holder).note(recent, thing, 1);
  }
  expect(secrets.of('').within(recent, 1, 1)).toEqual(['DE']);
  expect(secrets.of('ada').has(recent, 'FR', 1, 1)).toBe(true);
  expect(secrets.of('ada').has(recent, 'DE', 1, 1)).toBe(false);
});

it.each(['opened', 'opened twice', 'test', 'again', 'again opened'])(
  'takes no kind whose things could be counted with another: %s',
  (kind) => {
    expect(() => tracesOf(kind)).toThrow(`traces of '${kind}' cannot be told from`);
  },
);
