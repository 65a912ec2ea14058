import type { DeploymentClients } from '../../adapters/aws/deployment/clients.ts';
import type { Place } from '../../adapters/aws/deployment/place.ts';
import { tellEventBridge } from '../../adapters/aws/deployment/trail-bucket.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { isWanted, mustBeAskable, mustBeMeant } from '../respond/confirm.ts';
import { openTerminal, type Terminal } from '../terminal/terminal.ts';
import { bold, dim } from '../terminal/words.ts';
import { runDoctor } from './doctor/run-doctor.ts';
import { nextSteps } from './explanation.ts';
import { findOut } from './find-out.ts';
import { type DeployGiven, pricesIn } from './given.ts';
import { unheardSentences } from './hearing.ts';
import { stepsToDeploy, walk } from './steps.ts';
import { mustBeBuildable } from './tools.ts';
import { leaveWatcher } from './watcher-move.ts';
import { weigh } from './weigh.ts';

/** Finds out, explains, asks, deploys, looks whether all is well. */
export async function runDeploy(given: DeployGiven): Promise<number> {
  const terminal = openTerminal();
  const prices = pricesIn(given.prices);
  mustBeBuildable();
  mustBeAskable(given);
  const found = await findOut(given);
  const { sdk, clients, place, trailed, bucket, plan } = found;
  const { path, drifted, move, change, cost, explained } = await weigh(given, prices, found);
  if (given.json === true && given.dryRun === true) {
    const { accountId, region } = place;
    terminal.printJson({ accountId, region, template: path, change, cost, explained });
    return exitStatus.fine;
  }
  // Where the doctor speaks JSON in the end, what comes before is no result.
  const say = given.json === true ? terminal.note : terminal.print;
  for (const line of explained) say(line);
  say(dim(`The template: ${path}`));
  if (given.dryRun === true) return exitStatus.fine;

  if (change.losses.length > 0) {
    const what = `This would remove ${change.losses.join(', ')}, which an earlier deployment made.`;
    await mustBeMeant(what, { given: given.remove === true, name: '--remove' });
  }
  if (!(await isWanted('Deploy this?', given))) {
    terminal.note('Nothing was deployed.');
    return exitStatus.fine;
  }
  if (bucket?.facts.tellsEventBridge === false) await tellOfFiles(bucket.name, place.accountId, clients);
  await walk(stepsToDeploy(plan, place, given.out, drifted), sdk);
  if (move !== null) await leaveWatcher(move, sdk);
  const isDelegated = plan.context.some(([name]) => name === 'delegated');
  const unheard = [
    ...unheardSentences(plan, place),
    ...(trailed.isHeard || trailed.sentence === null ? [] : [trailed.sentence]),
  ];
  return deployed(terminal, given, { ...place, isDelegated, unheard });
}

async function tellOfFiles(name: string, accountId: string, clients: DeploymentClients): Promise<void> {
  try {
    await tellEventBridge(name, accountId, clients);
  } catch (error) {
    // fails toward: no deployment whose second lane hears nothing
    throw new UsageError(
      `The bucket ${name} cannot be set to notify EventBridge of its files: ${(error as Error).name}.`,
      'Nothing was deployed. Use credentials that may call s3:PutBucketNotification, or switch it on in the console of S3, under Event notifications.',
    );
  }
}

async function deployed(
  terminal: Terminal,
  given: DeployGiven,
  { accountId, isDelegated, unheard }: Pick<Place, 'accountId'> & Parameters<typeof nextSteps>[0],
): Promise<number> {
  const say = given.json === true ? terminal.note : terminal.print;
  say(bold(`Rescind is deployed in account ${accountId}. It does not act until its policy enforces.`));
  for (const step of nextSteps({
    ...(given.slackSecret !== undefined && { slackSecret: given.slackSecret }),
    isDelegated,
    unheard,
  }))
    say('  ', step);
  return runDoctor(given);
}
