import { calledWithin, countRecent, noteAgain, noteRecent, type Recent, seenWithin } from '../context/recent.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { day, hour, type Instant } from '../model/instant.ts';

/** What a thief does, in the order of a story. */
export const steps = ['test', 'look', 'refusal', 'deed'] as const;

/**
 * Two more that only count beside others. A glance is a look for something to work on, and counts as a look where there is a deed. A routine
 * is what a program asks every day, and counts as a test where there is a look.
 */
export type Step = (typeof steps)[number] | 'glance' | 'routine';

/** Their names in `Recent`, put together once: every use asks for all of them. */
const names: Readonly<Record<Step, string>> = {
  test: 'step test',
  look: 'step look',
  refusal: 'step refusal',
  deed: 'step deed',
  glance: 'step glance',
  routine: 'step routine',
};

/** A thief who takes their time waits minutes between calls, not half a day. */
export const stepsWindow = 6 * hour;

/** A step that was taken before counts anew from now. */
export function noteTaken(recent: Recent, step: Step, at: Instant): void {
  noteAgain(recent, names[step], at);
}

/** Things of this name in `Recent` are first looks around. */
const lookPrefix = 'look ';

/** Things of this name in `Recent` are Regions where it never was and looked for secrets. */
const combedPrefix = 'combed ';

/** Things of this name in `Recent` are lists of secrets that it was refused. */
const refusedPrefix = 'refused ';

/** Notes a first look around, and the Region if it never was there. */
export function noteLook(recent: Recent, { action, denied, at }: CredentialUse, strangeRegion: string | null): void {
  noteAgain(recent, lookPrefix + action, at);
  if (!ofSecrets.test(action)) return;
  if (strangeRegion !== null) noteAgain(recent, combedPrefix + strangeRegion, at);
  if (denied) noteAgain(recent, refusedPrefix + action, at);
}

/** Whether it was refused the list of secrets, within hours. */
export function wasRefusedList(recent: Recent, at: Instant): boolean {
  return countRecent(recent, refusedPrefix, at, stepsWindow) > 0;
}

/** The number of Regions where it never was and looked for secrets, within hours. */
export function regionsCombed(recent: Recent, at: Instant): number {
  return calledWithin(recent, combedPrefix, at, stepsWindow).length;
}

/** The calls by which it looked around for the first time, within hours. */
export function looksTaken(recent: Recent, at: Instant): string[] {
  return calledWithin(recent, lookPrefix, at, stepsWindow);
}

/** Whether it looked around for the first time within a day. */
export function hasLookedAround(recent: Recent, at: Instant): boolean {
  return countRecent(recent, lookPrefix, at, day) > 0;
}

/** Whether it asked for the first time which secrets there are. */
export function asksWhichSecrets(recent: Recent, at: Instant): boolean {
  return looksTaken(recent, at).some((look) => ofSecrets.test(look));
}

export const ofSecrets = /^(?:secretsmanager:ListSecrets|ssm:DescribeParameters)$/;

/** The steps that were taken within hours, in the order of a story. */
export function stepsTaken(recent: Recent, at: Instant): Step[] {
  const isTaken = (step: Step) => wasTaken(recent, step, at);
  return steps.filter(
    (step) =>
      isTaken(step) ||
      (step === 'look' && isTaken('deed') && isTaken('glance')) ||
      (step === 'test' && isTaken('look') && isTaken('routine')),
  );
}

/** Things of this name in `Recent` are keys and logins made for somebody else. */
const anothersPrefix = "another's way in ";

export function noteAnothersWayIn(recent: Recent, action: string, at: Instant): void {
  noteRecent(recent, anothersPrefix + action, at);
}

/** How many kinds of ways in were made for others within the hour. */
export function anothersWaysIn(recent: Recent, at: Instant): number {
  return countRecent(recent, anothersPrefix, at, hour);
}

export function wasTaken(recent: Recent, step: Step, at: Instant): boolean {
  return seenWithin(recent, names[step], at, stepsWindow);
}
