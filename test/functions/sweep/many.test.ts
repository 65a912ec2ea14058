import { expect, test } from 'vitest';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import type { EventDetail } from '../../../contract/events.ts';
import { day } from '../../../core/model/instant.ts';
import { slicesOf } from '../../../functions/slices.ts';
import { begin, sliceOf } from '../../../functions/sweep/begin.ts';
import { end } from '../../../functions/sweep/end.ts';
import { sweepMemory } from '../../../functions/sweep/memory.ts';
import type { SweepWork } from '../../../functions/sweep/work.ts';
import { definition } from '../../../lib/sweep.ts';
import { startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { execute } from '../../cloud/state-machine.ts';

/** As AWS draws them: nothing of one follows from another. */
const accounts = (count: number) =>
  Array.from({ length: count }, (_, at) => String((at * 618_033_988_749 + 314_159_265_359) % 1e12).padStart(12, '0'));

const now = Date.UTC(2026, 10, 26);
const runOf = (all: readonly string[]) => {
  return {
    id: 's_1',
    startedAt: now,
    accounts: all,
    closed: 0,
    ours: all,
    management: null,
    unseen: 0,
    finishedAt: null,
  };
};
const sweptNothing = {
  refused: null,
  credentials: 0,
  kinds: {},
  ownerless: 0,
  findings: { new: 0, changed: 0, known: 0, resolved: 0 },
  gaps: 0,
};
const nobody = () => Promise.reject(new Error('nobody is asked'));

test('more accounts than Step Functions can hand on at a time are swept, each once, and those that were done are not', async () => {
  const notes = memoryNoteStore();
  const memory = sweepMemory(notes);
  const all = accounts(25_000);
  await memory.setRun(runOf(all));
  const [done = '', ...left] = all;
  await memory.setAccount(done, { ...sweptNothing, run: 's_1' }, now);
  const work = { notes, now: () => now + day / 4, sessions: { caller: nobody } } as unknown as SweepWork;
  const swept: string[] = [];
  const taken: Record<string, number> = {};
  let [inWork, most] = [0, 0];
  await execute(
    definition('the function', 2) as Parameters<typeof execute>[0],
    {},
    {
      id: 'run',
      startChildren: () => {},
      invoke: async (_, payload) => {
        const asked = payload as { step: string; run: string; account: string; slice: { from: number; to: number } };
        taken[asked.step] = (taken[asked.step] ?? 0) + 1;
        if (asked.step === 'begin') return begin(work);
        if (asked.step === 'slice') return sliceOf(asked.run, asked.slice, work);
        if (asked.step !== 'account') return {};
        swept.push(asked.account);
        most = Math.max(most, ++inWork);
        await Promise.resolve();
        inWork -= 1;
        return {};
      },
    },
  );
  expect(taken).toEqual({ begin: 1, slice: 3, account: 24_999, end: 1 });
  expect(swept.toSorted()).toEqual(left.toSorted());
  // Of all slices together: whoever watches must not wait.
  expect(most).toBe(2);
});

test('of however many that could not be seen, so many are named as an event has room for', async () => {
  const notes = memoryNoteStore();
  const all = accounts(30_000);
  const memory = sweepMemory(notes);
  await memory.setRun(runOf(all));
  const refused = `AccessDenied: ${'not authorized to perform sts:AssumeRole '.repeat(20)}`;
  for (const id of all.slice(0, 200)) await memory.setAccount(id, { ...sweptNothing, run: 's_1', refused }, now);
  const told: EventDetail<'SweepCompleted'>[] = [];
  const tellCompleted = async (one: EventDetail<'SweepCompleted'>) => void told.push(one);
  const measureCompleted = async () => {};
  await end('s_1', { notes, now: () => now, tellCompleted, measureCompleted } as unknown as SweepWork);
  expect(told).toMatchObject([{ accounts: { swept: 0, refused: 200, unfinished: 29_800 } }]);
  expect(told[0]?.unseen.length).toBeGreaterThan(50);
  expect(Buffer.byteLength(JSON.stringify(told[0]))).toBeLessThan(256_000);
});

test('as many as may be are remembered in one item of the table; of more, one sentence says what to do', async () => {
  const dynamodb = await startDynamoDb();
  const table = await dynamodb.table('memory');
  const most = accounts(30_000);
  expect(slicesOf(most).map(({ to }) => to)).toEqual([10_000, 20_000, 30_000]);
  await sweepMemory(dynamodbNoteStore(table)).setRun(runOf(most));
  expect((await sweepMemory(dynamodbNoteStore(table)).run())?.accounts).toEqual(most);
  await dynamodb.close();
  expect(() => slicesOf(accounts(30_001))).toThrow(
    '30001 accounts are more than the 30000 that one deployment goes over. Deploy for parts of the organisation: --organization ou-…,ou-…',
  );
});
