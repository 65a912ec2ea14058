import { executorError } from '../../adapters/aws/errors.ts';
import { type HarmNote, harmKey } from '../../core/observe/harm.ts';
import { announcementOf } from '../../core/observe/note-keys.ts';
import { type Harmed, harmOf } from '../../core/outcome/harm-of.ts';
import { harmTold } from '../../core/outcome/notice.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import { type Release, restore } from '../../core/outcome/release.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import { choicesFor } from '../../core/plan/approval.ts';
import { originOf } from '../../core/plan/decision.ts';
import { respond } from '../../core/respond.ts';
import { inTurn } from '../in-turn.ts';
import { factsFor } from './facts.ts';
import { portsOf } from './means.ts';
import { pinFor } from './meanwhile.ts';
import { tellReleases } from './tell-releases.ts';
import type { Work } from './work.ts';

/**
 * Takes back what honest work suffers by, leaves a pin where one is possible, and tells of it. Adds to `counts` how many were taken back,
 * be it that others could not be, which throws at the end.
 */
export async function undoHarm(work: Work, counts: Record<string, number> = {}): Promise<Record<string, number>> {
  const { limits } = (await work.settings()).policy;
  const byPrincipal = Map.groupBy(await work.store.open(), ({ measure: { target } }) =>
    // Nothing that is done to a token is a deny that could refuse.
    target.kind === 'token' ? null : target.arn,
  );
  await inTurn(byPrincipal, async ([principal, rows]) => {
    if (principal === null) return;
    const note = await work.memory.load(harmKey(principal));
    if (note === null) return;
    const { calls, doubtedAt } = JSON.parse(note.text) as HarmNote;
    const harmed = harmOf(rows, calls, doubtedAt, limits.harmfulDenials, work.clock.now());
    if (harmed === null) return;
    counts.harmUndone = (counts.harmUndone ?? 0) + harmed.rows.length;
    await letGo(principal, harmed, work);
  });
  return counts;
}

async function letGo(principal: string, { rows, calls, networks }: Harmed, work: Work): Promise<void> {
  const sentence = `${calls} honest calls from ${networks.join(' and ')} were refused within a quarter of an hour, and nothing new speaks against ${principal}: what was done is undone.`;
  for (const outcomeId of new Set(rows.map((row) => row.outcomeId))) {
    const of = rows.filter((row) => row.outcomeId === outcomeId);
    const [first] = of;
    if (first === undefined) continue;
    const about = { key: `harmed ${outcomeId}`, at: work.clock.now(), kind: 'harmed', by: 'harm' } as const;
    await work.ledger.append({ ...about, credential: first.credential, about: outcomeId, sentence });
    const announced = await announcementOf(originOf(first.decisionId), work.memory);
    const isPinned = announced !== null && of.some(({ measure }) => measure.kind === 'quarantine');
    const noPin = isPinned ? await pinInstead(announced, work) : '';
    const ports = portsOf({ sourceIdentity: outcomeId }, work);
    const releases: Release[] = [];
    for (const { id } of of) releases.push(...(await restore(id, 'harm', ports)));
    await tellReleases(releases, work);
    if (announced === null) continue;
    const { decision } = announced;
    const undone = releases.map((release) => ({ ...release, sentence: measureOf(release, of) }));
    const told = harmTold(decision, outcomeId, `${sentence}${noPin}`, undone);
    await work.teller.tellTaken(decision, { ...told, choices: choicesFor(decision, false, false) });
  }
}

/** What was undone, in the words in which it was done. */
function measureOf({ containmentId }: Release, rows: Harmed['rows']): string {
  return rows.find(({ id }) => id === containmentId)?.measure.sentence ?? containmentId;
}

/**
 * A thief in the honest network gains no more by it than a pin leaves open. It comes first, so that there is no moment between them, and
 * where it cannot be had honest work does not wait for it: answers with why, to be told.
 */
async function pinInstead({ decision, known }: Announcement, work: Work): Promise<string> {
  const pin = pinFor(decision, 'honest calls were refused');
  try {
    const { facts, errand } = await factsFor(pin, known, await work.settings(), work);
    const { outcome } = await respond(pin, facts, portsOf(errand, work));
    return outcome.kind === 'done' || outcome.kind === 'already-so' ? '' : unpinned(describeOutcome(outcome));
  } catch (error) {
    return unpinned(executorError(error).sentence);
  }
}

const unpinned = (why: string) => ` No pin replaced it (${why}).`;
