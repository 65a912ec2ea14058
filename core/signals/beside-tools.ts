import { countRecent, noteAgain, type Recent } from '../context/recent.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Instant } from '../model/instant.ts';
import { dataPathOf, isSameData } from './data-set.ts';
import { stepsWindow } from './steps.ts';

/** Things of these names in `Recent` are calls that an agent's owner did not declare; the second name adds what they were about. */
const prefix = 'undeclared ';
const aboutPrefix = 'beside ';

/** Notes an agent's call that is not one of its tools, so that the next is seen beside it; made again, it counts from now. */
export function noteBesideTools(recent: Recent, use: CredentialUse): void {
  noteAgain(recent, prefix + use.action, use.at);
  noteAgain(recent, `${aboutPrefix}${use.action} ${dataPathOf(use) ?? ''}`, use.at);
}

/** How many such calls there were within hours. */
export function countBesideTools(recent: Recent, at: Instant): number {
  return countRecent(recent, prefix, at, stepsWindow);
}

/** Whether there was another such call, and about other data: to look at data and then to read it is one thing. */
export function wasBesideTools(recent: Recent, use: CredentialUse): boolean {
  const read = dataPathOf(use);
  const isOther = (thing: string) => {
    const [action, ...path] = thing.slice(aboutPrefix.length).split(' ');
    return action !== use.action && !isSameData(path.join(' ') || null, read);
  };
  return countRecent(recent, aboutPrefix, use.at, stepsWindow, isOther) > 0;
}
