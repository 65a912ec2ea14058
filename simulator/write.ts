import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatInstant, type Instant, minute } from '../core/model/instant.ts';
import { letters } from './organisation/ids.ts';
import { Random } from './random.ts';
import type { Simulation } from './simulate.ts';
import type { SimulatedRecord } from './trail/delivery.ts';

const recordsPerFile = 300;

/** Writes `trail/` as a trail leaves it in its bucket, `context/` as its owner hands it over, and `labels.json`. */
export async function writeSimulation(simulation: Simulation, directory: string): Promise<void> {
  for (const [path, records] of trailFiles(simulation)) {
    await write(
      join(directory, 'trail', path),
      gzipSync(JSON.stringify({ Records: records.map(({ record }) => record) })),
    );
  }
  for (const [name, text] of simulation.context) await write(join(directory, 'context', name), text);
  await write(join(directory, 'labels.json'), `${JSON.stringify(simulation.labels, null, 2)}\n`);
}

/** One account's and region's records of one day, cut every few hundred, shuffled inside. */
export function trailFiles(simulation: Simulation): Map<string, readonly SimulatedRecord[]> {
  const random = new Random(`rescind/${simulation.options.seed}/files`);
  const files = new Map<string, readonly SimulatedRecord[]>();
  for (const group of byAccountRegionDay(simulation.records)) {
    for (let i = 0; i < group.length; i += recordsPerFile) {
      const records = group.slice(i, i + recordsPerFile);
      const last = records.at(-1);
      if (last !== undefined) files.set(pathOf(last, random), random.shuffled(records));
    }
  }
  return files;
}

function byAccountRegionDay(records: readonly SimulatedRecord[]): Iterable<SimulatedRecord[]> {
  const groups = new Map<string, SimulatedRecord[]>();
  for (const delivered of records) {
    const key = `${delivered.accountId} ${delivered.region} ${formatInstant(delivered.deliveredAt).slice(0, 10)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [delivered]);
    else group.push(delivered);
  }
  return groups.values();
}

function pathOf({ accountId, region, deliveredAt }: SimulatedRecord, random: Random): string {
  const folder = `AWSLogs/${accountId}/CloudTrail/${region}/${formatInstant(deliveredAt).slice(0, 10).replaceAll('-', '/')}`;
  return `${folder}/${accountId}_CloudTrail_${region}_${fileStamp(deliveredAt)}_${letters(random, 16)}.json.gz`;
}

/** `20260907T0815Z`, in steps of five minutes. */
function fileStamp(at: Instant): string {
  const rounded = at - (at % (5 * minute));
  return `${formatInstant(rounded).slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
