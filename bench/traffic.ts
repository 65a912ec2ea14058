import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { day, formatDay, parseInstant } from '../core/model/instant.ts';
import { simulate } from '../simulator/simulate.ts';
import { trailFiles } from '../simulator/write.ts';

export interface Amount {
  /** At least so many records. */
  readonly events: number;
  /** How often each call is made where the simulated organisation makes it once. */
  readonly density: number;
  /** A folder with a trail's gzip files, to be played over and over in place of a simulated organisation; null for that. */
  readonly like?: string | null;
}

interface TrailFile {
  readonly name: string;
  readonly records: readonly unknown[];
}

/** Eight weeks, so that what is moved by this keeps its weekdays. */
const days = 56;
const isoDay = /20\d\d-\d\d-\d\d(?=T\d\d:)/g;
const idStart = /(?<="eventID":")[0-9a-f]{4}/g;

/** Hands `use` a folder with simulated records in gzip files, and removes it afterwards. */
export async function withTraffic<T>(amount: Amount, use: (folder: string, written: number) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rescind-bench-'));
  try {
    return await use(folder, await writeTraffic(folder, amount));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const weekOfMany = 7;
/** Account numbers and ids of keys, users and roles: what tells one organisation's credentials from another's. */
const ownNumber = /(?<!\d)\d{12}(?!\d)|(?<=\bA(?:KIA|SIA|IDA|ROA))[A-Z0-9]{4}/g;

/** The same with so many credentials at least: one week of ever more organisations that are alike but for their accounts and keys. */
export async function withOrganisations<T>(
  credentials: number,
  use: (folder: string, written: number) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rescind-bench-'));
  try {
    const { records, options } = simulate({ seed: 1, days: weekOfMany });
    const text = JSON.stringify({ Records: records.map(({ record }) => record) });
    const copies = Math.ceil(credentials / options.credentials);
    for (let copy = 0; copy < copies; copy++) {
      const id = copy.toString(16).padStart(4, '0').toUpperCase();
      const own = text
        .replace(ownNumber, (number) =>
          number.length === 4 ? id : String(100_000_000_000 + ((Number(number) + copy * 7_919) % 899_999_999_999)),
        )
        .replace(idStart, id.toLowerCase());
      await writeFile(join(folder, `${id}.json.gz`), gzipSync(own));
    }
    return await use(folder, copies * records.length);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copy after copy of the same files, each with ids of its own; every `density` copies begin after all that came before. */
async function writeTraffic(folder: string, { events, density, like = null }: Amount): Promise<number> {
  const given = like === null ? simulated() : await filesIn(like);
  const files = given.map(({ name, records }) => {
    return { name, length: records.length, text: JSON.stringify({ Records: records }) };
  });
  const period = like === null ? days : daysOf(files.map(({ text }) => text));
  let written = 0;
  for (let copy = 0; ; copy += density) {
    const into = join(folder, String(copy).padStart(4, '0'));
    await mkdir(into);
    for (const { name, length, text } of files) {
      const later = redated(text, (copy / density) * period);
      for (let same = 0; same < density; same++) {
        const id = (copy + same).toString(16).padStart(4, '0');
        await writeFile(join(into, `${same}-${name}`), gzipSync(later.replace(idStart, id)));
        written += length;
      }
      if (written >= events) return written;
    }
  }
}

function simulated(): TrailFile[] {
  return [...trailFiles(simulate({ seed: 1, days }))].map(([path, records]) => {
    return { name: basename(path), records: records.map(({ record }) => record) };
  });
}

async function filesIn(folder: string): Promise<TrailFile[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json.gz'));
  const files = await Promise.all(
    names.map(async (name) => {
      const { Records = [] } = JSON.parse(gunzipSync(await readFile(join(folder, name))).toString());
      return { name: basename(name), records: Records };
    }),
  );
  const full = files.filter(({ records }) => records.length > 0);
  if (full.length === 0) throw new Error(`no .json.gz file below ${folder} holds a record of CloudTrail`);
  return full;
}

/** On how many days something was. */
function daysOf(texts: readonly string[]): number {
  const dates = texts.flatMap((text) => [...text.matchAll(timeOfEvent)].map(([, date = '']) => date)).toSorted();
  return (midnightOf(dates.at(-1) ?? '') - midnightOf(dates[0] ?? '')) / day + 1;
}

const timeOfEvent = /"eventTime":"(20\d\d-\d\d-\d\d)T/g;

function redated(text: string, later: number): string {
  if (later === 0) return text;
  const moved = new Map<string, string>();
  return text.replace(isoDay, (date) => {
    const known = moved.get(date) ?? formatDay(midnightOf(date) + later * day);
    moved.set(date, known);
    return known;
  });
}

function midnightOf(date: string): number {
  return parseInstant(`${date}T00:00:00Z`) ?? 0;
}
