import type { IAMClient } from '@aws-sdk/client-iam';
import { fail, ok, type Result } from '../../core/model/result.ts';
import type { Executor, ExecutorError } from '../../core/outcome/ports.ts';
import type { Measure } from '../../core/plan/measure.ts';
import type { Clients } from './clients.ts';
import { executorError } from './errors.ts';
import { readInlinePolicy, writeInlinePolicy } from './inline-policy.ts';
import { readKeyStatus, writeKeyStatus } from './key-status.ts';

/** Carries measures out on AWS, each in the account of its target. */
export function awsExecutor(clients: Clients): Executor {
  return {
    read: (measure) =>
      answer(clients, measure, (iam) =>
        measure.kind === 'key-status' ? readKeyStatus(iam, measure) : readInlinePolicy(iam, measure),
      ),
    write: (measure, value) =>
      answer(clients, measure, (iam) =>
        measure.kind === 'key-status' ? writeKeyStatus(iam, measure, value) : writeInlinePolicy(iam, measure, value),
      ),
  };
}

async function answer<T>(
  clients: Clients,
  measure: Measure,
  call: (iam: IAMClient) => Promise<T>,
): Promise<Result<T, ExecutorError>> {
  try {
    return ok(await call(await clients.iam(measure.target.accountId)));
  } catch (error) {
    // fails toward: no claim, since the caller reads AWS again before it says what happened
    return fail(executorError(error));
  }
}
