import type { Recent } from '../../context/recent.ts';
import { tracesOf } from '../../context/traces.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import type { Instant } from '../../model/instant.ts';
import { dataPathOf, isSameData } from './data-set.ts';
import { stepsWindow } from './steps.ts';

/** Calls that an agent's owner did not declare, and the same with what they were about. */
const undeclared = tracesOf('undeclared');
const undeclaredAbout = tracesOf('beside');

/** Notes an agent's call that is not one of its tools, so that the next is seen beside it; made again, it counts from now. */
export function noteBesideTools(recent: Recent, use: CredentialUse): void {
  undeclared.noteAgain(recent, use.action, use.at);
  undeclaredAbout.noteAgain(recent, `${use.action} ${dataPathOf(use) ?? ''}`, use.at);
}

/** How many such calls there were within hours. */
export function countBesideTools(recent: Recent, at: Instant): number {
  return undeclared.count(recent, at, stepsWindow);
}

/** Whether there was another such call, and about other data: to look at data and then to read it is one thing. */
export function wasBesideTools(recent: Recent, use: CredentialUse): boolean {
  const read = dataPathOf(use);
  const isOther = (thing: string) => {
    const [action, ...path] = thing.split(' ');
    return action !== use.action && !isSameData(path.join(' ') || null, read);
  };
  return undeclaredAbout.count(recent, use.at, stepsWindow, isOther) > 0;
}
