import { setImmediate } from 'node:timers/promises';
import { beginsLikeLog } from '../../adapters/files/begins-like-log.ts';
import { openInputs } from '../../adapters/files/inputs.ts';
import { Skimmer } from '../../adapters/files/skim/skimmer.ts';
import { Timeline } from '../../adapters/timeline/timeline.ts';
import type { GivenBook } from '../../core/context/grants/given.ts';
import { joinHeld } from '../../core/context/grants/held.ts';
import { Fleet } from '../../core/fleet/fleet.ts';
import { emptyMemory } from '../../core/fleet/members.ts';
import type { Surroundings } from '../../core/fleet/surroundings.ts';
import type { Input } from '../../core/intake/input.ts';
import type { Told } from '../../core/intake/told.ts';
import type { Circumstances } from '../../core/plan/decide.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { UsageError } from '../exit.ts';
import { heapLimit, isHeapFull } from '../heap.ts';
import { readFile } from './read-file.ts';
import { ReadWorkers } from './read-workers.ts';
import type { ReplayState } from './replay-state.ts';
import { emptySummary, leaveOut, type Period, type ReplaySummary, withReasonsInOrder } from './summary.ts';

export type { ReplaySummary } from './summary.ts';

export interface ReplayOptions extends Period {
  readonly paths: readonly string[];
  readonly surroundings: Omit<Surroundings, 'knownAccounts'>;
  readonly circumstances: Circumstances;
  /** Who held what before. */
  readonly held?: GivenBook;
  readonly onDecision: (decision: Decision) => void;
  /** `judged`: the share of what was read, 0 to 1; null while reading. */
  readonly onProgress?: (summary: ReplaySummary, judged: number | null) => void;
  /** Where the last replay left off. */
  readonly from?: Pick<ReplayState, 'remembered' | 'judged'>;
  /** Hears the records of each hour once they are judged. */
  readonly onHour?: (told: readonly Told[], knownAccounts: ReadonlySet<string>) => void;
  /** Threads that read files, this one among them; the result is the same for any number. */
  readonly workers?: number;
}

/** Records: a few hundredths of a second. */
const betweenHearings = 1_000;

/** Uses: what so many new credentials take is far less than what is kept free. */
const betweenLooks = 1_024;

/**
 * Past records through the corridor. Files come in any order, so that first everything is read and put in order of time,
 * and then judged: the same records decide the same, however they are stored.
 */
export async function replay(options: ReplayOptions): Promise<{ summary: ReplaySummary; fleet: Fleet }> {
  const summary = emptySummary();
  const timeline = new Timeline();
  const { from } = options;
  const knownAccounts = from?.remembered.knownAccounts ?? new Set<string>();
  let [judged, heard, uses] = [0, 0, 0];
  try {
    await readAll({ ...options, sources: options.circumstances.policy.sources }, summary, timeline);
    for (const account of timeline.accounts) knownAccounts.add(account);
    const memory = from?.remembered.memory ?? emptyMemory();
    const { onUse } = options.surroundings;
    const surroundings = {
      ...options.surroundings,
      knownAccounts,
      onUse: (...use: Parameters<NonNullable<typeof onUse>>) => {
        if (++uses % betweenLooks === 0 && isHeapFull()) throw tooMany(memory.members.size);
        onUse?.(...use);
      },
    };
    if (options.held !== undefined) joinHeld(memory.given, options.held);
    const fleet = new Fleet(surroundings, options.circumstances, memory);
    for (const [credential, left] of from?.remembered.left ?? []) fleet.admit(credential, left);
    for (const { told: all, usesTwice } of timeline.hours()) {
      const told = from?.judged.sift(all) ?? all;
      const usesAgain = usesTwice + (told === all ? 0 : countUses(all) - countUses(told));
      summary.records.duplicate += usesAgain;
      summary.records.scored -= usesAgain;
      for (const decision of fleet.take(told)) {
        summary.decisions++;
        options.onDecision(decision);
      }
      options.onHour?.(told, knownAccounts);
      judged += all.length;
      options.onProgress?.(summary, judged / timeline.length);
      // Lets a Ctrl-C be heard.
      if (judged - heard >= betweenHearings) {
        heard = judged;
        await setImmediate();
      }
    }
    summary.credentials = fleet.members.size;
    return { summary: withReasonsInOrder(summary), fleet };
  } finally {
    timeline.close();
  }
}

function tooMany(credentials: number): UsageError {
  const megabytes = Math.round(heapLimit() / 1e6);
  return new UsageError(
    `What is known about ${credentials} credentials fills the ${megabytes} MB of memory that this process may use, and there are more.`,
    `Replay fewer accounts at a time, or allow more memory: NODE_OPTIONS=--max-old-space-size=${2 * Math.ceil(megabytes / 1_000) * 1_000}.`,
  );
}

function countUses(told: readonly Told[]): number {
  return told.reduce((uses, { use }) => uses + (use === null ? 0 : 1), 0);
}

export interface ReadOptions extends Pick<ReplayOptions, 'paths' | 'onProgress' | 'workers' | keyof Period> {
  /** Whose reports of tokens are believed. */
  readonly sources: Policy['sources'];
}

/** Reads every file; each record that says something goes to the timeline once, in any order. */
export async function readAll(options: ReadOptions, summary: ReplaySummary, timeline: Timeline): Promise<void> {
  const { workers = 1 } = options;
  const skimmer = new Skimmer();
  const pool = workers > 1 ? new ReadWorkers(workers - 1, summary, timeline) : null;
  try {
    for (const path of options.paths) {
      for await (const input of inputsAt(path)) {
        await readInput(input, options, summary, skimmer, timeline, path.startsWith('s3://') ? null : pool);
        options.onProgress?.(summary, null);
      }
    }
    await pool?.finish();
  } finally {
    await pool?.close();
  }
  summary.files.unreadable.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function* inputsAt(path: string): AsyncGenerator<Input> {
  if (!path.startsWith('s3://')) return yield* openInputs([path]);
  // The SDK takes half a second to load, which nobody waits for who reads files.
  const [{ S3Client }, { openObjects }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('../../adapters/s3/inputs.ts'),
  ]);
  yield* openObjects(path, new S3Client({}));
}

async function readInput(
  input: Input,
  { since, until, sources }: ReadOptions,
  summary: ReplaySummary,
  skimmer: Skimmer,
  timeline: Timeline,
  pool: ReadWorkers | null,
): Promise<void> {
  const period = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
  const reading = { ...period, sources };
  switch (input.kind) {
    case 'skipped':
      return leaveOut(summary, input.path, input.reason);
    case 'unreadable':
      summary.files.unreadable.push({ path: input.path, reason: input.reason });
      return;
    case 'unnamed':
      if (!(await beginsLikeLog(input.file))) return leaveOut(summary, input.file.path, noLog);
  }
  const { path, size } = input.file;
  // The standard input and named pipes belong to this thread.
  if (pool !== null && size !== null && pool.offer({ path, size, reading })) return;
  await readFile(input.file, reading, summary, skimmer, (told) => timeline.add(told));
  // Lets the others be heard.
  if (pool !== null) await setImmediate();
}

const noLog = 'is not a log by its name or by how it begins';
