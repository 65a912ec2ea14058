import type { BucketPage, BucketPages, StoredFile } from '../../../adapters/aws/deployment/bucket-pages.ts';
import { atOnce } from '../../../adapters/aws/inventory/at-once.ts';

/** Lists of a bucket that are asked for side by side. */
export const askedAtOnce = 8;

export interface NewestDay {
  /** `2026-11-26` */
  readonly day: string;
  /** Whether nothing older lies there. */
  readonly isFirst: boolean;
}

/** The newest day in any of these folders of Regions, up to the last whole one; null where there is none. Throws the SDK's error. */
export async function newestDay(
  regions: readonly string[],
  lastWhole: string,
  pages: BucketPages,
): Promise<NewestDay | null> {
  const found = await Promise.all(regions.map((region) => newestIn(region, lastWhole.split('-'), pages)));
  const days = found.filter((one) => one !== null);
  const day = days
    .map((one) => one.day)
    .toSorted()
    .at(-1);
  return day === undefined ? null : { day, isFirst: days.every((one) => one.isFirst && one.day === day) };
}

/** Down by year, month and day: the newest that is not too new. */
async function newestIn(region: string, lastWhole: readonly string[], pages: BucketPages): Promise<NewestDay | null> {
  let folder = region;
  let isFirst = true;
  const parts: string[] = [];
  for (const limit of lastWhole) {
    const { folders } = await pages.page({ prefix: folder, byFolder: true });
    const isLimited = parts.every((part, i) => part === lastWhole[i]);
    const names = folders
      .map((one) => one.slice(folder.length, -1))
      .filter((name) => /^\d+$/.test(name) && (!isLimited || name <= limit));
    const name = names.toSorted().at(-1);
    if (name === undefined) return null;
    isFirst &&= names.length === 1;
    parts.push(name);
    folder = `${folder}${name}/`;
  }
  return { day: parts.join('-'), isFirst };
}

export interface Tally {
  readonly files: number;
  readonly bytes: number;
}

/** What a day brought: where not all of it was counted, what it comes to. */
export interface Laid extends Tally {
  /** What was counted. */
  readonly seen: Tally;
  readonly isWhole: boolean;
}

const quarter = 6 * 60;
/** Log files are stamped in steps of so many minutes. */
const step = 5;

/**
 * The log files of a day, of each of these folders of Regions. Where they fill more than a page, each quarter of the day is
 * reckoned from its first files, or from those of the others where no page is left for it. Throws the SDK's error.
 */
export async function dayOfFiles(
  regions: readonly string[],
  day: string,
  pages: BucketPages,
): Promise<readonly Laid[]> {
  const firsts = await atOnce(regions, askedAtOnce, async (region) => {
    const prefix = `${region}${day.replaceAll('-', '/')}/`;
    return { prefix, page: await pages.page({ prefix }) };
  });
  return atOnce(firsts, askedAtOnce, ({ prefix, page }) => laidFrom(prefix, page, pages));
}

async function laidFrom(prefix: string, first: BucketPage, pages: BucketPages): Promise<Laid> {
  const begun = first.files.find(isLog);
  if (first.next === null || begun === undefined) {
    const seen = tallyOf(first.files.filter(isLog));
    return { ...seen, seen, isWhole: true };
  }
  const quarters = [reckoned(first, 0)];
  for (let from = quarter; from < 4 * quarter && pages.left() > 0; from += quarter) {
    const after = begun.key.replace(/T\d{4}Z_[^/]*$/, `T${clockOf(from)}Z`);
    quarters.push(reckoned(await pages.page({ prefix, after }), from));
  }
  const whole = scaled(sumOf(quarters), 4 / quarters.length);
  const isWhole = quarters.length === 4 && quarters.every((one) => one.isWhole);
  return { ...whole, seen: sumOf(quarters.map(({ seen }) => seen)), isWhole };
}

/** A quarter of a day from the page that begins with it. */
function reckoned({ files, next }: BucketPage, from: number): Laid {
  const logs = files.filter(isLog);
  const within = logs.filter((file) => minuteOf(file) < from + quarter);
  const last = logs.at(-1);
  if (next === null || last === undefined || within.length < logs.length) {
    const seen = tallyOf(within);
    return { ...seen, seen, isWhole: true };
  }
  // Of the last step there may be more on the next page.
  const until = Math.max(minuteOf(last), from + step);
  const seen = tallyOf(within.filter((file) => minuteOf(file) < until));
  return { ...scaled(seen, quarter / (until - from)), seen, isWhole: false };
}

/** `…_20261126T1205Z_….json.gz` */
function isLog({ key }: StoredFile): boolean {
  return /_\d{8}T\d{4}Z_[^/]*\.json\.gz$/.test(key);
}

/** Of the day, by the file's name. */
function minuteOf({ key }: StoredFile): number {
  const [, hours = '0', minutes = '0'] = /T(\d{2})(\d{2})Z_[^/]*$/.exec(key) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

function clockOf(minute: number): string {
  return `${String(minute / 60).padStart(2, '0')}00`;
}

function tallyOf(files: readonly StoredFile[]): Tally {
  return { files: files.length, bytes: files.reduce((sum, one) => sum + one.bytes, 0) };
}

function sumOf(tallies: readonly Tally[]): Tally {
  return {
    files: tallies.reduce((sum, one) => sum + one.files, 0),
    bytes: tallies.reduce((sum, one) => sum + one.bytes, 0),
  };
}

function scaled({ files, bytes }: Tally, by: number): Tally {
  return { files: files * by, bytes: bytes * by };
}
