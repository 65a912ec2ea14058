import type { Watcher } from '../../adapters/aws/watcher.ts';
import { hour, type Instant, minute } from '../../core/model/instant.ts';

/** Thursdays from ten to eleven, UTC. */
const [hoursPerWeek, drillHour] = [7 * 24, 10];
/** So much of it is left when the alarm must have rung. */
const ringsBefore = 15 * minute;

/** Once a week, for an hour. */
function isDrill(now: Instant): boolean {
  return Math.floor(now / hour) % hoursPerWeek === drillHour;
}

/**
 * Lets whoever watches from another Region know of this round. In a drill one of the two counts is missing, and its alarm
 * has to ring before the drill is over. True where it did not, or an alarm is gone.
 */
export async function isAsleep(watcher: Watcher, now: Instant): Promise<boolean> {
  try {
    await watcher.count(isDrill(now) ? ['rounds'] : ['rounds', 'drill']);
    const states = await watcher.alarms();
    if (!states.has('rounds') || !states.has('drill')) return true;
    const hadToRing = isDrill(now) && now % hour > hour - ringsBefore;
    return hadToRing && states.get('drill') !== 'ALARM';
  } catch {
    // fails toward: ringing here, as it will there
    return true;
  }
}
