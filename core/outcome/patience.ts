import { second } from '../model/instant.ts';
import type { Clock, ExecutorError } from './ports.ts';

/** Whether it is worth waiting: a lost answer comes with the next call, and a rate that was used up is back in seconds. */
export function isPassing({ lasting, isRefusal }: ExecutorError): boolean {
  return lasting === 'transient' && isRefusal !== true;
}

/** Asks up to `mostTries` times, while it is worth waiting, and gives the last answer. The pauses double from one second. */
export async function patiently<T>(
  ask: () => Promise<T>,
  isWorthWaiting: (answer: T) => boolean,
  mostTries: number,
  clock: Pick<Clock, 'sleep'>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const answer = await ask();
    if (tries >= mostTries || !isWorthWaiting(answer)) return answer;
    await clock.sleep(second * 2 ** (tries - 1));
  }
}
