import { noteRecent, type Recent, seenWithin } from '../context/recent.ts';
import { hour, type Instant } from '../model/instant.ts';

/** What a thief does one after the other. */
export const steps = ['test', 'look', 'refusal', 'deed'] as const;

export type Step = (typeof steps)[number];

/** Names in `Recent`: put together once, since every use asks for all of them. */
const names: Readonly<Record<Step, string>> = {
  test: 'step test',
  look: 'step look',
  refusal: 'step refusal',
  deed: 'step deed',
};

/** Who takes their time waits minutes between calls, not half a day. */
export const stepsWindow = 6 * hour;

export function noteTaken(recent: Recent, step: Step, at: Instant): void {
  noteRecent(recent, names[step], at);
}

export function wasTaken(recent: Recent, step: Step, at: Instant): boolean {
  return seenWithin(recent, names[step], at, stepsWindow);
}
