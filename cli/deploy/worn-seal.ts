import type { DeploymentClients } from '../../adapters/aws/deployment/clients.ts';
import { type InstanceFacts, stackInstances } from '../../adapters/aws/deployment/organization.ts';
import { deleteAllBut, releaseInstance } from '../../adapters/aws/deployment/remains.ts';
import { isSeal, sealWearers, type Wearer } from '../../adapters/aws/deployment/seal.ts';
import { describeStack, type ResourceFacts, stackResources } from '../../adapters/aws/deployment/stack.ts';
import { sealName, sealPath } from '../../contract/seal.ts';
import { UsageError } from '../exit.ts';
import { count } from '../terminal/words.ts';
import type { Refusal } from './deployment-plan.ts';
import { stackName } from './tools.ts';

const seal = `${sealPath.slice(1)}${sealName}`;

/** The account's own seal, as the stack made it; null where it made none. */
export function ownSeal(resources: readonly ResourceFacts[]): ResourceFacts | null {
  return resources.find(({ physicalId }) => isSeal(physicalId)) ?? null;
}

/** `user bot, role Release` */
function named(wearers: readonly Wearer[]): string {
  return wearers.map(({ kind, name }) => `${kind} ${name}`).join(', ');
}

function takenOff(arn: string, wearers: readonly Wearer[]): string {
  return wearers
    .map(({ kind, name }) => `aws iam detach-${kind}-policy --${kind}-name '${name}' --policy-arn ${arn}`)
    .join('; ');
}

/** Why the seal cannot be deleted from under those who wear it; null where nobody does, or it cannot be told. */
export async function refusedWorn(
  resources: readonly ResourceFacts[],
  accountId: string,
  clients: Pick<DeploymentClients, 'iam'>,
): Promise<Refusal | null> {
  const arn = ownSeal(resources)?.physicalId;
  if (arn === undefined) return null;
  const worn = await sealWearers(arn, clients);
  // fails toward: CloudFormation, which refuses by itself
  if (!worn.ok || worn.value === null || worn.value.length === 0) return null;
  return {
    what: `The seal ${seal} is worn in account ${accountId} (${named(worn.value)}), and IAM cannot delete an attached policy.`,
    remedy: `Restore what was contained, or detach it by hand (${takenOff(arn, worn.value)}), then repeat the command; or, if they are to stay: --leave-contained.`,
  };
}

/** Why CloudFormation cannot make the account's own roles: an earlier deployment's seal was left there. Null where it was not. */
export async function refusedLeftSeal(
  present: readonly ResourceFacts[] | null,
  { accountId, arn: caller }: { readonly accountId: string; readonly arn: string },
  clients: Pick<DeploymentClients, 'iam'>,
): Promise<Refusal | null> {
  if (present !== null && ownSeal(present) !== null) return null;
  const arn = `arn:${caller.split(':')[1]}:iam::${accountId}:policy/${seal}`;
  const worn = await sealWearers(arn, clients);
  // fails toward: CloudFormation, which refuses by itself
  if (!worn.ok || worn.value === null) return null;
  const off = worn.value.length === 0 ? '' : `${takenOff(arn, worn.value)}; `;
  const who = worn.value.length === 0 ? '' : `, worn by ${named(worn.value)}`;
  return {
    what: `The seal ${seal} of an earlier deployment is still in account ${accountId}${who}, and CloudFormation cannot create a new one beside it.`,
    remedy: `Check that nobody needs it any more, then: ${off}aws iam delete-policy --policy-arn ${arn}. Then repeat the command.`,
  };
}

/** What a stack that failed to be deleted could not delete because somebody wears the seal. */
export interface WornLeft {
  readonly own: ResourceFacts | null;
  readonly members: readonly { readonly set: string; readonly instance: InstanceFacts }[];
}

/** Null where the stack did not fail to be deleted, or anything else kept it. */
export async function wornLeft(clients: Pick<DeploymentClients, 'cloudformation'>): Promise<WornLeft | null> {
  const stack = await describeStack(stackName, clients.cloudformation);
  if (!stack.ok || stack.value?.status !== 'DELETE_FAILED') return null;
  const read = await stackResources(stackName, clients.cloudformation);
  const failed = (read.ok ? (read.value ?? []) : []).filter(({ status }) => status === 'DELETE_FAILED');
  const own = ownSeal(failed);
  const members: { set: string; instance: InstanceFacts }[] = [];
  for (const { type, physicalId } of failed.filter((one) => one !== own)) {
    if (type !== 'AWS::CloudFormation::StackSet') return null;
    const set = physicalId.split(':')[0] ?? physicalId;
    const instances = await stackInstances(set, clients);
    if (!instances.ok) return null;
    const isWorn = ({ reason }: InstanceFacts) => /attached to entities/i.test(reason ?? '');
    if (!instances.value.every(isWorn)) return null;
    members.push(...instances.value.map((instance) => ({ set, instance })));
  }
  return own === null && members.length === 0 ? null : { own, members };
}

/** To whom nothing was on record: the seal is worn all the same. */
export function wornUnawares({ own, members }: WornLeft, accountId: string): UsageError {
  const accounts = [...(own === null ? [] : [accountId]), ...members.map(({ instance }) => instance.accountId)];
  return new UsageError(
    `All is removed but the seal ${seal}, which somebody still wears in ${count(accounts.length, 'account')} (${accounts.join(', ')}): IAM deletes no policy that is attached.`,
    `Detach it there (aws iam list-entities-for-policy --policy-arn arn:aws:iam::ACCOUNT:policy/${seal} names who), then run rescind destroy again; or, if it is to stay on: rescind destroy --leave-contained.`,
  );
}

/** Lets go of each seal that is worn, and removes the rest. What stays, and how it goes one day, in a sentence each. */
export async function letGo(
  { own, members }: WornLeft,
  accountId: string,
  clients: Pick<DeploymentClients, 'cloudformation'>,
): Promise<readonly string[]> {
  for (const { set, instance } of members) {
    const released = await releaseInstance(set, instance, clients);
    if (!released.ok) throw notLetGo(`the stack ${instance.stack} of account ${instance.accountId}`, released.error);
  }
  const gone = await deleteAllBut(own === null ? [] : [own.logicalId], stackName, clients);
  if (!gone.ok) throw notLetGo(`the stack ${stackName}`, gone.error);
  const again = 'Rescind cannot be deployed to that account again before.';
  return [
    ...(own === null
      ? []
      : [
          `The seal ${seal} stays in account ${accountId} on whoever wears it. Once it is off: aws iam delete-policy --policy-arn ${own.physicalId}. ${again}`,
        ]),
    ...members.map(
      ({ instance: { accountId: member, stack, region } }) =>
        `The seal ${seal} stays in account ${member} on whoever wears it. Once it is off, there: aws cloudformation delete-stack --stack-name ${stack} --region ${region}. ${again}`,
    ),
  ];
}

function notLetGo(what: string, why: string): UsageError {
  return new UsageError(
    `A seal that is still attached cannot be left behind (${what}). AWS says: ${why}`,
    'Use credentials that may call cloudformation:DeleteStack and cloudformation:DeleteStackInstances, then run rescind destroy --leave-contained again: it continues where it stopped.',
  );
}
