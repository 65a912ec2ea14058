import { readRecords } from '../../adapters/files/records.ts';
import { OutOfReach } from '../../adapters/s3/out-of-reach.ts';
import { type InputFile, skipReason } from '../../core/intake/input.ts';
import { inTimeOrder, type Told } from '../../core/intake/told.ts';
import { observe } from '../../core/observe/observe.ts';
import type { Beat } from '../beats.ts';
import type { Observing } from '../observing.ts';
import { Reason } from '../reason.ts';
import { accountInKey, takeIn } from '../records.ts';

/** A file of the trail, with the message that named it. */
export interface NamedFile {
  readonly messageId: string;
  readonly file: InputFile;
}

/** What a delivery of files came to: records by their fate, and decisions. */
export interface Ingested {
  readonly counts: Readonly<Record<string, number>>;
  readonly decisions: number;
  /** Heartbeats of ours that were heard. */
  readonly beats: readonly Beat[];
  /** Messages whose files were not read or judged to their end, each with the error: they come again, since judging twice adds nothing. */
  readonly failed: ReadonlyMap<string, unknown>;
  /** Records of the other files that were read, and have no fate: neither judged, nor ignored or refused with a reason. */
  readonly lost: number;
}

/** Judged at a time. The files of a busy account are many and small, and tell of the same few credentials. */
const recordsAtOnce = 10_000;

/**
 * Observes the files of one delivery, so many records at a time, whatever their sizes: memory is bounded by that. A file
 * that cannot be read to its end fails alone, after all that could be read; a new one is only begun while `mayGoOn`.
 */
export async function ingestFiles(
  files: readonly NamedFile[],
  { surroundings, circumstances, ports }: Observing,
  mayGoOn: () => boolean,
): Promise<Ingested> {
  const counts: Record<string, number> = {};
  const beats: Beat[] = [];
  const failed = new Map<string, unknown>();
  let decisions = 0;
  let waiting = new Map<string, Told[]>();
  const count = (fate: string) => {
    counts[fate] = (counts[fate] ?? 0) + 1;
  };
  /** Of each message, records without a fate so far. */
  const open = new Map<string, number>();
  const settle = (messageId: string, records: number) => open.set(messageId, (open.get(messageId) ?? 0) - records);
  const judge = async (byFile: readonly (readonly [string, Told[]])[]) => {
    const told = inTimeOrder(byFile.flatMap(([, of]) => of)).told;
    decisions += (await observe(told, surroundings, circumstances, ports)).length;
    for (const [messageId, of] of byFile) settle(messageId, of.length);
  };

  /** All together, or, where that fails, each file by itself, so that one does not take the others with it. */
  async function judgeWaiting(): Promise<void> {
    const byFile = [...waiting].filter(([, told]) => told.length > 0);
    waiting = new Map();
    if (byFile.length === 0) return;
    try {
      await judge(byFile);
    } catch (error) {
      if (byFile.length === 1) failed.set(byFile[0]?.[0] ?? '', error);
      else for (const [messageId, told] of byFile) await judgeAlone(messageId, told);
    }
  }

  async function judgeAlone(messageId: string, told: Told[]): Promise<void> {
    try {
      await judge([[messageId, told]]);
    } catch (error) {
      // fails toward: no decision yet; the file comes again
      failed.set(messageId, error);
    }
  }

  async function take({ messageId, file }: NamedFile, account: string): Promise<void> {
    for await (const records of readRecords(file)) {
      const told = waiting.get(messageId) ?? [];
      waiting.set(messageId, told);
      settle(messageId, -records.length);
      for (const record of records) {
        const taken = takeIn(record, account);
        if (taken.beat !== null) beats.push(taken.beat);
        if (taken.told !== null) told.push(taken.told);
        else settle(messageId, 1);
        count(taken.fate);
      }
      if (sizeOf(waiting) >= recordsAtOnce) await judgeWaiting();
    }
  }

  for (const [at, one] of files.entries()) {
    if (at > 0 && !mayGoOn()) {
      failed.set(one.messageId, new Reason('no time was left to begin its file'));
      continue;
    }
    const account = accountInKey(one.file.path);
    if (skipReason(one.file.path) !== null || account === null) {
      count('skipped');
      continue;
    }
    try {
      await take(one, account);
    } catch (error) {
      // fails toward: the file comes again, and at last is set aside for a person to see
      failed.set(one.messageId, error instanceof OutOfReach ? refusal(error) : error);
    }
  }
  await judgeWaiting();
  const lost = [...open].reduce((sum, [messageId, left]) => sum + (failed.has(messageId) ? 0 : left), 0);
  return { counts, decisions, beats, failed, lost };
}

/** S3's own words for it, which name no file. */
function refusal(error: OutOfReach): Reason {
  return new Reason(`${error.action} was refused: ${error.error}`, { cause: error });
}

function sizeOf(waiting: ReadonlyMap<string, readonly Told[]>): number {
  return [...waiting.values()].reduce((sum, told) => sum + told.length, 0);
}
