import type { Result } from '../../core/model/result.ts';
import { UsageError } from '../exit.ts';
import { faultOf } from '../respond/aws-fault.ts';

export const noRegion = new UsageError(
  'No Region is set, so it is not known where to deploy.',
  'Name one: --region us-east-1, or set AWS_REGION. IAM and sign-in events are logged in us-east-1.',
);

const needed = 'docs/deploy.md lists what is needed.';

/** `what` cannot be seen, and why in AWS's words. */
export function unseen(what: string, why: string): UsageError {
  return new UsageError(
    `${what}. AWS says: ${why}`,
    seenOnce(why) ?? `Use credentials that have the permission; ${needed}`,
  );
}

/** Where it is no permission that is missing but AWS itself: a Region that is none has no address. Null else. */
export function seenOnce(why: string): string | null {
  if (!/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|EHOST|ENET/.test(why)) return null;
  return 'Check that the Region exists (--region NAME), then check the network and AWS_ENDPOINT_URL.';
}

/** The value; throws where it could not be read, so that nothing is done on a guess. */
export function known<T>(read: Result<T, string>, what: string): T {
  if (read.ok) return read.value;
  throw unseen(what, read.error);
}

/** What an AWS error means to whoever deploys; the rest of the errors mean the same everywhere. */
export function deploymentFault(error: unknown, profile?: string): UsageError {
  const fault = faultOf(error, profile);
  if (!/AccessDenied|UnauthorizedOperation/.test((error as Error).name)) return fault;
  return new UsageError(fault.message, `Use a profile that has it; ${needed}`);
}
