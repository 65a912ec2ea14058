import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPolicy } from '../../../cli/policy/policy-file.ts';
import { policySchema } from '../../../core/policy/policy.ts';
import { tries } from '../../depth.ts';

/** RFC 3339, by another calendar than the parser's. */
function isTime(text: string): boolean {
  const parts = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.exec(text);
  const midnight = new Date(`${parts?.[1]}T00:00:00Z`);
  return parts !== null && !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(parts[1] ?? '?');
}

const ajv = new Ajv({ formats: { 'date-time': isTime } });
const takes = ajv.compile({ ...toJsonSchema(policySchema, { typeMode: 'input', errorMode: 'ignore' }) } as object);

const points = fc.integer({ min: 0, max: 100 });
const days = fc.integer({ min: 1, max: 3650 });
const texts = fc.array(fc.string({ minLength: 1 }), { maxLength: 3 });
const some = <T>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) => fc.record(model, { requiredKeys: [] });
const action = fc.constantFrom('notify', 'pin', 'quarantine', 'revoke-sessions', 'disable', 'rotate');
const until = fc.constantFrom('2027-02-28T10:00:00Z', '2027-06-01T10:00:00.5+02:00', '2028-02-29T23:59:59Z');
const text = fc.string({ minLength: 1 });
const scope = fc.constantFrom('all', '*', 'stale', 'overprivileged,anomalous', ' S09 , S14', 'S17');
const record = fc.dictionary(fc.constantFrom('eventName', 'eventSource', 'userIdentity'), fc.jsonValue());

const policy = some({
  $schema: text,
  version: fc.string(),
  mode: fc.constantFrom('observe', 'enforce'),
  enforceIn: fc.array(fc.stringMatching(/^\d{12}$/), { maxLength: 2 }),
  thresholds: some({
    notify: fc.integer({ min: 1, max: 60 }),
    contain: fc.integer({ min: 40, max: 80 }),
    disable: fc.integer({ min: 60, max: 100 }),
    quorumGroups: days,
    learningDays: days,
  }),
  declared: fc.constantFrom('observe', 'enforce'),
  signals: fc.dictionary(
    fc.stringMatching(/^S\d\d$/),
    some({ enabled: fc.boolean(), authority: fc.constantFrom('hard', 'pin', 'corroborate', 'notify') }),
  ),
  stale: some({ unusedDays: days, rotationDays: days }),
  overprivileged: some({ unusedShare: fc.double({ min: 0, max: 1, noNaN: true }), observedDays: days }),
  limits: some({ disruptivePerAccountPerHour: points, reservedForHard: fc.double({ min: 0, max: 1, noNaN: true }) }),
  protect: texts,
  ownerTags: texts,
  exemptions: fc.array(fc.record({ credential: text, owner: text, reason: text, scope, until }), {
    maxLength: 2,
  }),
  cases: fc.array(
    fc.record(
      {
        name: text,
        usual: fc.array(record, { maxLength: 2 }),
        days: fc.integer({ min: 1, max: 60 }),
        use: record,
        expect: action,
      },
      { requiredKeys: ['name', 'use', 'expect'] },
    ),
    { maxLength: 2 },
  ),
});

const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, '', [], {}, -1, 0.5, 101, 4000, true, 'enforced', [[]], [{}]),
  fc.constantFrom('2027-02-30T10:00:00Z', '2027-06-01 10:00:00Z', '2027-06-01T10:00:00', '2027-06-01T10:00:00+0200'),
  fc.jsonValue(),
);

/** The places of a document, by their keys. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

function mutated(value: unknown, [step, ...rest]: string[], change: (old: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[step] = mutated(copy[step], rest, change);
  return copy;
}

const mutation = fc
  .tuple(policy, fc.nat(), wrong, fc.constantFrom('replace', 'add'))
  .map(([document, at, value, how]) => {
    const places = placesIn(document);
    const place = places[at % places.length] ?? [];
    return mutated(document, place, (old) =>
      how === 'add' && typeof old === 'object' ? { ...old, wrong: value } : value,
    );
  });

/** What no JSON Schema can say: one number beside another. */
function inOrder(document: unknown): boolean {
  const said = (document as { thresholds?: Record<string, number> }).thresholds;
  const { notify, contain, disable } = { notify: 40, contain: 60, disable: 80, ...said };
  return notify <= contain && contain <= disable;
}

test('the JSON Schema that is printed and the parser agree on documents, sound and broken', () => {
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof(policy, mutation), (document) => {
      const written = JSON.stringify(document);
      const byParser = readPolicy(written);
      expect(byParser.ok, written).toBe(takes(JSON.parse(written)) && inOrder(JSON.parse(written)));
      seen[byParser.ok ? 'taken' : 'refused']++;
    }),
    { numRuns: tries(500) },
  );
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(tries(100));
});
