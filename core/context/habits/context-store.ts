import { fail, ok, type Result } from '../../model/result.ts';
import type { Baseline } from './baseline.ts';
import { join } from './join.ts';

/** A baseline as the store has it. The version changes with every write that changes the baseline. */
export interface StoredBaseline {
  readonly baseline: Baseline;
  readonly version: number;
  /** Whether it is a copy that the process kept, and somebody may have committed since; absent where it is what is stored. */
  readonly mayBeOld?: true;
}

export interface BaselineWrite {
  /** As `subjectOf` names it. */
  readonly subject: string;
  readonly baseline: Baseline;
  /** The version that was read, or null where nothing was stored. */
  readonly expectedVersion: number | null;
}

export type CommitResult =
  | { readonly kind: 'committed'; readonly version: number }
  /** Somebody else wrote first; `current` is what they left. Nothing was changed. */
  | { readonly kind: 'conflict'; readonly current: StoredBaseline | null };

/**
 * Port: where baselines are kept. Baselines are copied in and out, never shared. Throws where the store cannot be
 * reached or holds bytes that are no baseline: not knowing a credential's habits must never look like having none.
 */
export interface ContextStore {
  /** `mayBeOld`: a copy that this process kept will do, since whoever asks commits the baseline, and then learns of it. */
  load(subject: string, mayBeOld?: boolean): Promise<StoredBaseline | null>;
  /** Writes only where the expected version is still the stored one. */
  commit(write: BaselineWrite): Promise<CommitResult>;
  /** Each write stands for itself; together they are quicker. Answers in the order of the writes. */
  commitAll(writes: readonly BaselineWrite[]): Promise<readonly CommitResult[]>;
}

/** Every lost race is somebody else's progress, so this many in a row means that something is wrong. */
const mostRaces = 32;

/**
 * Commits what `write.baseline` knows together with whatever others have committed meanwhile, which is joined into it.
 * Answers with the new version, or `contended` when the race was lost again and again.
 */
export async function commitJoined(write: BaselineWrite, store: ContextStore): Promise<Result<number, 'contended'>> {
  let { expectedVersion } = write;
  for (let race = 0; race < mostRaces; race++) {
    const result = await store.commit({ ...write, expectedVersion });
    if (result.kind === 'committed') return ok(result.version);
    expectedVersion = result.current?.version ?? null;
    if (result.current !== null) join(write.baseline, result.current.baseline);
  }
  return fail('contended');
}
