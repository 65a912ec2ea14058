import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../../adapters/files/limits.ts';
import { isJson } from '../../../adapters/files/splitter.ts';
import { isDeep, tries } from '../../depth.ts';
import { fileOf, type Reading, readAll } from './reading.ts';

/** Larger than any test's file, so that it is read at once if that is possible, and smaller, so that it is not. */
const ways: readonly [name: string, read: (text: string) => Promise<Reading>][] = [
  ['at once', (text) => readAll(fileOf(text))],
  ['at once, of gzip', (text) => readAll(fileOf(gzipSync(text)))],
  ['piece by piece', (text) => readAll(fileOf(text, isDeep ? 7 : 31), { ...defaultLimits, whole: 0 })],
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

const oneLine = (value: unknown) => JSON.stringify(value);
const indented = (value: unknown) => JSON.stringify(value, null, 2);

/** Some printers leave small objects in a line. */
const layouts: readonly ((value: unknown) => string)[] = [
  oneLine,
  indented,
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
      { numRuns: tries(150) },
    );
  });
});

/** How seven records may lie in a file, by how each is laid out. */
const lying: Readonly<
  Record<string, readonly [layout: (value: unknown) => string, join: (all: readonly string[]) => string]>
> = {
  'an object of records': [oneLine, (all) => `{"Records":[${all.join(',')}]}`],
  'an object of records, laid out for reading': [indented, (all) => `{\n  "Records": [\n${all.join(',\n')}\n]\n}\n`],
  'an object of records, one a line': [oneLine, (all) => `{"Records":[\n${all.join(',\n')}\n]}`],
  'an array': [oneLine, (all) => `[${all.join(',')}]`],
  'one after another, laid out for reading': [indented, (all) => all.join('\n')],
  'the same with commas': [indented, (all) => all.join(',\n')],
  'one after another in a line': [oneLine, (all) => all.join(' ')],
  'one a line': [oneLine, (all) => all.join('\n')],
  'two objects of records, one a line': [
    oneLine,
    (all) => `${[all.slice(0, 4), all.slice(4)].map((some) => `{"Records":[${some.join(',')}]}`).join('\n')}\n`,
  ],
  'lines, and others laid out for reading': [
    oneLine,
    (all) => [...all.slice(0, 3), ...all.slice(3).map((one) => indented(JSON.parse(one)))].join('\n'),
  ],
};

/** One cut in so many characters, and behind each brace. */
const every = isDeep ? 3 : 29;
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const namesIn = ({ records }: Reading) =>
  records.map((one) => (typeof one === 'string' ? '!' : (one as { eventID: string }).eventID)).join('');

describe('one record that is cut', () => {
  it.each(Object.entries(lying))('costs itself, at worst the next as well, among %s', async (_, [layout, join]) => {
    const texts = ids.map((id) => layout(record(id)));
    const third = texts[2] ?? '';
    const cuts = Array.from(third, (_, at) => at).filter((at) => at % every === 1 || third[at - 1] === '}');
    for (const cut of cuts) {
      const text = join(texts.with(2, third.slice(0, cut)));
      const readings = await Promise.all(ways.map(([, read]) => read(text)));
      const [{ unreadable, ...read } = { records: [], unreadable: null }] = readings;
      for (const other of readings) expect(other).toEqual({ ...read, unreadable });
      // Behind an object in a list, more of them may follow: the rest is taken for these, and the file told as cut.
      const isInList = /\}\s*$/.test(third.slice(0, cut));
      expect([cut, namesIn({ ...read, unreadable }), unreadable !== null]).toEqual([
        cut,
        expect.stringMatching(isInList ? /^abc?!?d?(?:efg)?$/ : /^ab!d?efg$/),
        isInList && unreadable !== null,
      ]);
      expect(namesIn({ ...read, unreadable }).includes('!') || unreadable !== null).toBe(true);
    }
  });

  it('and takes the next ones for its own is told', async () => {
    const all = ids.map((id) => oneLine(record(id)));
    const cut = all.with(2, all[2]?.replace(/,\{"ARN":"b"\}.*/, '') ?? '');
    const two = [cut.slice(0, 4), cut.slice(4)].map((some) => `{\n"Records": [\n${some.join(',')}\n]\n}`);
    for (const [, read] of ways) {
      const reading = await read(two.join('\n'));
      expect(namesIn(reading)).toBe('abcefg');
      expect(reading.unreadable).toMatch(/ends in the middle of a record/);
    }
  });

  it('hides no end that is missing', async () => {
    const all = ids.map((id) => oneLine(record(id)));
    for (const opening of ['{"Records":[', '[']) {
      const text = opening + all.with(2, all[2]?.replace(/\},"none".*/, '') ?? '').join(',');
      for (const [, read] of ways) {
        const reading = await read(text);
        expect(namesIn(reading)).toBe('ab!defg');
        expect(reading.unreadable).toMatch(/ends in the middle of a record/);
      }
    }
  });

  it('is none where only a bracket is too many, which is counted', async () => {
    for (const [layout, join] of Object.values(lying).slice(0, 4)) {
      const texts = ids.map((id) => layout(record(id)));
      for (const [, read] of ways) {
        const reading = await read(join(texts.with(2, `${texts[2]}}`)));
        expect([namesIn(reading), reading.unreadable]).toEqual(['abc!defg', null]);
      }
    }
  });

  it('or has another sign wrong costs only itself, and nothing in it is taken for a record', async () => {
    for (const [layout, join] of Object.values(lying).slice(0, 4)) {
      const texts = ids.map((id) => layout(record(id)));
      for (const [from, to] of [
        [/"eventID":/, '"eventID";'],
        [/"n": ?1/, '"n":1x'],
        [/"empty": ?\{/, '"empty":{;'],
      ] as const) {
        const text = join(texts.with(2, texts[2]?.replace(from, to) ?? ''));
        for (const [, read] of ways) {
          const reading = await read(text);
          expect([namesIn(reading), reading.unreadable]).toEqual(['ab!defg', null]);
        }
      }
    }
  });

  // Two quotes that are missing make a text of all that stands between, which no line's end may be within.
  it('twice at a quote costs the two, and not what stands between them', async () => {
    for (const [layout, join] of Object.values(lying).slice(1, 3)) {
      const texts = ids.map((id) => layout({ eventVersion: '1.11', eventID: id, userAgent: 'x' }));
      const bent = texts.map((one, n) => (n === 1 || n === 5 ? one.replace(/"(?=[,\n])/, '') : one));
      for (const [, read] of ways) expect(namesIn(await read(join(bent)))).toBe('a!cde!g');
    }
  });

  it('is told as the end where nothing comes behind it, and nothing in it is taken for a record', async () => {
    const all = ids.map((id) => JSON.stringify(record(id)));
    for (const [opening, separator] of [
      ['{"Records":[', ','],
      ['[', ','],
      ['', '\n'],
      ['', ' '],
    ] as const) {
      const text = opening + all.join(separator);
      for (const end of [1, 3, 40, 60, 90, 120, 200]) {
        for (const [, read] of ways) {
          const reading = await read(text.slice(0, -end));
          expect(namesIn(reading)).toMatch(/^abcdef!?$/);
          expect(reading.unreadable).toMatch(/ends in the middle of a record/);
        }
      }
    }
  });

  /** As a policy is told, or a file's content: JSON within a text. */
  const withText = (id: string) => ({
    eventVersion: '1.11',
    eventID: id,
    requestParameters: {
      body: JSON.stringify({ Records: [record('quoted'), record('quoted')] }),
      policyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Action: ['iam:*'], Resource: '*' }] }),
    },
  });

  it('anywhere, as at an escape of a text in a text, is counted with whatever else is lost', async () => {
    for (const [layout, join] of Object.values(lying).slice(0, 4)) {
      const texts = ids.map((id) => layout(withText(id)));
      const third = texts[2] ?? '';
      let escapes = 0;
      for (let at = 0; at < third.length; at++) {
        // They begin and end names and values in turn, four of them: every third is now the one, now the other.
        const isTried = third[at] === '\\' ? escapes++ % 3 === 0 : at % 31 === 0;
        if (!isDeep && !isTried) continue;
        for (const wrong of ['"', '\\', '}', '\0', '']) {
          const bent = third.slice(0, at) + wrong + third.slice(at + 1);
          if (isJson(bent)) continue;
          const reading = await readAll(fileOf(join(texts.with(2, bent))));
          const names = namesIn(reading);
          expect([at, wrong, names]).toEqual([at, wrong, expect.not.stringContaining('quoted')]);
          const isTold = reading.unreadable !== null || names.length >= ids.length;
          expect([at, wrong, names, isTold]).toEqual([at, wrong, expect.stringMatching(/^ab.*efg/), true]);
        }
      }
    }
  });
});

describe('what is cut anywhere', () => {
  const [a, b, c, d] = ids.map((id) => record(id)) as [object, object, object, object];
  const files: Readonly<Record<string, string>> = {
    'one container': oneLine({ Records: [a, b] }),
    'one container, laid out for reading': indented({ Records: [a, b] }),
    'a container a line': `${oneLine({ Records: [a, b] })}\n${oneLine({ Records: [c, d] })}`,
    'an array a line': `${oneLine([a, b])}\n${oneLine([c, d])}`,
    'containers one after another': oneLine({ Records: [a, b] }) + oneLine({ Records: [c, d] }),
    'containers laid out for reading': `${indented({ Records: [a, b] })}\n${indented({ Records: [c, d] })}`,
    'a record and a container': `${oneLine(a)}\n${oneLine({ NextToken: 't', Events: [b, c] })}`,
  };

  it.each(Object.entries(files))('says so, and keeps each whole record: %s', async (_, file) => {
    const wholes = [a, b, c, d].flatMap((one) => [oneLine(one), indented(one).replaceAll('\n', '\n    ')]);
    for (let length = 1; length < file.length; length++) {
      const cut = file.slice(0, length);
      if (length % every !== 1 && !/[[{\]}]\s*$/.test(cut)) continue;
      const expected = wholes
        .filter((whole) => cut.includes(whole))
        .map((whole) => (JSON.parse(whole) as { eventID: string }).eventID);
      for (const [, read] of ways) {
        const reading = await read(cut);
        expect([cut.slice(-20), namesIn(reading).replace(/!$/, ''), reading.unreadable !== null]).toEqual([
          cut.slice(-20),
          expected.sort().join(''),
          !isWhole(cut),
        ]);
      }
    }
  });

  /** Whether it ends where a value did. */
  function isWhole(text: string): boolean {
    const open = text.replace(/"(?:[^"\\]|\\.)*("|$)/g, (_, end) => (end === '' ? '{' : ''));
    return (open.match(/[[{]/g)?.length ?? 0) === (open.match(/[\]}]/g)?.length ?? 0);
  }
});
