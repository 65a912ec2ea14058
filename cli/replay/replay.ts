import { S3Client } from '@aws-sdk/client-s3';
import { openInputs } from '../../adapters/files/inputs.ts';
import { readRecords } from '../../adapters/files/records.ts';
import { Unreadable } from '../../adapters/files/unreadable.ts';
import { openObjects } from '../../adapters/s3/inputs.ts';
import { Timeline } from '../../adapters/timeline/timeline.ts';
import { Fleet, type Surroundings } from '../../core/fleet.ts';
import type { Input, InputFile } from '../../core/intake/input.ts';
import { intake } from '../../core/intake/intake.ts';
import type { IgnoredReason, RejectedReason } from '../../core/intake/reasons.ts';
import { testimony } from '../../core/intake/testimony.ts';
import type { Told } from '../../core/intake/told.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Circumstances } from '../../core/plan/decide.ts';
import type { Decision } from '../../core/plan/decision.ts';

/** Counts of one replay; contracts.md section 2. `read` = scored + duplicate + ignored + rejected. */
export interface ReplaySummary {
  readonly files: { read: number; skipped: number; readonly unreadable: { path: string; reason: string }[] };
  readonly records: {
    read: number;
    scored: number;
    duplicate: number;
    readonly ignored: Partial<Record<IgnoredReason | 'outside-period', number>>;
    readonly rejected: Partial<Record<RejectedReason, number>>;
  };
  credentials: number;
  decisions: number;
}

/** Records from `since` on and before `until`. */
export interface Period {
  readonly since?: Instant;
  readonly until?: Instant;
}

export interface ReplayOptions extends Period {
  readonly paths: readonly string[];
  readonly surroundings: Omit<Surroundings, 'knownAccounts'>;
  readonly circumstances: Circumstances;
  readonly onDecision: (decision: Decision) => void;
  readonly onProgress?: (summary: ReplaySummary, phase: 'reading' | 'judging') => void;
}

/**
 * Past records through the corridor. Files come in any order, so that first everything is read and put in order of time,
 * and then judged: the same records decide the same, however they are stored.
 */
export async function replay(options: ReplayOptions): Promise<{ summary: ReplaySummary; fleet: Fleet }> {
  const summary = emptySummary();
  const timeline = new Timeline();
  const knownAccounts = new Set<string>();
  try {
    for (const path of options.paths) {
      for await (const input of inputsAt(path)) {
        await readInput(input, summary, (record) => {
          const told = takeIn(record, options, summary);
          if (told === null) return;
          knownAccounts.add(told.use?.credential.accountId ?? told.testimony?.accountId ?? '');
          timeline.add(told);
        });
        options.onProgress?.(summary, 'reading');
      }
    }
    const fleet = new Fleet({ ...options.surroundings, knownAccounts }, options.circumstances);
    for (const { told, usesTwice } of timeline.hours()) {
      summary.records.duplicate += usesTwice;
      summary.records.scored -= usesTwice;
      for (const decision of fleet.take(told)) {
        summary.decisions++;
        options.onDecision(decision);
      }
      options.onProgress?.(summary, 'judging');
    }
    summary.credentials = fleet.members.size;
    return { summary, fleet };
  } finally {
    timeline.close();
  }
}

function inputsAt(path: string): AsyncGenerator<Input> {
  return path.startsWith('s3://') ? openObjects(path, new S3Client({})) : openInputs([path]);
}

async function readInput(input: Input, summary: ReplaySummary, take: (record: unknown) => void): Promise<void> {
  switch (input.kind) {
    case 'skipped':
      summary.files.skipped++;
      return;
    case 'unreadable':
      summary.files.unreadable.push({ path: input.path, reason: input.reason });
      return;
    case 'file':
      return readFile(input.file, summary, take);
  }
}

async function readFile(file: InputFile, summary: ReplaySummary, take: (record: unknown) => void): Promise<void> {
  try {
    for await (const records of readRecords(file)) for (const record of records) take(record);
    summary.files.read++;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    summary.files.unreadable.push({ path: file.path, reason: error.reason });
  }
}

/** Counts one record, and answers with what it tells; null where that is nothing. */
export function takeIn(record: unknown, period: Period, { records }: ReplaySummary): Told | null {
  records.read++;
  const taken = intake(record);
  const told = testimony(record);
  const use = taken.kind === 'use' ? taken.use : null;
  const at = use?.at ?? told?.at ?? null;
  const outside = at !== null && isOutside(at, period);
  if (outside) count(records.ignored, 'outside-period');
  else if (taken.kind === 'ignored') count(records.ignored, taken.reason);
  else if (taken.kind === 'rejected') count(records.rejected, taken.reason);
  else records.scored++;
  return at === null || outside ? null : { at, id: use?.id ?? told?.eventId ?? '', use, testimony: told };
}

function isOutside(at: Instant, { since, until }: Period): boolean {
  return (since !== undefined && at < since) || (until !== undefined && at >= until);
}

function count<Reason extends string>(counts: Partial<Record<Reason, number>>, reason: Reason): void {
  counts[reason] = (counts[reason] ?? 0) + 1;
}

export function emptySummary(): ReplaySummary {
  return {
    files: { read: 0, skipped: 0, unreadable: [] },
    records: { read: 0, scored: 0, duplicate: 0, ignored: {}, rejected: {} },
    credentials: 0,
    decisions: 0,
  };
}
