import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { share } from './hostile-limits.ts';

/** What these files are measured by: under smaller limits, as `npm test` has them, each is as many times smaller. */
const unit = 1_048_576 * share;
const good = '{"eventID":"good"}';

type Part = Uint8Array | string;

/** Something that a stranger may put where a log file is expected. */
interface Hostile {
  /** What is written, one after another. */
  readonly parts: () => Iterable<Part>;
  /** What becomes of it: how many records were good, how many were others, how many were refused and why; then why the file was. */
  readonly outcome: RegExp;
}

/** `text` over and over, `times` units of it. */
function* much(text: string, times: number): Generator<string> {
  const block = text.repeat(Math.ceil(unit / text.length));
  for (let n = 0; n < times; n++) yield block;
}

/** As gzip, without ever holding what it unpacks to; parts that are the same one after another are packed once. */
function packed(parts: Iterable<Part>): Buffer {
  const blocks: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])];
  let [crc, length, last, block] = [0, 0, '' as Part, Buffer.alloc(0)];
  for (const part of parts) {
    if (part !== last) [last, block] = [part, deflateRawSync(part, { finishFlush: 2 })];
    blocks.push(block);
    crc = crc32(part, crc);
    length += Buffer.byteLength(part);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(length, 4);
  return Buffer.concat([...blocks, deflateRawSync(''), trailer]);
}

/** No packer makes it shorter than three quarters: with enough of it, a bomb in gzip looks honest. */
function noise(length: number): string {
  let state = 1;
  const bytes = Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state >>> 16;
  });
  return Buffer.from(bytes).toString('base64').slice(0, length);
}

function* emptyLists(times: number): Generator<string> {
  yield '[';
  yield* much('[],', times);
  yield '[]]';
}

/** Each by itself is let through: only together would they be too many. */
function* manyDense(): Generator<Part> {
  const record = `${good.slice(0, -1)},"noise":"${noise(unit / 4)}","x":[${'{},'.repeat(1_450_000 * share)}{}]}`;
  yield '{"Records":[';
  for (let n = 0; n < 8; n++) yield* [record, n < 7 ? ',' : ''];
  yield ']}';
}

const ratio = /inflates more than 200 times/;
const tooLargeAndCut = /^1 too-large; ends in the middle of a record/;

/** No log file: what a log may not be at all, or pretends to be. */
const odd: Readonly<Record<string, Hostile>> = {
  'truncated.json.gz': {
    parts: () => [gzipSync(`{"Records":[${good}]}`).subarray(0, 20)],
    outcome: /ends in the middle of its compressed data/,
  },
  'not-gzip.json.gz': { parts: () => [`{"Records":[${good}]}`], outcome: /^1 good$/ },
  'picture.json': {
    parts: () => [Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    outcome: /neither JSON, nor lines/,
  },
  'archive.json': { parts: () => [Buffer.from('504b0304140000000800', 'hex')], outcome: /zip archive/ },
  'empty.json': { parts: () => [''], outcome: /is empty/ },
  'blanks.json': { parts: () => [' \r\n\t\n'], outcome: /^; is empty$/ },
  'blanks-in-gzip.json.gz': { parts: () => [gzipSync('\n\n')], outcome: /^; is empty$/ },
  'twice.json.gz': { parts: () => [gzipSync(gzipSync(`{"Records":[${good}]}`))], outcome: /^; is gzip within gzip/ },
  'utf-16le.json': {
    parts: () => [Buffer.from(`{"Records":[${good}]}`, 'utf16le')],
    outcome: /^; is UTF-16 without a byte-order mark/,
  },
  'utf-16be.json': {
    parts: () => [Buffer.from(`[${good}]`, 'utf16le').swap16()],
    outcome: /^; is UTF-16 without a byte-order mark/,
  },
  'prototype.json': {
    parts: () => ['{"Records":[{"__proto__":{"eventID":"x"},"constructor":{"prototype":{"polluted":1}}}]}'],
    outcome: /^1 other$/,
  },
  'unclosed.json': {
    parts: () => [`{"Records":[${good},${'['.repeat(1_000)}`],
    outcome: /^1 good; ends in the middle of a record/,
  },
};

/** What would take many times its bytes in memory. Each is far beyond what is let through, so that a limit that is gone shows. */
const bombs: Readonly<Record<string, Hostile>> = {
  'of-spaces.json.gz': { parts: () => [packed(much(' ', 100))], outcome: ratio },
  'of-lines.json.gz': { parts: () => [packed(much('\n', 100))], outcome: ratio },
  'of-empty-records.json.gz': {
    parts: () => [packed(['{"Records":[', ...much('{},', 5), '{}]}'])],
    outcome: ratio,
  },
  'of-depth.json.gz': { parts: () => [packed(much('[', 20))], outcome: ratio },
  'inside-gzip.json.gz': { parts: () => [gzipSync(packed(much('[', 100)))], outcome: /^; is gzip within gzip/ },
  'of-depth-behind-noise.json.gz': {
    parts: () => [packed(['["', noise(225_280 * share), '",', ...much('[', 30)])],
    outcome: /^1 other, 1 too-large; ends in the middle of a record/,
  },
  'of-depth-read-at-once.json': { parts: () => much('[', 23), outcome: tooLargeAndCut },
  'of-depth-read-in-pieces.json': { parts: () => much('[', 31), outcome: tooLargeAndCut },
  'of-depth-in-a-record.json': {
    parts: () => [`{"Records":[${good},{"x":`, ...much('[', 28)],
    outcome: /^1 good, 1 too-large; ends in the middle of a record/,
  },
  'of-depth-behind-records.json': {
    parts: () => [`{"Records":[${good}],"x":`, ...much('[', 28)],
    outcome: /^1 good, 1 too-large; ends in the middle of a record/,
  },
  'of-depth-before-records.json': {
    parts: () => [`[\n${good}]\n{"x":`, ...much('[', 15), ...much(']', 15), `,"Records":[${good}]}`],
    outcome: /^2 good, 1 too-large$/,
  },
  'of-depth-in-a-line.ndjson': {
    parts: () => [`${good}\n`, ...much('[', 31), `\n${good}\n`],
    outcome: /^2 good, 1 too-large$/,
  },
  'of-lists-read-at-once.json': {
    parts: () => ['[{"x":', ...emptyLists(22), '}]'],
    outcome: /^1 too-large$/,
  },
  'of-lists-in-one-record.json': {
    parts: () => ['{"Records":[{"x":', ...emptyLists(22), '}]}'],
    outcome: /^1 too-large$/,
  },
  'of-lists-in-a-caller.json': {
    parts: () => [
      '{"Records":[{"eventID":"a","eventTime":"2026-11-02T09:30:00Z","userIdentity":{"x":',
      ...emptyLists(22),
      '}}]}',
    ],
    outcome: /^1 too-large$/,
  },
  'of-escaped-depth.json': {
    parts: () => ['{"Records":[{"CloudTrailEvent":"', ...much('\\u005b', 30), '"}]}'],
    outcome: /^1 too-large$/,
  },
  'of-lists-beside-records.json': { parts: () => ['{"x":1', ...much('[]', 28), '}'], outcome: /too large/ },
  'of-many-dense-records.json.gz': { parts: () => [packed(manyDense())], outcome: /^8 good$/ },
  'very-long-line.ndjson': {
    parts: () => [`${good}\n{"eventID":"`, ...much('x', 40), `"}\n${good}\n`],
    outcome: /^2 good, 1 too-large$/,
  },
  'very-deep.json': {
    parts: () => [`{"Records":[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]}`],
    outcome: /^1 other$/,
  },
  'many-keys.json': {
    parts: () => [`{"Records":[{${Array.from({ length: 200_000 }, (_, n) => `"k${n}":0`).join(',')}}]}`],
    outcome: /^1 other$/,
  },
};

export const hostileFiles: Readonly<Record<string, Hostile>> = { ...odd, ...bombs };

/** As CloudTrail writes them, and so many that they are read at once, and that they are not. */
export const honestFiles: readonly (readonly [name: string, parts: () => Iterable<Part>])[] = [20, 40].map((times) => [
  `honest-${times}.json`,
  () => ['{"Records":[', ...much(`{"eventID":"good","note":"${'honest'.repeat(50)}"},`, times), `${good}]}`],
]);
