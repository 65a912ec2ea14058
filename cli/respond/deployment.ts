import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { describeStack } from '../../adapters/aws/deployment/stack.ts';
import { proveIdentity } from '../../adapters/aws/identity/proof.ts';
import { type Called, callFunction } from '../../adapters/lambda/call.ts';
import { type Order, orderText, policyText, type Wish } from '../../contract/events.ts';
import { deploymentFault, known } from '../deploy/deployment-fault.ts';
import { type Opened, openPlace, type Where } from '../deploy/open.ts';
import { stackName } from '../deploy/tools.ts';
import { UsageError } from '../exit.ts';

/** A deployment as a person speaks to it. */
export interface Deployment extends Pick<Opened, 'sdk'> {
  readonly respondFunction: string;
  readonly settingsBucket: string;
}

/** What a deployment answers to a person. */
export type Heard = v.InferOutput<typeof heard>;
const heard = v.object({ kind: v.picklist(['declined', 'noted', 'settled']), sentence: v.string() });

/** Throws one sentence where there is no deployment. */
export async function openDeployment(where: Where): Promise<Deployment> {
  const { sdk, clients, place } = await openPlace(where);
  const stack = known(await describeStack(stackName, clients.cloudformation), 'The deployment cannot be read');
  const { RespondFunction: respondFunction, SettingsBucket: settingsBucket = '' } = stack?.outputs ?? {};
  if (respondFunction !== undefined) return { sdk, respondFunction, settingsBucket };
  throw new UsageError(
    `Rescind is not deployed in account ${place.accountId}, ${place.region}.`,
    'Name the Region of the deployment: --region NAME.',
  );
}

/** Says something about a decision, with a proof of who says it. */
export async function sayTo(
  { sdk, respondFunction }: Deployment,
  said: Pick<Wish & { readonly wish: 'say' }, 'id' | 'choice'>,
): Promise<Heard> {
  const proof = await proveIdentity(`${said.id} ${said.choice}`, sdk);
  return call(respondFunction, { wish: 'say', ...said, proof }, sdk);
}

/** Gives an order about a credential, with a proof of who gives it. */
export async function orderOf(
  { sdk, respondFunction }: Deployment,
  order: Omit<Order, 'wish' | 'proof'>,
): Promise<Heard> {
  const proof = await proveIdentity(orderText(order), sdk);
  return call(respondFunction, { wish: 'order', ...order, proof }, sdk);
}

/** Has the text of a policy count from now on, with a proof of who says so. */
export async function approveIn({ sdk, respondFunction }: Deployment, text: string): Promise<Heard> {
  const digest = createHash('sha256').update(text).digest('hex');
  const proof = await proveIdentity(policyText(digest), sdk);
  return call(respondFunction, { wish: 'policy', text, proof }, sdk);
}

async function call(name: string, wish: Wish, sdk: Opened['sdk']): Promise<Heard> {
  const { failed, answer } = await attempt(name, wish, sdk);
  const read = v.safeParse(heard, answer);
  if (!failed && read.success) return read.output;
  throw new UsageError(`${name} failed.`, 'Its log says why. It gave no answer; try again.');
}

async function attempt(...given: Parameters<typeof callFunction>): Promise<Called> {
  try {
    return await callFunction(...given);
  } catch (error) {
    // fails toward: nothing was answered
    throw deploymentFault(error);
  }
}
