import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../simulator/record/cloudtrail-record.ts';
import { simulate } from '../../simulator/simulate.ts';
import { trailFiles, writeSimulation } from '../../simulator/write.ts';

const simulation = simulate({ seed: 8, days: 3, credentials: 30, incidents: 2, benignChanges: 2 });
const directory = mkdtempSync(join(tmpdir(), 'simulation-'));
await writeSimulation(simulation, directory);
afterAll(() => rmSync(directory, { recursive: true }));

function readTrail(): { path: string; records: CloudTrailRecord[] }[] {
  const paths = readdirSync(join(directory, 'trail'), { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => path.endsWith('.json.gz'))
    .map((path) => {
      const text = gunzipSync(readFileSync(join(directory, 'trail', path))).toString();
      return { path, records: (JSON.parse(text) as { Records: CloudTrailRecord[] }).Records };
    });
}

describe('writeSimulation', () => {
  const files = readTrail();

  it('lays files out as a trail does', () => {
    const layout =
      /^AWSLogs\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/\d{4}\/\d\d\/\d\d\/\1_CloudTrail_\2_\d{8}T\d{4}Z_\w{16}\.json\.gz$/;
    expect(files.filter(({ path }) => !layout.test(path))).toEqual([]);
  });

  it('loses no record, repeated ones included, and keeps accounts apart', () => {
    const written = files.flatMap(({ records }) => records.map((record) => record.eventID)).sort();
    expect(written).toEqual(simulation.records.map(({ record }) => record.eventID).sort());
    const strayed = files.filter(({ path, records }) =>
      records.some((r) => !path.includes(`/${r.recipientAccountId}/`)),
    );
    expect(strayed).toEqual([]);
  });

  it('keeps files to a few hundred records, out of order inside', () => {
    expect(Math.max(...files.map(({ records }) => records.length))).toBeLessThanOrEqual(300);
    const inOrder = files.filter(({ records }) => {
      const times = records.map((record) => record.eventTime);
      return times.length > 20 && String(times) === String([...times].sort());
    });
    expect(inOrder).toEqual([]);
  });

  it('delivers some record twice in different files', () => {
    const homes = new Map<string, Set<string>>();
    for (const { path, records } of files) {
      for (const { eventID } of records) homes.set(eventID, (homes.get(eventID) ?? new Set()).add(path));
    }
    expect([...homes.values()].some((paths) => paths.size > 1)).toBe(true);
  });

  it('names its files the same every time', () => {
    expect([...trailFiles(simulation).keys()]).toEqual([...trailFiles(simulation).keys()]);
  });

  it('writes the context folder and the labels', () => {
    const names = readdirSync(join(directory, 'context'));
    expect(names).toEqual([...simulation.context.keys()].sort());
    expect(names).toEqual(expect.arrayContaining(['credentials.json', 'networks.csv', 'exemptions.json']));
    expect(JSON.parse(readFileSync(join(directory, 'labels.json'), 'utf8'))).toEqual(simulation.labels);
  });
});
