import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteContextStore } from '../../../adapters/sqlite/context-store.ts';
import { durably } from '../../../adapters/sqlite/durable.ts';
import { openStateFile } from '../../../adapters/sqlite/state-file.ts';
import { learned, monday, sighting } from '../../core/context/sightings.ts';

/** For a third of a second. */
const holdsTheLock = `const { parentPort, workerData } = require('node:worker_threads');
const database = new (require('node:sqlite').DatabaseSync)(workerData);
database.exec('BEGIN IMMEDIATE');
parentPort.postMessage('held');
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
database.exec('COMMIT');`;

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rescind-state-'));
  path = join(folder, 'state.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function open() {
  const opened = openStateFile(path);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

describe('the state file', () => {
  it('keeps its baselines from one run to the next', async () => {
    const first = open();
    const baseline = learned(sighting(monday));
    await sqliteContextStore(first).commit({ subject: 's', baseline, expectedVersion: null });
    first.close();
    const second = open();
    expect(await sqliteContextStore(second).load('s')).toEqual({ baseline, version: 1 });
    second.close();
  });

  it('can be used by two at once, without losing a race in silence', async () => {
    const [one, two] = [open(), open()];
    const write = { subject: 's', baseline: learned(sighting(monday)), expectedVersion: null };
    expect((await sqliteContextStore(one).commit(write)).kind).toBe('committed');
    expect((await sqliteContextStore(two).commit(write)).kind).toBe('conflict');
    one.close();
    two.close();
  });

  it('is waited for while somebody else writes to it', async () => {
    const own = open();
    const writer = new Worker(holdsTheLock, { eval: true, workerData: path });
    await once(writer, 'message');
    const write = { subject: 's', baseline: learned(sighting(monday)), expectedVersion: null };
    expect((await sqliteContextStore(own).commit(write)).kind).toBe('committed');
    await once(writer, 'exit');
    own.close();
  });

  it('waits for the disk with what must survive a power cut, and with nothing else', () => {
    const own = open();
    const waits = () => own.prepare('PRAGMA synchronous').get();
    const [normal, full] = [{ synchronous: 1 }, { synchronous: 2 }];
    expect([waits(), durably(own, waits), waits()]).toEqual([normal, full, normal]);
    own.close();
  });

  it("refuses another program's database and leaves it as it was", () => {
    const foreign = new DatabaseSync(path);
    foreign.exec('CREATE TABLE theirs (x)');
    foreign.close();
    const before = readFileSync(path);
    expect(openStateFile(path)).toEqual({ ok: false, error: `${path} is not a Rescind state file` });
    expect(readFileSync(path)).toEqual(before);
  });

  it('refuses what is no database, what is damaged and what is newer', () => {
    writeFileSync(path, 'These are notes about the holidays, certainly not a database.\n'.repeat(20));
    expect(openStateFile(path)).toMatchObject({ ok: false, error: expect.stringContaining('not a database') });
    rmSync(path);

    const newer = open();
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(openStateFile(path)).toMatchObject({
      ok: false,
      error: expect.stringContaining('a newer version of Rescind'),
    });

    expect(openStateFile(folder)).toMatchObject({ ok: false, error: expect.stringContaining('cannot be used') });
  });

  it('refuses a damaged file', async () => {
    const whole = open();
    const store = sqliteContextStore(whole);
    const baseline = learned(sighting(monday));
    await store.commitAll(
      Array.from({ length: 200 }, (_, i) => ({ subject: `s${i}`, baseline, expectedVersion: null })),
    );
    whole.close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4_096 * 3, 4_096 * 6);
    writeFileSync(path, bytes);
    expect(openStateFile(path)).toMatchObject({ ok: false, error: expect.stringMatching(/damaged|malformed/) });
  });
});
