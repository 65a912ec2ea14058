import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../../adapters/files/limits.ts';
import { fileOf, type Reading, readAll } from './reading.ts';

/** Larger than any test's file, so that it is read at once if that is possible, and smaller, so that it is not. */
const ways: readonly [name: string, read: (text: string) => Promise<Reading>][] = [
  ['at once', (text) => readAll(fileOf(text))],
  ['at once, of gzip', (text) => readAll(fileOf(gzipSync(text)))],
  ['piece by piece', (text) => readAll(fileOf(text, 7), { ...defaultLimits, whole: 0 })],
];

/** As CloudTrail writes them, with what looks like records inside. */
const record = (id: string) => ({
  eventVersion: '1.11',
  eventID: id,
  userAgent: 'a "quoted" {brace}, [bracket], \\ {"eventVersion":"1"}',
  requestParameters: { items: [{ n: 1 }, { eventVersion: '1.11', eventID: 'within' }], empty: {}, none: [] },
  resources: [{ ARN: 'a' }, { ARN: 'b' }],
});

type Value = readonly [value: unknown, records: readonly unknown[]];
const made: Readonly<Record<string, (id: string) => Value>> = {
  record: (id) => [record(id), [record(id)]],
  event: (id) => [{ 'detail-type': 'x', detail: record(id) }, [{ 'detail-type': 'x', detail: record(id) }]],
  Records: (id) => {
    const all = [record(`${id}-1`), record(`${id}-2`)];
    return [{ Records: all }, all];
  },
  Events: (id) => [{ NextToken: 't', Events: [record(id)], more: { n: [1] } }, [record(id)]],
  array: (id) => [
    [record(id), record(`${id}-2`)],
    [record(id), record(`${id}-2`)],
  ],
  none: () => [{ Records: [] }, []],
};

/** Values that one after another open a nested object in a line, as some printers do. */
const layouts: readonly ((value: unknown) => string)[] = [
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) =>
    JSON.stringify(value, null, 2).replace(
      /\{\s*"(ARN|n)": ([^}\s]+)\s*\}/g,
      (_, name, held) => `{ "${name}": ${held} }`,
    ),
  (value) => JSON.stringify(value, null, 1).replaceAll('\n', '\r\n'),
];

describe('values one after another', () => {
  const separators = [' ', '\n', ',', ',\n', '\n,\n', '', '\r\n', '\n\n'];
  const some = fc.array(fc.tuple(fc.constantFrom(...Object.keys(made)), fc.nat(layouts.length - 1)), {
    minLength: 1,
    maxLength: 7,
  });

  it('come to the same records in both ways, whatever they are, however they are laid out and whatever stands between', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.constantFrom(...separators), fc.boolean(), async (chosen, separator, isEnded) => {
        const values = chosen.map(([kind], n) => made[kind]?.(`e${n}`) ?? [null, []]);
        const text = values.map(([value], n) => layouts[chosen[n]?.[1] ?? 0]?.(value)).join(separator);
        const expected = { records: values.flatMap(([, records]) => records), unreadable: null };
        for (const [name, read] of ways) {
          expect({ name, ...(await read(isEnded ? `${text}\n` : text)) }).toEqual({ name, ...expected });
        }
      }),
      { numRuns: 3000 },
    );
  });
});
