import { countRecent, noteRecent } from '../../context/recent.ts';
import { storyOf } from '../../context/story.ts';
import { hour } from '../../model/instant.ts';
import type { Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { dayWords } from '../words.ts';
import { newsOfData } from './new-data.ts';
import { asDuty } from './rented-network.ts';

export const dataSprawl: UseSignal = {
  judges: 'use',
  hears: ['data'],
  id: 'S66',
  name: 'data-sprawl',
  family: 'anomalous',
  group: 'volume',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'Within an hour the credential reads in one place after another where it never read.',
  attack: ['T1530', 'T1119'],
  falsePositives: ['A copy of all there is: a backup, a migration.', 'An index is built anew.'],
  judge(observation) {
    const { use, context, habitDays } = observation;
    if (newsOfData(observation) === 0) return null;
    const places = countRecent(storyOf(context), placePrefix, use.at, hour);
    if (places < leastPlaces) return null;
    return {
      ...asDuty(observation, Math.min(6, 2 * (places - 1))),
      key: 'places',
      evidence: `${places} places of data within an hour that it never read in ${dayWords(habitDays)} on record, the last ${use.target.data}`,
    };
  },
};

/** Folders, buckets, tables. Whoever is given another data set is given one, and its index. */
const leastPlaces = 3;
const placePrefix = 'read of ';

/** Remembers where it read, so that the next place is seen beside it. */
export function notePlaceOfData(observation: Observation): void {
  const { use, context } = observation;
  if (newsOfData(observation) > 0) noteRecent(storyOf(context), placePrefix + use.target.data, use.at);
}
