/** How many functions a new account of AWS runs at once in each Region, until it asks for more. */
export const usualConcurrency = 10;

/** In the CDK's context, how many this one runs. */
export const concurrencyContext = 'concurrency';

/** How many of a function work off its queue at a time: the fewest that AWS lets a queue have. */
export const perQueue = 2;

/** Queues that are worked off at the most: the two lanes, what they decide, two ways to tell of it, and the heartbeat. */
const queues = 6;

/** Kinds of state machine: each has accounts in work at a time. */
const machines = 2;

const [fewestAccounts, mostAccounts] = [2, 10];

/**
 * Accounts that a state machine has in work at a time, where so many functions run at once: what the queues leave, and two at
 * least. More than ten would not make AWS answer any faster.
 */
export function accountsAtOnce(concurrency: number): number {
  const left = Math.floor((concurrency - queues * perQueue) / machines);
  return Math.min(mostAccounts, Math.max(fewestAccounts, left));
}

/** As many as ever run at once where all queues are full and both state machines at work: who has more is never refused for it. */
export const mostFunctions = (concurrency: number) => queues * perQueue + machines * accountsAtOnce(concurrency);
