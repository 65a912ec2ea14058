import * as v from 'valibot';
import { describeStack } from '../../adapters/aws/deployment/stack.ts';
import { proveIdentity } from '../../adapters/aws/identity/proof.ts';
import { type Called, callFunction } from '../../adapters/lambda/call.ts';
import type { Choice } from '../../core/plan/approval.ts';
import { deploymentFault, known } from '../deploy/deployment-fault.ts';
import { openPlace } from '../deploy/open.ts';
import { stackName } from '../deploy/tools.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { openTerminal } from '../terminal/terminal.ts';

export interface ApproveGiven {
  readonly answer: Choice;
  readonly profile?: string;
  readonly region?: string;
  readonly json?: true;
}

const heard = v.object({ kind: v.picklist(['declined', 'noted', 'settled']), sentence: v.string() });

/** Says it to the deployment, with a proof of who says it; answers with the exit status. */
export async function runApprove(id: string, { answer: choice, json, ...where }: ApproveGiven): Promise<number> {
  const terminal = openTerminal();
  const { sdk, clients, place } = await openPlace(where);
  const stack = known(await describeStack(stackName, clients.cloudformation), 'The deployment cannot be looked at');
  const name = stack?.outputs.RespondFunction;
  if (name === undefined) {
    throw new UsageError(
      `Rescind is not deployed in account ${place.accountId}, ${place.region}.`,
      'Name the Region where it is: --region NAME.',
    );
  }
  const proof = await proveIdentity(`${id} ${choice}`, sdk);
  const called = await call(name, { wish: 'say', id, choice, proof }, sdk);
  const read = v.safeParse(heard, called.answer);
  if (called.failed || !read.success) {
    throw new UsageError(`${name} failed.`, 'Its log says why. Nothing was answered, as far as it said; try again.');
  }
  const { kind, sentence } = read.output;
  if (json) terminal.printJson({ id, answer: choice, kind, sentence });
  else terminal.print(sentence);
  return kind === 'declined' ? exitStatus.finding : exitStatus.fine;
}

async function call(...given: Parameters<typeof callFunction>): Promise<Called> {
  try {
    return await callFunction(...given);
  } catch (error) {
    // fails toward: nothing was answered
    throw deploymentFault(error);
  }
}
