import { arrayNames } from './containers.ts';

/** How every record of CloudTrail's begins, wherever it stands. */
const recordStart = /\{\s*"eventVersion"/g;

/** What opens an object or a list of records, closes one, or stands between two records. */
const between = '[\\s,\\]}]*';
const betweenRecords = new RegExp(
  `${between}(?:\\{[^{}[\\]]*"(?:${arrayNames.join('|')})"\\s*:\\s*\\[${between})?`,
  'y',
);

/**
 * Takes a text that is no JSON apart: a damage is a part, and so is each whole record before and after it; one part where none
 * begins after it.
 */
export function partsAround(text: string): readonly string[] {
  const parts: string[] = [];
  for (let at = afterMatch(betweenRecords, text, 0); at < text.length; at = afterMatch(betweenRecords, text, at)) {
    const { end, isWhole, doubtful } = readValue(text, at);
    const next = isWhole ? end : startAfter(text, Math.max(at + 1, doubtful));
    parts.push(text.slice(at, next));
    at = next;
  }
  return parts.length === 0 ? [text] : parts;
}

/**
 * The same of a text whose brackets match: then what looks like a record may stand inside of another. Only those are told for sure
 * that stand one after another up to the end, where nothing is left to close; what comes before them is one damage.
 */
export function partsBeforeEnd(text: string): readonly string[] {
  const records: string[] = [];
  let start = text.length;
  for (let at = 0; at < text.length; ) {
    const { end, isWhole, doubtful } = readValue(text, at);
    if (isWhole) {
      if (records.length === 0) start = at;
      records.push(text.slice(at, end));
      at = afterMatch(/[\s,]*/y, text, end);
    } else {
      records.length = 0;
      at = startAfter(text, Math.max(at + 1, doubtful));
    }
  }
  if (records.length === 0) return [text];
  return start === 0 ? records : [text.slice(0, start), ...records];
}

function startAfter(text: string, at: number): number {
  recordStart.lastIndex = at;
  return recordStart.exec(text)?.index ?? text.length;
}

function afterMatch(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

/** Then damage in it is one record's as a rule, and what looks like another stands inside of that. */
export function hasMatchingBrackets(text: string): boolean {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      at = endOfText(text, at) - 1;
      if (at < 0) return false;
    } else if (sign === '{') open.push('}');
    else if (sign === '[') open.push(']');
    else if ((sign === '}' || sign === ']') && open.pop() !== sign) return false;
  }
  return open.length === 0;
}

interface Read {
  readonly isWhole: boolean;
  /** Behind the value, or where it can be none. */
  readonly end: number;
  /** Up to here nothing is wrong with it. Of two texts with a quote lost between them, the first is doubtful already. */
  readonly doubtful: number;
}

/** What may follow, by sign: `"` a text, `0` a number or a word. */
const value = '{["0';

/** Reads one object as far as it is one. */
function readValue(text: string, start: number): Read {
  const open: string[] = [];
  let wanted = '{';
  let isKey = false;
  let doubtful = start;
  for (let at = start; ; ) {
    const sign = text[at] ?? '';
    const kind = '{}[],:"'.includes(sign) ? sign : '0';
    const end = kind === '"' ? endOfText(text, at) : kind === '0' ? endOfWord(text, at) : at + 1;
    if (sign === '' || !wanted.includes(kind) || end === 0) return { isWhole: false, end: at, doubtful };
    doubtful = at;
    if (kind === '{' || kind === '[') open.push(kind);
    else if (kind === '}' || kind === ']') open.pop();
    const inObject = open.at(-1) === '{';
    if (open.length === 0) return { isWhole: true, end, doubtful };
    if (isKey && kind === '"') wanted = ':';
    else if (kind === ':') wanted = value;
    else if (kind === '{') wanted = '"}';
    else if (kind === '[') wanted = `${value}]`;
    else if (kind === ',') wanted = inObject ? '"' : value;
    else wanted = inObject ? ',}' : ',]';
    isKey = inObject && (kind === '{' || kind === ',');
    at = afterMatch(/[ \t\r\n]*/y, text, end);
  }
}

/** Behind the quote that closes it; 0 where none does. A line ends in no text of JSON's. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const sign = text[at];
    if (sign === '\\') at++;
    else if (sign === '"') return at + 1;
    else if (sign === '\n') return 0;
  }
  return 0;
}

/** Behind the number or word; 0 where it is neither. */
function endOfWord(text: string, start: number): number {
  const end = afterMatch(/[\w.+-]+/y, text, start);
  return /^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(text.slice(start, end)) ? end : 0;
}
