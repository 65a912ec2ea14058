import { calledWithin, noteRecent, type Recent, seenWithin } from '../context/recent.ts';
import { hour, type Instant } from '../model/instant.ts';

/** What a thief does one after the other. */
export const steps = ['test', 'look', 'refusal', 'deed'] as const;

/** A glance is a look for what there is to work on: a step beside a deed alone. */
export type Step = (typeof steps)[number] | 'glance';

/** Names in `Recent`: put together once, since every use asks for all of them. */
const names: Readonly<Record<Step, string>> = {
  test: 'step test',
  look: 'step look',
  refusal: 'step refusal',
  deed: 'step deed',
  glance: 'step glance',
};

/** Who takes their time waits minutes between calls, not half a day. */
export const stepsWindow = 6 * hour;

export function noteTaken(recent: Recent, step: Step, at: Instant): void {
  noteRecent(recent, names[step], at);
}

/** Things of this name in `Recent` are first looks around. */
const lookPrefix = 'look ';

export function noteLook(recent: Recent, action: string, at: Instant): void {
  noteRecent(recent, lookPrefix + action, at);
}

/** What was looked around with for the first time within hours. */
export function looksTaken(recent: Recent, at: Instant): string[] {
  return calledWithin(recent, lookPrefix, at, stepsWindow);
}

/** The steps that were taken within hours, in the order of a story. */
export function stepsTaken(recent: Recent, at: Instant): Step[] {
  const isDone = wasTaken(recent, 'deed', at);
  return steps.filter(
    (step) => wasTaken(recent, step, at) || (step === 'look' && isDone && wasTaken(recent, 'glance', at)),
  );
}

export function wasTaken(recent: Recent, step: Step, at: Instant): boolean {
  return seenWithin(recent, names[step], at, stepsWindow);
}
