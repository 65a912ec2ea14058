import { day, type Instant } from '../../core/model/instant.ts';
import { amend } from '../amend.ts';
import { inTurn } from '../in-turn.ts';
import { answerDecision } from './answer-decision.ts';
import { Busy, type Work } from './work.ts';

/** Decisions that AWS was too busy to be planned: their messages come back in tens of minutes, and the bell rings each minute. */
const key = 'unplanned';

interface Noted {
  readonly id: string;
  readonly since: Instant;
}

const mostNoted = 1_000;
/** Each may wait for a quarter of a minute. */
const mostAtOnce = 4;

/** Answers a decision, or leaves it to the next bell and throws `Busy`. */
export async function answerOrNote(id: string, work: Work): Promise<string> {
  try {
    return await answerDecision(id, work);
  } catch (error) {
    const since = work.clock.now();
    // Noted anew, so that a bell which is at it with what was said before does not forget it.
    if (error instanceof Busy) await change(work, (noted) => [...noted.filter((one) => one.id !== id), { id, since }]);
    throw error;
  }
}

/** The same for who has nobody to come back: it waits for its bell. */
export async function answerSoon(id: string, work: Work): Promise<string> {
  try {
    return await answerOrNote(id, work);
  } catch (error) {
    if (error instanceof Busy) return 'waiting';
    throw error;
  }
}

/**
 * Answers what was left to the bell, a few at a time, and adds to `counts` what came of it. One is forgotten once it is answered, or a day
 * old; any other is at the next bell's turn after those that wait as well.
 */
export async function answerNoted(work: Work, counts: Record<string, number> = {}): Promise<Record<string, number>> {
  // What cannot be read would have all of them skipped, and what people said is not said again.
  if ((await work.settings()).exemptions === null) return counts;
  const note = await work.notes.load(key);
  const due = (note === null ? [] : (JSON.parse(note.text) as Noted[])).slice(0, mostAtOnce);
  await inTurn(due, async (one) => {
    const others = (noted: readonly Noted[]) => noted.filter(({ id, since }) => id !== one.id || since !== one.since);
    try {
      const what = await answerDecision(one.id, work);
      await change(work, others);
      counts[what] = (counts[what] ?? 0) + 1;
    } catch (error) {
      // fails toward: another bell
      const isOld = one.since < work.clock.now() - day;
      await change(work, (noted) => {
        const isNotedAnew = others(noted).some(({ id }) => id === one.id);
        return isOld || isNotedAnew ? others(noted) : [...others(noted), one];
      });
      if (!(error instanceof Busy)) throw error;
    }
  });
  return counts;
}

function change(
  { notes, clock }: Work,
  to: (noted: readonly Noted[]) => readonly Noted[],
): Promise<readonly Noted[] | null> {
  return amend<readonly Noted[]>(key, notes, clock.now() + 2 * day, (before) => to(before ?? []).slice(-mostNoted));
}
