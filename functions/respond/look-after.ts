import { awsWitness } from '../../adapters/aws/made-since.ts';
import type { Credential } from '../../core/model/credential.ts';
import { announcementOf } from '../../core/observe/note-keys.ts';
import { lookTold } from '../../core/outcome/notice.ts';
import { upkeep } from '../../core/outcome/release.ts';
import { lookAgain, looksDue } from '../../core/outcome/second-look.ts';
import { choicesFor } from '../../core/plan/approval.ts';
import { originOf } from '../../core/plan/decision.ts';
import { inTurn } from '../in-turn.ts';
import { clientsFor, portsOf } from './means.ts';
import { tellHandOvers } from './tell-hand-over.ts';
import { tellReleases } from './tell-releases.ts';
import type { Work } from './work.ts';

/** What it is time to look at again, once IAM has spread what was done; what is found is told. Adds to `counts` how much was found. */
export async function lookAround(work: Work, counts: Record<string, number> = {}): Promise<Record<string, number>> {
  const { words } = await work.settings();
  const secretOf = (id: string) => words.declared({ id } as Credential)?.rotation?.secret ?? null;
  await inTurn(looksDue(await work.store.open(), work.clock.now()), async (outcomeId) => {
    const errand = { sourceIdentity: outcomeId };
    const witness = awsWitness(clientsFor('contain', errand, work), clientsFor('rotate', errand, work), secretOf);
    const look = await lookAgain(outcomeId, { ...portsOf(errand, work), witness });
    if (look === null || look.found.length === 0) return;
    counts.found = (counts.found ?? 0) + look.found.length;
    const announced = await announcementOf(originOf(look.decisionId), work.memory);
    if (announced === null) return;
    const { decision } = announced;
    await work.teller.tellTaken(decision, { ...lookTold(decision, look), choices: choicesFor(decision, true, false) });
  });
  return counts;
}

/** Lifts what has expired, goes on with what is stuck, and sees that what is in force still is. */
export async function keepUp(work: Work): Promise<Record<string, number>> {
  const releases = await upkeep(portsOf({ sourceIdentity: 'rescind-upkeep' }, work));
  await tellHandOvers(releases, work);
  return tellReleases(releases, work);
}
