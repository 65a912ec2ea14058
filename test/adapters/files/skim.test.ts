import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Skimmer } from '../../../adapters/files/skim/skimmer.ts';
import { sectionName, sourceHash } from '../../../adapters/files/skim/source.ts';
import { intake } from '../../../core/intake/intake.ts';
import { Skimmed, takeSkimmed } from '../../../core/intake/skimmed.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { toldIn, toldOf } from '../../../core/intake/told.ts';
import { extraFields, recordFields, requestFields, responseFields } from '../../../core/intake/trail-record.ts';
import { simulate } from '../../../simulator/simulate.ts';
import { trailFiles } from '../../../simulator/write.ts';
import { consoleUser, record, role, user } from '../../core/intake/sample.ts';
import { tries } from '../../depth.ts';

/** What a record tells, and what became of it. */
type Answer = readonly [fate: string, told: unknown];

function parsed(value: unknown): Answer {
  const taken = intake(value);
  return [taken.kind === 'use' ? 'use' : taken.reason, toldOf(taken, testimony(value))];
}

function skimmed(value: unknown): Answer {
  if (!(value instanceof Skimmed)) return parsed(value);
  const { taken, told } = takeSkimmed(value);
  return ['reason' in taken ? taken.reason : 'use', told === null ? null : toldIn(told)];
}

function recordsIn(text: string): unknown[] | null {
  try {
    const { Records } = JSON.parse(text) as { readonly Records: unknown };
    return Array.isArray(Records) ? Records : null;
  } catch {
    return null;
  }
}

/** As texts: comparing thousands of objects takes the runner many times as long. */
function expectSame(a: unknown, b: unknown): void {
  expect(JSON.stringify(a)).toBe(JSON.stringify(b));
}

/** Twice by one skimmer, since the second time it knows all parts. */
function expectAgreement(text: string, skimmer = new Skimmer()): number {
  const records = recordsIn(text);
  let skims = 0;
  for (let time = 0; time < 2; time++) {
    const found = skimmer.skim(Buffer.from(text));
    if (found === null) continue;
    expectSame(found.map(skimmed), records?.map(parsed));
    skims += found.filter((one) => one instanceof Skimmed).length;
  }
  return skims;
}

const json = (records: unknown) => JSON.stringify({ Records: records });

describe('a skimmed file tells what a parsed one does', () => {
  it('for a simulated organisation, none of whose records is unusual', () => {
    const skimmer = new Skimmer();
    for (const records of trailFiles(simulate({ seed: 7, days: 3 })).values()) {
      const text = json(records.map((one) => one.record));
      expect(expectAgreement(text, skimmer)).toBe(records.length * 2);
    }
  });

  const callers = fc.constantFrom<unknown>(user, role, consoleUser, {}, null, 'text', { ...role, invokedBy: 'x.aws' });
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      '2026-11-02T09:30:00Z',
      'no time',
      'AssumeRole',
      'AttachUserPolicy',
      'iam.amazonaws.com',
      'true',
      '',
    ),
  );
  const namesOf = (names: readonly string[]) => fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 12 }));
  const objectOf = (names: readonly string[]) => fc.dictionary(namesOf(names), values, { maxKeys: 5 });
  const changes = fc.record(
    {
      requestParameters: fc.oneof(objectOf(requestFields), values),
      responseElements: fc.oneof(objectOf(responseFields), values),
      additionalEventData: fc.oneof(objectOf(extraFields), values),
      sharedEventID: values,
    },
    { requiredKeys: [] },
  );

  it('for records with anything in any field', () => {
    const skimmer = new Skimmer();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(callers, objectOf(recordFields), changes), { maxLength: 4 }),
        fc.nat(3),
        (some, space) => {
          const records = some.map(([caller, odd, more]) => record(caller, { ...more, ...odd }));
          expectAgreement(JSON.stringify({ Records: records }, null, space), skimmer);
        },
      ),
      { numRuns: tries(300) },
    );
  });

  it.each<[what: string, text: string]>([
    ['a name with escapes', json([record(user)]).replace('"eventID"', '"\\u0065ventID"')],
    ['an escaped name within the request', json([record(user)]).replace('"bucketName"', '"bucket\\u004eame"')],
    ['an id with escapes', json([record(user)]).replace('"0d1f', '"\\u0030d1f')],
    ['an id beyond ASCII', json([record(user, { eventID: 'é' })])],
    ['an id that is no text', json([record(user, { eventID: 7 })])],
    ['no id', json([record(user, { eventID: undefined })])],
    ['a field twice', json([record(user)]).replace('"readOnly":true', '"eventName":"ListBuckets","eventID":"e2"')],
    ['two identities', json([record(user)]).replace('"readOnly":true', `"userIdentity":${JSON.stringify(role)}`)],
    ['an event of a bus', json([record(user, { 'detail-type': 'CredentialUsed', detail: {} })])],
    ['names that every object has', json([record(user)]).replace('"readOnly":true', '"__proto__":{"eventName":"x"}')],
    ['something behind the list', `${json([record(user)]).slice(0, -1)},"more":1}`],
    ['a list of something else', json([1, 'two', null, [record(user)]])],
    ['an empty list', json([])],
    [
      'what a link opened, and the same read by the holder',
      json(
        ['QueryString', 'AuthHeader'].map((AuthenticationMethod) =>
          record(user, { eventCategory: 'Data', additionalEventData: { AuthenticationMethod } }),
        ),
      ),
    ],
    ['another form', JSON.stringify([record(user)])],
  ])('for %s', (_, text) => {
    expect(recordsIn(text) === null).toBe(!text.startsWith('{'));
    expectAgreement(text);
  });

  it('for text that is damaged anywhere', () => {
    const skimmer = new Skimmer();
    const text = json([record(role), record(consoleUser, { note: ['\\é\n', -1.5e-7, true, false, null] })]);
    const bytes = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[],:0 e.-tn\n')));
    fc.assert(
      fc.property(fc.nat(Buffer.byteLength(text) - 1), bytes, (at, byte) => {
        const damaged = Buffer.from(text);
        damaged[at] = byte;
        expectAgreement(damaged.toString(), skimmer);
        expect(skimmer.skim(damaged) !== null && recordsIn(damaged.toString()) === null).toBe(false);
      }),
      { numRuns: tries(3_000) },
    );
  });

  it.each([7, 9, 11])('for thousands of unknown names that are as long as known ones, of %d letters', (length) => {
    // Of a thousand, one is where a known one is looked for; and some are alike but for their last letters.
    const known = recordFields.filter((name) => name.length === length);
    const numbers = Array.from({ length: 8_000 }, (_, n) => String(n));
    const unknown = known.flatMap((name) => numbers.map((number) => name.slice(0, -number.length) + number));
    const others = Object.fromEntries(unknown.map((name) => [name, 'CreateUser']));
    expect(known.length).toBeGreaterThan(0);
    expect(expectAgreement(json([record(user, others)]))).toBe(2);
  });

  const paths = fc
    .array(fc.constantFrom('a', 'folder', '/', '\\', '"', 'é', '\n', '2026'), { maxLength: 6 })
    .map((parts) => parts.join(''));

  it('for any path of an object, however its slashes are written', () => {
    const skimmer = new Skimmer();
    fc.assert(
      fc.property(
        paths,
        fc.constantFrom('key', 'prefix'),
        fc.constantFrom('/', '\\/', '\\u002f'),
        (path, name, slash) => {
          const requestParameters = { bucketName: 'b', [name]: path, lockId: 1 };
          const text = json([
            record(user, { eventName: name === 'key' ? 'GetObject' : 'ListObjects', requestParameters }),
          ]);
          expectAgreement(
            text.replaceAll(/"(?:key|prefix)":"[^"]*"/g, (found) => found.replaceAll('/', slash)),
            skimmer,
          );
        },
      ),
      { numRuns: tries(1_000) },
    );
  });

  it('and takes all objects of one folder for the same call', () => {
    const skimmer = new Skimmer();
    const keys = ['in/a', 'in/b/c', 'out/a', 'a', 'b'];
    const records = keys.map((key) => record(user, { requestParameters: { bucketName: 'b', key } }));
    const found = skimmer.skim(Buffer.from(json(records))) as Skimmed[];
    expect(found.map(({ calling }) => found.findIndex((one) => one.calling === calling))).toEqual([0, 0, 2, 3, 3]);
  });

  it('or leaves it to others, where there are too many records for its size to be made all at once', () => {
    const skimmer = new Skimmer();
    expect(skimmer.skim(Buffer.from(json(Array.from({ length: 9 }, () => ({})))))).toBe(null);
    expect(skimmer.skim(Buffer.from(json([record(user)])))).toHaveLength(1);
  });

  it('however much there is to remember', () => {
    const skimmer = new Skimmer();
    for (let file = 0; file < 3; file++) {
      const records = Array.from({ length: 6_000 }, (_, n) => {
        return record({ ...user, userName: `u${file}-${n}` }, { userAgent: `agent/${file}.${n}` });
      });
      const found = skimmer.skim(Buffer.from(json(records)));
      expectSame(found?.map(skimmed), records.map(parsed));
    }
  });
});

it('what is committed was compiled from the source beside it', () => {
  const bytes = readFileSync(new URL('../../../adapters/files/skim/skim.wasm', import.meta.url));
  expect(bytes.subarray(-sourceHash().length).toString()).toBe(sourceHash());
  expect(bytes.includes(sectionName)).toBe(true);
});
