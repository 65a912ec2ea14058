import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import { beforeAll, describe, expect, test } from 'vitest';
import { entry, replayTrail, rescind, writtenOrganisation } from '../command-line.ts';

let folder: string;
let whole: string;

beforeAll(async () => {
  folder = await writtenOrganisation();
  whole = await decisionsOf('--decisions', 'whole.ndjson');
});

/** Replays the trail, and answers with the decisions file that it was told to write. */
async function decisionsOf(...options: readonly string[]): Promise<string> {
  const run = await replayTrail(folder, '--json', ...options);
  expect(run.status, run.stderr).toBe(0);
  return readFileSync(join(folder, options[options.indexOf('--decisions') + 1] ?? ''), 'utf8');
}

/** What is said of how credentials stand at the end of a replay, which no use or notice caused. */
function standings(decisions: string): string[] {
  return decisions
    .trimEnd()
    .split('\n')
    .filter((line) => JSON.parse(line).eventID === null);
}

/** All that outlives a run, but for the count of runs. */
function keptIn(path: string): unknown[] {
  const database = new DatabaseSync(join(folder, path), { readOnly: true });
  const rows = ['decision', 'judged', 'remembered', 'baseline'].flatMap((table) =>
    database.prepare(`SELECT * FROM ${table}`).all(),
  );
  database.close();
  return rows.map(({ value, ...row }) => (value instanceof Uint8Array ? { ...row, value: readBack(value) } : row));
}

/** What is shown of each credential. */
function activitiesIn(path: string): unknown[] {
  return keptIn(path).filter((row) => String((row as { key?: unknown }).key).startsWith('activity '));
}

/** With what SQLite keeps beside a file that is open somewhere. */
function copyOfFirst(name: string): void {
  const first = new DatabaseSync(join(folder, 'first.sqlite'));
  first.exec(`VACUUM INTO '${join(folder, name)}'`);
  first.close();
}

/** What is kept in one piece, but for what was decided. */
function restOf(path: string) {
  const rest = keptIn(path).find((row) => (row as { key?: string }).key === 'rest') as {
    value: Record<string, unknown>;
  };
  const { decisions: _decisions, ...value } = rest.value;
  return value as { readonly knownAccounts: Set<string> };
}

/** One value may be written in several ways. */
function readBack(bytes: Uint8Array): unknown {
  if (bytes[0] !== 0xff) return bytes;
  const { run: _run, seal: _seal, ...value } = deserialize(bytes);
  return value;
}

describe('a replay with --state', () => {
  test('decides the same as without', async () => {
    expect(await decisionsOf('--state', 'first.sqlite', '--decisions', 'first.ndjson')).toBe(whole);
  });

  test('given the same records again judges none of them, changes nothing, and tells the same', async () => {
    const before = keptIn('first.sqlite');
    const again = ['--state', 'first.sqlite', '--decisions', 'again.ndjson', '--fail-on', 'notify'];
    const run = await replayTrail(folder, '--json', ...again);
    expect(run.status, 'what the first one found is no finding of this one').toBe(0);
    const { records, newDecisions, decisions } = JSON.parse(run.stdout);
    const others = [...Object.values(records.ignored), ...Object.values(records.rejected)] as number[];
    expect(records.scored).toBe(0);
    expect(records.duplicate).toBe(others.reduce((left, n) => left - n, records.read));
    expect([newDecisions, decisions]).toEqual([0, whole.trimEnd().split('\n').length]);
    expect(readFileSync(join(folder, 'again.ndjson'), 'utf8')).toBe(whole);
    expect(keptIn('first.sqlite')).toEqual(before);
  });

  test('given only older records again tells how credentials stand at the end of all', async () => {
    copyOfFirst('older.sqlite');
    const older = ['--until', '2026-09-09', '--state', 'older.sqlite', '--decisions', 'older.ndjson'];
    expect(await decisionsOf(...older)).toBe(whole);
  });

  test('goes on from the last: in three pieces it decides what it decides in one', async () => {
    const pieces = [
      ['--until', '2026-09-09'],
      ['--since', '2026-09-09', '--until', '2026-09-10T06:00:00Z'],
      ['--since', '2026-09-10T06:00:00Z'],
    ];
    const told: string[] = [];
    for (const piece of pieces) {
      told.push(await decisionsOf(...piece, '--state', 'pieces.sqlite', '--decisions', 'pieces.ndjson'));
    }
    expect(standings(told[0] ?? '').length, 'how credentials stand is told of each piece').toBeGreaterThan(0);
    expect(told.at(-1)).toBe(whole);
    expect(activitiesIn('pieces.sqlite')).toEqual(activitiesIn('first.sqlite'));
    const alone = await decisionsOf('--since', '2026-09-10T06:00:00Z', '--decisions', 'alone.ndjson');
    expect(alone).not.toBe(whole);
  });

  test('how a credential stands is new once, and again where there is more to say of it', async () => {
    const newIn = async (...args: string[]) => {
      const run = await replayTrail(folder, '--json', '--state', 'stands.sqlite', ...args);
      return JSON.parse(run.stdout).newDecisions as number;
    };
    await newIn('--until', '2026-09-10T08:00:00Z');
    // A day later it stands as it did, by other numbers.
    const caused = whole
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ eventID }) => eventID !== null);
    const between = caused.filter(({ at }) => at >= '2026-09-10T08:00:00Z' && at < '2026-09-12');
    expect(await newIn('--since', '2026-09-10T08:00:00Z', '--until', '2026-09-12')).toBe(between.length);
  });

  test('stopped before its end leaves the state as it was', async () => {
    await decisionsOf('--until', '2026-09-09', '--state', 'stopped.sqlite', '--decisions', 'stopped.ndjson');
    const before = keptIn('stopped.sqlite');
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const running = spawn(
        process.execPath,
        [entry, 'replay', '-', '--state', 'stopped.sqlite', '--no-report', '--decisions', 'never.ndjson'],
        { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] },
      );
      // The standard input is never closed, so that it cannot have ended by itself.
      running.stdin.write(`${JSON.stringify({ Records: [] })}\n`);
      while (!existsSync(join(folder, 'stopped.sqlite-wal'))) await setTimeout(10);
      running.kill(signal);
      await once(running, 'exit');
    }
    expect(existsSync(join(folder, 'never.ndjson'))).toBe(false);
    expect(keptIn('stopped.sqlite')).toEqual(before);
  });

  describe('refuses a state', () => {
    let copies = 0;

    /** Of one whose copy was changed so, what the next replay says. */
    async function refusalOf(change: (copy: DatabaseSync) => void): Promise<string> {
      const name = `changed-${++copies}.sqlite`;
      copyOfFirst(name);
      const copy = new DatabaseSync(join(folder, name));
      change(copy);
      copy.close();
      const run = await replayTrail(folder, '--json', '--state', name, '--decisions', 'never.ndjson');
      expect([run.status, run.stdout, existsSync(join(folder, 'never.ndjson'))]).toEqual([2, '', false]);
      expect(run.stderr).toContain('another path after --state');
      return run.stderr;
    }

    test.each([
      ['one baseline fewer', 'DELETE FROM baseline WHERE subject = (SELECT max(subject) FROM baseline)'],
      ['no baseline', 'DELETE FROM baseline'],
      ['a baseline of somebody else', `UPDATE baseline SET subject = subject || 'x'`],
      ['a damaged baseline', `UPDATE baseline SET bytes = x'0300'`],
      [
        'one credential fewer',
        `DELETE FROM remembered WHERE key = (SELECT max(key) FROM remembered WHERE key LIKE 'member %')`,
      ],
      ['a damaged credential', `UPDATE remembered SET value = x'ff0f' WHERE key LIKE 'member %'`],
      ['no rest', `DELETE FROM remembered WHERE key = 'rest'`],
      ['a damaged rest', `UPDATE remembered SET value = substr(value, 1, 40) WHERE key = 'rest'`],
      ['a rest that V8 of another Node wrote', `UPDATE remembered SET value = x'ff630a' WHERE key = 'rest'`],
      [
        'a member that is another',
        `UPDATE remembered SET value = (SELECT value FROM remembered WHERE key LIKE 'member %') WHERE key LIKE 'member %'`,
      ],
      ['no baseline and no memory beside what was judged', `DELETE FROM baseline; DELETE FROM remembered`],
      ['an hour fewer that was judged', `DELETE FROM judged WHERE hour = (SELECT max(hour) FROM judged)`],
      ['nothing that was judged', `DROP TABLE judged`],
      ['an hour that is damaged', `UPDATE judged SET marks = x'0102'`],
      ['another column', `ALTER TABLE judged RENAME COLUMN marks TO notes`],
      ['one decision fewer', `DELETE FROM decision WHERE id = (SELECT max(id) FROM decision)`],
      ['a damaged decision', `UPDATE decision SET body = substr(body, 1, 40)`],
      ['an empty decision', `UPDATE decision SET body = '{}'`],
      ['a damaged assessment', `UPDATE decision SET assessment = '{'`],
    ])('with %s', async (_, sql) => {
      expect(await refusalOf((copy) => copy.exec(sql))).toMatch(
        /changed-\d+\.sqlite (?:cannot be continued: |holds a decision that cannot be read: d_)/,
      );
    });

    test.each([
      [-1, 'written by an earlier version'],
      [1, 'written by a newer version'],
    ])('whose form is %d away from its own', async (away, words) => {
      const told = await refusalOf((copy) => {
        const row = copy.prepare(`SELECT value FROM remembered WHERE key = 'rest'`).get();
        const rest = deserialize(row?.value as Uint8Array);
        const value = serialize({ ...rest, form: rest.form + away });
        copy.prepare(`UPDATE remembered SET value = ? WHERE key = 'rest'`).run(value);
      });
      expect(told).toContain(words);
    });
  });

  test('that another one wrote to meanwhile is refused, and nothing of this one is in it', async () => {
    const name = 'overtaken.sqlite';
    copyOfFirst(name);
    const before = keptIn('first.sqlite');
    const slow = spawn(process.execPath, [entry, 'replay', '-', '--state', name, '--no-report', '--json'], {
      cwd: folder,
    });
    let told = '';
    slow.stderr.on('data', (text) => {
      told += text;
    });
    const ended = once(slow, 'exit');
    slow.stdin.write(`${JSON.stringify({ Records: [] })}\n`);
    while (!existsSync(join(folder, `${name}-wal`))) await setTimeout(10);
    expect((await replayTrail(folder, '--json', '--state', name)).status).toBe(0);
    slow.stdin.end();
    expect((await ended)[0]).toBe(2);
    expect(told).toContain('Another replay has written to overtaken.sqlite meanwhile.');
    expect(keptIn(name)).toEqual(before);
  });

  test('that hears of nothing new remembers all that it did', async () => {
    const name = 'quiet.sqlite';
    copyOfFirst(name);
    writeFileSync(join(folder, 'quiet.json'), JSON.stringify({ Records: [] }));
    const run = await rescind(folder, 'replay', 'quiet.json', '--context', 'context', '--no-report', '--state', name);
    expect(run.status, run.stderr).toBe(0);
    expect(restOf(name)).toEqual(restOf('first.sqlite'));
    expect(restOf(name).knownAccounts.size).toBeGreaterThan(1);
  });

  test('that cannot be written says so, and is as it was', async () => {
    const name = 'full.sqlite';
    copyOfFirst(name);
    const state = new DatabaseSync(join(folder, name));
    state.exec(`CREATE TRIGGER full BEFORE UPDATE ON baseline BEGIN SELECT RAISE(ABORT, 'disk is full'); END`);
    state.close();
    const run = await replayTrail(folder, '--json', '--state', name);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('full.sqlite could not be written: disk is full.');
    expect(keptIn(name)).toEqual(keptIn('first.sqlite'));
  });

  test('with a decision that cannot be read is no ground to explain from', async () => {
    const name = 'unexplained.sqlite';
    copyOfFirst(name);
    const state = new DatabaseSync(join(folder, name));
    const id = String(state.prepare('SELECT id FROM decision').get()?.id);
    state.exec(`UPDATE decision SET assessment = '{'`);
    state.close();
    const run = await rescind(folder, 'explain', id, '--state', name);
    expect([run.status, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(`unexplained.sqlite holds a decision that cannot be read: ${id}.`);
  });
});
