import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renewContext, renewedAt } from '../../contract/renew.ts';
import { concurrencySentences } from './concurrency.ts';
import { costOf, type Prices } from './cost.ts';
import { drifting, driftSentence, mayDrift } from './drift.ts';
import { explanationOf } from './explanation.ts';
import type { Found } from './find-out.ts';
import type { DeployGiven } from './given.ts';
import { stepsToSynthesize, walk } from './steps.ts';
import { changeOf, type Template } from './template.ts';
import { stackName } from './tools.ts';
import { keySentence } from './trail/trail-key.ts';
import { bucketSentences } from './trail/usable-bucket.ts';
import { volumeOf } from './trail/volume.ts';
import { watcherMove } from './watcher-move.ts';

/** Makes the template, and says what it would change and cost. */
export async function weigh(given: DeployGiven, prices: Prices, found: Found) {
  const { sdk, clients, place, wish, trailed, bucket, stack, present, unlogged, concurrency, plan } = found;
  const reverts = given.revertDrift === true && mayDrift(stack);
  const renews = reverts ? [[renewContext, renewedAt(Date.now())] as const] : [];
  await walk(stepsToSynthesize([...plan.context, ...renews], given.out), sdk);
  const path = join(given.out, `${stackName}.template.json`);
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
  return { path, drifted, move, change, cost, explained };
}
