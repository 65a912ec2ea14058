import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fields } from '../../../core/intake/fields.ts';
import { intake } from '../../../core/intake/intake.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { inTimeOrder, type Told } from '../../../core/intake/told.ts';
import { parseInstant } from '../../../core/model/instant.ts';
import { record, user } from './sample.ts';

function told(changes: Fields = {}): Told {
  const value = record(user, changes);
  const taken = intake(value);
  if (taken.kind !== 'use') throw new Error(`the sample is ${taken.kind}`);
  const { id, at } = taken.use;
  return { at, id, use: taken.use, testimony: testimony(value) };
}

const wordless = { ...told(), use: null };
const records = [
  wordless,
  told(),
  told({ sourceIPAddress: '203.0.113.9' }),
  told({ eventName: 'ListBuckets' }),
  told({ eventID: '0d1f0000-0000-4000-8000-000000000002' }),
  told({ eventTime: '2026-11-02T09:30:01Z' }),
];

test('whatever the order of arrival, the same records are kept in the same order', () => {
  const expected = inTimeOrder([...records]);
  expect([expected.told.length, expected.duplicates]).toEqual([3, 3]);
  fc.assert(
    fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (arrived) => {
      expect(inTimeOrder(arrived)).toEqual(expected);
    }),
  );
});

test('a record that tells of a use is kept before one that does not', () => {
  for (const arrived of [
    [wordless, told()],
    [told(), wordless],
  ]) {
    expect(inTimeOrder(arrived)).toMatchObject({ told: [told()], duplicates: 1, usesTwice: 0 });
  }
});

test('goes by time before it goes by id', () => {
  const [early, late] = [told({ eventID: 'f' }), told({ eventID: 'a', eventTime: '2026-11-02T09:31:00Z' })];
  expect(inTimeOrder([late, early]).told.map(({ at }) => at)).toEqual([
    parseInstant('2026-11-02T09:30:00Z'),
    parseInstant('2026-11-02T09:31:00Z'),
  ]);
});
