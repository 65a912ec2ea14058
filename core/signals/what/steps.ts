import type { Recent } from '../../context/recent.ts';
import { tracesOf } from '../../context/traces.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { day, hour, type Instant } from '../../model/instant.ts';

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

/** Regions where it never was and looked for secrets, and all where it looked for anything else. */
const combedRegions = tracesOf('combed');
const surveyedRegions = tracesOf('surveyed');

/** Lists of secrets that it was refused, and that it was given. */
const refusedLists = tracesOf('refused');
const givenLists = tracesOf('listed');

/** Notes a first look around, and the Region if it never was there. */
export function noteLook(recent: Recent, { action, denied, at }: CredentialUse, strangeRegion: string | null): void {
  firstLooks.noteAgain(recent, action, at);
  if (!ofSecrets.test(action)) return;
  if (strangeRegion !== null) combedRegions.noteAgain(recent, strangeRegion, at);
  (denied ? refusedLists : givenLists).noteAgain(recent, action, at);
}

/** Notes a Region where it looked for anything but secrets, be that its daily work elsewhere. */
export function noteSurvey(recent: Recent, { region, at }: CredentialUse): void {
  surveyedRegions.noteAgain(recent, region, at);
}

/** Whether it was refused the list of secrets within hours, and not given it: some rights come after the release that needs them. */
export function wasRefusedList(recent: Recent, at: Instant): boolean {
  const isRefused = (list: string) => !givenLists.has(recent, list, at, stepsWindow);
  return refusedLists.count(recent, at, stepsWindow, isRefused) > 0;
}

/** The number of Regions where it never was, and looked within hours for secrets and nothing else. */
export function regionsCombed(recent: Recent, at: Instant): number {
  const isSecretsAlone = (region: string) => !surveyedRegions.has(recent, region, at, stepsWindow);
  return combedRegions.count(recent, at, stepsWindow, isSecretsAlone);
}

/** The calls by which it looked around for the first time, within hours. */
export function looksTaken(recent: Recent, at: Instant): string[] {
  return firstLooks.within(recent, at, stepsWindow);
}

/**
 * Whether it looked around for the first time within a day: for who there is or what is secret, or for several other things. A program may ask
 * for one or two of what it works with when it starts.
 */
export function hasLookedAround(recent: Recent, at: Instant): boolean {
  const looks = firstLooks.within(recent, at, day);
  return looks.length >= leastLooks || looks.some((look) => ofIdentities.test(look) || ofSecrets.test(look));
}

/** Looks for different things from which a program maps out what there is. */
export const leastLooks = 3;

/** Whether it asked for the first time which secrets there are. */
export function asksWhichSecrets(recent: Recent, at: Instant): boolean {
  return looksTaken(recent, at).some((look) => ofSecrets.test(look));
}

export const ofIdentities =
  /^(?:iam:(?:List(?:Users|Roles|Groups|AccessKeys)|GetAccountAuthorizationDetails|GetAccountSummary)|organizations:|sso:)/;
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
