import { concurrencyContext, mostFunctions, usualConcurrency } from '../../contract/concurrency.ts';
import type { DeploymentPlan } from './deployment-plan.ts';

/** The plan for an account that runs so many functions at once; one of which that is not known is taken for a new one. */
export function withConcurrency(plan: DeploymentPlan, known: number | null): DeploymentPlan {
  return known === null ? plan : { ...plan, context: [...plan.context, [concurrencyContext, String(known)]] };
}

/** What is to be said of an account that might refuse to run as many functions as are wanted on a busy day. */
export function concurrencySentences(known: number | null, region: string): string[] {
  const wanted = mostFunctions(known ?? usualConcurrency);
  if (known !== null && known > wanted) return [];
  const has =
    known === null
      ? `How many functions the account runs at once in ${region} is not known (lambda:GetAccountSettings is denied), so a new account’s ${usualConcurrency} are assumed`
      : `The account runs ${known} functions at once in ${region}`;
  return [
    `${has}. A busy day needs ${wanted}; refused work waits and is retried, and learning is slow: ask for more (Service Quotas, Lambda, Concurrent executions), which costs nothing, and deploy again.`,
  ];
}
