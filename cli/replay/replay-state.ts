import { transaction } from '../../adapters/sqlite/state-file.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Grounds } from '../../core/plan/weighed.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { UsageError } from '../exit.ts';
import { openDecisions } from './decisions-kept.ts';
import { JudgedRecords } from './judged-records.ts';
import { MemoryKept, type Remembered } from './memory-kept.ts';

/** What one replay leaves and the next goes on from. It is written all at once, so that a run that is stopped leaves it as it was. */
export interface ReplayState {
  readonly remembered: Remembered;
  readonly judged: JudgedRecords;
  /** What was decided by earlier runs, in order of time. */
  readonly decisions: readonly Decision[];
  add(decision: Decision, assessment: Assessment, grounds?: Grounds): void;
  /** How credentials stand now, in place of how they stood: of any number of replays, the last one tells. */
  standAs(decisions: readonly Decision[]): void;
  commit(): void;
  close(): void;
}

/** Throws `UsageError` where not all that was left there can be read: habits that are lost must not look like none. */
export function openReplayState(path: string): ReplayState {
  try {
    return readState(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${path} cannot be continued: ${(error as Error).message}.`,
      'Give another path after --state to start over, or restore a copy of the file.',
    );
  }
}

function readState(path: string): ReplayState {
  const kept = openDecisions(path);
  const judged = new JudgedRecords(kept.database);
  const memory = new MemoryKept(kept.database, path);
  return {
    remembered: memory.remembered,
    judged,
    decisions: kept.all(),
    add: kept.add,
    standAs: (decisions) => {
      for (const id of memory.remembered.standings) kept.drop(id);
      memory.remembered.standings = decisions.map(({ id }) => id);
    },
    close: () => kept.database.close(),
    commit: () => {
      try {
        transaction(kept.database, () => {
          kept.store();
          judged.store();
          memory.store();
        });
      } catch (error) {
        if (error instanceof UsageError) throw error;
        throw new UsageError(
          `${path} could not be written: ${(error as Error).message}.`,
          'It is unchanged. Free some disk space, or give another path after --state.',
        );
      }
    },
  };
}
