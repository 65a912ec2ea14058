import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { DeploymentClients } from '../../adapters/aws/deployment/clients.ts';
import { readConcurrency } from '../../adapters/aws/deployment/concurrency.ts';
import { isTrusted, type OrganizationFacts, readOrganization } from '../../adapters/aws/deployment/organization.ts';
import type { Place } from '../../adapters/aws/deployment/place.ts';
import { describeStack, stackResources } from '../../adapters/aws/deployment/stack.ts';
import { tellEventBridge } from '../../adapters/aws/deployment/trail-bucket.ts';
import { readLogging } from '../../adapters/aws/deployment/trail-logging.ts';
import { renewContext, renewedAt } from '../../contract/renew.ts';
import { bindingsIn } from '../../contract/rotation.ts';
import { trailPlaceIn } from '../../contract/trail.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { isWanted, mustBeAskable, mustBeMeant } from '../respond/confirm.ts';
import { openTerminal, type Terminal } from '../terminal/terminal.ts';
import { bold, dim } from '../terminal/words.ts';
import { concurrencySentences, withConcurrency } from './concurrency.ts';
import { costOf, listPrices, type Prices, pricesSchema } from './cost.ts';
import { known } from './deployment-fault.ts';
import { besideAnother, type DeploymentWish, planDeployment, type Refusal } from './deployment-plan.ts';
import { drifting, driftSentence, mayDrift } from './drift.ts';
import { explanationOf, nextSteps } from './explanation.ts';
import { refusedGuard } from './guard.ts';
import { unheardSentences } from './hearing.ts';
import { openPlace } from './open.ts';
import { withOrganizationTrail } from './organization-trail.ts';
import { runDoctor } from './run-doctor.ts';
import { ownRunbookPage } from './runbook-page.ts';
import { ownAccountOf, refusedBeside, refusedState } from './stack-state.ts';
import { stepsToDeploy, stepsToSynthesize, walk } from './steps.ts';
import { changeOf, type Template } from './template.ts';
import { mustBeBuildable, stackName } from './tools.ts';
import { refusedTrail, trailService } from './trail-bucket.ts';
import { keySentence } from './trail-key.ts';
import { unloggedSentence } from './trail-logging.ts';
import { bucketSentences, type UsableBucket, usableBucket } from './usable-bucket.ts';
import { volumeOf } from './volume.ts';
import { leaveWatcher, watcherMove } from './watcher-move.ts';
import { refusedLeftSeal } from './worn-seal.ts';

export interface DeployGiven {
  readonly profile?: string;
  readonly region?: string;
  /** True: all of it. */
  readonly organization?: true | readonly string[];
  readonly regions?: readonly string[];
  readonly trailBucket?: string;
  readonly trailKey?: string;
  readonly backfillDays?: number;
  readonly inspector?: string;
  readonly slackSecret?: string;
  /** A file. */
  readonly rotate?: string;
  readonly tokenSecrets?: readonly string[];
  readonly inlineDenies: boolean;
  readonly guard?: true;
  readonly watch?: string;
  readonly runbook?: string;
  readonly eventsPerDay?: number;
  readonly prices?: string;
  readonly out: string;
  readonly remove?: true;
  readonly revertDrift?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

const unread = 'What is there cannot be read';

/** Finds out, explains, asks, deploys, looks whether all is well. */
export async function runDeploy(given: DeployGiven): Promise<number> {
  const terminal = openTerminal();
  const prices = pricesIn(given.prices);
  mustBeBuildable();
  mustBeAskable(given);
  const { sdk, clients, place } = await openPlace(given);
  const trailed = await withOrganizationTrail(wishOf(given), place, clients);
  const { wish } = trailed;
  const organization = wish.units === null ? null : known(await readOrganization(place.accountId, clients), unread);
  const planned = planDeployment(wish, place, organization);
  if (!planned.ok) throw new UsageError(planned.error.what, planned.error.remedy);
  const unguarded = wish.guard ? await refusedGuard(place.accountId, organization, clients) : null;
  if (unguarded !== null) throw new UsageError(unguarded.what, unguarded.remedy);
  const untrailed = await organizationTrailRefused(wish, organization, clients);
  if (untrailed !== null) throw new UsageError(untrailed.what, untrailed.remedy);
  const bucket = trailed.bucket ?? (await trailBucketOf(wish, place, clients));
  const stack = known(await describeStack(stackName, clients.cloudformation), unread);
  const present = stack === null ? null : known(await stackResources(stackName, clients.cloudformation), unread);
  const isOurs = (await ownAccountOf(present, clients)) === 'ours';
  const refusal =
    refusedState(stack) ?? (isOurs ? await refusedLeftSeal(present, place, clients) : refusedBeside(wish.units, place));
  if (refusal !== null) throw new UsageError(refusal.what, refusal.remedy);
  const unlogged = isOurs ? await unloggedSentence(wish, place.region, () => readLogging(sdk)) : null;
  const concurrency = await readConcurrency(clients);
  const plan = withConcurrency(isOurs ? planned.value : besideAnother(planned.value), concurrency);

  const { out } = given;
  const reverts = given.revertDrift === true && mayDrift(stack);
  const renews = reverts ? [[renewContext, renewedAt(Date.now())] as const] : [];
  await walk(stepsToSynthesize([...plan.context, ...renews], out), sdk);
  const path = join(out, `${stackName}.template.json`);
  const template: Template = JSON.parse(readFileSync(path, 'utf8'));
  const drifted = reverts ? await drifting(template, sdk) : [];
  const move = watcherMove(stack, template);
  const change = changeOf(template, present, move?.to === null ? move.from : null);
  const volume = await volumeOf(
    {
      ...{ given: given.eventsPerDay ?? null, stands: stack !== null, trail: bucket?.trail ?? null },
      ...{ owner: place.accountId, only: wish.units === null ? place.accountId : null, now: Date.now() },
    },
    clients,
  );
  const { perDay: eventsPerDay, basis } = volume ?? { perDay: null, basis: null };
  const cost = costOf({ template, prices, eventsPerDay, basis, forwards: wish.units !== null });
  const explained = [
    ...explanationOf({ place, plan, template, change, cost }),
    ...concurrencySentences(concurrency, place.region),
    ...(given.revertDrift === true && stack !== null ? [driftSentence(stack, drifted)] : []),
    ...(move === null || move.to === null ? [] : [`It is watched from ${move.to} and no longer from ${move.from}.`]),
    ...(unlogged === null ? [] : [unlogged]),
    ...(trailed.sentence === null ? [] : [trailed.sentence]),
    ...(bucket === null ? [] : bucketSentences(bucket)),
    ...(wish.trailKey == null ? [] : [keySentence(wish.trailKey, place)]),
  ];
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
  await walk(stepsToDeploy(plan, place, out, drifted), sdk);
  if (move !== null) await leaveWatcher(move, sdk);
  const isDelegated = plan.context.some(([name]) => name === 'delegated');
  const unheard = [
    ...unheardSentences(plan, place),
    ...(trailed.isHeard || trailed.sentence === null ? [] : [trailed.sentence]),
  ];
  return deployed(terminal, given, { ...place, isDelegated, unheard });
}

async function organizationTrailRefused(
  { trailBucket }: DeploymentWish,
  organization: OrganizationFacts | null,
  clients: DeploymentClients,
): Promise<Refusal | null> {
  if (trailBucket !== 'new' || organization?.kind !== 'administrator') return null;
  return refusedTrail(organization.id, await isTrusted(trailService, clients));
}

/** The bucket that is there already, and how it tells of files; null where none is named. */
async function trailBucketOf(
  { trailBucket, trailKey = null }: DeploymentWish,
  place: Place,
  clients: DeploymentClients,
): Promise<UsableBucket | null> {
  if (trailBucket === null || trailBucket === 'new') return null;
  const trail = trailPlaceIn(trailBucket) ?? { bucket: trailBucket, prefix: '' };
  const usable = await usableBucket({ trail, trailKey, isTyped: true }, place, clients);
  if (!usable.ok) throw new UsageError(usable.error.what, usable.error.remedy);
  return usable.value;
}

async function tellOfFiles(name: string, accountId: string, clients: DeploymentClients): Promise<void> {
  try {
    await tellEventBridge(name, accountId, clients);
  } catch (error) {
    // fails toward: no deployment whose second lane hears nothing
    throw new UsageError(
      `The bucket ${name} cannot be told to let EventBridge know of its files: ${(error as Error).name}.`,
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
  say(bold(`Rescind is deployed in account ${accountId}. It acts on nothing before its policy enforces.`));
  for (const step of nextSteps({
    ...(given.slackSecret !== undefined && { slackSecret: given.slackSecret }),
    isDelegated,
    unheard,
  }))
    say('  ', step);
  return runDoctor(given);
}

function wishOf(given: DeployGiven): DeploymentWish {
  const {
    organization,
    regions = null,
    trailBucket = null,
    trailKey = null,
    backfillDays = null,
    inspector = null,
    slackSecret = null,
  } = given;
  const units = organization === true ? [] : (organization ?? null);
  const rotate = given.rotate === undefined ? null : bindingsOf(given.rotate);
  return {
    units,
    regions,
    trailBucket,
    trailKey,
    backfillDays,
    inspector,
    slackSecret,
    rotate,
    tokenSecrets: given.tokenSecrets?.join() ?? null,
    inlineDenies: given.inlineDenies,
    guard: given.guard === true,
    watch: given.watch ?? null,
    runbook: given.runbook ?? ownRunbookPage(),
  };
}

function bindingsOf(path: string): string {
  try {
    return JSON.stringify(bindingsIn(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new UsageError(
      `${path} does not say which user's key lies in which secret: ${(error as Error).message}.`,
      'docs/rotation.md shows such a file.',
    );
  }
}

function pricesIn(path: string | undefined): Prices {
  if (path === undefined) return listPrices;
  try {
    return v.parse(pricesSchema, { ...listPrices, ...JSON.parse(readFileSync(path, 'utf8')) });
  } catch (error) {
    throw new UsageError(`${path} holds no prices: ${(error as Error).message}.`, 'docs/cost.md shows such a file.');
  }
}
