import { readRecords } from '../../adapters/files/records.ts';
import { OutOfReach } from '../../adapters/s3/out-of-reach.ts';
import { holdsNoCalls, type InputFile, isNamedLog } from '../../core/intake/input.ts';
import { inTimeOrder, type Told } from '../../core/intake/told.ts';
import { minute, second } from '../../core/model/instant.ts';
import { keptIn } from '../../core/model/kept.ts';
import { observe } from '../../core/observe/observe.ts';
import type { Beat } from '../beats.ts';
import type { Observing } from '../observing.ts';
import type { IsWatched } from '../organization.ts';
import { Reason } from '../reason.ts';
import { accountInKey, takeIn } from '../records.ts';
import { isTampering, type Ours } from '../tampering.ts';

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
  /** Records of somebody's changing what we are made of. */
  readonly tampering: number;
  /** Messages whose files were not read or judged to their end, each with the error: they come again, since judging twice adds nothing. */
  readonly failed: ReadonlyMap<string, unknown>;
  /** Messages for whose files there was too little time, through no fault of theirs: they come again, too. */
  readonly late: ReadonlySet<string>;
  /** Records of the other files that were read, and have no fate: neither judged, nor ignored or refused with a reason. */
  readonly lost: number;
}

/** What is left of an invocation when no new file is begun, and when what was begun is broken off, so that the others are answered for. */
const least = { toBegin: 2 * minute, toReadOn: 30 * second } as const;

/** Why a message comes again whose files had no time. */
export const tooLittleTime = new Reason('no time was left for its file');

/** Judged at a time. The files of a busy account are many and small, and tell of the same few credentials. */
const recordsAtOnce = 10_000;

/**
 * Observes the files of one delivery, so many records at a time, whatever their sizes: memory is bounded by that. A file
 * that cannot be read to its end fails alone, after all that could be read. One of an account that is not watched is counted, and not
 * opened: nothing is decided about whom nobody asked to watch. `timeLeft` of the invocation, in milliseconds: the first has
 * all of it, and where that is not enough, it is the file that is too large.
 */
export async function ingestFiles(
  files: readonly NamedFile[],
  observing: Observing & Ours & { readonly isWatched: IsWatched },
  timeLeft: () => number,
): Promise<Ingested> {
  const delivery = new Delivery(observing, timeLeft);
  for (const [at, one] of files.entries()) {
    if (at > 0 && timeLeft() < least.toBegin) {
      delivery.late.add(one.messageId);
      continue;
    }
    const account = accountInKey(one.file.path);
    if (holdsNoCalls(one.file.path) !== null || !isNamedLog(one.file.path) || account === null) {
      delivery.count('skipped');
      continue;
    }
    if (!observing.isWatched(account)) {
      delivery.count('unwatched');
      continue;
    }
    try {
      await delivery.take(one, account);
    } catch (error) {
      // fails toward: the file comes again, and at last is set aside for a person to see
      if (error === tooLittleTime && at > 0) delivery.late.add(one.messageId);
      else delivery.failed.set(one.messageId, error instanceof OutOfReach ? refusal(error) : error);
    }
  }
  await delivery.judgeWaiting();
  const { counts, decisions, beats, tampering, failed, late, lost } = delivery;
  return { counts, decisions, beats, tampering, failed, late, lost };
}

/** A delivery as far as it is read and judged. */
class Delivery implements Ingested {
  readonly counts: Record<string, number> = {};
  readonly beats: Beat[] = [];
  readonly failed = new Map<string, unknown>();
  readonly late = new Set<string>();
  decisions = 0;
  tampering = 0;
  /** By message: read, and to be judged with others. */
  #waiting = new Map<string, Told[]>();
  /** By message: records without a fate so far. */
  readonly #open = new Map<string, number>();
  readonly #observing: Observing & Ours;
  readonly #timeLeft: () => number;

  constructor(observing: Observing & Ours, timeLeft: () => number) {
    this.#observing = observing;
    this.#timeLeft = timeLeft;
  }

  get lost(): number {
    const answered = [...this.#open].filter(([messageId]) => !this.failed.has(messageId) && !this.late.has(messageId));
    return answered.reduce((sum, [, left]) => sum + left, 0);
  }

  count(fate: string): void {
    this.counts[fate] = (this.counts[fate] ?? 0) + 1;
  }

  async take({ messageId, file }: NamedFile, account: string): Promise<void> {
    for await (const records of readRecords(file)) {
      const told = keptIn(this.#waiting, messageId, () => []);
      this.#settle(messageId, -records.length);
      for (const record of records) {
        const taken = takeIn(record, account);
        if (taken.beat !== null) this.beats.push(taken.beat);
        if (isTampering(record, this.#observing)) this.tampering += 1;
        if (taken.told !== null) told.push(taken.told);
        else this.#settle(messageId, 1);
        this.count(taken.fate);
      }
      if (sizeOf(this.#waiting) >= recordsAtOnce) await this.judgeWaiting();
      if (this.#timeLeft() < least.toReadOn) throw tooLittleTime;
    }
  }

  /** All together, or, where that fails, each file by itself, so that one does not take the others with it. */
  async judgeWaiting(): Promise<void> {
    const byFile = [...this.#waiting].filter(([, told]) => told.length > 0);
    this.#waiting = new Map();
    if (byFile.length === 0) return;
    try {
      await this.#judge(byFile);
    } catch (error) {
      if (byFile.length === 1) this.failed.set(byFile[0]?.[0] ?? '', error);
      else for (const one of byFile) await this.#judgeAlone(one);
    }
  }

  async #judgeAlone(one: readonly [string, Told[]]): Promise<void> {
    try {
      await this.#judge([one]);
    } catch (error) {
      // fails toward: no decision yet; the file comes again
      this.failed.set(one[0], error);
    }
  }

  async #judge(byFile: readonly (readonly [string, Told[]])[]): Promise<void> {
    const { surroundings, circumstances, ports } = this.#observing;
    const { told } = inTimeOrder(byFile.flatMap(([, of]) => of));
    this.decisions += (await observe(told, surroundings, circumstances, ports)).length;
    for (const [messageId, of] of byFile) this.#settle(messageId, of.length);
  }

  #settle(messageId: string, records: number): void {
    this.#open.set(messageId, (this.#open.get(messageId) ?? 0) - records);
  }
}

/** S3's own words for it, which name no file. */
function refusal(error: OutOfReach): Reason {
  return new Reason(`${error.action} was refused: ${error.error}`, { cause: error });
}

function sizeOf(waiting: ReadonlyMap<string, readonly Told[]>): number {
  return [...waiting.values()].reduce((sum, told) => sum + told.length, 0);
}
