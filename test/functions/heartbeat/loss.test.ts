import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import type { Item } from '../../../adapters/dynamodb/item.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { minutesBetweenRounds } from '../../../contract/heartbeat.ts';
import type { Lane } from '../../../contract/notes.ts';
import { memberRoles } from '../../../contract/permissions.ts';
import { bornEnabled } from '../../../contract/regions.ts';
import { memoryTable } from '../../../contract/tables.ts';
import type { NoteStore } from '../../../core/context/note-store.ts';
import { type Instant, minute, second } from '../../../core/model/instant.ts';
import { type Beat, heardOf, noteBeats } from '../../../functions/beats.ts';
import { disagreementOf, lossesOf } from '../../../functions/heartbeat/loss.ts';
import { round } from '../../../functions/heartbeat/work.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { Random } from '../../../simulator/random.ts';
import { few } from '../../depth.ts';

/** As the stack has it: `HeartbeatLossyAlarm: Maximum(…) >= 1.1 for 12 notBreaching`. */
const [, threshold = Number.NaN, periods = Number.NaN] = (
  /LossyAlarm: Maximum\(LaneDisagreement heartbeat\) >= ([\d.]+) for (\d+) /.exec(
    readFileSync(new URL('../../lib/alarms.txt', import.meta.url), 'utf8'),
  ) ?? []
).map(Number);

const start = Date.UTC(2026, 10, 26);
const roundsIn = (hours: number) => (hours * 60) / minutesBetweenRounds;

interface Given {
  readonly accounts: number;
  readonly hours: number;
  /** Minutes until the trail's files bring a beat. */
  readonly files: number;
  /** Whether the lane loses it, of the account's beats in order. */
  readonly loses?: (lane: Lane, beat: number, random: Random, account: string) => boolean;
  readonly lanes?: readonly Lane[];
  readonly notes?: NoteStore;
  readonly seed?: string;
}

const byChance =
  (share: number, of: Lane = 'fast') =>
  (lane: Lane, _: number, random: Random) =>
    lane === of && random.chance(share);

/** What each round measures, while beats are made, brought by both lanes in their time, or lost. */
async function rounds({ accounts, hours, files, loses = () => false, lanes = ['fast', 'bulk'], ...given }: Given) {
  const { notes = memoryNoteStore(), seed = 'loss' } = given;
  let now = start;
  const random = new Random(seed);
  const ids = Array.from({ length: accounts }, (_, at) => String(100_000_000_000 + at));
  const [own = ''] = ids;
  const aws = new SimulatedAws({
    clock: { now: () => now },
    accounts: ids.map((id) => ({ id })),
    managementAccountId: own,
  });
  const sdk = { region: 'eu-west-1', credentials: aws.administrator(own), requestHandler: aws.requestHandler() };
  const sessions = sweepSessions({ roleName: memberRoles.alive, sdk });
  let onTheirWay: { readonly lane: Lane; readonly due: Instant; readonly beat: Beat }[] = [];
  const made = new Map<string, number>();
  const work = {
    ...{ sessions, notes, lanes, regions: ['eu-west-1'], learns: false, watcher: null },
    reach: accounts === 1 ? ['account'] : ['account', 'r-simu'],
    now: () => now,
    beat: async ({ roleArn, region }: { readonly roleArn: string; readonly region: string }) => {
      const [, account = ''] = /::(\d+):/.exec(roleArn) ?? [];
      const beat = { account, region, at: now + random.between(0, 20) * second };
      const turn = made.get(account) ?? 0;
      made.set(account, turn + 1);
      for (const lane of lanes) {
        const takes = (lane === 'fast' ? 1 : files) * minute + random.between(0, 90) * second;
        if (!loses(lane, turn, random, account)) onTheirWay.push({ lane, due: beat.at + takes, beat });
      }
    },
  };
  const results = [];
  for (let times = 0; times < roundsIn(hours); times++) {
    results.push(await round(work));
    now += minutesBetweenRounds * minute;
    const come = onTheirWay.filter(({ due }) => due <= now);
    onTheirWay = onTheirWay.filter(({ due }) => due > now);
    for (const [lane, of] of Map.groupBy(come, (one) => one.lane))
      await noteBeats(
        lane,
        of.map(({ beat }) => beat),
        notes,
      );
  }
  return results;
}

/** After how many hours the alarm rings; null: it does not. */
function ringsAfter(shares: readonly number[]): number | null {
  const first = shares.findIndex((_, at) => {
    const last = shares.slice(Math.max(0, at + 1 - periods), at + 1);
    return last.length === periods && last.every((share) => share >= threshold);
  });
  return first < 0 ? null : ((first + 1) * minutesBetweenRounds) / 60;
}

const sharesOf = async (given: Given) => (await rounds(given)).map(({ laneDisagreement }) => laneDisagreement);
const greatest = (shares: readonly number[]) => Math.max(...shares);
/** So many hours of rounds after everything has begun: the bulk lane's patience, and an hour to judge. */
const settled = (shares: readonly number[]) => shares.slice(roundsIn(2));
const mean = (shares: readonly number[]) => shares.reduce((sum, share) => sum + share, 0) / shares.length;

it('asks what the stack’s alarm asks', () => {
  expect([threshold > 1, threshold < 2, periods]).toEqual([true, true, roundsIn(1)]);
});

describe.each(few([12, 7]))('by files that come after %i minutes', (files) => {
  it.each([1, 100])('where nothing is lost, nothing rings: of %i accounts', async (accounts) => {
    expect(greatest(await sharesOf({ accounts, hours: 3, files }))).toBe(0);
  });

  it.each(few([0.05, 0.02, 0.3]))(
    'a share of %d of a hundred accounts is measured, and rings within two hours',
    async (share) => {
      const shares = await sharesOf({ accounts: 100, hours: 4, files, loses: byChance(share) });
      expect(Math.abs(mean(settled(shares)) - 100 * share)).toBeLessThan(100 * share * 0.25);
      expect(ringsAfter(shares)).toBeLessThanOrEqual(2);
    },
  );

  it('what the objective allows of a hundred accounts, one in a thousand, does not ring', async () => {
    const shares = await sharesOf({ accounts: 100, hours: 4, files, loses: byChance(0.001) });
    expect(greatest(shares)).toBeGreaterThan(0);
    expect(greatest(shares)).toBeLessThan(threshold);
  });

  /** Of one account an hour has twelve: the rarer they are lost, the longer it takes until two are lost near each other. */
  it.each(
    few(
      [
        [0.3, 6],
        [0.05, 24],
        [0.02, 7 * 24],
      ],
      2,
    ),
  )('a share of %d of one account rings within %d hours', async (share, hours) => {
    for (const seed of ['one', 'two', 'three']) {
      const shares = await sharesOf({ accounts: 1, hours, files, loses: byChance(share), seed });
      expect(ringsAfter(shares)).toBeLessThanOrEqual(hours);
    }
  });

  it('one lost beat of one account does not ring, for which AWS owes nobody anything; a second one soon after does', async () => {
    const losing = (...beats: readonly number[]) =>
      sharesOf({ accounts: 1, hours: 5, files, loses: (lane, beat) => lane === 'fast' && beats.includes(beat) });
    const once = await losing(20);
    expect(once.filter((share) => share >= threshold)).toHaveLength(periods - 1);
    expect(ringsAfter(once)).toBeNull();
    expect(ringsAfter(await losing(20, 28))).not.toBeNull();
    expect(ringsAfter(await losing(20, 40))).toBeNull();
  });

  it.each([1, 100])('what the files lose, and events brought, is measured alike: of %i accounts', async (accounts) => {
    const all = await rounds({ accounts, hours: 5, files, loses: byChance(0.3, 'bulk') });
    const shares = all.map(({ laneDisagreement }) => laneDisagreement);
    expect(ringsAfter(shares)).toBeLessThanOrEqual(3);
    if (accounts > 1) expect(Math.abs(mean(settled(shares)) - 30)).toBeLessThan(3);
    expect(all.at(-1)?.lossiest?.lane).toBe('bulk');
  });
});

it('the account that loses most is named, with the lane; where nothing is lost, none is', async () => {
  const lost = new Map([1, 3, 2].map((times, at) => [String(100_000_000_000 + at), times]));
  const loses = (lane: Lane, beat: number, _: Random, account: string) =>
    lane === 'fast' && beat >= 10 && beat < 10 + (lost.get(account) ?? 0);
  const named = (await rounds({ accounts: 3, hours: 2, files: 7, loses })).map(({ lossiest }) => lossiest);
  expect(named).toContainEqual({ account: '100000000001', lane: 'fast', lost: 3, due: expect.any(Number) });
  expect(named.slice(0, 10).every((one) => one === null)).toBe(true);
});

it('what is measured is the share of the lane that loses more, over all accounts', () => {
  const of = (lane: Lane, account: string, lost: number, due: number) => ({ account, lane, lost, due });
  expect(disagreementOf([])).toBe(0);
  expect(disagreementOf([of('fast', '1', 1, 10), of('fast', '2', 0, 30), of('bulk', '1', 0, 40)])).toBe(2.5);
  expect(disagreementOf([of('fast', '1', 1, 40), of('bulk', '1', 2, 40)])).toBe(5);
});

it('with one lane there is nothing to disagree with', async () => {
  expect(greatest(await sharesOf({ accounts: 1, hours: 5, files: 7, lanes: ['fast'], loses: byChance(0.3) }))).toBe(0);
});

it('files that are late by half an hour lose nothing', async () => {
  expect(greatest(await sharesOf({ accounts: 3, hours: 4, files: 40 }))).toBe(0);
});

describe('a beat', () => {
  const now = start;
  const ago = (minutes: number) => now - minutes * minute;
  const of = (lane: Lane, ...minutes: readonly number[]) => ({ account: '1', lane, from: {}, beats: minutes.map(ago) });
  const lost = (fast: readonly number[], bulk: readonly number[]) =>
    lossesOf([of('fast', ...fast), of('bulk', ...bulk)], now).map(({ lane, lost, due }) => [lane, lost, due]);

  it('is judged once the other lane’s patience is over', () => {
    expect(lost([100, 30], [100, 30, 15])).toEqual([['fast', 0, 1]]);
    expect(lost([100, 30], [100, 30, 20])).toEqual([['fast', 1, 2]]);
    expect(lost([100, 45], [100, 50])).toEqual([['fast', 1, 1]]);
  });

  it('of before a lane’s first that is on record is not judged: the lane may be new', () => {
    expect(lost([20], [50, 40, 30, 20])).toEqual([]);
    expect(lost([], [50, 40, 30, 20])).toEqual([]);
  });
});

describe('noting', () => {
  const regions = bornEnabled;

  it('keeps two beats apart though the bells of a round ring early and late', async () => {
    const notes = memoryNoteStore();
    const made = [0, 3, 6, 9].map((minutes) => start + minutes * minute);
    for (const at of made) await noteBeats('fast', [{ account: '1', region: 'eu-west-1', at }], notes);
    expect((await heardOf('fast', '1', notes)).beats.toSorted()).toEqual(made);
  });

  it('writes each beat at most once by each lane, however often it comes', async () => {
    const memory = memoryNoteStore();
    let writes = 0;
    const notes: NoteStore = {
      ...memory,
      commit: async (write) => {
        if (write.key.startsWith('heard ')) writes++;
        return memory.commit(write);
      },
    };
    await rounds({ accounts: 2, hours: 3, files: 7, notes });
    expect(writes).toBeLessThanOrEqual(2 * 2 * roundsIn(3));
    const beat = { account: '1', region: 'eu-west-1', at: start };
    const before = writes;
    for (let times = 0; times < 3; times++) await noteBeats('fast', [beat], notes);
    expect(writes).toBe(before + 1);
  });

  it('stays within the kilobyte that one unit writes, whatever the Regions, for whatever bells', async () => {
    const items = new Map<string, Item>();
    let largest = 0;
    const client = {
      send: async ({ input }: { readonly input: { readonly Key?: Item; readonly Item?: Item } }) => {
        const item = input.Item ?? {};
        const key = (input.Key ?? item)[memoryTable.key]?.S ?? '';
        if (input.Item === undefined) return { Item: items.get(key) };
        items.set(key, item);
        const sizes = Object.entries(item).map(
          ([name, { S, N, B }]) => name.length + (B?.length ?? (S ?? N ?? '').length),
        );
        largest = Math.max(
          largest,
          sizes.reduce((sum, size) => sum + size, 0),
        );
        return {};
      },
    };
    const notes = dynamodbNoteStore({ client: client as never, name: 'memory' });
    const random = new Random('bells');
    for (let at = start, turn = 0; turn < 300; turn++, at += random.between(150, 320) * second) {
      const region = regions[turn % regions.length] ?? '';
      await noteBeats('fast', [{ account: '100000000000', region, at }], notes);
    }
    expect((await heardOf('fast', '100000000000', notes)).beats.length).toBeGreaterThanOrEqual(24);
    expect(largest).toBeLessThan(1_024);
  });
});
