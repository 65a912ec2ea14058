import { constants, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits, type Limits } from '../../../adapters/files/limits.ts';
import { readRecords } from '../../../adapters/files/records.ts';
import { tries } from '../../depth.ts';
import { fileOf, readAll } from './reading.ts';

const records = Array.from({ length: 7 }, (_, n) => ({
  eventID: `e${n}`,
  note: 'a "quoted" [bracket] {brace}, comma \\ é 漢',
}));
const lines = `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
const file = JSON.stringify({ Records: records });

const stamped = (stamp: string) => Buffer.from(lines.replaceAll(/^(?=\{)/gm, stamp));

/** So small that everything goes the way of large files. */
const tight: Limits = { ...defaultLimits, whole: 16, ratioFrom: 16 };

const forms: [name: string, bytes: Buffer][] = [
  ['a log file', Buffer.from(file)],
  ['a log file, laid out for reading', Buffer.from(JSON.stringify({ Records: records }, null, 2))],
  ['CloudWatch Logs', Buffer.from(JSON.stringify({ events: records, searchedLogStreams: [] }))],
  [
    'a subscription to CloudWatch Logs',
    Buffer.from(
      JSON.stringify({ messageType: 'DATA_MESSAGE', logGroup: 'g', subscriptionFilters: ['f'], logEvents: records }),
    ),
  ],
  ['LookupEvents', Buffer.from(JSON.stringify({ Events: records, NextToken: 'x' }))],
  ['an array', Buffer.from(JSON.stringify(records))],
  ['lines', Buffer.from(lines)],
  ['lines with Windows endings and blank ones', Buffer.from(lines.replaceAll('\n', '\r\n\r\n'))],
  ['lines without a last ending', Buffer.from(lines.trimEnd())],
  ['lines as CloudWatch Logs exports them', stamped('2026-09-07T10:00:00.123Z ')],
  [
    'lines as aws logs tail prints them',
    stamped('2026-09-07T10:00:00.123000+00:00 111111111111_CloudTrail_us-east-1 '),
  ],
  ['lines as Fluentd writes them', stamped('2026-09-07T10:00:00+02:00\tcloudtrail.all\t')],
  [
    'lines that hold log files',
    Buffer.from(
      `${JSON.stringify({ Records: records.slice(0, 3) })}\n${JSON.stringify({ Records: records.slice(3) })}\n`,
    ),
  ],
];

const queued = (file: object) => JSON.stringify({ Type: 'Notification', Message: JSON.stringify(file) });
const failed = (name: string, held: unknown) => JSON.stringify({ Records: [{ [name]: held }] });
const halves = [{ Records: records.slice(0, 3) }, { Records: records.slice(3) }];

const messages: [name: string, holder: object][] = [
  ['SQS, one a message', { Messages: records.map((record) => ({ Body: JSON.stringify(record) })) }],
  ['SQS', { Messages: halves.map((half, n) => ({ MessageId: String(n), Body: JSON.stringify(half) })) }],
  ['SQS to a function', { Records: halves.map((half) => ({ messageId: 'm', body: JSON.stringify(half) })) }],
  ['SNS in SQS', { Messages: halves.map((half) => ({ Body: queued(half) })) }],
  ['SNS to a function', { Records: halves.map((half) => ({ Sns: { Message: JSON.stringify(half) } })) }],
  ['SNS', { Type: 'Notification', Message: JSON.stringify({ Records: records }) }],
  ['CloudWatch Logs', { events: halves.map((half) => ({ timestamp: 1, message: JSON.stringify(half) })) }],
  [
    'Logs Insights',
    {
      results: halves.map((half) => [
        { field: '@ptr', value: 'p' },
        { field: '@message', value: JSON.stringify(half) },
      ]),
      status: 'Complete',
    },
  ],
  ['Elastic', { events: halves.map((half) => ({ event: { original: JSON.stringify(half) } })) }],
  ['a shipper of logs', { events: halves.map((half) => ({ message: JSON.stringify(half) })) }],
  [
    'SQS, of what a function failed at that SNS called',
    { Messages: halves.map((half) => ({ Body: failed('Sns', { Message: JSON.stringify(half) }) })) },
  ],
  [
    'SQS, of what a function failed at that SQS called',
    { Messages: halves.map((half) => ({ Body: failed('body', JSON.stringify(half)) })) },
  ],
  ['an array in SQS', { Messages: [{ Body: JSON.stringify(records) }] }],
];

function permutations<T>(all: readonly T[]): T[][] {
  return all.length === 0
    ? [[]]
    : all.flatMap((one, i) => permutations(all.toSpliced(i, 1)).map((rest) => [one, ...rest]));
}

describe('one content, whatever its form', () => {
  for (const [name, bytes] of forms) {
    it.each<[storage: string, stored: Buffer]>([
      ['plain', bytes],
      ['gzip', gzipSync(bytes)],
      ['gzip in several members', Buffer.concat([gzipSync(bytes.subarray(0, 100)), gzipSync(bytes.subarray(100))])],
      ['with a byte-order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])],
      ['UTF-16', Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le')],
    ])(`${name}, %s`, async (_, stored) => {
      const expected = { records, unreadable: null };
      expect(await readAll(fileOf(stored))).toEqual(expected);
      expect(await readAll(fileOf(stored, 1), tight)).toEqual(expected);
      expect(await readAll(fileOf(stored, 50, null))).toEqual(expected);
    });
  }

  it.each(messages)('in messages of %s, which hold files of records', async (_, holder) => {
    const expected = { records, unreadable: null };
    expect(await readAll(fileOf(JSON.stringify(holder)))).toEqual(expected);
    expect(await readAll(fileOf(JSON.stringify(holder)), tight)).toEqual(expected);
    expect(await readAll(fileOf(`${JSON.stringify(holder)}\n`.repeat(2)))).toEqual({
      records: [...records, ...records],
      unreadable: null,
    });
  });

  it('not without end', async () => {
    const deep = `${'{"result":{"Records":['.repeat(20_000)}${']}}'.repeat(20_000)}`;
    expect((await readAll(fileOf(`{"Records":[${deep}]}`))).records).toHaveLength(1);
  });

  it('a single record, and an EventBridge event, laid out for reading', async () => {
    const event = { 'detail-type': 'AWS API Call via CloudTrail', detail: records[0] };
    expect(await readAll(fileOf(JSON.stringify(event, null, 2)))).toEqual({ records: [event], unreadable: null });
    expect(await readAll(fileOf(JSON.stringify(event, null, 2), 10, null))).toEqual({
      records: [event],
      unreadable: null,
    });
  });

  it.each<[string, (text: string) => Buffer]>([
    ['plain', (text) => Buffer.from(text)],
    ['gzip', (text) => gzipSync(text)],
  ])('records spread over several lines, one after another, %s', async (_, stored) => {
    const text = records.map((record) => JSON.stringify(record, null, 2)).join('\n');
    expect(await readAll(fileOf(stored(text)))).toEqual({ records, unreadable: null });
    const pages = [records.slice(0, 3), records.slice(3)]
      .map((Events) => JSON.stringify({ Events }, null, 2))
      .join('\n');
    expect(await readAll(fileOf(stored(pages)))).toEqual({ records, unreadable: null });
  });

  it('the same, where they are too many to be read at once', async () => {
    const text = records.map((record) => JSON.stringify(record, null, 2)).join('\n');
    expect(await readAll(fileOf(text, 7), tight)).toEqual({ records, unreadable: null });
    const refused = { records: [], unreadable: expect.stringContaining('jq -c . FILE') };
    expect(await readAll(fileOf(text.replaceAll(':', ';'), 7), tight)).toEqual(refused);
  });

  it('lines of every kind, in any order', async () => {
    const kinds: Record<string, readonly [line: string, ids: unknown[]]> = {
      Records: ['{"Records":[{"eventID":"a"},{"eventID":"b"}]}', ['a', 'b']],
      none: ['{"Records":[]}', []],
      Events: ['{"Events":[{"eventID":"c"}],"NextToken":"t"}', ['c']],
      array: ['[{"eventID":"d"}]', ['d']],
      record: ['{"eventID":"e","resources":[{"ARN":"r"},{"ARN":"s"}]}', ['e']],
      damage: ['{"eventID":', ['not-json']],
    };
    for (const order of permutations(Object.keys(kinds))) {
      const chosen = order.map((kind) => kinds[kind] ?? ['', []]);
      const text = `${chosen.map(([line]) => line).join('\n')}\n`;
      const read = await readAll(fileOf(text, 11));
      const found = read.records.map((one) => (one as { eventID?: string }).eventID ?? one);
      expect({ order, found, unreadable: read.unreadable }).toEqual({
        order,
        found: chosen.flatMap(([, ids]) => ids),
        unreadable: null,
      });
    }
  });

  it('the same, where one is damaged or the last is cut, cost only that one', async () => {
    const spread = records.map((record) => JSON.stringify(record, null, 2));
    const damaged = spread.with(1, spread[1]?.replace(':', ';') ?? '').join('\n');
    expect(await readAll(fileOf(damaged))).toEqual({
      records: (records as unknown[]).with(1, 'not-json'),
      unreadable: null,
    });
    expect(await readAll(fileOf(spread.join('\n').slice(0, -2)))).toEqual({
      records: records.slice(0, -1),
      unreadable: expect.stringContaining('ends in the middle of a record; what came before was read'),
    });
  });

  it('no records are no damage', async () => {
    for (const none of ['{"Records":[]}', '[]', '[ ]']) {
      expect(await readAll(fileOf(none))).toEqual({ records: [], unreadable: null });
      expect(await readAll(fileOf(none, 1), { ...tight, whole: 0 })).toEqual({ records: [], unreadable: null });
    }
  });
});

describe('one bad record among good ones', () => {
  it('costs only itself in lines', async () => {
    const mixed = `{"eventID":"a"}\n{"eventID":"b","x":"\nnot json\n{"eventID":"c"}\n`;
    expect(await readAll(fileOf(mixed))).toEqual({
      records: [{ eventID: 'a' }, 'not-json', 'not-json', { eventID: 'c' }],
      unreadable: null,
    });
  });

  it('costs only itself at the start', async () => {
    const { records: read, unreadable } = await readAll(fileOf('junk\n{"eventID":"a"}\n'));
    expect({ read, unreadable }).toEqual({ read: ['not-json', { eventID: 'a' }], unreadable: null });
  });

  it('costs only itself in an array', async () => {
    expect(await readAll(fileOf('{"Records":[{"eventID":"a"},{"eventID":},{"eventID":"c"}]}'))).toEqual({
      records: [{ eventID: 'a' }, 'not-json', { eventID: 'c' }],
      unreadable: null,
    });
  });

  it.each([
    ['{"Records":[{bad}]}', ['not-json']],
    ['[{bad},{"worse"}]', ['not-json', 'not-json']],
    ['{"Events":[]}', []],
  ])('is counted also where nothing else is there: %s', async (text, expected) => {
    expect(await readAll(fileOf(text))).toEqual({ records: expected, unreadable: null });
    expect(await readAll(fileOf(text, 3), { ...tight, whole: 0 })).toEqual({ records: expected, unreadable: null });
  });

  it.each<[string, unknown[]]>([
    ['{"Records":[{"eventID":"a"}]}garbage', [{ eventID: 'a' }, 'not-json']],
    ['{"Records":[{"eventID":"a"}]}{"eventID":"b"}', [{ eventID: 'a' }, { eventID: 'b' }]],
    ['[{"eventID":"a"}],{"eventID":"b"}', [{ eventID: 'a' }, { eventID: 'b' }]],
    ['{"Records":[{"eventID":"a"}]}\u0000\u0000', [{ eventID: 'a' }, 'not-json']],
    ['{"Records":[{"eventID":"a"}],"more":;}{"eventID":"b"}', [{ eventID: 'a' }, 'not-json', { eventID: 'b' }]],
    ['{"Records":[{"eventID":"a"}]],{"eventID":"b"}', [{ eventID: 'a' }, 'not-json', { eventID: 'b' }]],
    ['{"Records":[{"eventID":"a"}]}x{"Records":[{"eventID":"b"}]}', [{ eventID: 'a' }, 'not-json', { eventID: 'b' }]],
  ])('is not passed over where it stands beside the array: %j', async (text, expected) => {
    for (const length of [1, 7, text.length]) {
      const { records: read, unreadable } = await readAll(fileOf(text, length), { ...tight, whole: 0 });
      expect({ read, unreadable }).toEqual({ read: expected, unreadable: null });
    }
    expect((await readAll(fileOf(text))).records).toEqual(expected);
  });

  it.each([
    '{"Records":[{"eventID":"a"}]} {"Records":[{"eventID":"b"}]}\n',
    '{"Events":[{"eventID":"a"}],"NextToken":"t","n":1}\n{"Events":[{"eventID":"b"}]}',
    '[{"eventID":"a"}]\n[{"eventID":"b"}]\n',
    '{"others":[{"eventID":"c"}],"Records":[{"eventID":"a"},{"eventID":"b"}],"more":{"others":[{"eventID":"d"}]}}',
    '{"searchedLogStreams":[],"events":[{"eventID":"a"}]}{"searchedLogStreams":[{"n":"s"}],"events":[{"eventID":"b"}]}',
  ])('is none where only the form of a container stands: %j', async (text) => {
    for (const length of [1, 7, text.length]) {
      const { records: read } = await readAll(fileOf(text, length), { ...tight, whole: 0 });
      expect(read).toEqual([{ eventID: 'a' }, { eventID: 'b' }]);
    }
  });

  it.each<[string, unknown[]]>([
    ['{"eventID":"a"}{"eventID":"b"} {"eventID":"c"}', [{ eventID: 'a' }, { eventID: 'b' }, { eventID: 'c' }]],
    ['{"eventID":"a"}{"eventID":"b"}\n{"eventID":"c"}\n', [{ eventID: 'a' }, { eventID: 'b' }, { eventID: 'c' }]],
    ['{"eventID":"a"},\n{"eventID":"b"}\n', [{ eventID: 'a' }, { eventID: 'b' }]],
    ['{"eventID":"a"}{"eventID":;}{"eventID":"c"}\n', [{ eventID: 'a' }, 'not-json', { eventID: 'c' }]],
  ])('costs only itself where several stand in a line: %j', async (text, expected) => {
    expect(await readAll(fileOf(text))).toEqual({ records: expected, unreadable: null });
    expect(await readAll(fileOf(gzipSync(text), 3), { ...tight, whole: 0 })).toEqual({
      records: expected,
      unreadable: null,
    });
  });

  it.each([
    '{"NextToken":"abc/1+==","Events":[{"eventID":"a"},{"eventID":"b"},{"event',
    '{"searchedLogStreams":[{"n":"s"}],"events":[{"eventID":"a"},{"eventID":"b"},{"event',
  ])('leaves the whole ones of a page in which other things stand first and whose end is cut: %s', async (text) => {
    expect(await readAll(fileOf(text))).toEqual({
      records: [{ eventID: 'a' }, { eventID: 'b' }],
      unreadable: expect.stringContaining('ends in the middle of a record'),
    });
  });

  it('hides none of the good ones behind it, however many there are of its sort', async () => {
    const text = `{"Records":[${'{bad},'.repeat(1_200)}{"eventID":"good"}]}`;
    const { records: read, unreadable } = await readAll(fileOf(text));
    expect([read.length, read.at(-1), unreadable]).toEqual([1_201, { eventID: 'good' }, null]);
  });

  it('is let go when it is too long', async () => {
    const limits = { ...tight, piece: 100 };
    const long = JSON.stringify({ eventID: 'x'.repeat(500) });
    const all = ['{"eventID":"a"}', long, '{"eventID":"c"}'];
    const expected = { records: [{ eventID: 'a' }, 'too-large', { eventID: 'c' }], unreadable: null };
    expect(await readAll(fileOf(`${all.join('\n')}\n`, 7), limits)).toEqual(expected);
    expect(await readAll(fileOf(`{"Records":[${all.join(',')}]}`, 7), limits)).toEqual(expected);
  });
});

describe('limits', () => {
  const salted = Array.from({ length: 2_000 }, (_, n) =>
    JSON.stringify({ eventID: `e${Math.imul(n, 2_654_435_761)}` }),
  );
  const stored = gzipSync(`${salted.join('\n')}\n`);

  it('stop what inflates too far, after what came before', async () => {
    const { records: read, unreadable } = await readAll(fileOf(stored, 512), { ...tight, inflated: 40_000 });
    expect(unreadable).toMatch(/inflates to more than/);
    expect(read.length).toBeLessThan(2_000);
  });

  it('stop what inflates too much for what it is', async () => {
    expect((await readAll(fileOf(stored, 512), { ...tight, ratio: 2 })).unreadable).toMatch(
      /inflates more than 2 times/,
    );
    expect((await readAll(fileOf(stored, 512), tight)).unreadable).toBe(null);
  });

  it('hold what is mostly commas and brackets out of memory, all at once or in one record', async () => {
    const limits = { ...defaultLimits, values: 20 };
    const many = Array.from({ length: 30 }, () => []);
    for (const stored of [Buffer.from(JSON.stringify(many)), gzipSync(JSON.stringify(many))]) {
      expect(await readAll(fileOf(stored), limits)).toEqual({ records: many, unreadable: null });
    }
    for (const text of [`[{"eventID":"a"},${JSON.stringify(many)}]`, `{"eventID":"a"}\n${JSON.stringify(many)}\n`]) {
      const expected = { records: [{ eventID: 'a' }, 'too-large'], unreadable: null };
      expect(await readAll(fileOf(text), limits)).toEqual(expected);
    }
  });

  it('a reader that stops early closes the file', async () => {
    let closed = false;
    const file = fileOf(lines);
    const watched = {
      ...file,
      async *open() {
        try {
          for (;;) yield Buffer.from(lines);
        } finally {
          closed = true;
        }
      },
    };
    for await (const _ of readRecords({ ...watched, size: null }, tight)) break;
    expect(closed).toBe(true);
  });
});

describe('damage gives what came before it, and says so', () => {
  it('text that stops', async () => {
    for (const [name, cut] of [
      ['lines', lines.slice(0, -20)],
      ['file', file.slice(0, -20)],
    ] as const) {
      const { records: read, unreadable } = await readAll(fileOf(cut));
      expect(read.slice(0, 6), name).toEqual(records.slice(0, 6));
      expect(unreadable, name).toMatch(/ends in the middle/);
    }
  });

  it('gzip that stops', async () => {
    const many = Array.from({ length: 3_000 }, (_, n) =>
      JSON.stringify({ eventID: `e${n}`, salt: Math.imul(n, 2_654_435_761) }),
    );
    const whole = gzipSync(`${many.join('\n')}\n`);
    const { records: read, unreadable } = await readAll(fileOf(whole.subarray(0, whole.length / 2)));
    expect(read.length).toBeGreaterThan(1_000);
    expect(read[0]).toMatchObject({ eventID: 'e0' });
    expect(unreadable).toMatch(/ends in the middle of its compressed data/);
  });

  const told = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ eventID: `e${n}`, salt: Math.imul(n, 2_654_435_761) }));
  const sizes = [1, 3, 40, 3_000];
  const forms = [
    ['a log file', (some: readonly object[]) => JSON.stringify({ Records: some })],
    ['lines', (some: readonly object[]) => some.map((one) => JSON.stringify(one)).join('\n')],
  ] as const;
  const everyForm = sizes.flatMap((size) => forms.map(([name, written]) => [name, size, written] as const));

  it.each(everyForm)('gzip with something else after it: %s of %i', async (_, size, written) => {
    const some = told(size);
    const whole = gzipSync(written(some));
    const ends = [
      Buffer.from('not gzip'),
      Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff]),
      gzipSync('{').subarray(0, 8),
    ];
    for (const end of ends) {
      for (const chunk of [7, 65_536]) {
        const { records: read, unreadable } = await readAll(fileOf(Buffer.concat([whole, end]), chunk));
        expect(read).toEqual(some);
        expect(unreadable).toMatch(/compressed data/);
      }
    }
  });

  it.each(everyForm)('gzip that goes wrong or stops on its way: %s of %i', async (_, size, written) => {
    const some = told(size);
    const stored = gzipSync(written(some));
    for (const share of [0.5, 0.9]) {
      const at = Math.floor(stored.length * share);
      const plain = gunzipSync(stored.subarray(0, at), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
      const complete = some.filter((one) => plain.includes(JSON.stringify(one)));
      const stopped = await readAll(fileOf(stored.subarray(0, at)));
      expect(stopped.records.slice(0, complete.length)).toEqual(complete);
      expect(stopped.unreadable).toMatch(/middle of its compressed data/);
      const bent = Buffer.concat([stored.subarray(0, at), Buffer.alloc(600, 0xff)]);
      const wrong = await readAll(fileOf(bent));
      expect(wrong.records.slice(0, complete.length)).toEqual(complete);
      expect(wrong.unreadable).toMatch(/compressed data/);
    }
  });

  it('gzip that stops right behind a record', async () => {
    const [one] = told(1);
    const cut = gzipSync(`{"Records":[${JSON.stringify(one)}`, { finishFlush: constants.Z_SYNC_FLUSH });
    expect(await readAll(fileOf(cut))).toMatchObject({ records: [one], unreadable: expect.stringMatching(/middle/) });
    const text = await readAll(fileOf(`{"Records":[${JSON.stringify(one)}`));
    expect(text).toMatchObject({ records: [one], unreadable: expect.stringMatching(/middle/) });
  });

  it('gzip with a wrong byte', async () => {
    const stored = gzipSync(file);
    stored[stored.length - 6] = (stored[stored.length - 6] ?? 0) ^ 0xff;
    expect((await readAll(fileOf(stored))).unreadable).toMatch(/damaged compressed data/);
  });
});

describe('whatever comes', () => {
  it('any bytes end in records or in a reason', async () => {
    const start = fc.constantFrom('', '{', '[', '{"Records":[', '\u001f\u008b', '\ufeff', '{"a":1}\n');
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (head, tail, packed) => {
        const bytes = Buffer.concat([Buffer.from(head, 'latin1'), tail]);
        const { records: read, unreadable } = await readAll(fileOf(packed ? gzipSync(bytes) : bytes, 11), tight);
        return Array.isArray(read) && (unreadable === null || unreadable.length > 0);
      }),
      { numRuns: tries(500) },
    );
  });

  it('any records come back, whole or in pieces, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        async (some, chunk) => {
          const text = JSON.stringify(some);
          const same = JSON.parse(text) as unknown[];
          expect((await readAll(fileOf(text, chunk), { ...tight, whole: 0 })).records).toEqual(same);
          expect((await readAll(fileOf(`{"Records":${text}}`, chunk), { ...tight, whole: 0 })).records).toEqual(same);
        },
      ),
      { numRuns: tries(100) },
    );
  });
});
