import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Skimmer } from '../../../adapters/files/skim/skimmer.ts';
import { NoTemporaryRoom } from '../../../adapters/timeline/disk-file.ts';
import { Packing } from '../../../adapters/timeline/packing.ts';
import { Timeline } from '../../../adapters/timeline/timeline.ts';
import { intake } from '../../../core/intake/intake.ts';
import { Skimmed, takeSkimmed } from '../../../core/intake/skimmed.ts';
import { type Told, toldIn, type Waiting } from '../../../core/intake/told.ts';
import { hour } from '../../../core/model/instant.ts';
import { simulate } from '../../../simulator/simulate.ts';

const records = simulate({ seed: 2, days: 2, credentials: 20 }).records.map(({ record }) => record);

const told: readonly Told[] = records.flatMap((record) => {
  const taken = intake(record);
  return taken.kind === 'use' ? [{ at: taken.use.at, id: taken.use.id, use: taken.use, testimony: null }] : [];
});

/** Each in parts that it shares with others. */
function waitingOf(given: readonly object[]): Waiting[] {
  const skimmed = new Skimmer().skim(Buffer.from(JSON.stringify({ Records: given }))) ?? [];
  return skimmed.flatMap((record) => {
    const waiting = record instanceof Skimmed ? takeSkimmed(record).told : null;
    return waiting !== null && 'who' in waiting ? [waiting] : [];
  });
}

let temporary = '';

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'rescind-test-'));
  vi.stubEnv('TMPDIR', temporary);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

function hoursOf(timeline: Timeline, given: readonly (Told | Waiting)[]) {
  for (const one of given) timeline.add(one);
  return [...timeline.hours()];
}

test('gives the same hours from disk as from memory', () => {
  const inMemory = new Timeline();
  const onDisk = new Timeline(100_000);
  const hours = hoursOf(onDisk, told);
  expect(readdirSync(temporary)).toHaveLength(1);
  expect(hours).toEqual(hoursOf(inMemory, told));
  onDisk.close();
});

test.each([1e9, 40_000])('gives what waits in parts as it was told, with at most %d bytes in memory', (limit) => {
  // Some fit no row: those with an id that is spelled otherwise.
  const odd = records.map((record, i) => ({
    ...record,
    ...(i % 50 === 0 && { eventID: `an id that is not spelled as usual, ${i}` }),
  }));
  const waiting = waitingOf(odd);
  expect(waiting.length).toBeGreaterThan(records.length / 2);
  const timeline = new Timeline(limit);
  const given = hoursOf(timeline, waiting).flatMap((one) => one.told);
  expect(JSON.stringify(given)).toBe(
    JSON.stringify(hoursOf(new Timeline(), waiting.map(toldIn)).flatMap((one) => one.told)),
  );
  expect(given).toHaveLength(new Set(waiting.map(({ id }) => id)).size);
  expect(readdirSync(temporary)).toHaveLength(limit < 1e9 ? 1 : 0);
  timeline.close();
});

test('gives a busy hour back from disk whole', () => {
  const [record] = records;
  const busy = Array.from({ length: 5_000 }, () => ({ ...record, eventID: randomUUID() }));
  const timeline = new Timeline(200_000);
  const ids = hoursOf(timeline, waitingOf(busy)).flatMap((one) => one.told.map(({ id }) => id));
  expect(readdirSync(temporary)).toHaveLength(1);
  expect(ids.toSorted()).toEqual(busy.map(({ eventID }) => eventID).toSorted());
  timeline.close();
});

test.each([1e9, 10_000])(
  'takes what other threads packed as if it was told here, with at most %d bytes in memory',
  (limit) => {
    const few = records.slice(0, 60);
    const copies = Array.from({ length: 100 }, () =>
      few.map((record) => ({ ...record, eventID: randomUUID() })),
    ).flat();
    const all = [...waitingOf(copies), ...told];
    const timeline = new Timeline(limit);
    // The first begins its numbers anew, the second does not; the third is this thread.
    const others = [new Packing(20_000), new Packing(80_000)];
    let packs = 0;
    const hand = (thread: Packing) => {
      packs++;
      timeline.join(thread, structuredClone(thread.pack()));
    };
    for (const [i, one] of all.entries()) {
      const thread = others[i % 3];
      if (thread === undefined) timeline.add(one);
      else thread.add(one);
      if (thread?.isFull) hand(thread);
    }
    for (const thread of others) hand(thread);
    expect(packs).toBeGreaterThan(4);
    const here = new Timeline();
    const hours = hoursOf(here, all);
    expect(timeline.length).toBe(here.length);
    expect(timeline.accounts).toEqual(here.accounts);
    expect([...timeline.hours()]).toEqual(hours);
    expect(readdirSync(temporary)).toHaveLength(limit < 1e9 ? 1 : 0);
    timeline.close();
  },
);

test('leaves nothing on disk where the process ends before it is closed', () => {
  const others = process.listeners('exit');
  const timeline = new Timeline(1_000);
  for (const one of told) timeline.add(one);
  expect(readdirSync(temporary)).toHaveLength(1);
  for (const leave of process.listeners('exit')) if (!others.includes(leave)) leave(0);
  expect(readdirSync(temporary)).toEqual([]);
  expect(process.listeners('exit')).toEqual(others);
});

test.each(['sourceIdentity', 'userAgent'])('a long %s weighs what it takes in memory', (field) => {
  const [record] = records;
  const long = (i: number) => `${i} `.padEnd(200, 'x');
  const named = Array.from({ length: 200 }, (_, i) => ({
    ...record,
    eventID: randomUUID(),
    userIdentity: {
      ...record?.userIdentity,
      sessionContext: { sourceIdentity: field === 'sourceIdentity' ? long(i) : '' },
    },
    userAgent: field === 'userAgent' ? long(i) : 'aws-cli',
  }));
  const isMoved = (limit: number) => {
    const timeline = new Timeline(limit);
    for (const one of waitingOf(named)) timeline.add(one);
    const folders = readdirSync(temporary).length;
    timeline.close();
    return folders === 1;
  };
  // Without the texts, the parts and rows of them all would stay below.
  expect(isMoved(130_000)).toBe(true);
  expect(isMoved(400_000)).toBe(false);
});

test('gives every hour once, in order, and in each what happened in it by time', () => {
  const timeline = new Timeline(100_000);
  const hours = hoursOf(timeline, told.toReversed());
  const starts = hours.map((one) => Math.floor((one.told[0]?.at ?? 0) / hour));
  expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
  const instants = hours.flatMap((one) => one.told.map(({ at }) => at));
  expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  timeline.close();
});

test.each([1e9, 100_000])(
  'leaves out what was delivered twice and counts it, with at most %d bytes in memory',
  (limit) => {
    const timeline = new Timeline(limit);
    const once = new Set(told.map(({ id }) => id)).size;
    const hours = hoursOf(timeline, [...told, ...told]);
    expect(hours.flatMap((one) => one.told)).toHaveLength(once);
    expect(hours.reduce((sum, one) => sum + one.usesTwice, 0)).toBe(2 * told.length - once);
    timeline.close();
  },
);

test('leaves nothing on disk, even when given up half-way', () => {
  const timeline = new Timeline(100_000);
  for (const one of told) timeline.add(one);
  timeline.hours().next();
  timeline.close();
  expect(readdirSync(temporary)).toEqual([]);
});

test('has nothing on disk that a killed run could leave behind', () => {
  const timeline = new Timeline(100_000);
  for (const one of waitingOf(records)) timeline.add(one);
  for (const one of told) timeline.add(one);
  const [name = ''] = readdirSync(temporary);
  expect(name).not.toBe('');
  // Where a file may lose its name while it is open.
  if (process.platform !== 'win32') expect(readdirSync(join(temporary, name))).toEqual([]);
  timeline.close();
});

test('says which folder has no room for it', () => {
  const missing = join(temporary, 'missing');
  vi.stubEnv('TMPDIR', missing);
  const timeline = new Timeline(100_000);
  const add = () => hoursOf(timeline, told);
  expect(add).toThrow(NoTemporaryRoom);
  expect(add).toThrow(expect.objectContaining({ folder: missing }));
  timeline.close();
});

test('keeps what is on disk from other users of the machine', () => {
  const timeline = new Timeline(100_000);
  for (const one of told) timeline.add(one);
  const [name = ''] = readdirSync(temporary);
  expect(statSync(join(temporary, name)).mode & 0o077).toBe(0);
  timeline.close();
});
