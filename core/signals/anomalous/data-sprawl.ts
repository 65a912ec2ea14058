import { tracesOf } from '../../context/traces.ts';
import { day, hour } from '../../model/instant.ts';
import { clearNews, type Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { dataPathOf, isSameData, pathOf, storeOf } from '../what/data-set.ts';
import { lineSurprise } from '../who/at-home.ts';
import { isByHand } from '../who/hand.ts';
import { daysOnRecord } from '../words.ts';
import { asReading, newsOfData } from './new-data.ts';

export const dataSprawl: UseSignal = {
  judges: 'use',
  hears: ['data'],
  id: 'S66',
  name: 'data-sprawl',
  family: 'anomalous',
  group: 'volume',
  authority: 'corroborate',
  basis: 'habit',
  isDeed: true,
  sentence:
    'The credential reads one new data set after another within an hour, or new ones in several buckets and tables within a day at a place where it never worked.',
  attack: ['T1530', 'T1119'],
  falsePositives: ['Everything is copied: a backup, a migration.', 'An index is rebuilt.'],
  judge(observation) {
    const { use, story } = observation;
    if (newsOfData(observation) === 0) return null;
    const sets = readAnew.count(story, use.at, hour);
    const stores = isStrayMachine(observation) ? readAstray.count(story, use.at, day) : 0;
    const more = Math.max(sets - leastSets, stores - leastOfStray);
    if (more < 0) return null;
    const read =
      sets - leastSets === more
        ? `${many(sets)} data sets within an hour, none of them`
        : `New data in ${many(stores).toLowerCase()} buckets or tables within a day, none of it`;
    return {
      ...asReading(observation, Math.min(6, 2 * (more + 1))),
      key: 'data',
      evidence: `${read} read in ${daysOnRecord(observation)}; the last was ${use.target.data}`,
    };
  },
};

/** A new task takes one new data set, and its index. */
const leastSets = 3;
/**
 * A machine that is clearly not where it works has no new task there, however long it takes. What its own work has come to since, by another
 * way out, is in one place: buckets and tables count, not their folders.
 */
const leastOfStray = 2;

function isStrayMachine(observation: Observation): boolean {
  return !isByHand(observation) && (lineSurprise(observation) ?? 0) >= clearNews;
}

/** That many say it all; more would only fill the memory with names that the caller chooses. */
const mostSets = 5;

function many(count: number): string {
  return count < mostSets ? `${count}` : `At least ${count}`;
}

const readAnew = tracesOf('read of');
const readAstray = tracesOf('read astray');

/** Remembers what it read, so that the next is seen beside it. */
export function noteDataSet(observation: Observation): void {
  const { use, story } = observation;
  if (newsOfData(observation) === 0) return;
  const data = `${use.target.data}`;
  if (readAnew.count(story, use.at, hour) < mostSets) readAnew.noteAgain(story, data, use.at);
  const isStray = isStrayMachine(observation) && readAstray.count(story, use.at, day) < mostSets;
  if (isStray) readAstray.noteAgain(story, storeOf(use), use.at);
}

/** Whether within the hour it read new data, other than what this call is about. */
export function hasReadAnew({ use, story }: Observation): boolean {
  const about = dataPathOf(use);
  const isOther = (thing: string) => !isSameData(pathOf(thing), about);
  return readAnew.count(story, use.at, hour, isOther) > 0;
}
