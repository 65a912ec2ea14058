import type { Teller } from '../../adapters/bus/teller.ts';
import type { ContextStore } from '../../core/context/habits/context-store.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { announcementOf } from '../../core/observe/note-keys.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import { lateNotice, retiredNotice, weeksLate } from '../../core/outcome/hand-over.ts';
import type { Notice } from '../../core/outcome/notice.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import type { Clock, ContainmentStore } from '../../core/outcome/ports.ts';
import type { Release } from '../../core/outcome/release.ts';
import { choicesFor } from '../../core/plan/approval.ts';
import { type Decision, originOf } from '../../core/plan/decision.ts';
import type { KeyRetirement } from '../../core/plan/measures/measure.ts';

interface Telling {
  readonly store: ContainmentStore;
  readonly memory: Pick<NoteStore, 'load'>;
  /** Which notices went out. */
  readonly notes: NoteStore;
  readonly contexts: Pick<ContextStore, 'load'>;
  readonly teller: Teller;
  readonly clock: Clock;
}

/** Tells the owners of keys that rotations replaced: that one is off and may be deleted, or, once a week, what it waits for. */
export async function tellHandOvers(releases: readonly Release[], telling: Telling): Promise<void> {
  for (const { containmentId, outcome } of releases) {
    const row = await telling.store.read(containmentId);
    if (row?.measure.kind !== 'retire-key' || row.desired !== 'contained') continue;
    // What a person ordered stands beside the decision that it was ordered on.
    const announced = await announcementOf(originOf(row.decisionId), telling.memory);
    if (announced === null) continue;
    const { decision } = announced;
    const notice = await noticeOn(row.measure, outcome, decision, telling);
    if (notice !== null) await tellOnce(notice, row, outcome, decision, telling);
  }
}

async function noticeOn(
  measure: KeyRetirement,
  outcome: Outcome,
  decision: Decision,
  { contexts, clock }: Telling,
): Promise<Notice | null> {
  if (outcome.kind === 'done' || outcome.kind === 'already-so') return retiredNotice(decision, measure);
  if (outcome.kind !== 'skipped' || weeksLate(measure, clock.now()) === 0) return null;
  const stored = await contexts.load(`access-key ${measure.accessKeyId}`);
  return lateNotice(decision, measure, outcome.reason, stored?.baseline ?? null, clock.now());
}

/** Lost in between, it is told twice, under one id. */
async function tellOnce(
  notice: Notice,
  { id, outcomeId, measure }: Containment,
  outcome: Outcome,
  decision: Decision,
  { notes, teller }: Telling,
): Promise<void> {
  const key = `told ${notice.id}`;
  if ((await notes.load(key)) !== null) return;
  const actions = [{ containmentId: id, sentence: measure.sentence, outcome }];
  const choices = choicesFor(decision, false, false);
  await teller.tellTaken(decision, { outcomeId, outcome, actions, notice, choices });
  await notes.commit({ key, text: '{}', expectedVersion: null, until: null });
}
