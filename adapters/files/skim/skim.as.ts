// AssemblyScript, compiled by `npm run build:skim`. Finds the parts of CloudTrail's records in a log file's bytes, and gives
// equal parts one number. Where a function answers with an address, 0 stands for none: the text is no JSON, or not of the form.

// What is done with a field, as the host names it to `keepName`. The first three differ from record to record.
const CALLER: u32 = 0;
const TIME: u32 = 2;
const KEEP: u32 = 3;
const UNUSUAL: u32 = 4;
const NONE: u32 = 5;
/** Of a text only the folder is kept: what stands before its first slash, and that. */
const FOLDER: u32 = 6;
/** The field is kept in part: `PART + n` says that of its own fields those of list n are. */
const PART: u32 = 7;

const DEEPEST: u32 = 64;

// Where things lie: tables, then texts of parts, then the file, then what is found in it.
const NAME_SLOTS: u32 = 1024;
const nameTable: usize = memory.data(16 * 1024, 16);
const PART_SLOTS: u32 = 65536;
const partTable: usize = memory.data(16 * 65536, 16);
const MOST_PARTS: u32 = 32768;
const partTexts: usize = memory.data(8 * 32768, 16);
const ARENA: u32 = 33554432;
let arenaStart: usize = align(__heap_base);
const input: usize = align(__heap_base) + ARENA;
/** Readable zeros behind the file, since strings are looked through sixteen bytes at a time. */
const MARGIN: u32 = 64;
/** Longest `call` that is put together; no record of CloudTrail's is longer. */
const SCRATCH: u32 = 1048576;

let arena: usize = align(__heap_base);
let partCount: u32 = 0;
let valueCount: u32 = 0;
let seed: u64 = 0;
let inputEnd: usize = 0;
let scratch: usize = 0;
let scratchEnd: usize = 0;
let output: usize = 0;

/** Bytes of a record in the output: its start, its end, the numbers of its caller and call, then starts and ends of its own values. */
const RECORD: u32 = 32;
/** Bytes of a record in the input, on average: where there are fewer, so many would be written out that no file is read like that. */
const LEAST_RECORD: u32 = 32;
/** Values in all parts, by their commas and brackets: the host makes them of what it remembers. */
const MOST_VALUES: u32 = 1000000;

// ---- what the host calls ----

/** Where the host writes a file, or a name, of `length` bytes. */
export function inputFor(length: u32): usize {
  inputEnd = input + length;
  scratch = align(inputEnd + MARGIN);
  output = scratch + SCRATCH + MARGIN;
  reserve(output);
  memory.fill(inputEnd, 0, MARGIN);
  return input;
}

/** Decides how texts are spread over the table, so that nobody can prepare many that meet in one place. */
export function setSeed(value: u64): void {
  seed = value;
}

/** What to do with the field of a record, or of a part of one, whose name is in the input. */
export function keepName(list: u32, length: u32, use: u32): void {
  const text = arenaStart;
  memory.copy(text, input, length);
  memory.fill(text + length, 0, 16);
  arenaStart = align(text + length + 1);
  let slot = nameTable + (<u32>hashOf(text, length, list) & (NAME_SLOTS - 1)) * 16;
  while (load<u32>(slot) !== 0) slot = following(slot, nameTable, NAME_SLOTS);
  store<u32>(slot, <u32>text);
  store<u32>(slot, length, 4);
  store<u32>(slot, list, 8);
  store<u32>(slot, use, 12);
  forget();
}

/** Forgets all parts. */
export function forget(): void {
  memory.fill(partTable, 0, 16 * PART_SLOTS);
  arena = arenaStart;
  partCount = 0;
  valueCount = 0;
}

export function partStart(part: u32): usize {
  return load<u32>(partTexts + part * 8);
}

export function partLength(part: u32): u32 {
  return load<u32>(partTexts + part * 8, 4);
}

export function outputStart(): usize {
  return output;
}

export const NOT_OF_THE_FORM: i32 = -1;
/** There is no room for more parts: forget them, and begin again. */
export const FULL: i32 = -2;

/** How many records of the input's `{"Records":[…]}` were written out, or one of the two above. */
export function skim(): i32 {
  let i = listStart();
  let count: i32 = 0;
  while (i !== 0 && load<u8>(i) === 0x7b) {
    const record = output + <usize>count * RECORD;
    reserve(record + RECORD);
    const end = cut(i, record);
    if (end === 0) return isFull ? FULL : NOT_OF_THE_FORM;
    count++;
    if (<u32>count * LEAST_RECORD > <u32>(inputEnd - input)) return NOT_OF_THE_FORM;
    i = afterSpace(end);
    const byte = load<u8>(i);
    if (byte === 0x5d) return isEnd(i + 1) ? count : NOT_OF_THE_FORM;
    if (byte !== 0x2c) return NOT_OF_THE_FORM;
    i = afterSpace(i + 1);
  }
  return NOT_OF_THE_FORM;
}

function listStart(): usize {
  const open = afterSpace(input);
  const name = afterSpace(open + 1);
  if (
    load<u8>(open) !== 0x7b ||
    load<u32>(name) !== 0x63655222 ||
    load<u32>(name + 4) !== 0x7364726f ||
    load<u8>(name + 8) !== 0x22
  )
    return 0;
  const list = valueStart(name + 9);
  return list !== 0 && load<u8>(list) === 0x5b ? afterSpace(list + 1) : 0;
}

function isEnd(at: usize): bool {
  const close = afterSpace(at);
  return load<u8>(close) === 0x7d && afterSpace(close + 1) === inputEnd;
}

// ---- one record ----

let record: usize = 0;
let callerStart: usize = 0;
let callerEnd: usize = 0;
let isUsual: bool = true;
let isFull: bool = false;
/** Kept fields that stand one after another are copied together. */
let run: usize = 0;
let runEnd: usize = 0;

/** Writes out the record that opens at `at`; answers with where it ends. */
function cut(at: usize, into: usize): usize {
  record = into;
  for (let i: usize = 0; i < RECORD; i += 8) store<u64>(record + i, 0);
  callerStart = 0;
  isUsual = true;
  isFull = false;
  run = 0;
  scratchEnd = scratch;
  put(0x7b);
  const end = members(at, 0, 0);
  put(0x7d);
  if (end === 0) return 0;
  isUsual = isUsual && callerStart !== 0 && scratchEnd !== 0;
  store<u32>(record, <u32>(at - input));
  store<u32>(record, <u32>(end - input), 4);
  store<i32>(record, isUsual ? numberOf(callerStart, <u32>(callerEnd - callerStart)) : -1, 8);
  store<i32>(record, isUsual ? numberOf(scratch, <u32>(scratchEnd - scratch)) : -1, 12);
  return isFull ? 0 : end;
}

function members(at: usize, list: u32, depth: u32): usize {
  let i = afterSpace(at + 1);
  if (load<u8>(i) === 0x7d) return i + 1;
  while (true) {
    i = member(i, list, depth);
    if (i === 0) return 0;
    i = afterSpace(i);
    const byte = load<u8>(i);
    if (byte === 0x7d) break;
    if (byte !== 0x2c) return 0;
    i = afterSpace(i + 1);
  }
  endRun();
  return i + 1;
}

function member(name: usize, list: u32, depth: u32): usize {
  const nameEnd = stringEnd(name);
  const value = valueStart(nameEnd);
  if (value === 0) return 0;
  const use = useOf(name + 1, <u32>(nameEnd - name - 2), list);
  if (use >= PART && load<u8>(value) === 0x7b) {
    endRun();
    copy(name, value);
    put(0x7b);
    const end = members(value, use - PART, depth + 1);
    put(0x7d);
    return end;
  }
  const end = valueEnd(value, depth + 1);
  if (use === FOLDER && end !== 0 && load<u8>(value) === 0x22) {
    endRun();
    copyFolder(name, value, end);
    return end;
  }
  if (use === KEEP || use === FOLDER || use >= PART) {
    if (run === 0) run = name;
    runEnd = end;
    return end;
  }
  endRun();
  if (use === CALLER) {
    callerStart = value;
    callerEnd = end;
  } else if (use <= TIME) {
    store<u32>(record + 8 + use * 8, <u32>(value - input));
    store<u32>(record + 12 + use * 8, <u32>(end - input));
  } else if (use === UNUSUAL || isEscaped(name, nameEnd)) {
    isUsual = false;
  }
  return end;
}

/** A name with escapes is not told by its bytes. */
function isEscaped(start: usize, end: usize): bool {
  for (let i = start; i < end; i++) if (load<u8>(i) === 0x5c) return true;
  return false;
}

function endRun(): void {
  if (run !== 0) copy(run, runEnd);
  run = 0;
}

/** Adds one or more members to what is put together. */
function copy(start: usize, end: usize): void {
  if (scratchEnd === 0) return;
  if (scratchEnd + (end - start) + 16 > scratch + SCRATCH) {
    scratchEnd = 0;
    return;
  }
  if (load<u8>(scratchEnd - 1) !== 0x7b) put(0x2c);
  copyBytes(scratchEnd, start, <u32>(end - start));
  scratchEnd += end - start;
}

/** The whole text where an escape comes first, since a slash may be written as one. */
function copyFolder(name: usize, text: usize, end: usize): void {
  let i = text + 1;
  while (load<u8>(i) !== 0x2f && load<u8>(i) !== 0x5c && i < end - 1) i++;
  if (load<u8>(i) === 0x5c) {
    copy(name, end);
  } else {
    copy(name, load<u8>(i) === 0x2f ? i + 1 : text + 1);
    put(0x22);
  }
}

/** Up to fifteen bytes more, for which there is room: they are few, and a call takes longer. */
function copyBytes(to: usize, from: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i));
}

function put(byte: u8): void {
  if (scratchEnd === 0 || scratchEnd >= scratch + SCRATCH) return;
  store<u8>(scratchEnd, byte);
  scratchEnd++;
}

// ---- names and parts ----

function useOf(name: usize, length: u32, list: u32): u32 {
  let slot = nameTable + (<u32>hashOf(name, length, list) & (NAME_SLOTS - 1)) * 16;
  while (true) {
    const known = load<u32>(slot);
    if (known === 0) return NONE;
    if (load<u32>(slot, 4) === length && load<u32>(slot, 8) === list && isEqual(known, name, length)) {
      return load<u32>(slot, 12);
    }
    slot = following(slot, nameTable, NAME_SLOTS);
  }
}

/** The number of a text, the next one if it is new; -1 where there is no room. */
function numberOf(text: usize, length: u32): i32 {
  const hash = <u32>hashOf(text, length, 0);
  let slot = partTable + (hash & (PART_SLOTS - 1)) * 16;
  while (true) {
    const known = load<u32>(slot);
    if (known === 0) break;
    if (load<u32>(slot, 8) === hash && load<u32>(slot, 4) === length && isEqual(known, text, length)) {
      return load<i32>(slot, 12);
    }
    slot = following(slot, partTable, PART_SLOTS);
  }
  const values = valuesIn(text, length);
  if (partCount >= MOST_PARTS || arena + length + 16 > input || valueCount + values > MOST_VALUES) {
    isFull = true;
    return -1;
  }
  valueCount += values;
  copyBytes(arena, text, length);
  store<u32>(slot, <u32>arena);
  store<u32>(slot, length, 4);
  store<u32>(slot, hash, 8);
  store<u32>(slot, partCount, 12);
  store<u32>(partTexts + partCount * 8, <u32>arena);
  store<u32>(partTexts + partCount * 8, length, 4);
  arena = align(arena + length);
  return partCount++;
}

/** No fewer than there are: those within texts are counted, too. */
function valuesIn(text: usize, length: u32): u32 {
  let values: u32 = 1;
  for (let i: u32 = 0; i < length; i += 16) {
    const bytes = v128.load(text + i);
    const commas = v128.eq<u8>(bytes, v128.splat<u8>(0x2c));
    // They differ in one bit.
    const brackets = v128.eq<u8>(v128.or(bytes, v128.splat<u8>(0x20)), v128.splat<u8>(0x7b));
    const found = v128.bitmask<u8>(v128.or(commas, brackets));
    values += popcnt(length - i < 16 ? found & ((1 << (length - i)) - 1) : found);
  }
  return values;
}

function following(slot: usize, table: usize, slots: u32): usize {
  return slot + 16 < table + slots * 16 ? slot + 16 : table;
}

function isEqual(a: usize, b: usize, length: u32): bool {
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) !== load<u64>(b + i)) return false;
  return i === length || ((load<u64>(a + i) ^ load<u64>(b + i)) & firstBytes(length - i)) === 0;
}

/** Of eight bytes that were read at once, whatever stands behind the text. */
function firstBytes(count: u32): u64 {
  return ((<u64>1) << (8 * count)) - 1;
}

/** Odd, and half of its bits set. */
const MULTIPLIER: u64 = ((<u64>0xd6e8feb8) << 32) | 0x6659fd93;

/** In two halves, since each step of one has to wait for the one before it. */
function hashOf(text: usize, length: u32, list: u32): u64 {
  let even = seed ^ (<u64>length * MULTIPLIER) ^ list;
  let odd = ~even;
  let i: u32 = 0;
  for (; i + 16 <= length; i += 16) {
    even = mixed(even, load<u64>(text + i));
    odd = mixed(odd, load<u64>(text + i, 8));
  }
  if (i + 8 <= length) {
    even = mixed(even, load<u64>(text + i));
    i += 8;
  }
  if (i < length) odd = mixed(odd, load<u64>(text + i) & firstBytes(length - i));
  const hash = mixed(even, odd);
  return hash ^ (hash >> 29);
}

function mixed(hash: u64, word: u64): u64 {
  const product = (hash ^ word) * MULTIPLIER;
  return product ^ (product >> 32);
}

// ---- JSON ----

function afterSpace(at: usize): usize {
  let i = at;
  while (true) {
    const byte = load<u8>(i);
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return i;
    i++;
  }
}

/** Where the value begins whose name ends at `nameEnd`. */
function valueStart(nameEnd: usize): usize {
  if (nameEnd === 0) return 0;
  const i = afterSpace(nameEnd);
  return load<u8>(i) === 0x3a ? afterSpace(i + 1) : 0;
}

/** Where the string that opens at `at` ends, behind its closing quote. */
function stringEnd(at: usize): usize {
  if (load<u8>(at) !== 0x22) return 0;
  let i = at + 1;
  while (true) {
    const bytes = v128.load(i);
    const quotes = v128.eq<u8>(bytes, v128.splat<u8>(0x22));
    const escapes = v128.eq<u8>(bytes, v128.splat<u8>(0x5c));
    const controls = v128.lt<u8>(bytes, v128.splat<u8>(0x20));
    const stops = v128.bitmask<u8>(v128.or(v128.or(quotes, escapes), controls));
    if (stops === 0) {
      i += 16;
      continue;
    }
    i += ctz(stops);
    const byte = load<u8>(i);
    if (byte === 0x22) return i + 1;
    if (byte !== 0x5c) return 0;
    i = escapeEnd(i);
    if (i === 0) return 0;
  }
}

function escapeEnd(at: usize): usize {
  switch (load<u8>(at + 1)) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 2;
    case 0x75:
      for (let i = at + 2; i < at + 6; i++) if (!isHex(load<u8>(i))) return 0;
      return at + 6;
    default:
      return 0;
  }
}

function isHex(byte: u8): bool {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39;
}

/** As strict as JSON.parse, but for what is nested deeper than anything that AWS writes. */
function valueEnd(at: usize, depth: u32): usize {
  switch (load<u8>(at)) {
    case 0x22:
      return stringEnd(at);
    case 0x7b:
      return depth > DEEPEST ? 0 : objectEnd(at, depth);
    case 0x5b:
      return depth > DEEPEST ? 0 : arrayEnd(at, depth);
    case 0x74:
      return load<u32>(at) === 0x65757274 ? at + 4 : 0;
    case 0x66:
      return load<u32>(at + 1) === 0x65736c61 ? at + 5 : 0;
    case 0x6e:
      return load<u32>(at) === 0x6c6c756e ? at + 4 : 0;
    default:
      return numberEnd(at);
  }
}

function objectEnd(at: usize, depth: u32): usize {
  let i = afterSpace(at + 1);
  if (load<u8>(i) === 0x7d) return i + 1;
  while (true) {
    i = valueStart(stringEnd(i));
    if (i === 0) return 0;
    i = valueEnd(i, depth + 1);
    if (i === 0) return 0;
    i = afterSpace(i);
    const byte = load<u8>(i);
    if (byte === 0x7d) return i + 1;
    if (byte !== 0x2c) return 0;
    i = afterSpace(i + 1);
  }
}

function arrayEnd(at: usize, depth: u32): usize {
  let i = afterSpace(at + 1);
  if (load<u8>(i) === 0x5d) return i + 1;
  while (true) {
    i = valueEnd(i, depth + 1);
    if (i === 0) return 0;
    i = afterSpace(i);
    const byte = load<u8>(i);
    if (byte === 0x5d) return i + 1;
    if (byte !== 0x2c) return 0;
    i = afterSpace(i + 1);
  }
}

function numberEnd(at: usize): usize {
  const whole = load<u8>(at) === 0x2d ? at + 1 : at;
  let i = load<u8>(whole) === 0x30 ? whole + 1 : digitsEnd(whole);
  if (i === 0) return 0;
  if (load<u8>(i) === 0x2e) i = digitsEnd(i + 1);
  if (i === 0 || (load<u8>(i) | 0x20) !== 0x65) return i;
  const sign = load<u8>(i + 1);
  return digitsEnd(i + (sign === 0x2b || sign === 0x2d ? 2 : 1));
}

/** At least one digit. */
function digitsEnd(at: usize): usize {
  let i = at;
  while (isDigit(load<u8>(i))) i++;
  return i === at ? 0 : i;
}

// ---- memory ----

function align(at: usize): usize {
  return (at + 15) & ~15;
}

function reserve(end: usize): void {
  const pages = <i32>((end + 65535) >> 16) - memory.size();
  if (pages > 0) memory.grow(max(pages, 64));
}
