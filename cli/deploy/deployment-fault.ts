import { UsageError } from '../exit.ts';
import { faultOf } from '../respond/aws-fault.ts';

export const noRegion = new UsageError(
  'No Region is set, so it is open where to deploy.',
  'Name one: --region us-east-1, or set AWS_REGION. IAM and sign-in put their events in us-east-1.',
);

/** What an AWS error means to whoever deploys; the rest of the errors mean the same everywhere. */
export function deploymentFault(error: unknown): UsageError {
  const fault = faultOf(error);
  if (!/AccessDenied|UnauthorizedOperation/.test((error as Error).name)) return fault;
  return new UsageError(fault.message, 'Use a profile that has it; docs/deploy.md lists what is needed.');
}
