import { isGlobal } from '../../context/declared/declared.ts';
import { askedIn, regionOf } from '../../context/sighting.ts';
import { isClearNews, type Observation, ordinaryInAccount, surpriseOf, trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { asDuty } from '../who/duty.ts';
import { isRegionMove } from '../who/place.ts';
import { newsWords } from '../words.ts';

export const newRegion: UseSignal = {
  judges: 'use',
  hears: ['region'],
  id: 'S13',
  name: 'new-region',
  family: 'anomalous',
  group: 'scope',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential is used in a Region that is new to it.',
  attack: ['T1535'],
  falsePositives: ['A workload is rolled out to a new Region.', 'A person looks around in the console.'],
  judge(observation) {
    const { use } = observation;
    if (isGlobal(use) || isHome(observation)) return null;
    const bits = regionNews(observation);
    if (bits <= 0) return null;
    const weight = ordinaryInAccount(observation, 'region', use.region) ? bits / 2 : bits;
    return {
      // The new place is told of already.
      ...asDuty(observation, isRegionMove(observation) ? Math.min(weight, 2) : weight),
      key: use.region,
      evidence: newsWords(observation, 'region', use.region, `use in ${use.region}${beyondAsking(observation)}`),
    };
  },
};

/** One that works in a Region may ask there, too. */
function regionNews(observation: Observation): number {
  const { use } = observation;
  const places = new Set([use.region, regionOf(use)]);
  return Math.min(...[...places].map((place) => surpriseOf(observation, 'region', place)));
}

function beyondAsking(observation: Observation): string {
  const { use } = observation;
  const asked = askedIn(use.region);
  return regionOf(use) !== asked && trustedDays(observation, 'region', asked) > 0 ? ' for more than questions' : '';
}

/** By its owner's word. Its other Regions are declared in `expected.regions`. */
function isHome({ use, context }: Observation): boolean {
  return use.region === context.declared?.homeRegion;
}

/** In a Region where neither it nor its account ever was, and where it did not move. */
export function isFarAfield(observation: Observation): boolean {
  const { use } = observation;
  if (isGlobal(use) || isHome(observation) || isRegionMove(observation)) return false;
  if (ordinaryInAccount(observation, 'region', use.region)) return false;
  return isClearNews(observation, 'region', use.region);
}
