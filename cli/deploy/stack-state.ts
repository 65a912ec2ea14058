import type { StackFacts } from '../../adapters/aws/deployment/stack.ts';
import type { Refusal } from './deployment-plan.ts';

/** Why a stack in that state cannot be deployed over; null where it can. */
export function refusedState(stack: StackFacts | null): Refusal | null {
  if (stack === null) return null;
  const { status } = stack;
  if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') {
    return {
      what: `The stack is being changed (${status}).`,
      remedy: 'Wait until that has ended, then repeat the command.',
    };
  }
  if (/^(ROLLBACK|DELETE)_|^CREATE_FAILED|ROLLBACK_FAILED$/.test(status)) {
    return {
      what: `An earlier deployment left the stack as ${status}, which nothing can be deployed over.`,
      remedy: 'Run rescind destroy first: it removes what is left. Tables and bucket stay.',
    };
  }
  return null;
}
