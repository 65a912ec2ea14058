import { countRecent, noteAgain, type Recent } from '../context/recent.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Instant } from '../model/instant.ts';
import { dataPathOf, isSameData } from './data-set.ts';
import { stepsWindow } from './steps.ts';

/** Things of these names in `Recent` are calls of an agent that its owner did not declare, for the first time; and the same with what they were about. */
const prefix = 'undeclared ';
const aboutPrefix = 'beside ';

/** Notes a call of an agent beside its tools, so that others are seen beside it: also one that it made long before on this day. */
export function noteBesideTools(recent: Recent, use: CredentialUse): void {
  noteAgain(recent, prefix + use.action, use.at);
  noteAgain(recent, `${aboutPrefix}${use.action} ${dataPathOf(use) ?? ''}`, use.at);
}

/** How many such calls there were in these hours. */
export function countBesideTools(recent: Recent, at: Instant): number {
  return countRecent(recent, prefix, at, stepsWindow);
}

/** Whether there was another than this one, and about other data: to look at what one reads is one thing. */
export function wasBesideTools(recent: Recent, use: CredentialUse): boolean {
  const read = dataPathOf(use);
  const isOther = (thing: string) => {
    const [action, ...path] = thing.slice(aboutPrefix.length).split(' ');
    return action !== use.action && !isSameData(path.join(' ') || null, read);
  };
  return countRecent(recent, aboutPrefix, use.at, stepsWindow, isOther) > 0;
}
