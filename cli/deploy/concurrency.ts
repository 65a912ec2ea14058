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
      ? `How many functions the account runs at once in ${region} may not be seen (lambda:GetAccountSettings): as few as in a new one, ${usualConcurrency}, are reckoned with`
      : `The account runs ${known} functions at once in ${region}`;
  return [
    `${has}. On a busy day this wants ${wanted}, what is refused waits and comes again, and days are learned slowly: ask for more (Service Quotas, Lambda, Concurrent executions), which costs nothing, and deploy again.`,
  ];
}
