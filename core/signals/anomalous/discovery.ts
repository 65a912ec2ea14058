import { type Observation, surpriseOf } from '../observation.ts';
import { graveSignal } from '../what/grave-signal.ts';
import { looksTaken } from '../what/steps.ts';
import { isStoppingSomebody, mostOfResponder } from '../what/stopping.ts';
import { isNewDuty } from '../who/duty.ts';
import { isWatcher } from '../who/watcher.ts';

export const discovery = graveSignal({
  id: 'S48',
  name: 'discovery',
  tactic: 'discovery',
  base: 2.5,
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential asks for the first time what exists: users, roles, secrets, accounts, limits.',
  attack: ['T1087.004', 'T1069.003', 'T1580'],
  falsePositives: ['A person looks around in the console.', 'A new tool takes an inventory.'],
  deed: (observation) => `Looked around with ${observation.use.action}`,
  /** Only where it is news: a credential that always does new things says nothing by one more. */
  weigh: (observation, bits) => {
    if (surpriseOf(observation, 'action', observation.use.action) < 0.5) return { bits: 0 };
    if (isStoppingSomebody(observation)) return { bits: Math.min(bits, mostOfResponder), authority: 'notify' };
    const isTelling = asksWhoWatches.test(observation.use.action) && !isNewDuty(observation);
    return { bits: isTelling ? bits + 1 : bits, authority: isLookOfThieves(observation) ? 'corroborate' : 'notify' };
  },
});

/** Hardly anybody asks about trails, detectors and logs of models but those with that duty, and those who want to stay out of them. */
const asksWhoWatches = /^(?:cloudtrail|guardduty):|GetModelInvocationLoggingConfiguration$/;

/**
 * A person with new duties looks for machines and tables to work on, and a watcher for a few things more to watch. Who there is,
 * what is secret and how far one may go is what a thief asks for; at a place for hire, so is the rest.
 */
export function isLookOfThieves(observation: Observation): boolean {
  if (!isNewDuty(observation)) return true;
  const { use, story } = observation;
  if (isForWork(use.action)) return false;
  return !isWatcher(observation) || looksTaken(story, use.at).length > booksMore;
}

/** First looks within hours that a watcher may well take. */
const booksMore = 3;

/** A look for machines and tables, as against one for who there is and what it is worth. */
export function isForWork(action: string): boolean {
  return workings.test(action);
}

const workings =
  /^(?:ec2:Describe(?:Instances|Snapshots)|rds:DescribeDBInstances|lambda:ListFunctions|dynamodb:ListTables|ssm:DescribeInstanceInformation)$/;
