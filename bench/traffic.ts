import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { day, formatDay, parseInstant } from '../core/model/instant.ts';
import { simulate } from '../simulator/simulate.ts';
import { trailFiles } from '../simulator/write.ts';

export interface Amount {
  /** At least so many records. */
  readonly events: number;
  /** How often each call is made where the simulated organisation makes it once. */
  readonly density: number;
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

/** Copy after copy of the same files, each with ids of its own; every `density` copies are eight weeks later. */
async function writeTraffic(folder: string, { events, density }: Amount): Promise<number> {
  const files = [...trailFiles(simulate({ seed: 1, days }))].map(([path, records]) => {
    const text = JSON.stringify({ Records: records.map(({ record }) => record) });
    return { name: basename(path), length: records.length, text };
  });
  let written = 0;
  for (let copy = 0; ; copy += density) {
    const into = join(folder, String(copy).padStart(4, '0'));
    await mkdir(into);
    for (const { name, length, text } of files) {
      const later = redated(text, copy / density);
      for (let same = 0; same < density; same++) {
        const id = (copy + same).toString(16).padStart(4, '0');
        await writeFile(join(into, `${same}-${name}`), gzipSync(later.replace(idStart, id)));
        written += length;
      }
      if (written >= events) return written;
    }
  }
}

function redated(text: string, periods: number): string {
  if (periods === 0) return text;
  const moved = new Map<string, string>();
  return text.replace(isoDay, (date) => {
    const known = moved.get(date) ?? formatDay((parseInstant(`${date}T00:00:00Z`) ?? 0) + periods * days * day);
    moved.set(date, known);
    return known;
  });
}
