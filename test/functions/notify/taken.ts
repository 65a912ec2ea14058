import type { EventDetail } from '../../../contract/events.ts';

let made = 0;

/** What was done to a credential of `to`, each time of another outcome. */
export function taken(to: string | null, given: Partial<EventDetail<'ActionTaken'>> = {}): EventDetail<'ActionTaken'> {
  const id = `o_${made++}`;
  return {
    version: 1,
    id: 'd_1',
    outcomeId: id,
    accountId: '111111111111',
    credential: 'AKIAIOSFODNN7EXAMPLE',
    action: 'pin',
    mode: 'enforce',
    score: 90,
    outcome: 'done',
    actions: [],
    choices: [],
    canWait: false,
    notice: {
      id: `${id} enforce done`,
      to,
      about: 'AKIA…MPLE',
      headline: 'Contained',
      why: 'Odd.',
      whatWasDone: [],
      whatToDo: [],
      doesNotStop: [],
    },
    ...given,
  };
}
