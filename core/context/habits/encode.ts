import { fail, ok, type Result } from '../../model/result.ts';
import {
  type Baseline,
  capacity,
  type Entry,
  emptyBaseline,
  emptyHour,
  isFingerprinted,
  type Key,
  openHoursKept,
  type Table,
  type TableName,
  tableNames,
} from './baseline.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { addDay, addDays, countDays, type Days, hasDay, latestDay, windowDays } from './days.ts';
import { forgetLeastEstablished } from './eviction.ts';
import { textBytes } from './fingerprint.ts';
import { join } from './join.ts';
import { bytesIn, highestRank, joinFew, joinMany, wordsIn } from './sketch.ts';

/** What fits into one write unit of every store. */
const mostBytes = 4_096;

const version = 6;
/** More than full tables of the longest texts can need. */
const bufferBytes = 12_288;
const largestEntryBytes = 40;
/** After the year 9999, the last that a record can name. */
const lastPossibleDay = 3_000_000;

/** How a set of days is written: its only day as 0 to 63, or one of these. */
const noneTag = 64;
const activeTag = 65;
const rawTag = 66;
const denseTag = 255;

/** At most `mostBytes`; equal baselines give equal bytes. Of an overfull one the least established values are left out. */
export function encode(baseline: Baseline): Uint8Array {
  const whole = encodeWhole(baseline);
  if (whole.length <= mostBytes) return whole;
  const trimmed = emptyBaseline();
  join(trimmed, baseline);
  for (let bytes = whole; ; bytes = encodeWhole(trimmed)) {
    if (bytes.length <= mostBytes) return bytes;
    forgetLeastEstablished(trimmed, Math.ceil((bytes.length - mostBytes) / largestEntryBytes));
  }
}

/** The error says what is wrong with the bytes. */
export function decode(bytes: Uint8Array): Result<Baseline, string> {
  if (bytes.length > mostBytes) return fail(`a baseline has at most ${mostBytes} bytes, not ${bytes.length}`);
  if (bytes[0] !== version) return fail(`version ${bytes[0] ?? 'none'} of the baseline's format is not known`);
  const body = bytes.subarray(0, -4);
  const reader = new ByteReader(bytes);
  const baseline = readBaseline(reader);
  // Where bytes follow the end, it is looked for in the wrong place.
  if (reader.int32() !== checksum(body)) reader.refuse('the checksum does not match');
  return reader.problem === null ? ok(baseline) : fail(reader.problem);
}

function encodeWhole(baseline: Baseline): Uint8Array {
  const writer = new ByteWriter(bufferBytes);
  writer.byte(version);
  writer.byte(baseline.overflowed ? 1 : 0);
  writer.count(baseline.lastDay);
  writer.float(baseline.firstAt);
  writer.float(baseline.lastAt);
  for (const days of [baseline.activeDays, baseline.suspectDays, baseline.activeWeeks]) writeRawDays(writer, days);
  for (const name of tableNames) writeTable(writer, baseline, baseline.tables[name]);
  writeVolume(writer, baseline);
  writer.int32(checksum(writer.finished()));
  return writer.finished();
}

function readBaseline(reader: ByteReader): Baseline {
  const baseline = emptyBaseline();
  reader.byte();
  baseline.overflowed = reader.byte() === 1;
  baseline.lastDay = reader.count(lastPossibleDay);
  baseline.firstAt = reader.float();
  baseline.lastAt = reader.float();
  if (!(baseline.firstAt >= 0 && baseline.lastAt >= 0)) reader.refuse('an instant is not a number');
  for (const days of [baseline.activeDays, baseline.suspectDays, baseline.activeWeeks]) readRawDays(reader, days);
  for (const name of tableNames) readTable(reader, baseline, name);
  readVolume(reader, baseline);
  return baseline;
}

function writeTable(writer: ByteWriter, baseline: Baseline, table: Table): void {
  writeDays(writer, table.newDays, baseline);
  writer.count(table.entries.size);
  for (const [key, entry] of [...table.entries].sort(byKey)) {
    if (typeof key === 'number') writer.int32(key);
    else writer.text(key);
    writer.count(baseline.lastDay - entry.firstDay);
    writeDays(writer, entry, baseline);
  }
}

function readTable(reader: ByteReader, baseline: Baseline, name: TableName): void {
  const table = baseline.tables[name];
  readDays(reader, table.newDays, baseline);
  const size = reader.count(capacity[name]);
  let before: Key | null = null;
  for (let i = 0; i < size; i++) {
    const key: Key = isFingerprinted(name) ? reader.int32() : reader.text(textBytes);
    if (before !== null && !(before < key)) reader.refuse('the values of a table are not in order');
    before = key;
    const entry: Entry = { low: 0, high: 0, firstDay: baseline.lastDay - reader.count(baseline.lastDay) };
    readDays(reader, entry, baseline);
    table.entries.set(key, entry);
  }
}

function byKey([a]: readonly [Key, Entry], [b]: readonly [Key, Entry]): number {
  return a < b ? -1 : 1;
}

function writeDays(writer: ByteWriter, days: Days, { activeDays, lastDay }: Baseline): void {
  const size = countDays(days);
  if (size === 0) writer.byte(noneTag);
  else if (size === 1) writer.byte((latestDay(days, lastDay) ?? 0) & 63);
  else if (days.low === activeDays.low && days.high === activeDays.high) writer.byte(activeTag);
  else {
    writer.byte(rawTag);
    writeRawDays(writer, days);
  }
}

function readDays(reader: ByteReader, days: Days, { activeDays }: Baseline): void {
  const tag = reader.byte();
  if (tag < noneTag) addDay(days, tag);
  else if (tag === activeTag) addDays(days, activeDays, activeDays);
  else if (tag === rawTag) readRawDays(reader, days);
  else if (tag !== noneTag) reader.refuse('a set of days has an unknown form');
}

function writeRawDays(writer: ByteWriter, days: Days): void {
  writer.int32(days.high);
  writer.int32(days.low);
}

function readRawDays(reader: ByteReader, days: Days): void {
  days.high = reader.int32();
  days.low = reader.int32();
}

function writeVolume(writer: ByteWriter, baseline: Baseline): void {
  const { openHours, worst } = baseline.volume;
  writer.count(openHours.length);
  for (const open of openHours) {
    writer.count(open.hour);
    for (const words of [open.events.ranks, open.actions.bits, open.denied.bits]) writeSketch(writer, bytesIn(words));
  }
  // Only active days have a worst hour.
  for (let ring = 0; ring < windowDays; ring++) {
    if (hasDay(baseline.activeDays, ring)) writer.raw(worst.subarray(3 * ring, 3 * ring + 3));
  }
}

function readVolume(reader: ByteReader, baseline: Baseline): void {
  const { openHours, worst } = baseline.volume;
  const size = reader.count(openHoursKept);
  for (let i = 0; i < size; i++) {
    const open = emptyHour(reader.count(24 * (lastPossibleDay + 1)));
    if (open.hour >= (openHours.at(-1)?.hour ?? Number.POSITIVE_INFINITY)) reader.refuse('the hours are not in order');
    const ranks = readSketch(reader, 4 * open.events.ranks.length);
    if (ranks.some((rank) => rank > highestRank)) reader.refuse('a count is impossibly high');
    else joinMany(open.events, wordsIn(ranks));
    joinFew(open.actions, wordsIn(readSketch(reader, 4 * open.actions.bits.length)));
    joinFew(open.denied, wordsIn(readSketch(reader, 4 * open.denied.bits.length)));
    openHours.push(open);
  }
  for (let ring = 0; ring < windowDays; ring++) {
    if (hasDay(baseline.activeDays, ring)) worst.set(reader.raw(3), 3 * ring);
  }
}

/** Few bytes in use: their number, then place and value of each. Many: all. */
function writeSketch(writer: ByteWriter, sketch: Uint8Array): void {
  const used = sketch.reduce((n, byte) => (byte === 0 ? n : n + 1), 0);
  if (2 * used >= sketch.length) {
    writer.byte(denseTag);
    writer.raw(sketch);
    return;
  }
  writer.byte(used);
  sketch.forEach((byte, place) => {
    if (byte === 0) return;
    writer.byte(place);
    writer.byte(byte);
  });
}

function readSketch(reader: ByteReader, length: number): Uint8Array {
  const sketch = new Uint8Array(length);
  const used = reader.byte();
  if (used === denseTag) {
    sketch.set(reader.raw(length));
    return sketch;
  }
  if (2 * used >= length) reader.refuse('a count has an unknown form');
  for (let i = 0; i < used && reader.problem === null; i++) {
    const place = reader.byte();
    sketch[place] = reader.byte();
  }
  return sketch;
}

function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) sum = Math.imul(sum ^ (bytes[i] ?? 0), 0x01000193);
  return sum | 0;
}
