import { closest } from 'fastest-levenshtein';
import type { Place } from '../../adapters/aws/deployment/place.ts';
import { partitionOf } from '../../contract/regions.ts';
import type { Refusal } from './deployment-plan.ts';

type Known = Pick<Place, 'accountId' | 'regions'>;

/** Why nothing can be in the Region that was asked for; null where it can, or the account may not be asked. */
export function refusedOwnRegion(place: Known & Pick<Place, 'region'>): Refusal | null {
  const { region, accountId } = place;
  return (
    noSuchRegion(region, place, '--region') ??
    (isOff(region, place)
      ? {
          what: `The Region ${region} is not switched on in account ${accountId}.`,
          remedy: `Switch it on (${enabling(region)}), or name another: --region NAME.`,
        }
      : null)
  );
}

/** Why it cannot be deployed in the partition of this Region: its templates could be, and its functions would do nothing there. */
export function refusedPartition(region: string): Refusal | null {
  if (partitionOf(region) === 'aws') return null;
  return {
    what: `The Region ${region} is of the partition ${partitionOf(region)}, but the deployment uses IAM and STS of the commercial one (aws).`,
    remedy: 'Deploy in a Region of that one. The logs of this one can be judged on a laptop: rescind replay.',
  };
}

/** Why the members cannot be watched in these Regions. */
export function refusedMemberRegions(regions: readonly string[], place: Known): Refusal | null {
  const mistyped = regions.flatMap((region) => noSuchRegion(region, place, '--regions') ?? []);
  if (mistyped[0] !== undefined) return mistyped[0];
  const off = regions.filter((region) => isOff(region, place));
  const [one] = off;
  if (one === undefined) return null;
  return {
    what: `${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} not switched on in account ${place.accountId}, and a stack set cannot reach a Region that is off in the account that creates it.`,
    remedy: `Leave ${off.length === 1 ? 'it' : 'them'} out of --regions, or switch ${off.length === 1 ? 'it' : 'them'} on in the management account, here and in each member to be watched there: ${enabling(one)}. Where it stays off, nobody can act, so nothing needs to be watched.`,
  };
}

/** Why an account alone cannot be watched in these Regions: its rules stand in the one that is deployed to. */
export function refusedAloneRegions(regions: readonly string[], home: string): Refusal | null {
  if (regions.every((region) => region === home)) return null;
  return {
    what: `Without --organization one account is watched, in the Region that is deployed to, ${home}; --regions ${regions.join(',')} would change nothing.`,
    remedy:
      'Leave out --regions, and name that Region with --region. To hear the others as well, add a trail of all Regions: --trail-bucket NAME, or new. To watch an organisation in them, add --organization.',
  };
}

/** Why it cannot be watched from there. `null`: the usual one is taken, `none`: nobody watches. */
export function refusedWatchRegion(watch: string | null, place: Known & Pick<Place, 'region'>): Refusal | null {
  if (watch === null || watch === 'none') return null;
  if (watch === place.region) {
    return {
      what: `${watch} is where it is deployed, so it cannot be watched from there: if that Region fails, so does the watcher.`,
      remedy: 'Name another Region with --watch, or leave it out for the default.',
    };
  }
  const mistyped = noSuchRegion(watch, place, '--watch');
  if (mistyped !== null || !isOff(watch, place)) return mistyped;
  return {
    what: `The Region ${watch}, from which it is to be watched, is not switched on in account ${place.accountId}.`,
    remedy: `Switch it on (${enabling(watch)}), or name another: --watch NAME, or none.`,
  };
}

function enabling(region: string): string {
  return `aws account enable-region --region-name ${region}`;
}

function isOff(region: string, { regions }: Known): boolean {
  return regions?.get(region) === false;
}

function noSuchRegion(region: string, { accountId, regions }: Known, option: string): Refusal | null {
  if (regions === null || regions.has(region)) return null;
  const nearest = closest(region, [...regions.keys()]);
  return {
    what: `Account ${accountId} knows no Region ${region}; did you mean ${nearest}?`,
    remedy: `Name an existing one: ${option} ${nearest}. They are listed by: aws account list-regions`,
  };
}
