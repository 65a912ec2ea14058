import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { replayTrail, rescind, writtenOrganisation } from '../command-line.ts';

interface Line {
  readonly credential: string;
  readonly eventID: string | null;
  readonly action: string;
  readonly mode: string;
  readonly heldBack: string | null;
}

let folder: string;

function policy(name: string, content: object): string {
  writeFileSync(join(folder, name), JSON.stringify(content));
  return name;
}

/** What a replay by one policy alone decides, by its causes. */
async function answers(...options: readonly string[]): Promise<Map<string, Line>> {
  const run = await replayTrail(folder, '--decisions', 'one.ndjson', ...options);
  expect(run.status, run.stderr).toBe(0);
  const lines = readFileSync(join(folder, 'one.ndjson'), 'utf8').trimEnd().split('\n');
  return new Map(lines.map((line) => [causeOf(JSON.parse(line)), JSON.parse(line)]));
}

const causeOf = ({ credential, eventID }: Pick<Line, 'credential' | 'eventID'>) => `${credential} ${eventID}`;
const told = (line: Line | undefined) =>
  line === undefined ? null : { action: line.action, mode: line.mode, heldBack: line.heldBack };

beforeAll(async () => {
  folder = await writtenOrganisation();
  policy('other.json', {
    mode: 'enforce',
    thresholds: { notify: 52, disable: 100 },
    stale: { rotationDays: 300 },
    signals: { S09: { enabled: false }, S16: { authority: 'notify' } },
    limits: { disruptivePerAccountPerHour: 0 },
  });
});

describe('replay --against', () => {
  test('tells exactly what two replays would tell apart, and why', async () => {
    const here = await answers();
    const there = await answers('--policy', 'other.json');
    const run = await replayTrail(folder, '--json', '--against', 'other.json');
    const { decisions, against } = JSON.parse(run.stdout);
    expect([decisions, against.decisions]).toEqual([here.size, there.size]);
    const causes = [...new Set([...here.keys(), ...there.keys()])];
    const differing = causes.filter(
      (cause) => JSON.stringify(told(here.get(cause))) !== JSON.stringify(told(there.get(cause))),
    );
    expect(differing.length).toBeGreaterThan(2);
    const changes: { policy: Line | null; against: Line | null; why: string; credential: string; eventID: string }[] =
      against.changes;
    expect(changes.map(causeOf).toSorted()).toEqual(differing.toSorted());
    expect(against.same).toBe(causes.length - differing.length);
    for (const change of changes) {
      expect(told(change.policy ?? undefined)).toEqual(told(here.get(causeOf(change))));
      expect(told(change.against ?? undefined)).toEqual(told(there.get(causeOf(change))));
      expect(change.why).toMatch(/\.$/);
      expect(change.why).not.toBe('the evidence from earlier uses differs.');
    }
    expect(changes.some(({ why }) => why.includes('the threshold to notify is 40 here, 52 there'))).toBe(true);
  });

  test('finds no change between a policy and itself, and says so', async () => {
    const run = await rescind(
      folder,
      'replay',
      'trail',
      '--no-report',
      '--policy',
      'other.json',
      '--against',
      'other.json',
    );
    expect(run.stdout).toMatch(/Against other\.json: \d+ decisions there, \d+ the same, 0 changes/);
  });

  test('leaves the exit status to the policy of the replay', async () => {
    const strict = ['--quiet', '--fail-on', 'notify'];
    const silent = policy('silent.json', { thresholds: { notify: 100, contain: 100, disable: 100 } });
    expect((await replayTrail(folder, ...strict, '--against', silent)).status).toBe(1);
    const nothing = policy('nothing.json', {
      thresholds: { notify: 100, contain: 100, disable: 100 },
      signals: Object.fromEntries(['S32', 'S33', 'S34', 'S35', 'S36', 'S37'].map((id) => [id, { enabled: false }])),
    });
    const quiet = [...strict, '--until', '2026-09-08'];
    expect((await replayTrail(folder, ...quiet, '--policy', nothing, '--against', 'other.json')).status).toBe(0);
  });

  test('refuses a state, which holds what one policy decided', async () => {
    const run = await rescind(folder, 'replay', 'trail', '--against', 'other.json', '--state', 's.sqlite');
    expect([run.status, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('--against and --state cannot be combined');
  });
});
