import type { BackfillStep } from '../../contract/steps.ts';
import type { log } from '../runtime.ts';
import { lengthOf } from '../slices.ts';
import { learnDay } from './learn-day.ts';
import { type BackfillWork, begin, end, endDay, sliceOf } from './work.ts';

/** One step of the state machine, answered in the form in which its definition reads it; `tell` writes into the log. */
export async function takeStep(
  step: BackfillStep,
  work: BackfillWork,
  mayGoOn: () => boolean,
  tell: typeof log,
): Promise<object> {
  switch (step.step) {
    case 'begin': {
      const begun = await begin(work, step.run ?? null);
      tell(
        'info',
        'begun',
        begun.idle ? { idle: true } : { days: begun.days.length, accounts: lengthOf(begun.slices) },
      );
      return begun;
    }
    case 'slice': {
      const { day, folders } = step;
      return { day, folders, accounts: await sliceOf(day, step.slice, work) };
    }
    case 'learn': {
      const { isDone, refused } = await learnDay(step, work, mayGoOn);
      const { day, account } = step;
      if (refused !== null) tell('error', 'refused', { day, account, ...refused });
      return { ...step, more: !isDone && refused === null };
    }
    case 'day': {
      const { done, days, files, records, damaged } = await endDay(step.day, work);
      tell('info', 'a day is over', { day: step.day, done, of: days.length, files, records, damaged });
      return {};
    }
    case 'end': {
      const { endedAt, gaps } = await end(work);
      tell(endedAt === null ? 'error' : 'info', endedAt === null ? 'not learned' : 'learned', { gaps });
      return { whole: endedAt !== null };
    }
  }
}
