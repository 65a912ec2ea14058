import { countRecent, noteAgain, type Recent } from '../context/recent.ts';
import type { Instant } from '../model/instant.ts';
import { stepsWindow } from './steps.ts';

/** Things of this name in `Recent` are calls of an agent that its owner did not declare, for the first time. */
const prefix = 'undeclared ';

/** Notes a call of an agent beside its tools, so that others are seen beside it: also one that it made long before on this day. */
export function noteBesideTools(recent: Recent, action: string, at: Instant): void {
  noteAgain(recent, prefix + action, at);
}

/** How many such calls there were in these hours. */
export function countBesideTools(recent: Recent, at: Instant): number {
  return countRecent(recent, prefix, at, stepsWindow);
}

/** Whether there was another than this one. */
export function wasBesideTools(recent: Recent, action: string, at: Instant): boolean {
  return countRecent(recent, prefix, at, stepsWindow, (thing) => thing !== prefix + action) > 0;
}
