import type { Clock } from '../../../core/outcome/ports.ts';
import { now } from '../plan/decisions.ts';

/** A clock that stands still until somebody sleeps, or puts `time.at` forward. */
export function virtualClock(): { readonly time: { at: number }; readonly clock: Clock } {
  const time = { at: now };
  const clock = {
    now: () => time.at,
    sleep: async (milliseconds: number) => {
      time.at += milliseconds;
    },
  };
  return { time, clock };
}
