import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { day, formatDay, parseInstant } from '../core/model/instant.ts';
import { simulate } from '../simulator/simulate.ts';
import { trailFiles } from '../simulator/write.ts';

/** Eight weeks, so that a copy moved by its own length keeps its weekdays. */
const days = 56;
const isoDay = /20\d\d-\d\d-\d\d(?=T\d\d:)/g;
const idStart = /(?<="eventID":")[0-9a-f]{4}/g;

/** Hands `use` a folder with at least `events` simulated records in gzip files, and removes it afterwards. */
export async function withTraffic<T>(events: number, use: (folder: string, written: number) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rescind-bench-'));
  try {
    return await use(folder, await writeTraffic(folder, events));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeTraffic(folder: string, events: number): Promise<number> {
  const files = [...trailFiles(simulate({ seed: 1, days }))].map(([path, records]) => {
    return { name: basename(path), length: records.length, text: JSON.stringify({ Records: records.map((one) => one.record) }) };
  });
  let written = 0;
  for (let copy = 0; ; copy++) {
    const into = join(folder, String(copy).padStart(3, '0'));
    await mkdir(into);
    for (const { name, length, text } of files) {
      await writeFile(join(into, name), gzipSync(copied(text, copy), { level: 6 }));
      written += length;
      if (written >= events) return written;
    }
  }
}

/** The same calls `copy` periods later, under ids of their own. */
function copied(text: string, copy: number): string {
  if (copy === 0) return text;
  const id = copy.toString(16).padStart(4, '0');
  return text.replace(idStart, id).replace(isoDay, (date) => later(date, copy));
}

const moved = new Map<string, string>();

function later(date: string, copy: number): string {
  const key = `${date} ${copy}`;
  let found = moved.get(key);
  if (found === undefined) {
    found = formatDay((parseInstant(`${date}T00:00:00Z`) ?? 0) + copy * days * day);
    moved.set(key, found);
  }
  return found;
}
