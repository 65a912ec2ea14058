import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInputs } from '../../../adapters/files/inputs.ts';
import { intake } from '../../../core/intake/intake.ts';
import { readAll } from './reading.ts';

const mebibyte = 1_048_576;
const good = '{"eventID":"good"}';

/** `times` MiB of `byte` as gzip, without ever holding them. */
function bomb(byte: string, times: number): Buffer {
  const block = deflateRawSync(byte.repeat(mebibyte), { finishFlush: 2 });
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const end = Buffer.concat([deflateRawSync(''), Buffer.alloc(8)]);
  return Buffer.concat([header, ...Array.from({ length: times }, () => block), end]);
}

/** Each is named for what it tries, and for what becomes of it: a reason for the file, or reasons for its records. */
const crafted: readonly [name: string, bytes: () => Uint8Array | string, outcome: RegExp][] = [
  ['bomb-of-spaces.json.gz', () => bomb(' ', 100), /inflates more than 200 times/],
  ['bomb-of-lines.json.gz', () => bomb('\n', 100), /inflates more than 200 times/],
  [
    'bomb-of-empty-records.json.gz',
    () => gzipSync(`{"Records":[${'{},'.repeat(1_500_000)}{}]}`),
    /inflates more than 200 times/,
  ],
  ['bomb-of-depth.json.gz', () => gzipSync('['.repeat(20 * mebibyte)), /inflates more than 200 times/],
  ['bomb-inside-gzip.json.gz', () => gzipSync(bomb('[', 100)), /^is gzip within gzip/],
  [
    'truncated.json.gz',
    () => gzipSync(`{"Records":[${good}]}`).subarray(0, 20),
    /ends in the middle of its compressed data/,
  ],
  ['not-gzip.json.gz', () => `{"Records":[${good}]}`, /^use-or-rejected$/],
  ['picture.json', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /neither one JSON text/],
  ['archive.json', () => Buffer.from('504b0304140000000800', 'hex'), /zip archive/],
  ['empty.json', () => '', /is empty/],
  ['blanks.json', () => ' \r\n\t\n', /^is empty$/],
  ['blanks-in-gzip.json.gz', () => gzipSync('\n\n'), /^is empty$/],
  ['twice.json.gz', () => gzipSync(gzipSync(`{"Records":[${good}]}`)), /^is gzip within gzip/],
  ['utf-16le.json', () => Buffer.from(`{"Records":[${good}]}`, 'utf16le'), /^is UTF-16 without a byte-order mark/],
  ['utf-16be.json', () => Buffer.from(`[${good}]`, 'utf16le').swap16(), /^is UTF-16 without a byte-order mark/],
  [
    'very-long-line.ndjson',
    () => `${good}\n{"eventID":"${'x'.repeat(40 * mebibyte)}"}\n${good}\n`,
    /^too-large-among-two$/,
  ],
  ['very-deep.json', () => `{"Records":[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]}`, /^use-or-rejected$/],
  [
    'prototype.json',
    () => '{"Records":[{"__proto__":{"eventID":"x"},"constructor":{"prototype":{"polluted":1}}}]}',
    /^use-or-rejected$/,
  ],
  [
    'many-keys.json',
    () => `{"Records":[{${Array.from({ length: 200_000 }, (_, n) => `"k${n}":0`).join(',')}}]}`,
    /^use-or-rejected$/,
  ],
  ['unclosed.json', () => `{"Records":[${good},${'['.repeat(1_000)}`, /ends in the middle of a record/],
];

describe('a folder of hostile files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rescind-hostile-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(crafted)('%s', async (name, bytes, outcome) => {
    const path = join(folder, name);
    writeFileSync(path, bytes());
    const found = [];
    for await (const input of openInputs([path])) found.push(input);
    const [input] = found;
    if (input?.kind !== 'file') throw new Error('not found');
    const before = process.resourceUsage().maxRSS;
    const { records, unreadable } = await readAll(input.file);
    const grown = (process.resourceUsage().maxRSS - before) / 1024;
    for (const record of records) if (typeof record !== 'string') intake(record);
    const kinds = records.length === 3 && records[1] === 'too-large' ? 'too-large-among-two' : 'use-or-rejected';
    expect(unreadable ?? kinds).toMatch(outcome);
    expect(grown).toBeLessThan(300);
    expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
  });
});
