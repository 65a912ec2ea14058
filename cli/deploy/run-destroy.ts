import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Asked } from '../../adapters/aws/deployment/clients.ts';
import { describeStack, stackResources } from '../../adapters/aws/deployment/stack.ts';
import { watchRegionIn } from '../../adapters/aws/deployment/watcher.ts';
import { dynamodbContainmentStore } from '../../adapters/dynamodb/containment-store.ts';
import { trailBucketOutput } from '../../contract/trail.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import { exitStatus } from '../exit.ts';
import { isWanted, mustBeAskable } from '../respond/confirm.ts';
import { openTerminal, type Terminal } from '../terminal/terminal.ts';
import { bold, dim } from '../terminal/words.ts';
import { known, unseen } from './deployment-fault.ts';
import { deedsIn, destructionOf, type ToRestore, toRestore } from './destruction.ts';
import { type Opened, openPlace } from './open.ts';
import { type Step, stepsToDestroy, walk } from './steps.ts';
import { mustBeBuildable, stackName } from './tools.ts';
import { letGo, refusedWorn, wornLeft, wornUnawares } from './worn-seal.ts';

export interface DestroyGiven {
  readonly profile?: string;
  readonly region?: string;
  readonly leaveContained?: true;
  readonly out: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** Lists what would stay contained, and stops there unless that is meant; then removes what deploy made. */
export async function runDestroy(given: DestroyGiven): Promise<number> {
  const terminal = openTerminal();
  mustBeBuildable();
  mustBeAskable(given);
  const { sdk, clients, place } = await openPlace(given);
  const { accountId, region } = place;
  const unread = 'The deployment cannot be read';
  const stack = known(await describeStack(stackName, clients.cloudformation), unread);
  const resources = known(await stackResources(stackName, clients.cloudformation), unread);
  if (stack === null || resources === null) {
    terminal.print(`Rescind is not deployed in account ${accountId}, ${region}: nothing to destroy.`);
    return exitStatus.fine;
  }
  const open = await inForce(deedsIn(resources), sdk, given);
  const restorable = toRestore(open, region);
  const watchRegion = watchRegionIn(stack.outputs);
  const trailBucket = stack.outputs[trailBucketOutput] ?? null;
  const steps = destructionOf({ resources, watchRegion, trailBucket });
  if (given.json === true) {
    terminal.printJson({ accountId, region, inForce: restorable, steps });
  } else printContained(terminal, restorable);
  if (restorable.length > 0 && given.leaveContained !== true) {
    terminal.fail('Nothing was destroyed: without the deployment nobody could undo these.');
    terminal.note('Restore them first, or, if they are to stay: --leave-contained.');
    return exitStatus.finding;
  }
  const worn = given.leaveContained === true ? null : await refusedWorn(resources, accountId, clients);
  if (worn !== null) {
    terminal.fail(`Nothing was destroyed. ${worn.what}`);
    terminal.note(worn.remedy);
    return exitStatus.finding;
  }
  if (given.json !== true) {
    terminal.print(bold(`Account ${accountId}, ${region}:`));
    for (const sentence of steps) terminal.print('  ', sentence);
  }
  if (given.dryRun === true) return exitStatus.fine;
  if (!(await isWanted('Destroy this?', given))) {
    terminal.note('Nothing was destroyed.');
    return exitStatus.fine;
  }
  for (const sentence of await destroyed(stepsToDestroy(watchRegion, given.out), given, { sdk, clients, place })) {
    terminal.note(sentence);
  }
  terminal.note(bold('Rescind is gone from this account.'));
  return exitStatus.fine;
}

/** What is left, in a sentence each. A seal that somebody wears is let go of where that is meant. */
async function destroyed(
  steps: readonly Step[],
  { leaveContained }: DestroyGiven,
  { sdk, clients, place: { accountId } }: Opened,
): Promise<readonly string[]> {
  try {
    await walk(steps, sdk);
    return [];
  } catch (failure) {
    const left = await wornLeft(clients);
    // fails toward: what CloudFormation said
    if (left === null) throw failure;
    if (leaveContained !== true) throw wornUnawares(left, accountId);
    return letGo(left, accountId, clients);
  }
}

async function inForce(
  table: string | null,
  sdk: Asked,
  { leaveContained }: DestroyGiven,
): Promise<readonly Containment[]> {
  if (table === null) return [];
  try {
    return await dynamodbContainmentStore({ client: new DynamoDBClient(sdk), name: table }).open();
  } catch (error) {
    // fails toward: destroying nothing, since what is in force would be forgotten
    if (leaveContained === true) return [];
    throw unseen(`What is contained (table ${table}) cannot be read`, (error as Error).message);
  }
}

function printContained(terminal: Terminal, restorable: readonly ToRestore[]): void {
  if (restorable.length === 0) return;
  terminal.print(bold('In force now:'));
  for (const { outcomeId, credential, what, restore, byHand } of restorable) {
    terminal.print(`  ${outcomeId}  `, credential, dim(`  ${what}`));
    terminal.print(dim('    restore  '), restore);
    terminal.print(dim('    by hand  '), byHand ?? 'this cannot be undone');
  }
}
