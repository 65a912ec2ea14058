import { day } from '../../core/model/instant.ts';
import { amend } from '../amend.ts';
import { inTurn } from '../in-turn.ts';
import { answerDecision } from './answer-decision.ts';
import { Busy, type Work } from './work.ts';

/** Decisions that AWS was too busy to be planned: their messages come back in tens of minutes, and the bell rings each minute. */
const key = 'unplanned';
const mostNoted = 100;
/** Each may wait for the better part of a minute. */
const mostAtOnce = 4;

/** Answers a decision, or leaves it to the next bell, and throws. */
export async function answerOrNote(id: string, work: Work): Promise<string> {
  try {
    return await answerDecision(id, work);
  } catch (error) {
    if (error instanceof Busy) await change(work, (ids) => [...ids.filter((one) => one !== id), id].slice(-mostNoted));
    throw error;
  }
}

/** Answers what was left to the bell, whoever waits longest first, and adds to `counts` what came of it. */
export async function answerNoted(work: Work, counts: Record<string, number> = {}): Promise<Record<string, number>> {
  const noted = await work.notes.load(key);
  const due = (noted === null ? [] : (JSON.parse(noted.text) as string[])).slice(0, mostAtOnce);
  if (due.length === 0) return counts;
  await change(work, (ids) => ids.filter((id) => !due.includes(id)));
  await inTurn(due, async (id) => {
    try {
      const what = await answerOrNote(id, work);
      counts[what] = (counts[what] ?? 0) + 1;
    } catch (error) {
      // fails toward: the bell after this one
      if (!(error instanceof Busy)) throw error;
    }
  });
  return counts;
}

function change({ notes, clock }: Work, to: (ids: readonly string[]) => string[]): Promise<string[] | null> {
  return amend<string[]>(key, notes, clock.now() + day, (before) => to(before ?? []));
}
