import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { beginsLikeLog } from '../../../adapters/files/begins-like-log.ts';
import type { InputFile } from '../../../core/intake/input.ts';

const records = `{"Records":[${Array(4_000).fill('{"eventID":"x"}').join()}]}`;

/** A file in chunks, and whether what held it open was let go. */
function fileOf(content: string | Uint8Array, chunk = 65_536): InputFile & { isClosed: boolean } {
  const bytes = Buffer.from(content as string);
  const file = {
    path: 'x',
    size: null,
    isClosed: false,
    async *open() {
      try {
        for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
      } finally {
        file.isClosed = true;
      }
    },
    read: () => Promise.reject(new Error('is not to be read whole')),
  };
  return file;
}

const inUtf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

it.each<[what: string, content: string | Uint8Array]>([
  ['records', records],
  ['one after another, as Firehose writes them', '{"eventID":"x"}{"eventID":"y"}'],
  ['after a long field', JSON.stringify({ note: 'x'.repeat(9_000), eventID: 'x' })],
  ['what a log group hands to a function', '{"awslogs":{"data":"H4sI"}}'],
  ['lines with a time in front, as CloudWatch Logs exports them', '2026-09-07T10:00:00.123Z {"eventID":"x"}'],
  ['spread over lines, with a byte-order mark', '\ufeff\r\n  {\r\n    "Records": ['],
  ['a list', '[{"eventID":"x"}]'],
  ['a list of texts', JSON.stringify([JSON.stringify({ eventName: 'x' })])],
  ['UTF-16', inUtf16(records)],
  ['UTF-16 of the other order', inUtf16(records).swap16()],
  ['gzip', gzipSync(records)],
  ['gzip of UTF-16', gzipSync(inUtf16(records))],
  ['gzip that is larger than what is looked at', gzipSync(Buffer.from(records), { level: 0 })],
  ['gzip that is damaged, which must be named', gzipSync(records).fill(0xff, 10, 60)],
  ['gzip that breaks off', gzipSync(records).subarray(0, 40)],
  ['gzip within gzip, which must be named', gzipSync(gzipSync(records))],
])('a file begins like a log: %s', async (_, content) => {
  for (const chunk of [3, 65_536]) {
    const file = fileOf(content, chunk);
    expect(await beginsLikeLog(file)).toBe(true);
    expect(file.isClosed).toBe(true);
  }
});

it.each<[what: string, content: string | Uint8Array]>([
  ['nothing', ''],
  ['blanks', ' \n'.repeat(9_000)],
  ['prose', '# Logs\n\nOf {"eventID"}.'],
  ['a link in Markdown', '[here](https://example.com)'],
  ['an INI file', '[default]\nregion = eu-central-1'],
  ['nothing in brackets', '[]'],
  ['a package', '{"name":"x","version":"1"}'],
  ['lines of an application', '{"message":"x","timestamp":1,"event":"login"}'],
  ['a template', '{{ "x" }}'],
  ['lines of a syslog', '[2026-09-07 10:00:00] {"eventID":"x"}'],
  ['rows of a spreadsheet', '"eventid","eventtime"\n"x","y"'],
  ['a folder’s settings on a Mac', Buffer.from('0000000142756431', 'hex')],
  ['a zip archive', 'PK\u0003\u0004'],
  ['gzip of something else', gzipSync('eventid,eventtime')],
])('a file does not: %s', async (_, content) => {
  expect(await beginsLikeLog(fileOf(content))).toBe(false);
});

it('a file whose start cannot be had is for who reads it to tell', async () => {
  const refused: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('refused')) }),
  };
  expect(await beginsLikeLog({ ...fileOf(''), open: () => refused })).toBe(true);
});
