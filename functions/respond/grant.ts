import type { Wish } from '../../contract/events.ts';
import { startHandOver } from '../../core/hand-over.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import { pinStays } from '../../core/outcome/notice.ts';
import { choicesFor } from '../../core/plan/approval.ts';
import { respond } from '../../core/respond.ts';
import { isSettledSo } from '../answers.ts';
import { announcedAs, extendByAnswer, rotationOrdered } from './by-button.ts';
import { factsFor } from './facts.ts';
import { heed } from './heed.ts';
import { portsOf } from './means.ts';
import { pinInForce, takeBack } from './meanwhile.ts';
import { tellReleases } from './tell-releases.ts';
import { answerSoon } from './unplanned.ts';
import { NotYet, type Work } from './work.ts';

type Settling = Wish & { readonly wish: 'answer' };

/**
 * A message that people settled something only rings the bell: what counts is what is on record, which only the functions
 * write that asked who they are. One that was overtaken since is left alone.
 */
export async function grantSettled(wish: Settling, work: Work): Promise<Record<string, number>> {
  return (await isSettledSo(wish, work.notes)) ? grant(wish, work) : { notSettled: 1 };
}

/** What people settled. Answers what came of the containments that it concerns, by outcome. */
export async function grant(wish: Settling, work: Work): Promise<Record<string, number>> {
  const trust = await heed(wish, work);
  switch (wish.choice) {
    case 'approve':
      return { ...trust, [await answerSoon(wish.id, work)]: 1 };
    case 'refuse':
      await sayThatPinStays(wish, work);
      return { ...trust };
    case 'stranger':
      return { ...trust };
    case 'extend':
      await extendByAnswer(wish, work);
      return { ...trust };
    case 'rotate':
      return { ...trust, [await rotateNow(wish, work)]: 1 };
    case 'mine':
    case 'undo': {
      const id = outcomeIdOf(wish.id);
      const releases = await takeBack(id, wish.by.join(' and '), portsOf({ sourceIdentity: id }, work));
      return { ...trust, ...(await tellReleases(releases, work)) };
    }
  }
}

/**
 * Whoever refuses more says nothing against the pin, which nobody had to ask for: and one person's word must not lift what takes two to
 * lift. So it stays, and everybody hears how it goes.
 */
async function sayThatPinStays({ id, by }: Wish & { readonly wish: 'answer' }, work: Work): Promise<void> {
  const { decision } = await announcedAs(id, work);
  const stays = pinStays(decision, by, await pinInForce(decision, work.store));
  if (stays !== null) await work.teller.tellTaken(decision, { ...stays, choices: choicesFor(decision, true, false) });
}

/** Puts a new credential in its place, in the name of whoever ordered it. What cannot be is on record. */
async function rotateNow({ id, by }: Settling, work: Work): Promise<string> {
  const { decision, known } = await announcedAs(id, work);
  const at = work.clock.now();
  const settings = await work.settings();
  const ordered = rotationOrdered(decision, settings, at);
  if (typeof ordered === 'string') {
    const about = { key: `not rotated ${id}`, at, kind: 'answered', by: by.join(' and ') } as const;
    const sentence = `Not rotated: ${ordered}.`;
    await work.ledger.append({ ...about, credential: decision.credential, about: id, sentence });
    return 'skipped';
  }
  const { facts, errand } = await factsFor(ordered, known, settings, work);
  const ports = { ...portsOf(errand, work), worker: by.join(' and ') };
  const response = await respond(ordered, facts, ports);
  await startHandOver(ordered, facts, response, ports);
  if (response.outcome.kind === 'failed' && response.outcome.lasting === 'transient') {
    throw new NotYet(response.outcome.error);
  }
  await work.teller.tellTaken(ordered, { ...response, choices: [] });
  return response.outcome.kind;
}
