import type { Recent } from '../context/recent.ts';
import { tracesOf } from '../context/traces.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { day, hour, type Instant } from '../model/instant.ts';

/** What a thief does, in the order of a story. */
export const steps = ['test', 'look', 'refusal', 'deed'] as const;

/**
 * Two more that only count beside others. A glance is a look for something to work on, and counts as a look where there is a deed. A routine
 * is what a program asks every day, and counts as a test where there is a look.
 */
export type Step = (typeof steps)[number] | 'glance' | 'routine';

const taken = tracesOf('step');

/** A thief who takes their time waits minutes between calls, not half a day. */
export const stepsWindow = 6 * hour;

/** A step that was taken before counts anew from now. */
export function noteTaken(recent: Recent, step: Step, at: Instant): void {
  taken.noteAgain(recent, step, at);
}

/** Calls by which it looked around for the first time. */
const firstLooks = tracesOf('look');

/** Regions where it never was and looked for secrets. */
const combedRegions = tracesOf('combed');

/** Lists of secrets that it was refused. */
const refusedLists = tracesOf('refused');

/** Notes a first look around, and the Region if it never was there. */
export function noteLook(recent: Recent, { action, denied, at }: CredentialUse, strangeRegion: string | null): void {
  firstLooks.noteAgain(recent, action, at);
  if (!ofSecrets.test(action)) return;
  if (strangeRegion !== null) combedRegions.noteAgain(recent, strangeRegion, at);
  if (denied) refusedLists.noteAgain(recent, action, at);
}

/** Whether it was refused the list of secrets, within hours. */
export function wasRefusedList(recent: Recent, at: Instant): boolean {
  return refusedLists.count(recent, at, stepsWindow) > 0;
}

/** The number of Regions where it never was and looked for secrets, within hours. */
export function regionsCombed(recent: Recent, at: Instant): number {
  return combedRegions.count(recent, at, stepsWindow);
}

/** The calls by which it looked around for the first time, within hours. */
export function looksTaken(recent: Recent, at: Instant): string[] {
  return firstLooks.within(recent, at, stepsWindow);
}

/** Whether it looked around for the first time within a day. */
export function hasLookedAround(recent: Recent, at: Instant): boolean {
  return firstLooks.count(recent, at, day) > 0;
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

/** Calls that made keys and logins for somebody else. */
const othersWaysIn = tracesOf("another's way in");

export function noteAnothersWayIn(recent: Recent, action: string, at: Instant): void {
  othersWaysIn.note(recent, action, at);
}

/** How many kinds of ways in were made for others within the hour. */
export function anothersWaysIn(recent: Recent, at: Instant): number {
  return othersWaysIn.count(recent, at, hour);
}

export function wasTaken(recent: Recent, step: Step, at: Instant): boolean {
  return taken.has(recent, step, at, stepsWindow);
}
